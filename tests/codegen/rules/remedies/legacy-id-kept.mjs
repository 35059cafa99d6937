import assert from "node:assert/strict";

export default {
  async "a document is found by its old id and by its new one"(world) {
    const { call, insert } = world();
    const [old, fresh] = await insert("invoices", { legacyId: 4711, title: "a" }, { title: "b" });
    assert.equal((await call.byKey({ key: "4711" }))._id, old);
    assert.equal((await call.byKey({ key: old }))._id, old);
    assert.equal((await call.byKey({ key: fresh }))._id, fresh);
  },

  async "another key finds nothing"(world) {
    const { call, insert } = world();
    await insert("invoices", { legacyId: 4711, title: "a" }, { title: "b" });
    for (const key of ["1", "", "undefined", "x"]) assert.equal(await call.byKey({ key }), null);
  },
};
