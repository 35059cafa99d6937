"""A scalar that names another model's replaced id without a relation."""

from __future__ import annotations

from collections.abc import Iterator

from prisma_schema_parser.diagnostic import Diagnostic, Label, Severity

from ...lowering.lowered import Lowered, LoweredField, LoweredModel
from ...lowering.soft import SoftReference
from ..outcome import lookup, rule

RULE = rule(
    "PC501",
    "soft-reference",
    Severity.WARNING,
    docs="""
## What is missing

The field seems to hold ids of another model, by its name and type: a guess, since the schema has no
relation that says so. References to that model become `v.id("users")`; a bare field keeps the old
number or text, which is no `_id`. Sometimes a second field says of which model (`resourceType`
beside `resourceId`), which no relation could express.

## Example

```prisma
model User {
  id   Int    @id @default(autoincrement())
  name String
}

model RefreshToken {
  id     Int    @id @default(autoincrement())
  token  String @unique
  userId Int
}
```

```ts
refreshTokens: defineTable({
  token: v.string(),
  userId: v.number(), // soft reference, perhaps to users
})
  // @unique
  .index("by_token", ["token"]),
```

## What breaks

All data is moved, and all tests of the import pass: 7 is a valid number. A client refreshes its
session, the mutation reads `userId: 7`, and finds no user by it. Every user is logged out at the
same moment; nothing in the schema or the types had warned.

## What to do instead

Say what the field refers to, in a comment of the Prisma schema, `/// @convex.references(User)`, or
in the configuration. It needs no migration of the old database. The field becomes a `v.id("users")`
with an index, and its values are translated with the rest:

```ts
ownedTokens: defineTable({
  token: v.string(),
  userId: v.id("users"), // soft reference
})
  // @unique
  .index("by_token", ["token"])
  .index("by_userId", ["userId"]),
```

`soft-references = "follow"` does so for all fields that seem to hold ids of one model. A relation
in the Prisma schema does the same. Ids of several models are declared as a union,
`/// @convex.type(v.union(v.id("users"), v.id("teams")))`; `ctx.db.normalizeId("teams", id)` tells
which one it is.

If the old values must stay, set `ids = "keep"` for the model that they belong to. It keeps its old
id in `legacyId`, with an index to find a document by:

```ts
keptUsers: defineTable({
  legacyId: v.optional(v.number()), // the old id
  name: v.string(),
}).index("by_legacyId", ["legacyId"]),
```

```ts
import { v } from "convex/values";
import { internalQuery } from "./_generated/server";

export const ownerOf = internalQuery({
  args: { token: v.string() },
  handler: async (ctx, { token }) => {
    const found = await ctx.db
      .query("refreshTokens")
      .withIndex("by_token", (q) => q.eq("token", token))
      .unique();
    if (found === null) return null;
    return await ctx.db
      .query("keptUsers")
      .withIndex("by_legacyId", (q) => q.eq("legacyId", found.userId))
      .unique();
  },
});
```

A user who signs up after the move has no `legacyId`: such tables are for a transition period. If
the field holds ids of something else, nothing is wrong: allow the rule at the field, with that
reason.
""",
)


def check(lowered: Lowered) -> Iterator[Diagnostic]:
    for (owner, name), soft in lowered.soft.items():
        model = lowered.models[owner]
        field = model.fields.get(name)
        if field is not None and field.override is None:
            yield _diagnostic(model, field, soft, lowered)


def _diagnostic(
    model: LoweredModel, field: LoweredField, soft: SoftReference, lowered: Lowered
) -> Diagnostic:
    targets = [lowered.models[name] for name in soft.targets]
    message = (
        f"`{model.model.name}.{field.field.name}` seems to hold {_old(targets)} of {_whose(soft)} "
        f"without a relation: {_fate(targets)}"
    )
    labels = tuple(
        Label(key.span, f"`{target.model.name}.{key.name}` gives way to `_id`")
        for target in targets
        if target.legacy is None and (key := target.model.scalar(target.replaced_id or ""))
    )
    return Diagnostic(
        rule=RULE,
        message=message,
        span=field.field.span,
        label="",
        labels=labels,
        help=_help(field, soft, targets),
    )


def _old(targets: list[LoweredModel]) -> str:
    legacy = [target for target in targets if target.legacy is not None]
    return "old ids" if legacy and legacy == targets else "ids"


def _fate(targets: list[LoweredModel]) -> str:
    """What becomes of the values, which stay as they are."""
    if targets and all(target.legacy is not None for target in targets):
        return "documents made after the move have none"
    if targets and all(target.replaced_id is None for target in targets):
        return "references hold `_id`, it holds the old value"
    return "after the move they point at nothing"


def _whose(soft: SoftReference) -> str:
    """`User`; `User` or what else `ownerType` names; `Team` or `User`, as `ownerType` says."""
    names = " or ".join(f"`{name}`" for name in soft.targets)
    match len(soft.targets) if soft.is_guess else 0:
        case 0 if not soft.by:
            return f"one of {len(soft.targets)} models"
        case _ if not soft.by:
            return names
        case 0:
            return f"the models that `{soft.by}` names,"
        case 1:
            return f"{names} or of what else `{soft.by}` names,"
        case _:
            return f"{names}, as `{soft.by}` says,"


def _help(field: LoweredField, soft: SoftReference, targets: list[LoweredModel]) -> str:
    found = [call for target in targets if (call := _by_old_value(field, target))]
    first = f"find the document by `{found[0]}`, or " if len(targets) == 1 and found else ""
    if len(targets) == 1 and not soft.by:
        (target,) = targets
        declared = (
            f'`/// @convex.references({target.model.name})`: it becomes `v.id("{target.table}")`'
        )
    else:
        tables = [f'v.id("{target.table}")' for target in targets]
        if len(tables) < 2:
            tables = [*tables, "..."] if tables else ['v.id("...")', "..."]
        declared = f"`/// @convex.type(v.union({', '.join(tables)}))`"
    if first or (targets and len(found) == len(targets)):
        return f"{first}declare it, {declared}"
    whose = " and ".join(f"`{target.model.name}`" for target in targets) or "those models"
    return f'declare it, {declared}; or keep the old ids of {whose} by `ids = "keep"`'


def _by_old_value(field: LoweredField, target: LoweredModel) -> str:
    """How a document is found by the old id, where that is kept."""
    kept = target.legacy or target.fields.get(target.handle or "")
    if kept is None:
        return ""
    for path in target.paths:
        if path.index_name and path.fields[:1] == (kept.name,):
            return lookup(target.table, path.index_name, (kept.name,), (field.name,))
    return ""
