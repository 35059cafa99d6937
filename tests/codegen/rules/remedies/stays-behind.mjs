import assert from "node:assert/strict";

/** Runs with a server that fails so many times. Answers the entries that it took. */
async function withServer(failures, run) {
  const { fetch } = globalThis;
  const taken = [];
  let calls = 0;
  globalThis.fetch = async (_url, { body }) => {
    calls += 1;
    if (calls <= failures) return calls % 2 ? { ok: false, status: 500 } : Promise.reject(new Error("no network"));
    taken.push(JSON.parse(body).entry);
    return { ok: true };
  };
  try {
    await run();
    return taken;
  } finally {
    globalThis.fetch = fetch;
  }
}

export default {
  async "the entry of a message arrives once"(world) {
    const { call, settle, all } = world();
    const taken = await withServer(0, async () => {
      await call.send({ text: "a" });
      await settle();
    });
    assert.deepEqual(
      taken,
      (await all("messages")).map(({ _id }) => _id),
    );
  },

  async "also when the server is down for a while"(world) {
    const { call, settle } = world();
    const taken = await withServer(5, async () => {
      await call.send({ text: "a" });
      await settle();
    });
    assert.equal(taken.length, 1);
  },

  async "what never arrives is told"(world) {
    const { call, settle, all } = world();
    await withServer(1000, async () => {
      await call.send({ text: "a" });
      await assert.rejects(settle(), /is not in the log/);
    });
    assert.equal((await all("messages")).length, 1);
  },
};
