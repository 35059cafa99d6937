import assert from "node:assert/strict";

export default {
  async "null takes the field away, text sets it"(world) {
    const { call, insert, one } = world();
    const id = await insert("users", { bio: "a" });
    await call.setBio({ id, bio: null });
    assert.ok(!("bio" in (await one(id))));
    await call.setBio({ id, bio: "" });
    assert.equal((await one(id)).bio, "");
  },
};
