import assert from "node:assert/strict";

export default {
  async "of two who join at once, one is refused"(world) {
    const { call } = world();
    const both = await Promise.allSettled([call.join({ email: "ann@x" }), call.join({ email: "ann@x" })]);
    assert.deepEqual(both.map(({ status }) => status).sort(), ["fulfilled", "rejected"]);
    await assert.rejects(call.join({ email: "ann@x" }), /already a member/);
  },

  async "who left may join again, once"(world) {
    const { call, insert, all } = world();
    await insert("members", { email: "ann@x", active: false }, { email: "ann@x", active: false });
    await call.join({ email: "ann@x" });
    await assert.rejects(call.join({ email: "ann@x" }), /already a member/);
    assert.equal((await all("members")).length, 3);
  },
};
