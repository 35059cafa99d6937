"""Keys whose index has their fields in another order, and ids that stay beside `_id`."""

from __future__ import annotations

from pathlib import Path

from support.enforcing import emit, runtime

HEAD = 'datasource db {\n  provider = "postgresql"\n}\n'
PERMUTED = """
model Grant {
  id    String
  orgId String
  role  String
  uses  Use[]

  @@id([id, orgId])
  @@index([orgId, id])
}
model Use {
  orgId   String
  grantId String
  grant   Grant  @relation(fields: [grantId, orgId], references: [id, orgId], onDelete: Cascade)

  @@id([orgId, grantId])
}
"""


def test_checks_and_actions_use_the_order_of_the_index(tmp_path: Path) -> None:
    emit(tmp_path, HEAD + PERMUTED)
    constraints = (tmp_path / "constraints.ts").read_text(encoding="utf-8")
    assert 'Grant_pkey: { fields: ["id", "orgId"], index: "by_orgId_and_id" }' in constraints
    runtime().load(tmp_path, None)
    assert runtime().script("""
    const db = api.enforce.enforce(ctx.db);
    const code = (work) => work.then(() => "ok", (error) => error.data.code);
    const grant = await db.insert("grants", { id: "a", orgId: "b", role: "r" });
    const found = [
      await code(db.insert("grants", { id: "a", orgId: "b", role: "s" })),
      await code(db.insert("grants", { id: "b", orgId: "a", role: "s" })),
      await code(db.insert("uses", { orgId: "a", grantId: "a" })),
      await code(db.insert("uses", { orgId: "b", grantId: "a" })),
    ];
    await db.delete("grants", grant);
    return [...found, (await ctx.db.query("uses").collect()).length];
    """) == ["P2002", "ok", "P2003", "ok", 0]


KEPT = """
model User {
  id       String    @id
  sessions Session[]
}
model Session {
  id     String @id
  userId String
  user   User   @relation(fields: [userId], references: [id], onDelete: Cascade)
}
"""


def test_an_id_that_stays_is_unique_and_references_hold_the_other(tmp_path: Path) -> None:
    emit(tmp_path, HEAD + KEPT)
    runtime().load(tmp_path, None)
    assert runtime().script("""
    const db = api.enforce.enforce(ctx.db);
    const code = (work) => work.then(() => "ok", (error) => error.data.code);
    const user = await db.insert("users", { id: "u" });
    const gone = await db.insert("users", { id: "v" });
    await db.delete("users", gone);
    const found = [
      await code(db.insert("users", { id: "u" })),
      await code(db.insert("sessions", { id: "s", userId: gone })),
      await code(db.insert("sessions", { id: "t", userId: user })),
    ];
    await db.delete("users", user);
    return [...found, (await ctx.db.query("sessions").collect()).length];
    """) == ["P2002", "P2003", "ok", 0]
