import assert from "node:assert/strict";

export default {
  async "a row that meets the condition, or for which it is unknown, is stored"(world) {
    const { call, all } = world();
    for (const block of [8, 0, null]) await call.add({ row: 1, block });
    assert.equal((await all("seats")).length, 3);
  },

  async "a row for which it is false is refused"(world) {
    const { call, all } = world();
    for (const seat of [
      { row: 0, block: null },
      { row: -1, block: 1 },
      { row: NaN, block: 1 },
      { row: 1, block: 9 },
    ]) {
      await assert.rejects(call.add(seat), /row_positive/);
    }
    assert.deepEqual(await all("seats"), []);
  },
};
