import assert from "node:assert/strict";

export default {
  async "rows are stored without the field, also where it is null"(world) {
    const { call, all } = world();
    await call.importUsers({
      rows: [
        { email: "ann@x", phone: "1" },
        { email: "bob@x", phone: null },
      ],
    });
    const found = await all("users");
    assert.deepEqual(
      found.map(({ email }) => email),
      ["ann@x", "bob@x"],
    );
    assert.ok(found.every((user) => !("phone" in user)));
  },
};
