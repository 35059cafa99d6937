import assert from "node:assert/strict";

export default {
  async "one's own note is read, another's is not, nor one that is gone"(world) {
    const { as, insert, db } = world();
    const [own, foreign, gone] = await insert(
      "notes",
      { ownerId: "ann", text: "a" },
      { ownerId: "bob", text: "b" },
      { ownerId: "ann", text: "c" },
    );
    await db((writer) => writer.delete(gone));
    const ann = as({ subject: "ann" });
    assert.equal((await ann.read({ id: own })).text, "a");
    assert.equal(await ann.read({ id: foreign }), null);
    assert.equal(await ann.read({ id: gone }), null);
  },

  async "who is not signed in is refused"(world) {
    const { call, insert } = world();
    const id = await insert("notes", { ownerId: "ann", text: "a" });
    await assert.rejects(call.read({ id }), /not signed in/);
  },
};
