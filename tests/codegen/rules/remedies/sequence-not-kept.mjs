import assert from "node:assert/strict";

export default {
  async "each number is given once, from the first on, to however many ask at once"(world) {
    const { call, all } = world();
    await Promise.all(Array.from({ length: 20 }, () => call.add({ text: "" })));
    const numbers = (await all("invoices")).map(({ number }) => number).sort((a, b) => a - b);
    assert.deepEqual(
      numbers,
      Array.from({ length: 20 }, (_, at) => 1000 + at),
    );
  },

  async "a number is not given again when its invoice is deleted"(world) {
    const { call, db, one } = world();
    const id = await call.add({ text: "" });
    await db((writer) => writer.delete(id));
    assert.equal((await one(await call.add({ text: "" }))).number, 1001);
  },
};
