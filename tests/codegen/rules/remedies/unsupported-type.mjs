import assert from "node:assert/strict";

export default {
  async "a point is stored, or none"(world) {
    const { call, insert, one } = world();
    const id = await insert("shops", { name: "a", location: null });
    for (const location of [{ longitude: 16.4, latitude: 48.2 }, null]) {
      await call.move({ id, location });
      assert.deepEqual((await one(id)).location, location);
    }
  },

  async "what is no point is refused"(world) {
    const { call, insert } = world();
    const id = await insert("shops", { name: "a", location: null });
    for (const location of [[16.4, 48.2], { lng: 1, lat: 2 }, "0101", { longitude: 1 }, undefined]) {
      await assert.rejects(call.move({ id, location }), /[Vv]alidator/);
    }
  },
};
