import assert from "node:assert/strict";

export default {
  async "who watches is there once, also when two ask at once"(world) {
    const { call, insert, all } = world();
    const ticketId = await insert("tickets", { subject: "", watchers: [] });
    await Promise.all(["ann@x", "ann@x", "bob@x"].map((email) => call.watch({ ticketId, email })));
    assert.deepEqual((await all("watchers")).map(({ email }) => email).sort(), ["ann@x", "bob@x"]);
  },

  async "more than a list holds"(world) {
    const { call, insert, db } = world();
    const ticketId = await insert("tickets", { subject: "", watchers: [] });
    await insert("watchers", ...Array.from({ length: 8192 }, (_, at) => ({ ticketId, email: `${at}` })));
    await call.watch({ ticketId, email: "ann@x" });
    assert.ok(await db((reader) => reader.query("watchers").order("desc").first()));
  },
};
