import assert from "node:assert/strict";

export default {
  async "a post is tagged once, also when two do it at once, and found by the tag"(world) {
    const { call, insert, all } = world();
    const [postId, other] = await insert("posts", { tagIds: [] }, { tagIds: [] });
    const [tagId, second] = await insert("tags", { postIds: [] }, { postIds: [] });
    await Promise.all([call.tag({ postId, tagId }), call.tag({ postId, tagId })]);
    await call.tag({ postId: other, tagId: second });
    assert.equal((await all("postTags")).length, 2);
    assert.deepEqual(
      (await call.withTag({ tagId })).map(({ _id }) => _id),
      [postId],
    );
  },

  async "few of more than a list holds, without those that are gone"(world) {
    const { call, insert, db } = world();
    const [postId, gone] = await insert("posts", { tagIds: [] }, { tagIds: [] });
    const tagId = await insert("tags", { postIds: [] });
    await insert("postTags", { postId: gone, tagId }, ...Array.from({ length: 8200 }, () => ({ postId, tagId })));
    await db((writer) => writer.delete(gone));
    const found = await call.withTag({ tagId });
    assert.equal(found.length, 49);
    assert.ok(found.every(Boolean));
  },
};
