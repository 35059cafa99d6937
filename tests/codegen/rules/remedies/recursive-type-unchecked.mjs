import assert from "node:assert/strict";

export default {
  async "replies are found level by level, as deep as one likes"(world) {
    const { call, insert } = world();
    const postId = await insert("posts", { comments: [] });
    let parentId = null;
    for (let level = 0; level < 40; level += 1) {
      const id = await call.reply({ postId, parentId, text: `${level}` });
      const found = await call.replies({ postId, parentId });
      assert.deepEqual(
        found.map(({ text }) => text),
        [`${level}`],
      );
      parentId = id;
    }
  },

  async "each level is checked"(world) {
    const { call, insert } = world();
    const postId = await insert("posts", { comments: [] });
    await assert.rejects(call.reply({ postId, parentId: null, body: "a" }), /[Vv]alidator/);
    await assert.rejects(call.reply({ postId, parentId: null, text: null }), /[Vv]alidator/);
  },

  async "a comment is below its own post, and one that is there"(world) {
    const { call, insert, db } = world();
    const [postId, other] = await insert("posts", { comments: [] }, { comments: [] });
    const parentId = await call.reply({ postId, parentId: null, text: "a" });
    await assert.rejects(call.reply({ postId: other, parentId, text: "b" }), /no such comment on this post/);
    await db((writer) => writer.delete(parentId));
    await assert.rejects(call.reply({ postId, parentId, text: "b" }), /no such comment on this post/);
  },

  async "many replies are read in part"(world) {
    const { call, insert } = world({ documentsRead: 600 });
    const postId = await insert("posts", { comments: [] });
    await insert("comments", ...Array.from({ length: 700 }, () => ({ postId, parentId: null, text: "" })));
    assert.equal((await call.replies({ postId, parentId: null })).length, 100);
  },
};
