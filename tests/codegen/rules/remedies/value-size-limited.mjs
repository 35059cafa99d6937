import assert from "node:assert/strict";

const report = ({ insert }) => insert("reports", { title: "a", pdf: new ArrayBuffer(0) });
const stored = ({ run }) => run((ctx) => ctx.storage.store(new Blob(["a".repeat(2 ** 21)])));
const files = ({ db }) => db((reader) => reader.system.query("_storage").collect());

export default {
  async "a file of any size is attached and has a URL"(world) {
    const here = world();
    const reportId = await report(here);
    assert.equal(await here.call.url({ reportId }), null);
    await here.call.attach({ reportId, pdf: await stored(here) });
    assert.match(await here.call.url({ reportId }), /^https?:/);
    assert.match(await here.call.uploadUrl(), /^https?:/);
  },

  async "a newer file takes the place of the old one, which is deleted"(world) {
    const here = world();
    const reportId = await report(here);
    const [old, newer] = [await stored(here), await stored(here)];
    await here.call.attach({ reportId, pdf: old });
    await here.call.attach({ reportId, pdf: newer });
    assert.deepEqual(
      (await files(here)).map(({ _id }) => _id),
      [newer],
    );
    assert.match(await here.call.url({ reportId }), /^https?:/);
  },
};
