import assert from "node:assert/strict";

export default {
  async "who has an address is stored, who has none is refused"(world) {
    const { call, all } = world();
    await call.signUp({ email: "ann@x" });
    await assert.rejects(call.signUp({}), /an e-mail address is missing/);
    await assert.rejects(call.signUp({ email: undefined }), /an e-mail address is missing/);
    assert.deepEqual(
      (await all("users")).map(({ email }) => email),
      ["ann@x"],
    );
  },
};
