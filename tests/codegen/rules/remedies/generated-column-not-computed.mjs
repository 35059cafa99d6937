import assert from "node:assert/strict";

export default {
  async "the full name follows the last name"(world) {
    const { call, insert, one } = world();
    const id = await insert("people", { first: "Ann", last: "Miller", fullName: "Ann Miller" });
    await call.rename({ id, last: "Wu" });
    const { first, last, fullName } = await one(id);
    assert.deepEqual([first, last, fullName], ["Ann", "Wu", "Ann Wu"]);
  },

  async "someone who is gone is no failure"(world) {
    const { call, insert, db } = world();
    const id = await insert("people", { first: "Ann", last: "Miller", fullName: null });
    await db((writer) => writer.delete(id));
    assert.equal(await call.rename({ id, last: "Wu" }), null);
  },
};
