"""What a create left out: Prisma stored null, or an empty list; an insert is refused."""

from __future__ import annotations

from collections.abc import Sequence

from prisma_schema_parser.diagnostic import Severity
from prisma_schema_parser.guarantees import Guarantee

from ...lowering.lowered import Lowered, LoweredField
from ..outcome import UNTOLD, Outcome, kept, lowered_field, quoted_names, replaced, rule

RULE = rule(
    "PC229",
    "omission-not-filled-in",
    Severity.NOTE,
    docs="""
## What is lost

A `create` may leave out an optional field, which is stored as null, or a list, which is stored as
empty. A field that is `v.nullable(...)` or `v.array(...)` has to be there: an insert without it
does not typecheck and is refused by the schema. Reported once per table.

## Example

```prisma
model User {
  id    Int      @id @default(autoincrement())
  email String
  bio   String?
  phone String?
  tags  String[]
}
```

```ts
users: defineTable({
  email: v.string(),
  bio: v.nullable(v.string()),
  phone: v.nullable(v.string()),
  tags: v.array(v.string()),
}),
```

## What breaks

`prisma.user.create({ data: { email } })` is carried over as `ctx.db.insert("users", { email })`.
TypeScript reports three missing fields. If the object comes from `JSON.parse` or from an `any`,
nothing does, and every sign-up through that form is refused.

## What to do instead

Insert through one function that fills in what is left out.

```ts
import { WithoutSystemFields } from "convex/server";
import { v } from "convex/values";
import { Doc } from "./_generated/dataModel";
import { MutationCtx, mutation } from "./_generated/server";

type User = WithoutSystemFields<Doc<"users">>;
type NewUser = Pick<User, "email"> & Partial<User>;

async function insertUser(
  ctx: MutationCtx,
  { email, bio = null, phone = null, tags = [] }: NewUser,
) {
  return await ctx.db.insert("users", { email, bio, phone, tags });
}

export const signUp = mutation({
  args: { email: v.string(), phone: v.optional(v.string()) },
  handler: async (ctx, args) => await insertUser(ctx, args),
});
```

`generate --enforce` writes a `ctx.db` whose inserts do it for every table. With
`nullable = "optional"` a field that is left out is absent, and nothing needs to be filled in
(null-as-absent).
""",
)


def judge(guarantee: Guarantee, lowered: Lowered) -> Outcome:
    """`message` says what is lost, for all the fields of a block."""
    field = lowered_field(guarantee, lowered)
    if field is None:
        return replaced("a field that Convex fills in")
    if not field.may_be_absent:
        return UNTOLD
    if lowered.schema.provider == "mongodb":
        return kept("an insert may leave it out, as before")
    return UNTOLD if field.takes_null else replaced("an absent field")


def message(owner: str, fields: Sequence[LoweredField]) -> tuple[str, str]:
    """What is said of fields of a block, and what to do."""
    refused = [field for field in fields if not field.may_be_absent]
    lists = [field for field in refused if field.field.arity == "list"]
    absent = [field for field in fields if field.may_be_absent]
    said, filled = [], []
    if refused:
        said.append(f"an insert is refused that leaves out {quoted_names(refused)}")
        filled = ["null"] if len(refused) > len(lists) else []
        filled += [f"[] for {quoted_names(lists)}"] if lists else []
    if absent:
        verb = "is" if len(absent) == 1 else "are"
        said.append(f"left out, {quoted_names(absent)} {verb} absent, where null was stored")
        filled = filled or ["null"]
    return f"`{owner}`: {'; '.join(said)}", f"fill in what is left out: {', '.join(filled)}"
