import assert from "node:assert/strict";

const GOOD = { sku: "abc", stock: 3, price: "12.50" };

export default {
  async "values within the bounds are stored as they are"(world) {
    const { call, one } = world();
    for (const change of [
      {},
      { sku: "😀".repeat(12) },
      { stock: -32768 },
      { stock: 32767 },
      { price: "-99999999.99" },
      { price: "0" },
    ]) {
      const { _id, _creationTime, ...stored } = await one(await call.add({ ...GOOD, ...change }));
      assert.deepEqual(stored, { ...GOOD, ...change });
    }
  },

  async "values beyond them are refused"(world) {
    const { call } = world();
    for (const [change, told] of [
      [{ sku: "x".repeat(13) }, /sku: too long/],
      [{ sku: "😀".repeat(13) }, /sku: too long/],
      ...[-32769, 32768, 0.5, NaN, Infinity, -1e9].map((stock) => [{ stock }, /stock: not a whole/]),
      ...["12,50", "", "1.234", "123456789", "1e3", "NaN", "1.00\n"].map((price) => [{ price }, /price: not a number/]),
    ]) {
      await assert.rejects(call.add({ ...GOOD, ...change }), told);
    }
  },
};
