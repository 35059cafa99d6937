import assert from "node:assert/strict";

export default {
  async "rows are stored without the column, also where it is null"(world) {
    const { call, all } = world();
    await call.importUsers({
      rows: [
        { email: "ann@x", checksum: "1" },
        { email: "bob@x", checksum: null },
      ],
    });
    const found = await all("users");
    assert.deepEqual(
      found.map(({ email }) => email),
      ["ann@x", "bob@x"],
    );
    assert.ok(found.every((user) => !("checksum" in user)));
  },
};
