import assert from "node:assert/strict";

export default {
  async "of two who take a row at once, one is refused"(world) {
    const { call } = world();
    const both = await Promise.allSettled([call.add({ row: 7 }), call.add({ row: 7 })]);
    assert.deepEqual(both.map(({ status }) => status).sort(), ["fulfilled", "rejected"]);
    await assert.rejects(call.add({ row: 7 }), /the row is taken/);
    await call.add({ row: 8 });
  },

  async "in a table of any size"(world) {
    const { call, insert } = world({ documentsRead: 300 });
    await insert("indexedSeats", ...Array.from({ length: 400 }, (_, row) => ({ row })));
    await call.add({ row: 400 });
    await assert.rejects(call.add({ row: 7 }), /the row is taken/);
  },
};
