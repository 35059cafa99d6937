import assert from "node:assert/strict";

export default {
  async "of two who sign up with one address at once, one is refused"(world) {
    const { call, all } = world();
    const both = await Promise.allSettled([call.signUp({ email: "ann@x" }), call.signUp({ email: "ann@x" })]);
    assert.deepEqual(both.map(({ status }) => status).sort(), ["fulfilled", "rejected"]);
    assert.match(both.find(({ reason }) => reason).reason.message, /ann@x is taken/);
    assert.equal((await all("users")).length, 1);
  },

  async "an address may be changed to a free one and to itself, not to another's"(world) {
    const { call, one } = world();
    await call.signUp({ email: "ann@x" });
    const id = await call.signUp({ email: "bob@x" });
    await call.changeEmail({ id, email: "bob@x" });
    await assert.rejects(call.changeEmail({ id, email: "ann@x" }), /ann@x is taken/);
    await call.changeEmail({ id, email: "bert@x" });
    assert.equal((await one(id)).email, "bert@x");
  },

  async "many may have no phone"(world) {
    const { call, all } = world();
    await call.signUp({ email: "ann@x" });
    await call.signUp({ email: "bob@x" });
    assert.deepEqual(
      (await all("users")).map(({ phone }) => phone),
      [null, null],
    );
  },
};
