import assert from "node:assert/strict";

export default {
  async "what overlaps is refused"(world) {
    const { call } = world();
    await call.book({ roomId: 1, starts: 10, ends: 12 });
    for (const [starts, ends] of [
      [11, 13],
      [9, 11],
      [10, 12],
      [10.5, 11],
      [9, 13],
    ]) {
      await assert.rejects(call.book({ roomId: 1, starts, ends }), /the room is taken/);
    }
  },

  async "what only touches, or is in another room, is stored"(world) {
    const { call, all } = world();
    for (const [roomId, starts, ends] of [
      [1, 10, 12],
      [1, 12, 13],
      [1, 9, 10],
      [1, 20, 21],
      [1, 15, 16],
      [2, 11, 13],
    ]) {
      await call.book({ roomId, starts, ends });
    }
    assert.equal((await all("bookings")).length, 6);
  },

  async "of two at once, one is refused"(world) {
    const { call } = world();
    const both = await Promise.allSettled([
      call.book({ roomId: 1, starts: 10, ends: 12 }),
      call.book({ roomId: 1, starts: 11, ends: 13 }),
    ]);
    assert.deepEqual(both.map(({ status }) => status).sort(), ["fulfilled", "rejected"]);
  },

  async "a time that ends before it starts, which would hide another one, is refused"(world) {
    const { call } = world();
    for (const [starts, ends] of [
      [12, 11],
      [12, 12],
      [NaN, 12],
      [12, NaN],
    ]) {
      await assert.rejects(call.book({ roomId: 1, starts, ends }), /it ends before it starts/);
    }
  },

  async "one booking is read of many"(world) {
    const { call, insert } = world({ documentsRead: 200 });
    const many = Array.from({ length: 400 }, (_, at) => ({ roomId: 1, starts: at, ends: at + 1 }));
    await insert("bookings", ...many);
    await call.book({ roomId: 1, starts: 400, ends: 401 });
    await assert.rejects(call.book({ roomId: 1, starts: 399.5, ends: 500 }), /the room is taken/);
  },
};
