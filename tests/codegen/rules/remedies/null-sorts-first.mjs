import assert from "node:assert/strict";

const chats = (...deleted) => deleted.map((deletedAt) => ({ title: "a", deletedAt }));

export default {
  async "chats that were deleted before are found, and no chat that never was"(world) {
    const { call, insert } = world();
    await insert("chats", ...chats(null, 300, 100, null, 200, 199, -5));
    const found = async (limit) => (await call.deletedBefore({ limit })).map(({ deletedAt }) => deletedAt);
    assert.deepEqual(await found(200), [-5, 100, 199]);
    assert.deepEqual(await found(-5), []);
  },

  async "nothing is found where all are kept"(world) {
    const { call, insert } = world();
    await insert("chats", ...chats(null, null));
    assert.deepEqual(await call.deletedBefore({ limit: Number.MAX_VALUE }), []);
  },

  async "chats that were kept are not read, and only some of many"(world) {
    const { call, insert } = world({ documentsRead: 150 });
    await insert("chats", ...chats(...Array(200).fill(null), ...Array(200).fill(100)));
    const found = await call.deletedBefore({ limit: 101 });
    assert.equal(found.length, 100);
    assert.ok(found.every(({ deletedAt }) => deletedAt === 100));
  },
};
