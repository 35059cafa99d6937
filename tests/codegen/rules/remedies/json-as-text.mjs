import assert from "node:assert/strict";

export default {
  async "any JSON is stored, whatever its keys"(world) {
    const { call, one } = world();
    for (const payload of ['{"$ref":1,"Größe":2}', "null", '""']) {
      assert.equal((await one(await call.receive({ payload }))).payload, payload);
    }
  },

  async "what is no JSON is refused"(world) {
    const { call, all } = world();
    for (const payload of ["", "{", "{'a': 1}"]) {
      await assert.rejects(call.receive({ payload }), /the payload is not JSON/);
    }
    assert.deepEqual(await all("webhooks"), []);
  },
};
