import assert from "node:assert/strict";

export default {
  async "what a number holds exactly is stored"(world) {
    const { call, one } = world();
    for (const tweetId of [0, 4711, Number.MAX_SAFE_INTEGER]) {
      assert.equal((await one(await call.add({ tweetId }))).tweetId, tweetId);
    }
  },

  async "what would be rounded is refused"(world) {
    const { call } = world();
    for (const tweetId of [2 ** 53, 1.5, NaN, Infinity]) {
      await assert.rejects(call.add({ tweetId }), /the id is too large for a number/);
    }
  },
};
