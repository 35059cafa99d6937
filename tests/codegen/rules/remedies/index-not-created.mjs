import assert from "node:assert/strict";

export default {
  async "tags are found, once each, as they are now"(world) {
    const { call, insert, all } = world();
    const articleId = await insert("articles", { tags: [] });
    await call.setTags({ articleId, tags: ["a", "b", "a"] });
    assert.equal((await all("articleTags")).length, 2);
    await call.setTags({ articleId, tags: ["b", "c"] });
    assert.deepEqual(await call.withTag({ tag: "a" }), []);
    for (const tag of ["b", "c"]) {
      assert.deepEqual(
        (await call.withTag({ tag })).map(({ _id, tags }) => [_id, tags]),
        [[articleId, ["b", "c"]]],
      );
    }
  },

  async "two who set tags at once leave those of one of them"(world) {
    const { call, insert, all, one } = world();
    const articleId = await insert("articles", { tags: [] });
    await Promise.all(["a", "b"].map((tag) => call.setTags({ articleId, tags: [tag] })));
    const { tags } = await one(articleId);
    assert.deepEqual(
      (await all("articleTags")).map(({ tag }) => tag),
      tags,
    );
  },

  async "a search reads few documents of many, and leaves out what was deleted"(world) {
    const { call, insert, db } = world({ documentsRead: 600 });
    const [gone, ...articles] = await insert("articles", ...Array.from({ length: 250 }, () => ({ tags: ["a"] })));
    await insert("articleTags", ...[gone, ...articles].map((articleId) => ({ articleId, tag: "a" })));
    await db((writer) => writer.delete(gone));
    const found = await call.withTag({ tag: "a" });
    assert.equal(found.length, 49);
    assert.ok(found.every(Boolean));
  },
};
