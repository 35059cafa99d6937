import assert from "node:assert/strict";

export default {
  async "who signed up is found in every case"(world) {
    const { call } = world();
    const id = await call.signUp({ email: "Ann@Example.org" });
    for (const email of ["ann@example.org", "Ann@Example.org", "ANN@EXAMPLE.ORG"]) {
      assert.equal((await call.userOf({ email }))?._id, id);
    }
  },

  async "and however the same characters were typed"(world) {
    const { call } = world();
    const [composed, decomposed] = ["Jos\u00e9@example.org", "JOSE\u0301@example.org"];
    for (const [email, others] of [
      [composed, [decomposed]],
      ["\uff22ob@example.org", ["bob@example.org"]],
    ]) {
      const id = await call.signUp({ email });
      for (const other of others) assert.equal((await call.userOf({ email: other }))?._id, id);
    }
  },

  async "it is stored in the one form that others see"(world) {
    const { call, all } = world();
    await call.signUp({ email: "Ann@Example.org" });
    assert.deepEqual(
      (await all("users")).map(({ email }) => email),
      ["ann@example.org"],
    );
  },

  async "another's is not found, and only one of many is read"(world) {
    const { call, insert } = world({ documentsRead: 2 });
    await insert("users", ...Array.from({ length: 50 }, (_, at) => ({ email: `user${at}@example.org` })));
    assert.equal((await call.userOf({ email: "USER7@example.org" })).email, "user7@example.org");
    for (const email of ["user50@example.org", "jose@example.org", ""]) assert.equal(await call.userOf({ email }), null);
  },
};
