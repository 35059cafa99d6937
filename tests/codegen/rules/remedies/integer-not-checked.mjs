import assert from "node:assert/strict";

export default {
  async "whole numbers of 32 bits are stored"(world) {
    const { call, one } = world();
    for (const seats of [0, 2, -(2 ** 31), 2 ** 31 - 1]) {
      assert.equal((await one(await call.book({ seats }))).seats, seats);
    }
  },

  async "-0 is stored as 0, so that an index finds it"(world) {
    const { call, one } = world();
    assert.ok(Object.is((await one(await call.book({ seats: -0 }))).seats, 0));
  },

  async "anything else is refused"(world) {
    const { call } = world();
    for (const seats of [3.5, NaN, Infinity, 1e300, 2 ** 31, -(2 ** 31) - 1]) {
      await assert.rejects(call.book({ seats }), /seats is not a whole number of 32 bits/);
    }
  },
};
