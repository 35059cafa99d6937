"""Columns that are made for more than a Convex document holds."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from prisma_schema_parser.diagnostic import Diagnostic, Label, Severity
from prisma_schema_parser.schema import Scalar

from ...lowering.lowered import Lowered, LoweredField
from ...lowering.scalars import holds_megabytes
from ..outcome import rule

RULE = rule(
    "PC408",
    "value-size-limited",
    Severity.NOTE,
    docs="""
## What is limited

A Convex document holds at most 1 MiB, all its fields together. This column is made for more:
`Bytes` without a length, or a type such as `@db.LongText`, `@db.VarBinary(Max)` or `@db.Xml`.
Reported once per model.

## Example

```prisma
model Report {
  id    Int    @id @default(autoincrement())
  title String
  pdf   Bytes
}
```

```ts
reports: defineTable({
  title: v.string(),
  pdf: v.bytes(),
}),
```

## What breaks

Reports of some pages are stored. The yearly one has pictures and 3 MB: the mutation throws, and the
report is not there in the morning. A list of reports reads all their bytes, too, and reaches the
limit of what one query may read.

## What to do instead

Bytes that are always small, such as keys and hashes, stay as they are. Files go to file storage:
by `bytes = "storage"` for the field, or in a table of their own, which also serves long text.

```ts
reportFiles: defineTable({
  reportId: v.id("reports"),
  pdf: v.id("_storage"),
}).index("by_reportId", ["reportId"]),
```

```ts
import { v } from "convex/values";
import { mutation, query } from "./_generated/server";

export const uploadUrl = mutation({
  args: {},
  handler: async (ctx) => await ctx.storage.generateUploadUrl(),
});

export const attach = mutation({
  args: { reportId: v.id("reports"), pdf: v.id("_storage") },
  handler: async (ctx, { reportId, pdf }) => {
    const old = await ctx.db
      .query("reportFiles")
      .withIndex("by_reportId", (q) => q.eq("reportId", reportId))
      .unique();
    if (old === null) {
      await ctx.db.insert("reportFiles", { reportId, pdf });
    } else {
      await ctx.db.patch("reportFiles", old._id, { pdf });
      await ctx.storage.delete(old.pdf);
    }
  },
});

export const url = query({
  args: { reportId: v.id("reports") },
  handler: async (ctx, { reportId }) => {
    const file = await ctx.db
      .query("reportFiles")
      .withIndex("by_reportId", (q) => q.eq("reportId", reportId))
      .unique();
    return file && (await ctx.storage.getUrl(file.pdf));
  },
});
```
""",
)


_FILES = "keep files in file storage: `/// @convex.bytes(storage)`; what is always small stays"
_TEXT = "keep what may be that long in file storage; what is always short stays"


def check(lowered: Lowered) -> Iterator[Diagnostic]:
    for model in lowered.models.values():
        yield from _of(model.model.name, model.fields, lowered)
    for composite in lowered.composites.values():
        yield from _of(composite.composite.name, composite.fields, lowered)


def _of(owner: str, fields: Mapping[str, LoweredField], lowered: Lowered) -> Iterator[Diagnostic]:
    large = [field.field for field in fields.values() if _is_large(field, lowered)]
    if large:
        named = ", ".join(f"`{field.name}`" for field in large)
        message = f"`{owner}`: {named} may hold more than the 1 MiB of a document"
        labels = tuple(Label(field.type_span, "another one") for field in large[1:])
        help_ = _FILES if any(field.type == Scalar("Bytes") for field in large) else _TEXT
        yield Diagnostic(RULE, message, large[0].type_span, labels=labels, help=help_)


def _is_large(field: LoweredField, lowered: Lowered) -> bool:
    kind = field.field.type
    if not isinstance(kind, Scalar) or field.reference is not None or field.override is not None:
        return False
    if field.representation is not None and field.representation.how == "bytes-in-storage":
        return False
    return holds_megabytes(kind.name, field.field.native_type, lowered.schema.provider)
