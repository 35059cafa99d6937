"""Lists that may grow: a Convex array has an end."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from prisma_schema_parser.diagnostic import Diagnostic, Label, Severity
from prisma_schema_parser.schema import CompositeRef, Scalar

from ...convex.convex_schema import MAX_ELEMENTS
from ...lowering.lowered import Lowered, LoweredField
from ..outcome import rule

RULE = rule(
    "PC407",
    "list-length-limited",
    Severity.NOTE,
    docs="""
## What is limited

A Convex array holds at most 8,192 items, and the whole document at most 1 MiB. A list in the
database has no such limit. Reported once per model; lists of enum values, which are short, and of
ids, which have a rule of their own, are left out.

## Example

```prisma
model Ticket {
  id       Int      @id @default(autoincrement())
  subject  String
  watchers String[]
}
```

```ts
tickets: defineTable({
  subject: v.string(),
  watchers: v.array(v.string()),
}),
```

## What breaks

A ticket about an outage is followed by thousands of people. Each new one makes Convex write the
whole list again, two at once make one of them retry, and the 8,193rd is refused.

## What to do instead

A list that people maintain, such as tags, stays as it is. One that grows with use becomes a table,
with one document per item:

```ts
watchers: defineTable({
  ticketId: v.id("tickets"),
  email: v.string(),
}).index("by_ticketId_and_email", ["ticketId", "email"]),
```

```ts
import { v } from "convex/values";
import { mutation } from "./_generated/server";

export const watch = mutation({
  args: { ticketId: v.id("tickets"), email: v.string() },
  handler: async (ctx, { ticketId, email }) => {
    const old = await ctx.db
      .query("watchers")
      .withIndex("by_ticketId_and_email", (q) =>
        q.eq("ticketId", ticketId).eq("email", email),
      )
      .unique();
    if (old === null) await ctx.db.insert("watchers", { ticketId, email });
  },
});
```
""",
)


def check(lowered: Lowered) -> Iterator[Diagnostic]:
    for model in lowered.models.values():
        yield from _of(model.model.name, model.fields)
    for composite in lowered.composites.values():
        if composite.composite.name not in lowered.excluded:
            yield from _of(composite.composite.name, composite.fields)


def _of(owner: str, fields: Mapping[str, LoweredField]) -> Iterator[Diagnostic]:
    lists = [field.field for field in fields.values() if _may_grow(field)]
    if lists:
        named = ", ".join(f"`{field.name}`" for field in lists)
        message = f"`{owner}`: {named} may hold more than the {MAX_ELEMENTS} items of an array"
        labels = tuple(Label(field.type_span, "another list") for field in lists[1:])
        help_ = "a list that grows with use becomes a table, with a document an item"
        yield Diagnostic(RULE, message, lists[0].type_span, labels=labels, help=help_)


def _may_grow(field: LoweredField) -> bool:
    if field.field.arity != "list" or field.reference is not None:
        return False
    return isinstance(field.field.type, CompositeRef | Scalar)
