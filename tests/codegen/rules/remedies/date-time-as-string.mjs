import assert from "node:assert/strict";

export default {
  async "one moment has one form, whatever its zone"(world) {
    const { call, one } = world();
    for (const startsAt of [
      "2024-05-01T12:00:00.000Z",
      "2024-05-01T14:00:00+02:00",
      "2024-05-01T12:00Z",
      "2024-05-01T04:30:00.0-07:30",
    ]) {
      assert.equal((await one(await call.plan({ startsAt }))).startsAt, "2024-05-01T12:00:00.000Z");
    }
  },

  async "what is no moment is refused"(world) {
    const { call } = world();
    for (const startsAt of ["", "soon", "room 5", "5", "2024-05-01", "2024-05-01T14:00:00", "2024-05-32T00:00:00Z"]) {
      await assert.rejects(call.plan({ startsAt }), /is not a time/);
    }
  },
};
