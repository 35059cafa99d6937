import assert from "node:assert/strict";

export default {
  async "text becomes the number that it says"(world) {
    const { call, all } = world();
    for (const total of ["12.5", "-3"]) await call.add({ total });
    assert.deepEqual(
      (await all("invoices")).map(({ total }) => total),
      [12.5, -3],
    );
  },

  async "what is no number is refused"(world) {
    const { call, all } = world();
    for (const total of ["", " ", "12,50", "x", "NaN", "Infinity"]) {
      await assert.rejects(call.add({ total }), /is not a number/);
    }
    assert.deepEqual(await all("invoices"), []);
  },
};
