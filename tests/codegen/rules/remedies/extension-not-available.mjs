import assert from "node:assert/strict";

export default {
  async "one spelling is stored and found by any other"(world) {
    const { call, one } = world();
    assert.equal((await one(await call.signUp({ email: "Ann@Example.com" }))).email, "ann@example.com");
    for (const email of ["ann@example.com", "ANN@EXAMPLE.COM"]) {
      await assert.rejects(call.signUp({ email }), /is taken/);
    }
  },

  async "of two who sign up at once, one is refused"(world) {
    const { call } = world();
    const both = await Promise.allSettled([call.signUp({ email: "ann@x" }), call.signUp({ email: "ANN@x" })]);
    assert.deepEqual(both.map(({ status }) => status).sort(), ["fulfilled", "rejected"]);
  },
};
