import assert from "node:assert/strict";

export default {
  async "only the answer leaves the function"(world) {
    const { call, insert } = world();
    await insert("credentials", { userId: 1, hash: "a" }, { userId: 2, hash: "b" });
    assert.equal(await call.hashMatches({ userId: 1, hash: "a" }), true);
    assert.equal(await call.hashMatches({ userId: 1, hash: "b" }), false);
    assert.equal(await call.hashMatches({ userId: 3, hash: "a" }), false);
  },

  async "no client can call it"(world) {
    const { code } = world();
    assert.equal(code.hashMatches.isInternal, true);
  },
};
