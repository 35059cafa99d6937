import assert from "node:assert/strict";

const KEY = { tenant: "a", area: "b", name: "c" };

export default {
  async "of documents that agree in the index, the one is found"(world) {
    const { call, insert } = world();
    const [first, second] = await insert("settings", { ...KEY, value: "1" }, { ...KEY, value: "2" });
    assert.equal((await call.byKey({ ...KEY, value: "2" }))._id, second);
    assert.equal((await call.byKey({ ...KEY, value: "1" }))._id, first);
    assert.equal(await call.byKey({ ...KEY, value: "3" }), null);
    assert.equal(await call.byKey({ ...KEY, name: "d", value: "1" }), null);
  },
};
