import assert from "node:assert/strict";

export default {
  async "any JSON is stored, whatever its keys and its depth"(world) {
    const { call, one } = world();
    const deep = "[".repeat(40) + "]".repeat(40);
    for (const body of ['{"$ref":1,"Größe":2}', deep, "null", "1", '""']) {
      const id = await call.receive({ source: "a", body });
      assert.equal((await one(id)).payload, body);
    }
  },

  async "what is no JSON is refused"(world) {
    const { call } = world();
    for (const body of ["", "{", "undefined", "{'a': 1}"]) {
      await assert.rejects(call.receive({ source: "a", body }), /JSON/);
    }
  },

  async "a number is read where there is one, and null where there is none"(world) {
    const { call, db } = world();
    const read = async (body) => call.orderNumber({ id: await call.receive({ source: "a", body }) });
    assert.equal(await read('{"orderNumber":"7"}'), "7");
    for (const body of ['{"orderNumber":7}', "{}", "null", "1", "[]"]) assert.equal(await read(body), null);
    const id = await call.receive({ source: "a", body: "{}" });
    await db((writer) => writer.delete(id));
    assert.equal(await call.orderNumber({ id }), null);
  },
};
