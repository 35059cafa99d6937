import assert from "node:assert/strict";

export default {
  async "days are stored, and found between two"(world) {
    const { call } = world();
    for (const day of ["2026-02-28", "2026-03-01", "2024-02-29", "2026-03-31", "2026-04-01"]) await call.book({ day });
    const found = await call.between({ first: "2026-03-01", last: "2026-03-31" });
    assert.deepEqual(
      found.map(({ day }) => day),
      ["2026-03-01", "2026-03-31"],
    );
  },

  async "what is no day is refused"(world) {
    const { call } = world();
    for (const day of ["3/1/2026", "2026-3-1", "2026-02-30", "2025-02-29", "2026-03-01T00:00", "", "2026", "20260301"]) {
      await assert.rejects(call.book({ day }), /is not a date like 2026-03-01/);
    }
  },

  async "a search reads few of many"(world) {
    const { call, insert } = world({ documentsRead: 600 });
    await insert("bookings", ...Array.from({ length: 700 }, () => ({ day: "2026-03-01" })));
    assert.equal((await call.between({ first: "2026-03-01", last: "2026-03-01" })).length, 100);
  },
};
