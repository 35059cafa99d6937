import assert from "node:assert/strict";

export default {
  async "the row of the view follows its reviews, also two at once"(world) {
    const { call, all } = world();
    await Promise.all([5, 2, 3].map((stars) => call.addReview({ productId: 1, stars })));
    await call.addReview({ productId: 2, stars: 4 });
    assert.equal((await all("reviews")).length, 4);
    assert.deepEqual(
      (await all("productRatings")).map(({ productId, reviews, stars }) => [productId, reviews, stars / reviews]),
      [
        [1, 3, 10 / 3],
        [2, 1, 4],
      ],
    );
  },
};
