import assert from "node:assert/strict";

export default {
  async "two may share an address"(world) {
    const { call, all } = world();
    await Promise.all([call.signUp({ email: "ann@x" }), call.signUp({ email: "ann@x" })]);
    assert.equal((await all("users")).length, 2);
  },
};
