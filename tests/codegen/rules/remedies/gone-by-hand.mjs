import assert from "node:assert/strict";

export default {
  async "a user is found by the address without an index, and none where there is none"(world) {
    const { call, insert } = world();
    const [, id] = await insert("users", { email: "ann@x" }, { email: "bob@x" });
    assert.equal((await call.byEmail({ email: "bob@x" }))._id, id);
    assert.equal(await call.byEmail({ email: "eve@x" }), null);
  },

  async "a table that is too large is told, not searched in part"(world) {
    const { call, insert } = world({ documentsRead: 600 });
    await insert("users", ...Array.from({ length: 700 }, (_, at) => ({ email: `${at}@x` })));
    assert.equal((await call.byEmail({ email: "7@x" })).email, "7@x");
    await assert.rejects(call.byEmail({ email: "eve@x" }), /too many documents/);
  },
};
