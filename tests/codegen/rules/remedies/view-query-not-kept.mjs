import assert from "node:assert/strict";

const reviews = (product, ...stars) => stars.map((given) => ({ product, stars: given }));

export default {
  async "the average of a product's reviews, and nothing where there are none"(world) {
    const { call, insert } = world();
    await insert("reviews", ...reviews("a", 5, 2), ...reviews("b", 1));
    assert.equal(await call.rating({ product: "a" }), 3.5);
    assert.equal(await call.rating({ product: "c" }), null);
  },

  async "of all reviews: with more than a query may read it fails, and is not wrong"(world) {
    const { call, insert } = world({ documentsRead: 1600 });
    await insert("reviews", ...reviews("a", ...Array(1000).fill(5), ...Array(500).fill(2)));
    assert.equal(await call.rating({ product: "a" }), 4);
    await insert("reviews", ...reviews("a", ...Array(200).fill(2)));
    await assert.rejects(call.rating({ product: "a" }), /too many documents/);
  },
};
