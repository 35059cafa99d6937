import assert from "node:assert/strict";

export default {
  async "what is left out is null, or an empty list; what is given stays, null too"(world) {
    const { call, one } = world();
    const fields = ({ email, bio, phone, tags }) => ({ email, bio, phone, tags });
    const empty = { email: "ann@x", bio: null, phone: null, tags: [] };
    assert.deepEqual(fields(await one(await call.signUp({ email: "ann@x" }))), empty);
    assert.deepEqual(fields(await one(await call.signUp({ email: "ann@x", phone: undefined }))), empty);
    assert.deepEqual(fields(await one(await call.signUp({ email: "ann@x", phone: "1" }))), { ...empty, phone: "1" });
  },

  async "which a plain insert refuses"(world) {
    const { insert } = world();
    const whole = { email: "ann@x", bio: null, phone: null, tags: [] };
    await insert("users", whole);
    for (const field of ["bio", "phone", "tags"]) {
      const { [field]: _, ...rest } = whole;
      await assert.rejects(insert("users", rest), new RegExp(field));
      await assert.rejects(insert("users", { ...rest, [field]: undefined }), new RegExp(field));
    }
  },
};
