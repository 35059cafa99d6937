import assert from "node:assert/strict";

export default {
  async "a seat that is moved tells when"(world) {
    const { call, insert, one } = world();
    const before = Date.now();
    const id = await insert("seats", { row: 1, movedAt: null });
    await call.move({ id, row: 2 });
    const { row, movedAt } = await one(id);
    assert.equal(row, 2);
    assert.ok(movedAt >= before && movedAt <= Date.now());
  },
};
