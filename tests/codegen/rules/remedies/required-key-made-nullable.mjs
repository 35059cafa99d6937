import assert from "node:assert/strict";

export default {
  async "who signs up has a team, which has an owner"(world) {
    const { call, code, one } = world();
    const user = await one(await call.signUp());
    assert.equal((await one(code.homeOf(user))).ownerId, user._id);
  },

  async "a user without a team is told"(world) {
    const { code, insert, one } = world();
    const user = await one(await insert("users", { homeId: null }));
    assert.throws(() => code.homeOf(user), /the user has no home team/);
  },
};
