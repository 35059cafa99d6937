import assert from "node:assert/strict";

export default {
  async "an insert sets the time"(world) {
    const { call, one } = world();
    const before = Date.now();
    const { title, updatedAt } = await one(await call.write({ title: "a" }));
    assert.equal(title, "a");
    assert.ok(updatedAt >= before && updatedAt <= Date.now());
  },

  async "an update sets the time"(world) {
    const { call, insert, one } = world();
    const id = await insert("articles", { title: "a", updatedAt: 1 });
    await call.edit({ id, title: "b" });
    const { title, updatedAt } = await one(id);
    assert.equal(title, "b");
    assert.ok(updatedAt > 1);
  },

  async "a title that is left out or undefined stays, and the time is set all the same"(world) {
    const { call, insert, one } = world();
    for (const changes of [{}, { title: undefined }]) {
      const id = await insert("articles", { title: "a", updatedAt: 1 });
      await call.edit({ id, ...changes });
      const { title, updatedAt } = await one(id);
      assert.equal(title, "a");
      assert.ok(updatedAt > 1);
    }
  },
};
