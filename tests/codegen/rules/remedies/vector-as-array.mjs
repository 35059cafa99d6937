import assert from "node:assert/strict";

const vector = (at) => Array.from({ length: 1536 }, (_, place) => (place === at ? 1 : place === 0 ? 0.5 : 0));

export default {
  async "the notes that are nearest come first"(world) {
    const { call } = world();
    for (const at of [1, 2, 3]) await call.add({ text: `${at}`, embedding: vector(at) });
    const found = await call.similar({ embedding: vector(2) });
    assert.equal(found[0].text, "2");
    assert.equal(found.length, 3);
  },

  async "at most ten, and none that is gone"(world) {
    const { call, db } = world();
    const ids = [];
    for (let at = 1; at < 13; at += 1) ids.push(await call.add({ text: "", embedding: vector(at) }));
    assert.equal((await call.similar({ embedding: vector(1) })).length, 10);
    await db((writer) => writer.delete(ids[0]));
    assert.deepEqual(
      (await call.load({ ids: ids.slice(0, 2) })).map(({ _id }) => _id),
      [ids[1]],
    );
  },

  async "a vector of another size is refused"(world) {
    const { call } = world();
    for (const size of [0, 1535, 3072]) {
      await assert.rejects(call.add({ text: "", embedding: Array(size).fill(0) }), /not 1536 numbers/);
    }
  },
};
