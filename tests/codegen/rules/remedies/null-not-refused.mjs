import assert from "node:assert/strict";

export default {
  async "an area is stored, null and nothing are not"(world) {
    const { call, insert, one } = world();
    const id = await insert("shops", { area: [] });
    await call.setArea({ id, area: [[1, 2]] });
    await assert.rejects(call.setArea({ id, area: null }), /A shop has an area/);
    await assert.rejects(call.setArea({ id, area: undefined }), /area/);
    assert.deepEqual((await one(id)).area, [[1, 2]]);
  },
};
