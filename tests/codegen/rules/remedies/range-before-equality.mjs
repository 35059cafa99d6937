import assert from "node:assert/strict";

const HOME = { websiteId: 1, urlPath: "/", createdAt: 100 };

export default {
  async "views of one page since then are found, and no others"(world) {
    const { call, insert } = world();
    const [found] = await insert(
      "sortedPageViews",
      HOME,
      { ...HOME, createdAt: 99 },
      { ...HOME, urlPath: "/about" },
      { ...HOME, websiteId: 2 },
    );
    const views = await call.viewsOfPage({ websiteId: 1, urlPath: "/", since: 100 });
    assert.deepEqual(
      views.map(({ _id }) => _id),
      [found],
    );
  },

  async "views of other pages are not read, and only some of many"(world) {
    const { call, insert } = world({ documentsRead: 150 });
    const pages = (urlPath) => Array.from({ length: 200 }, () => ({ ...HOME, urlPath }));
    await insert("sortedPageViews", ...pages("/"), ...pages("/about"));
    const views = await call.viewsOfPage({ websiteId: 1, urlPath: "/", since: 0 });
    assert.equal(views.length, 100);
  },
};
