import assert from "node:assert/strict";

const ann = { email: "ann@x", bio: "me" };
const fields = ({ email, bio }) => ({ email, bio });

export default {
  async "what is undefined stays, what is given changes"(world) {
    const { call, insert, one } = world();
    const id = await insert("users", ann);
    await call.edit({ id });
    await call.edit({ id, email: undefined, bio: undefined });
    assert.deepEqual(fields(await one(id)), ann);
    await call.edit({ id, bio: "" });
    assert.deepEqual(fields(await one(id)), { ...ann, bio: "" });
    await call.edit({ id, email: "bob@x" });
    assert.deepEqual(fields(await one(id)), { email: "bob@x", bio: "" });
  },

  async "which a plain patch takes away without a word, or refuses"(world) {
    const { db, insert, one } = world();
    const id = await insert("users", ann);
    await db((writer) => writer.patch("users", id, { bio: undefined }));
    assert.deepEqual(fields(await one(id)), { email: "ann@x", bio: undefined });
    await assert.rejects(
      db((writer) => writer.patch("users", id, { email: undefined })),
      /email/,
    );
  },
};
