import assert from "node:assert/strict";

export default {
  async "all messages of a user go, however many, and no others"(world) {
    const { call, insert, all, settle } = world({ documentsRead: 1200, documentsWritten: 600 });
    await insert("messages", ...Array.from({ length: 1100 }, () => ({ text: "", userId: 7 })), { text: "", userId: 8 });
    await call.userDeleted({ userId: 7 });
    await settle();
    assert.deepEqual(
      (await all("messages")).map(({ userId }) => userId),
      [8],
    );
  },
};
