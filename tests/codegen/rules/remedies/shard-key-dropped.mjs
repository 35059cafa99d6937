import assert from "node:assert/strict";

export default {
  async "the last orders of a customer are found in a table of any size"(world) {
    const { call, insert } = world({ documentsRead: 600 });
    await insert("orders", ...Array.from({ length: 700 }, (_, at) => ({ customerId: `${at % 2}` })));
    const found = await call.ofCustomer({ customerId: "1" });
    assert.equal(found.length, 50);
    assert.ok(found.every(({ customerId }) => customerId === "1"));
    assert.ok(found[0]._creationTime > found[49]._creationTime);
  },
};
