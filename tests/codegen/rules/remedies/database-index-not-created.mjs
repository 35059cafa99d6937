import assert from "node:assert/strict";

export default {
  async "the jobs that wait are found among any number that are done"(world) {
    const { call, insert } = world({ documentsRead: 600 });
    const done = Array.from({ length: 1200 }, (_, at) => ({ name: `${at}`, doneAt: at }));
    await insert("indexedJobs", ...done, { name: "b", doneAt: null }, { name: "a", doneAt: null });
    assert.deepEqual(
      (await call.waiting()).map(({ name }) => name),
      ["a", "b"],
    );
  },

  async "and so they are if there are more than one query may read"(world) {
    const { call, insert } = world({ documentsRead: 600 });
    await insert("indexedJobs", ...Array.from({ length: 700 }, (_, at) => ({ name: `${at}`, doneAt: null })));
    assert.equal((await call.waiting()).length, 100);
  },
};
