import assert from "node:assert/strict";

export default {
  async "a row that the constraint took is stored, another is refused"(world) {
    const { call, all } = world();
    await call.add({ row: 1 });
    for (const row of [0, -1, NaN]) await assert.rejects(call.add({ row }), /row_positive/);
    assert.equal((await all("seats")).length, 1);
  },
};
