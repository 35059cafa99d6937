"""An index's physical options: sort order, length, type, operator class, clustering."""

from __future__ import annotations

from prisma_schema_parser.diagnostic import Severity
from prisma_schema_parser.guarantees import Guarantee
from prisma_schema_parser.schema import Index

from ...lowering.lowered import Lowered
from ...typescript.literals import comment_text
from ..outcome import Outcome, lost, replaced, rule, subject
from .partial_index_widened import judge as judge_partial

RULE = rule(
    "PC212",
    "index-option-dropped",
    Severity.NOTE,
    docs="""
## What is lost

The index had an option that says how it is stored: an order per field, a prefix length, an
operator class, a type such as `Hash` or `Gin`, clustering. A Convex index orders all its fields,
ascending, and has no options.

## Example

```prisma
model Task {
  id       Int      @id @default(autoincrement())
  priority Int
  dueAt    DateTime

  @@index([priority, dueAt(sort: Desc)])
}
```

```ts
tasks: defineTable({
  priority: v.number(),
  dueAt: v.number(),
}).index("by_priority_and_dueAt", ["priority", "dueAt"]),
```

## What breaks

A list shows the most urgent priority first and within it the latest due date first. The database
read that straight from the index. In Convex `.order("desc")` reverses both fields, so the first
page starts with the least urgent tasks. A unique index with a `length` compared only the first
characters; a check of the whole value lets through what the database refused.

## What to do instead

An order that is the same for all fields needs nothing: `.order("asc")` or `.order("desc")`. For a
mixed one, read one value of the leading field at a time; the index gives the next one.

```ts
import { v } from "convex/values";
import { Doc } from "./_generated/dataModel";
import { query } from "./_generated/server";

export const mostUrgent = query({
  args: { limit: v.number() },
  handler: async (ctx, { limit }) => {
    const most = Math.min(limit, 100);
    const found: Doc<"tasks">[] = [];
    let last = -Infinity;
    while (found.length < most) {
      const next = await ctx.db
        .query("tasks")
        .withIndex("by_priority_and_dueAt", (q) => q.gt("priority", last))
        .first();
      if (next === null) break;
      last = next.priority;
      const tasks = ctx.db
        .query("tasks")
        .withIndex("by_priority_and_dueAt", (q) => q.eq("priority", last))
        .order("desc");
      found.push(...(await tasks.take(most - found.length)));
    }
    return found;
  },
});
```

To page through a mixed order, store the number that is read in reverse with its sign flipped, and
index that field.
""",
)


def judge(guarantee: Guarantee, lowered: Lowered) -> Outcome:
    if guarantee.text.startswith("where: "):
        return judge_partial(guarantee, lowered)
    if guarantee.text.endswith("(sort: Asc)") or guarantee.text == "type: BTree":
        return replaced("Convex indexes are ordered, ascending")
    index, text = guarantee.subject, comment_text(guarantee.text, 80)
    message = f"{subject(guarantee)}: the index has no `{text}`"
    help_ = "nothing to do, unless a query relied on it"
    if "(length: " in text and isinstance(index, Index) and index.kind in ("id", "unique"):
        help_ = "two values were the same if they began so: check uniqueness of the beginning"
    if "sort: Desc" in text:
        path = lowered.path(index)
        found = f"`{path.index_name}`" if path is not None and path.index_name else "it"
        help_ = f'read {found} backwards with `.order("desc")`, which turns all its fields around'
    return lost(RULE, guarantee, message, help_)
