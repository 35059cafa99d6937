import assert from "node:assert/strict";

export default {
  async "a document is found by its old id, and none where there is none"(world) {
    const { call, insert } = world();
    await insert("keptInvoices", { legacyId: 4711, title: "a" }, { title: "new" }, { title: "newer" });
    assert.equal((await call.byOldId({ legacyId: 4711 })).title, "a");
    assert.equal(await call.byOldId({ legacyId: 1 }), null);
  },
};
