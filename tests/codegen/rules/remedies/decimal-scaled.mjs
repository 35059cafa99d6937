import assert from "node:assert/strict";

export default {
  async "an amount is stored in cents"(world) {
    const { call, one } = world();
    for (const [total, cents] of [
      ["12.5", 1250n],
      ["12", 1200n],
      ["-0.05", -5n],
      ["92233720368547758.07", 2n ** 63n - 1n],
    ]) {
      assert.equal((await one(await call.create({ total }))).total, cents);
    }
  },

  async "what is no amount, or too large, is refused"(world) {
    const { call, all } = world();
    for (const total of ["12,5", "", "1.234", "1e3", "NaN", ".5", "12.5\n"]) {
      await assert.rejects(call.create({ total }), /is not an amount/);
    }
    await assert.rejects(call.create({ total: "92233720368547758.08" }));
    assert.deepEqual(await all("invoices"), []);
  },
};
