import assert from "node:assert/strict";

export default {
  async "two devices at once leave one profile, with the last word"(world) {
    const { call, insert, all } = world();
    const userId = await insert("users", {});
    await Promise.all([call.saveProfile({ userId, bio: "a" }), call.saveProfile({ userId, bio: "b" })]);
    await call.saveProfile({ userId, bio: "c" });
    assert.deepEqual(
      (await all("profiles")).map(({ bio }) => bio),
      ["c"],
    );
  },

  async "another user's profile is another one"(world) {
    const { call, insert, all } = world();
    for (const userId of await insert("users", {}, {})) await call.saveProfile({ userId, bio: userId });
    assert.ok((await all("profiles")).every(({ userId, bio }) => userId === bio));
  },
};
