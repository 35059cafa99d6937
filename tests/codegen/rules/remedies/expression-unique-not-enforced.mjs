import assert from "node:assert/strict";

export default {
  async "an address is taken in any spelling, also by one who joins at once"(world) {
    const { call, all } = world();
    const both = await Promise.allSettled([call.join({ email: "ann@x" }), call.join({ email: "Ann@X" })]);
    assert.deepEqual(both.map(({ status }) => status).sort(), ["fulfilled", "rejected"]);
    await assert.rejects(call.join({ email: "ANN@X" }), /already a member/);
    assert.deepEqual(
      (await all("members")).map(({ email }) => email),
      ["ann@x"],
    );
  },

  async "a table of any size"(world) {
    const { call, insert } = world({ documentsRead: 300 });
    await insert("members", ...Array.from({ length: 400 }, (_, at) => ({ email: `${at}@x` })));
    await call.join({ email: "ann@x" });
    await assert.rejects(call.join({ email: "7@X" }), /already a member/);
  },
};
