import assert from "node:assert/strict";

export default {
  async "what is in either field is found, once"(world) {
    const { call, insert } = world();
    await insert(
      "articles",
      { title: "convex limits", body: "of convex" },
      { title: "limits", body: "none" },
      { title: "other", body: "about convex" },
      { title: "sql", body: "sql" },
    );
    const found = await call.search({ text: "convex" });
    assert.deepEqual(found.map(({ title }) => title).sort(), ["convex limits", "other"]);
  },

  async "at most twenty a field"(world) {
    const { call, insert } = world();
    await insert("articles", ...Array.from({ length: 60 }, () => ({ title: "convex", body: "" })));
    assert.equal((await call.search({ text: "convex" })).length, 20);
  },
};
