import assert from "node:assert/strict";

export default {
  async "a seat that is loaded twice, also at once, is there once and keeps its holder"(world) {
    const { call, all } = world();
    await Promise.all([call.add({ row: 3, number: 7 }), call.add({ row: 3, number: 7 })]);
    await call.book({ row: 3, number: 7, holder: "ann" });
    await call.add({ row: 3, number: 7 });
    await call.add({ row: 3, number: 8 });
    assert.deepEqual(
      (await all("seats")).map(({ row, number, holder }) => [row, number, holder]),
      [
        [3, 7, "ann"],
        [3, 8, null],
      ],
    );
  },

  async "of two who book a seat at once, one gets it"(world) {
    const { call } = world();
    await call.add({ row: 3, number: 7 });
    const both = await Promise.allSettled(
      ["ann", "bob"].map((holder) => call.book({ row: 3, number: 7, holder })),
    );
    assert.deepEqual(both.map(({ status }) => status).sort(), ["fulfilled", "rejected"]);
  },

  async "what can't be booked is told"(world) {
    const { call } = world();
    await assert.rejects(call.book({ row: 1, number: 1, holder: "ann" }), /no such seat/);
    await call.add({ row: 1, number: 1 });
    await call.book({ row: 1, number: 1, holder: "ann" });
    await assert.rejects(call.book({ row: 1, number: 1, holder: "bob" }), /the seat is taken/);
  },
};
