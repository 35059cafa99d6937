import assert from "node:assert/strict";

export default {
  async "the table that got another name holds the groups"(world) {
    const { call, insert } = world();
    const id = await insert("people2", { label: "a" });
    assert.equal((await call.group({ id })).label, "a");
    const person = await insert("people", { name: "Ann" });
    await assert.rejects(call.group({ id: person }), /people2/);
  },
};
