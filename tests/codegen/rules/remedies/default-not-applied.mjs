import assert from "node:assert/strict";

export default {
  async "what is left out gets its default, what is given stays"(world) {
    const { call, all } = world();
    const before = Date.now();
    await call.open({});
    await call.open({ status: undefined });
    await call.open({ status: "closed" });
    const found = await all("tickets");
    assert.deepEqual(
      found.map(({ status }) => status),
      ["open", "open", "closed"],
    );
    for (const { createdAt } of found) assert.ok(createdAt >= before && createdAt <= Date.now());
  },

  async "each number is given once, to however many ask at a time"(world) {
    const { call, all } = world();
    await Promise.all(Array.from({ length: 20 }, () => call.open({})));
    const numbers = (await all("tickets")).map(({ number }) => number).sort((a, b) => a - b);
    assert.deepEqual(
      numbers,
      Array.from({ length: 20 }, (_, at) => at + 1),
    );
  },

  async "a number is not given again when its ticket is deleted"(world) {
    const { call, db, one } = world();
    await call.open({});
    const last = await call.open({});
    await db((writer) => writer.delete(last));
    assert.equal((await one(await call.open({}))).number, 3);
  },
};
