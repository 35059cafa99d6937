import assert from "node:assert/strict";

export default {
  async "of two who book a row at once, one gets it"(world) {
    const { call } = world();
    const both = await Promise.allSettled([call.book({ row: 7 }), call.book({ row: 7 })]);
    assert.deepEqual(both.map(({ status }) => status).sort(), ["fulfilled", "rejected"]);
    await assert.rejects(call.book({ row: 7 }), /the seat is taken/);
    await call.book({ row: 8 });
  },

  async "a freed row is booked again, however often it was freed"(world) {
    const { call, insert, all } = world({ documentsRead: 600 });
    await insert("seats", ...Array.from({ length: 500 }, () => ({ row: 7, freed: true })));
    await insert("seats", ...Array.from({ length: 90 }, () => ({ row: 7, freed: true })));
    await call.book({ row: 7 });
    await assert.rejects(call.book({ row: 7 }), /the seat is taken/);
    assert.equal((await all("seats")).filter(({ freed }) => !freed).length, 1);
  },
};
