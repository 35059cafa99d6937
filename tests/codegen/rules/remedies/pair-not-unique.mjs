import assert from "node:assert/strict";

async function pair({ insert }) {
  return { postId: await insert("posts", {}), tagId: await insert("tags", { name: "news" }) };
}

export default {
  async "a pair is there once, however often and at once it is connected"(world) {
    const here = world();
    const both = await pair(here);
    await Promise.all([here.call.connect(both), here.call.connect(both), here.call.connect(both)]);
    assert.equal((await here.all("postTags")).length, 1);
  },

  async "once disconnected it is gone, and disconnecting again does nothing"(world) {
    const here = world();
    const [both, other] = [await pair(here), await pair(here)];
    await here.call.connect(both);
    await here.call.connect(other);
    await here.call.disconnect(both);
    await here.call.disconnect(both);
    assert.deepEqual(
      (await here.all("postTags")).map(({ tagId }) => tagId),
      [other.tagId],
    );
  },
};
