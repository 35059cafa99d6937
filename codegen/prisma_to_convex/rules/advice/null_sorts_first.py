"""A number or a point in time that may be missing, in an index: null stands before all others."""

from __future__ import annotations

from collections.abc import Iterator

from prisma_schema_parser.diagnostic import Diagnostic, Label, Severity
from prisma_schema_parser.schema import Index

from ...lowering.lowered import Lowered, LoweredField, LoweredModel
from ..index_order import is_ordered, served
from ..outcome import quoted_names, rule

RULE = rule(
    "PC505",
    "null-sorts-first",
    Severity.NOTE,
    docs="""
## What is missing

In a Convex index, null sorts before all numbers, and an absent field before null. `lt` and `lte`
find it, which SQL's `<` and Prisma's `lt` never did; ascending order begins with it, where
PostgreSQL puts it last (MySQL, SQLite and SQL Server put it first, too). Reported once per table,
for numbers and dates without a default in its `@@index`.

## Example

```prisma
model Chat {
  id        String    @id @default(cuid())
  title     String
  deletedAt DateTime?

  @@index([deletedAt])
}
```

```ts
chats: defineTable({
  title: v.string(),
  deletedAt: v.nullable(v.number()),
}).index("by_deletedAt", ["deletedAt"]),
```

## What breaks

A nightly job that removes for good what was deleted more than thirty days ago,
`q.lt("deletedAt", limit)`, finds every chat that was never deleted, and removes it.

## What to do instead

Start the range after null. An order that should end with null is read in two parts: the numbers
first, then the nulls.

```ts
import { v } from "convex/values";
import { query } from "./_generated/server";

export const deletedBefore = query({
  args: { limit: v.number() },
  handler: async (ctx, { limit }) =>
    await ctx.db
      .query("chats")
      .withIndex("by_deletedAt", (q) =>
        q.gt("deletedAt", null).lt("deletedAt", limit),
      )
      .take(100),
});
```

If the field is only compared for equality, nothing is wrong: allow the rule at the model, with that
reason.
""",
)
_NULLS_FIRST = ("mysql", "sqlite", "sqlserver", "cockroachdb")
"""Where ascending order began with null before, too (facts: their manuals on ORDER BY)."""


def check(lowered: Lowered) -> Iterator[Diagnostic]:
    if (
        lowered.schema.provider == "mongodb"
    ):  # null is a type of its own there, and stands before numbers
        return
    for model in lowered.models.values():
        found = list(_fields(model))
        if found:
            yield _diagnostic(lowered, model, found)


def _fields(model: LoweredModel) -> Iterator[tuple[LoweredField, Index]]:
    """Each once, with the first index that holds it."""
    seen = set[str]()
    for index in served(model, "index"):
        for name in index.field_names:
            field = model.fields.get(name)
            if field is None or name in seen or not is_ordered(field):
                continue
            if field.field.arity != "optional" or field.field.default is not None:
                continue  # with a default, a row without it is made on purpose
            seen.add(name)
            yield field, index


def _diagnostic(
    lowered: Lowered, model: LoweredModel, found: list[tuple[LoweredField, Index]]
) -> Diagnostic:
    fields, (_, index) = [field for field, _ in found], found[0]
    order = (
        "" if lowered.schema.provider in _NULLS_FIRST else ", and ascending order begins with them"
    )
    first = fields[0].name
    return Diagnostic(
        rule=RULE,
        message=f"`{model.model.name}`: `lt` of {quoted_names(fields)} finds rows without a value{order}",
        span=index.span,
        labels=tuple(
            Label(other.span, f"`{field.name}` is in this index")
            for field, other in found[1:]
            if other.span != index.span
        ),
        help=f'begin a range behind it: q.gt("{first}", null).lt("{first}", limit)',
    )
