import assert from "node:assert/strict";

const LOW = { documentsRead: 1100, documentsWritten: 600, databaseQueries: 1000, functionsScheduled: 5 };

async function postWith({ insert }, comments, likes) {
  const postId = await insert("posts", {});
  const made = [await insert("comments", ...Array.from({ length: comments }, () => ({ text: "", postId })))].flat();
  await insert("likes", ...made.flatMap((commentId) => Array.from({ length: likes }, () => ({ commentId }))));
  return postId;
}

const counts = async ({ all }) => [await all("posts"), await all("comments"), await all("likes")].map((t) => t.length);

export default {
  async "comments and likes of a post go with it, others stay"(world) {
    const here = world();
    const id = await postWith(here, 3, 2);
    await postWith(here, 2, 4);
    await here.call.deletePost({ id });
    await here.settle();
    assert.deepEqual(await counts(here), [1, 2, 8]);
  },

  async "nested ones that are more than a mutation may read are deleted in the end"(world) {
    const here = world(LOW);
    const id = await postWith(here, 40, 30);
    await here.call.deletePost({ id });
    await here.settle();
    assert.deepEqual(await counts(here), [0, 0, 0]);
  },

  async "one comment with more likes than a mutation may write"(world) {
    const here = world(LOW);
    const id = await postWith(here, 1, 1100);
    await here.call.deletePost({ id });
    await here.settle();
    assert.deepEqual(await counts(here), [0, 0, 0]);
  },

  async "more comments than a mutation may write"(world) {
    const here = world(LOW);
    const id = await postWith(here, 1100, 0);
    await here.call.deletePost({ id });
    await here.settle();
    assert.deepEqual(await counts(here), [0, 0, 0]);
  },
};
