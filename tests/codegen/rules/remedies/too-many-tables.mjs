import assert from "node:assert/strict";

export default {
  async "a tenant's documents, and few of many"(world) {
    const { call, insert } = world({ documentsRead: 600 });
    await insert("orders", ...Array.from({ length: 700 }, (_, at) => ({ tenant: `${at % 2}`, title: `${at}` })));
    const found = await call.ofTenant({ tenant: "1" });
    assert.equal(found.length, 50);
    assert.ok(found.every(({ tenant }) => tenant === "1"));
    assert.deepEqual(await call.ofTenant({ tenant: "2" }), []);
  },
};
