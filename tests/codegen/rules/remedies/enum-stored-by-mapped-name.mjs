import assert from "node:assert/strict";

export default {
  async "the stored spelling is taken, the old name is not"(world) {
    const { call, insert, one } = world();
    const id = await insert("users", { role: "USER" });
    await call.setRole({ id, role: "admin" });
    assert.equal((await one(id)).role, "admin");
    await assert.rejects(call.setRole({ id, role: "ADMIN" }), /[Vv]alidator/);
  },
};
