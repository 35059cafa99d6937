import assert from "node:assert/strict";

export default {
  async "the latest of one post since then come first, and no others"(world) {
    const { call, insert, one } = world();
    const [first, second] = await insert(
      "comments",
      { postId: 1, text: "a" },
      { postId: 1, text: "b" },
      { postId: 2, text: "c" },
    );
    const found = async (since) => (await call.latest({ postId: 1, since })).map(({ _id }) => _id);
    assert.deepEqual(await found(0), [second, first]);
    const { _creationTime } = await one(second);
    assert.deepEqual(await found(_creationTime), [second]);
  },

  async "only some of many are read"(world) {
    const { call, insert } = world({ documentsRead: 50 });
    await insert("comments", ...Array.from({ length: 60 }, () => ({ postId: 1, text: "a" })));
    assert.equal((await call.latest({ postId: 1, since: 0 })).length, 20);
  },
};
