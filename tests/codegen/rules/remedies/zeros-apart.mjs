import assert from "node:assert/strict";

export default {
  async "the level at 0 is found by either zero"(world) {
    const { call, insert, one } = world();
    const id = await insert("levels", { height: 0 });
    assert.ok(Object.is((await one(id)).height, 0));
    for (const height of [0, -0, Math.round(-0.4), -1 * 0]) {
      assert.equal((await call.levelAt({ height }))?._id, id);
    }
  },

  async "any other number is found by itself, and one of its own sign"(world) {
    const { call, insert } = world();
    const heights = [-1.5, -Number.MIN_VALUE, 0, Number.MIN_VALUE, 1.5];
    const ids = await insert("levels", ...heights.map((height) => ({ height })));
    for (const [at, height] of heights.entries()) {
      assert.equal((await call.levelAt({ height }))?._id, ids[at]);
    }
    assert.equal(await call.levelAt({ height: 2 }), null);
  },

  async "one of many is read"(world) {
    const { call, insert } = world({ documentsRead: 2 });
    await insert("levels", ...Array.from({ length: 50 }, (_, at) => ({ height: at - 25 })));
    assert.equal((await call.levelAt({ height: -0 })).height, 0);
  },
};
