"""What must compile, and what must not, beside emitted code: under the TypeScript of 2025 and the newest."""

from __future__ import annotations

from pathlib import Path

import pytest

from support.enforcing import emit
from support.oracle import judge_convex

SCHEMA = """
datasource db {
  provider = "postgresql"
}
enum Role {
  USER
  ADMIN
}
model User {
  id        Int      @id @default(autoincrement())
  email     String   @unique
  name      String?
  role      Role     @default(USER)
  views     BigInt   @default(0)
  bossId    Int?
  boss      User?    @relation("boss", fields: [bossId], references: [id])
  staff     User[]   @relation("boss")
  stateCode String?
  state     State?   @relation(fields: [stateCode], references: [code])
  updatedAt DateTime @updatedAt
}
model State {
  code  String @id
  users User[]
}
"""

APP = """\
import { v } from "convex/values";
import type { DatabaseWriter, MutationCtx } from "./_generated/server";
import type { Id } from "./_generated/dataModel";
import { deleteInBatches, enforce, isViolation } from "./enforce";
import { internalMutation, mutation } from "./functions";

async function reads(db: DatabaseWriter, id: Id<"users">) {
  return await db.get("users", id);
}
async function writes(ctx: MutationCtx, id: Id<"users">) {
  await enforce(ctx.db).patch("users", id, { name: "x" });
}
export const add = mutation({
  args: { email: v.string() },
  returns: v.id("users"),
  handler: async (ctx, { email }) => {
    const id: Id<"users"> = await ctx.db.insert("users", { email });
    await ctx.db.insert("users", { email, role: "ADMIN", name: null, views: 1n, bossId: id });
    const name: string | null | undefined = (await ctx.db.get("users", id))?.name;
    void name;
    await ctx.db.patch("users", id, { name: "y" });
    await ctx.db.patch(id, { name: "y" });
    await ctx.db.delete("users", id);
    await ctx.db.delete(id);
    await ctx.db.query("users").withIndex("by_email", (q) => q.eq("email", email)).first();
    await reads(ctx.db, id);
    await writes(ctx, id);
    // @ts-expect-error email has no default
    await ctx.db.insert("users", { name: "n" });
    // @ts-expect-error there is no such field
    await ctx.db.insert("users", { email, nope: 1 });
    // @ts-expect-error no literal of the enum
    await ctx.db.insert("users", { email, role: "ROOT" });
    // @ts-expect-error no id of the table
    await ctx.db.insert("users", { email, bossId: "abc" });
    // @ts-expect-error there is no such table
    await ctx.db.insert("user", { email });
    // @ts-expect-error no value of the field
    await ctx.db.patch("users", id, { email: 1 });
    return id;
  },
});
export const remove = internalMutation({
  args: { id: v.id("users") },
  handler: async (ctx, { id }) => {
    try {
      return (await deleteInBatches(ctx.db, "users", id)).isDone;
    } catch (error) {
      if (isViolation(error, "P2003")) return error.data.meta.target.length > 0;
      throw error;
    }
  },
});
// @ts-expect-error it returns what it says
export const wrong = mutation({ args: {}, returns: v.string(), handler: async () => 1 });
"""

BAD = {
    "a section": ("unique: { User_email_key", "uniqe: { User_email_key"),
    "a field": ('fields: ["email"]', 'fields: ["mail"]'),
    "an index": ('index: "by_email"', 'index: "by_mail"'),
    "a table that is referred to": ('to: "users"', 'to: "user"'),
    "a key of what is referred to": ('keys: ["code"]', 'keys: ["kode"]'),
    "an index of what is referred to": ('by: "by_code"', 'by: "by_kode"'),
    "a key of another table": ('keys: ["code"]', 'keys: ["email"]'),
    "an index of another table": ('by: "by_code"', 'by: "by_email"'),
    "an action": ('onDelete: "SetNull"', 'onDelete: "SetNil"'),
    "a table": ("    users: {", "    userz: {"),
    "a default": ('role: "USER"', 'role: "ROOT"'),
    "a default's type": ("views: 0n", "views: 0"),
    "an updatedAt": ('updatedAt: ["updatedAt"]', 'updatedAt: ["updated"]'),
    "a provider": ('provider: "postgresql"', 'provider: "postgres"'),
}


def _files(folder: Path) -> dict[str, str]:
    emit(folder, SCHEMA)
    return {path.name: path.read_text(encoding="utf-8") for path in folder.glob("*.ts")}


@pytest.mark.parametrize("compiler", ["5", "7"])
def test_types(compiler: str, tmp_path: Path) -> None:
    files = _files(tmp_path)
    cases = {"app": files | {"app.ts": APP}}
    for name, (right, wrong) in BAD.items():
        text = files["constraints.ts"]
        assert right in text, name
        cases[name] = files | {"constraints.ts": text.replace(right, wrong, 1)}
    judged = judge_convex(cases, ["types"], compiler)  # type: ignore[arg-type]  # one of two
    assert judged["app"].findings == ()
    wrong_ones = {name: len(judged[name].findings) > 0 for name in BAD}
    assert wrong_ones == dict.fromkeys(BAD, True)
