import assert from "node:assert/strict";

export default {
  async "the spelling of the database becomes the name"(world) {
    const { call, all } = world();
    await call.importUsers({ rows: [{ role: "admin" }, { role: "member" }] });
    assert.deepEqual(
      (await all("users")).map(({ role }) => role),
      ["ADMIN", "MEMBER"],
    );
  },

  async "another spelling is refused"(world) {
    const { call } = world();
    for (const role of ["ADMIN", "owner", null]) {
      await assert.rejects(call.importUsers({ rows: [{ role }] }), /[Vv]alidator/);
    }
  },
};
