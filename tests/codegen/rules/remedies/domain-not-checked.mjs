import assert from "node:assert/strict";

export default {
  async "an address is stored, anything else is refused"(world) {
    const { call, all } = world();
    await call.join({ email: "ann@x" });
    for (const email of ["Ann", ""]) await assert.rejects(call.join({ email }), /email: no address/);
    assert.equal((await all("members")).length, 1);
  },
};
