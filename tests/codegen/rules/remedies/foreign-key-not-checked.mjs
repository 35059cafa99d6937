import assert from "node:assert/strict";

export default {
  async "a post of an author who is there is stored"(world) {
    const { call, insert, one } = world();
    const authorId = await insert("users", {});
    assert.equal((await one(await call.publish({ authorId, title: "a" }))).authorId, authorId);
  },

  async "a post of an author who was deleted, before or at once, is refused"(world) {
    const { call, insert, db, all } = world();
    const authorId = await insert("users", {});
    const [, late] = await Promise.allSettled([
      db((writer) => writer.delete(authorId)),
      call.publish({ authorId, title: "a" }),
    ]);
    assert.match(late.reason?.message, /the author does not exist/);
    await assert.rejects(call.publish({ authorId, title: "b" }), /the author does not exist/);
    assert.deepEqual(await all("posts"), []);
  },
};
