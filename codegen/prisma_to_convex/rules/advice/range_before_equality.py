"""An index in which a point in time stands before fields that are compared for equality."""

from __future__ import annotations

from collections.abc import Iterator

from prisma_schema_parser.diagnostic import Diagnostic, Severity
from prisma_schema_parser.schema import Index, Scalar

from ...lowering.lowered import Lowered, LoweredModel, Path
from ..outcome import rule

RULE = rule(
    "PC504",
    "range-before-equality",
    Severity.NOTE,
    docs="""
## What is missing

A Convex index is read as equalities on its first fields, then one range. A date is nearly always
asked for as a range, so the fields behind it can't narrow the search any more. The database could
still filter by them inside the index, without reading the rows.

## Example

```prisma
model PageView {
  id        Int      @id @default(autoincrement())
  websiteId Int
  createdAt DateTime
  urlPath   String

  @@index([websiteId, createdAt, urlPath])
}
```

```ts
pageViews: defineTable({
  websiteId: v.number(),
  createdAt: v.number(),
  urlPath: v.string(),
}).index("by_websiteId_and_createdAt_and_urlPath", [
  "websiteId",
  "createdAt",
  "urlPath",
]),
```

## What breaks

The statistics of one page in the last month read every view of the website in that month, and throw
most of them away. On a busy site that is more than the 32,000 documents that a query may read, and
the page fails, while the database answered in milliseconds.

## What to do instead

Put the date last in the Prisma schema, `@@index([websiteId, urlPath, createdAt])`; if views of all
pages are listed by time, also keep the old index without the fields after the date.

```ts
sortedPageViews: defineTable({
  websiteId: v.number(),
  createdAt: v.number(),
  urlPath: v.string(),
})
  .index("by_websiteId_and_createdAt", ["websiteId", "createdAt"])
  .index("by_websiteId_and_urlPath_and_createdAt", [
    "websiteId",
    "urlPath",
    "createdAt",
  ]),
```

```ts
import { v } from "convex/values";
import { query } from "./_generated/server";

export const viewsOfPage = query({
  args: { websiteId: v.number(), urlPath: v.string(), since: v.number() },
  handler: async (ctx, { websiteId, urlPath, since }) =>
    await ctx.db
      .query("sortedPageViews")
      .withIndex("by_websiteId_and_urlPath_and_createdAt", (q) =>
        q
          .eq("websiteId", websiteId)
          .eq("urlPath", urlPath)
          .gte("createdAt", since),
      )
      .take(100),
});
```

If every query gives the date exactly, nothing is wrong: allow the rule at the model, with that
reason.
""",
)


def check(lowered: Lowered) -> Iterator[Diagnostic]:
    for model in lowered.models.values():
        for path in model.paths:
            index = path.origin
            if isinstance(index, Index) and index.kind == "index" and path.index_name:
                found = _diagnostic(model, index, path)
                if found is not None:
                    yield found


def _diagnostic(model: LoweredModel, index: Index, path: Path) -> Diagnostic | None:
    names = index.field_names
    at = next((n for n, name in enumerate(names[:-1]) if _is_date(name, model)), None)
    if at is None or path.cut:
        return None
    after = [name for name in names[at + 1 :] if not _is_date(name, model)]
    if not after:
        return None
    dates = [name for name in names[at:] if _is_date(name, model)]
    better = (*names[:at], *after, *dates)
    if any(_begins(other, better) for other in model.model.indexes):
        return None
    named = " and ".join(f"`{name}`" for name in after)
    message = f"`{path.index_name}`: a range of `{names[at]}` leaves {named} unused"
    help_ = f"put it last, `@@index([{', '.join(better)}])`, unless every query gives it exactly"
    return Diagnostic(rule=RULE, message=message, span=index.span, help=help_)


def _begins(index: Index, fields: tuple[str, ...]) -> bool:
    return index.field_names[: len(fields)] == fields


def _is_date(name: str, model: LoweredModel) -> bool:
    field = model.fields.get(name)
    if field is None or field.reference is not None or field.override is not None:
        return False
    return field.field.type == Scalar("DateTime")
