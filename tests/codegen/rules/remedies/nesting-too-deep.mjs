import assert from "node:assert/strict";

export default {
  async "blocks are read level by level, in their order, as deep as one likes"(world) {
    const { call, insert } = world();
    const pageId = await insert("pages", { blocks: [] });
    let parentId = null;
    for (let level = 0; level < 40; level += 1) {
      const [second] = await insert(
        "blocks",
        { pageId, parentId, order: 2, text: "second" },
        { pageId, parentId, order: 1, text: "first" },
      );
      const found = await call.inside({ pageId, parentId });
      assert.deepEqual(
        found.map(({ text }) => text),
        ["first", "second"],
      );
      parentId = second;
    }
  },

  async "few of many"(world) {
    const { call, insert } = world({ documentsRead: 600 });
    const pageId = await insert("pages", { blocks: [] });
    await insert("blocks", ...Array.from({ length: 700 }, (_, order) => ({ pageId, parentId: null, order, text: "" })));
    assert.equal((await call.inside({ pageId, parentId: null })).length, 200);
  },
};
