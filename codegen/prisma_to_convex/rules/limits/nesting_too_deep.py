"""Composite types, or an object that was chosen, nested deeper than a Convex document may be."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from prisma_schema_parser.diagnostic import Diagnostic, Severity

from ...convex.convex_schema import (
    MAX_NESTING,
    Validator,
    VArray,
    VObject,
    VRecord,
    VReference,
    VSimple,
    VUnion,
)
from ...lowering.lowered import Lowered
from ..outcome import rule

RULE = rule(
    "PC405",
    "nesting-too-deep",
    Severity.ERROR,
    docs="""
## What is limited

A Convex document nests at most 16 levels: itself, and each object and each list inside. Here
composite types, or the object that was chosen for a field, lead deeper. The schema is emitted and
pushed, but no document that fills the deepest level can be stored. The example is short: it has
four levels, the document, the list, the block and the mark.

## Example

```prisma
datasource db {
  provider = "mongodb"
}

type Mark {
  name String
}

type Block {
  text String
  mark Mark
}

model Page {
  id     String  @id @default(auto()) @map("_id") @db.ObjectId
  blocks Block[]
}
```

```ts
pages: defineTable({
  blocks: v.array(block),
}),
```

## What breaks

A page is saved with a table in a list in a quote. Its deepest cells are on the 17th level: the
mutation throws, and the text that was typed is gone.

## What to do instead

Keep the inner objects as documents of a table, each with a key to its parent. Depth then has no
limit, and one block is changed without writing the whole page again.

```ts
blocks: defineTable({
  pageId: v.id("pages"),
  parentId: v.nullable(v.id("blocks")),
  order: v.number(),
  text: v.string(),
}).index("by_pageId_and_parentId_and_order", ["pageId", "parentId", "order"]),
```

```ts
import { v } from "convex/values";
import { query } from "./_generated/server";

export const inside = query({
  args: {
    pageId: v.id("pages"),
    parentId: v.nullable(v.id("blocks")),
  },
  handler: async (ctx, { pageId, parentId }) =>
    await ctx.db
      .query("blocks")
      .withIndex("by_pageId_and_parentId_and_order", (q) =>
        q.eq("pageId", pageId).eq("parentId", parentId),
      )
      .take(200),
});
```

What is never searched by can be JSON text in a `v.string()`, which has no levels.
""",
)


def check(lowered: Lowered) -> Iterator[Diagnostic]:
    exported: dict[str, int] = {}
    for export in lowered.convex.exports:  # each behind those that it names: no deep recursion
        exported[export.name] = nesting(export.validator, exported)
    for model in lowered.models.values():
        for field in model.fields.values():
            depth = 1 + nesting(field.validator, exported)
            if depth > MAX_NESTING:
                message = (
                    f"`{model.model.name}.{field.field.name}` nests {depth} levels deep, "
                    f"the document being the first; a document holds at most {MAX_NESTING}"
                )
                help_ = "keep the inner objects as documents of a table of their own"
                yield Diagnostic(RULE, message, field.field.type_span, help=help_)


def nesting(validator: Validator, exported: Mapping[str, int]) -> int:
    """The levels of the deepest value: 0 for a scalar, 1 for an object of scalars.

    Source: facts/convex.md section 1.5. What `v.any()` may hold is not known here.
    """
    match validator:
        case VSimple():  # most there are
            return 0
        case VArray(item):
            return 1 + nesting(item, exported)
        case VRecord(_, value):
            return 1 + nesting(value, exported)
        case VObject(fields):
            return 1 + max((nesting(field.validator, exported) for field in fields), default=0)
        case VUnion(members):
            return max(nesting(member, exported) for member in members)
        case VReference(name):
            return exported.get(name, 0)  # what stands elsewhere is not known here
        case _:
            return 0
