import assert from "node:assert/strict";

const stored = ({ run }) => run((ctx) => ctx.storage.store(new Blob(["a"])));
const files = ({ db }) => db((reader) => reader.system.query("_storage").collect());

export default {
  async "a document's file has a URL, and goes with it"(world) {
    const here = world();
    const [data, other] = [await stored(here), await stored(here)];
    const id = await here.insert("attachments", { data });
    assert.match(await here.call.url({ id }), /^https?:/);
    await here.call.remove({ id });
    assert.deepEqual(
      (await files(here)).map(({ _id }) => _id),
      [other],
    );
    assert.equal(await here.call.url({ id }), null);
  },

  async "what is gone is removed without a failure"(world) {
    const here = world();
    const id = await here.insert("attachments", { data: await stored(here) });
    await Promise.all([here.call.remove({ id }), here.call.remove({ id })]);
    assert.deepEqual(await here.all("attachments"), []);
  },
};
