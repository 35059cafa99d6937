import assert from "node:assert/strict";

export default {
  async "of two who sign up with one address at once, one is refused"(world) {
    const { call, all } = world();
    const both = await Promise.allSettled([call.signUp({ email: "ann@x" }), call.signUp({ email: "ann@x" })]);
    assert.deepEqual(both.map(({ status }) => status).sort(), ["fulfilled", "rejected"]);
    assert.match(both.find(({ reason }) => reason).reason.message, /ann@x is taken/);
    assert.equal((await all("users")).length, 1);
  },
};
