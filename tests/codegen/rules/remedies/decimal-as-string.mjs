import assert from "node:assert/strict";

export default {
  async "amounts are added exactly, in each form that a decimal is written in"(world) {
    const { call, insert } = world();
    const totals = ["12.5", "-0.05", "1E+3", "2e-2", "7", "0.10", "1.20000", "-3.00"];
    await insert("invoices", ...totals.map((total) => ({ total })));
    assert.equal(await call.sum(), 1250n - 5n + 100000n + 2n + 700n + 10n + 120n - 300n);
  },

  async "a sum that a number would round is exact"(world) {
    const { call, insert } = world();
    await insert("invoices", { total: "90071992547409.93" }, { total: "0.01" });
    assert.equal(await call.sum(), 9007199254740994n);
  },

  async "a table with more documents than a query may read"(world) {
    const { call, insert } = world({ documentsRead: 1200, documentsWritten: 1200 });
    await insert("invoices", ...Array.from({ length: 2500 }, () => ({ total: "0.01" })));
    assert.equal(await call.sum(), 2500n);
  },

  async "an empty table"(world) {
    assert.equal(await world().call.sum(), 0n);
  },

  async "what is no amount, or too fine, is told"(world) {
    for (const total of ["12,50", "", "NaN", "1e", "0x10", "1 "]) {
      const { call, insert } = world();
      await insert("invoices", { total });
      await assert.rejects(call.sum(), /not a decimal/);
    }
    const { call, insert } = world();
    await insert("invoices", { total: "0.005" });
    await assert.rejects(call.sum(), /too many digits/);
  },
};
