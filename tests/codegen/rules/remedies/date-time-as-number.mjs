import assert from "node:assert/strict";

const MARCH = Date.UTC(2026, 2, 1);

export default {
  async "milliseconds are stored, and found by time"(world) {
    const { call } = world();
    await call.add({ title: "a", dueAt: MARCH });
    await call.add({ title: "b", dueAt: MARCH + 1 });
    const found = await call.dueBefore({ time: MARCH + 1 });
    assert.deepEqual(
      found.map(({ title }) => title),
      ["a"],
    );
  },

  async "what is in seconds, in microseconds or no time is refused"(world) {
    const { call } = world();
    for (const dueAt of [MARCH / 1000, MARCH * 1000, NaN, Infinity, 0, -MARCH]) {
      await assert.rejects(call.add({ title: "a", dueAt }), /not milliseconds/);
    }
  },

  async "a search reads few of many"(world) {
    const { call, insert } = world({ documentsRead: 600 });
    await insert("tasks", ...Array.from({ length: 700 }, () => ({ title: "", dueAt: MARCH })));
    assert.equal((await call.dueBefore({ time: MARCH + 1 })).length, 100);
  },
};
