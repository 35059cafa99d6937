import assert from "node:assert/strict";

async function countries({ insert }, from, to, customers) {
  const ids = { from: await insert("countries", { code: from }), to: await insert("countries", { code: to }) };
  await insert("customers", ...Array.from({ length: customers }, () => ({ countryCode: from })));
  return ids;
}

const codes = async (here, table, field) => [...new Set((await here.all(table)).map((one) => one[field]))].sort();

export default {
  async "all customers move, however many, and the old country goes"(world) {
    const here = world({ documentsRead: 1200, documentsWritten: 600 });
    const ids = await countries(here, "UK", "GB", 1000);
    await here.insert("customers", { countryCode: "FR" });
    await here.call.changeCode(ids);
    await here.settle();
    assert.deepEqual(await codes(here, "customers", "countryCode"), ["FR", "GB"]);
    assert.deepEqual(await codes(here, "countries", "code"), ["GB"]);
  },

  async "one country twice is refused, and stays"(world) {
    const here = world();
    const { from } = await countries(here, "UK", "GB", 500);
    await assert.rejects(here.call.changeCode({ from, to: from }), /the code is the same/);
    await here.settle();
    assert.deepEqual(await codes(here, "countries", "code"), ["GB", "UK"]);
  },

  async "two countries of one code are refused: else 500 customers would move for ever"(world) {
    const here = world();
    await assert.rejects(here.call.changeCode(await countries(here, "UK", "UK", 500)), /the code is the same/);
    await here.settle();
    assert.equal((await here.all("countries")).length, 2);
  },

  async "a country that is gone is refused"(world) {
    const here = world();
    const ids = await countries(here, "UK", "GB", 2);
    await here.db((db) => db.delete(ids.to));
    await assert.rejects(here.call.changeCode(ids), /no such country/);
  },
};
