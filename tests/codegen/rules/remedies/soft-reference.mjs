import assert from "node:assert/strict";

export default {
  async "the owner of a token from before the move is found by the old id"(world) {
    const { call, insert } = world();
    await insert("keptUsers", { legacyId: 7, name: "Ann" }, { name: "new" });
    await insert("refreshTokens", { token: "a", userId: 7 }, { token: "b", userId: 8 });
    assert.equal((await call.ownerOf({ token: "a" })).name, "Ann");
    assert.equal(await call.ownerOf({ token: "b" }), null);
    assert.equal(await call.ownerOf({ token: "c" }), null);
  },
};
