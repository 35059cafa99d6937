import assert from "node:assert/strict";

export default {
  async "values that don't fit are brought into the form"(world) {
    const { call, all } = world();
    const given = [{ theme: "dark", beta: true }, {}, null, "text", { theme: 7 }, { theme: null }];
    await call.importUsers({ rows: given.map((settings) => ({ settings })) });
    assert.deepEqual(
      (await all("users")).map(({ settings }) => settings),
      ["dark", "light", "light", "light", "7", "light"].map((theme) => ({ theme })),
    );
  },
};
