"""A scalar that names another model's replaced id without a relation."""

from __future__ import annotations

import re
from collections.abc import Iterator

from prisma_schema_parser.diagnostic import Diagnostic, Label, Severity
from prisma_schema_parser.schema import ForeignKey, Scalar, ScalarField

from ..lowering.lowered import Lowered, LoweredField, LoweredModel
from ..verdict import lookup, rule

RULE = rule(
    "PC501",
    "soft-reference",
    Severity.WARNING,
    docs="""
## What is missing

The field holds ids of another model, by its name and type, but the Prisma schema has no relation
that says so. The other model's ids give way to `_id`. A relation would have become
`v.id("users")`; a bare field keeps the old number or text, which is nobody's id any more.

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
  userId: v.number(),
})
  // @unique
  .index("by_token", ["token"]),
```

## What breaks

All data is moved, and all tests of the import pass: 7 is a valid number. A client refreshes its
session, the mutation reads `userId: 7`, and no user can be found by it. Every user is logged out
at the same moment; nothing in the schema or the types had warned.

## What to do instead

Add the relation to the Prisma schema: no migration is needed for that if `relationMode` is
`"prisma"`, and one foreign key otherwise. The field becomes a `v.id` and its values are
translated with the rest. If the old values must stay, keep a table that leads from them to the
new ids, filled when the data is moved:

```ts
legacyUsers: defineTable({
  legacyId: v.number(),
  userId: v.id("users"),
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
    const user = await ctx.db
      .query("legacyUsers")
      .withIndex("by_legacyId", (q) => q.eq("legacyId", found.userId))
      .unique();
    return user && (await ctx.db.get("users", user.userId));
  },
});
```

If the field holds ids of something else, nothing is wrong.
""",
)

_KEY = re.compile(r"(.+?)_?[iI][dD](s?)")


def check(lowered: Lowered) -> Iterator[Diagnostic]:
    targets = _targets(lowered)
    related = _related(lowered)
    for model in lowered.models.values():
        for field in model.fields.values():
            target = _target(field, targets)
            if target is not None and (model.model.name, field.field.name) not in related:
                yield _diagnostic(model, field, target)


def _targets(lowered: Lowered) -> dict[str, LoweredModel]:
    """Models whose id is replaced, by their name without regard to case and underscores."""
    return {
        model.model.name.replace("_", "").lower(): model
        for model in lowered.models.values()
        if model.replaced_id is not None
    }


def _related(lowered: Lowered) -> frozenset[tuple[str, str]]:
    """The fields that a relation explains: they refer to another key than the replaced id."""
    return frozenset(
        (relation.model, field)
        for relation in lowered.schema.relations
        if isinstance(relation, ForeignKey)
        for field in relation.fields
    )


def _target(field: LoweredField, targets: dict[str, LoweredModel]) -> LoweredModel | None:
    match = _KEY.fullmatch(field.field.name)
    if match is None or field.reference is not None or not isinstance(field.field.type, Scalar):
        return None
    if bool(match[2]) != (field.field.arity == "list"):
        return None
    target = _named(match[1], field.field, targets)
    if target is None or target.replaced_id is None:
        return None
    key = target.model.scalar(target.replaced_id)
    return target if key is not None and key.type == field.field.type else None


def _named(stem: str, field: ScalarField, targets: dict[str, LoweredModel]) -> LoweredModel | None:
    """`userId` names User. `assignedUserId` does too where ids are numbers: texts are often foreign."""
    exact = targets.get(stem.replace("_", "").lower())
    if exact is not None or field.type == Scalar("String"):
        return exact
    words = re.findall(r"[A-Z]?[a-z0-9]+|[A-Z]+", stem)
    for start in range(1, len(words)):
        found = targets.get("".join(words[start:]).lower())
        if found is not None:
            return found
    return None


def _diagnostic(model: LoweredModel, field: LoweredField, target: LoweredModel) -> Diagnostic:
    name, id_ = target.model.name, target.replaced_id
    if target.legacy is not None:
        return _resolvable(model, field, target, target.legacy)
    message = (
        f"`{model.model.name}.{field.field.name}` holds ids of `{name}` without a relation: "
        f"after the move they point at nothing"
    )
    key = target.model.scalar(id_ or "")
    labels = (Label(key.span, f"`{name}.{id_}` gives way to `_id`"),) if key else ()
    help_ = f"add a relation to `{name}`, or keep its old id in a field of its own to look it up by"
    return Diagnostic(RULE, message, field.field.span, "", labels, help_)


def _resolvable(
    model: LoweredModel, field: LoweredField, target: LoweredModel, legacy: LoweredField
) -> Diagnostic:
    name = target.model.name
    message = (
        f"`{model.model.name}.{field.field.name}` holds old ids of `{name}` without a relation: "
        f"documents made after the move have none"
    )
    path = next((path for path in target.paths if path.origin is legacy.field), None)
    help_ = f"declare it: `@convex.references({name})`"
    if path is not None and path.index_name:
        found = lookup(target.table, path.index_name, (legacy.name,), (field.name,))
        help_ = f"find the document by `{found}`, or {help_}"
    return Diagnostic(RULE, message, field.field.span, help=help_)
