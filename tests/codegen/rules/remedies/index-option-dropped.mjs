import assert from "node:assert/strict";

const tasks = (...pairs) => pairs.map(([priority, dueAt]) => ({ priority, dueAt }));
const shown = (found) => found.map(({ priority, dueAt }) => [priority, dueAt]);

export default {
  async "the most urgent come first, and of those the latest, whatever the priorities are"(world) {
    const { call, insert } = world({ databaseQueries: 50 });
    await insert("tasks", ...tasks([7, 1], [1, 5], [-2, 3], [1, 9], [7, 4], [1.5, 1]));
    assert.deepEqual(shown(await call.mostUrgent({ limit: 10 })), [
      [-2, 3],
      [1, 9],
      [1, 5],
      [1.5, 1],
      [7, 4],
      [7, 1],
    ]);
  },

  async "no more than asked for, and no more than a hundred"(world) {
    const { call, insert } = world({ documentsRead: 700 });
    await insert("tasks", ...tasks(...Array.from({ length: 450 }, (_, at) => [at % 3, at])));
    assert.equal((await call.mostUrgent({ limit: 4 })).length, 4);
    assert.equal((await call.mostUrgent({ limit: 1e9 })).length, 100);
    assert.deepEqual(await call.mostUrgent({ limit: 0 }), []);
  },
};
