import assert from "node:assert/strict";

export default {
  async "a form is stored with a default that Convex takes"(world) {
    const { call, one } = world();
    const { title, schema } = await one(await call.create({ title: "a" }));
    assert.equal(title, "a");
    assert.equal(typeof schema.dialect, "string");
  },

  async "which it does not do with the old one"(world) {
    const { insert } = world();
    await assert.rejects(insert("forms", { title: "a", schema: { $schema: "x" } }), /\$schema/);
  },
};
