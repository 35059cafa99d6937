"""Unsupported("vector(n)"): an array of floats with a vector index."""

from __future__ import annotations

from prisma_schema_parser.diagnostic import Severity
from prisma_schema_parser.guarantees import Guarantee

from ...convex.convex_schema import MAX_VECTOR_INDEXES
from ...lowering.lowered import Lowered
from ..outcome import Outcome, changed, rule

RULE = rule(
    "PC305",
    "vector-as-array",
    Severity.NOTE,
    docs="""
## What changes

A pgvector column becomes an array of floats with a vector index. The search moves from SQL to
`ctx.vectorSearch`, which only actions have. It is approximate, by cosine similarity alone, and
returns at most 256 ids with their scores. The array's length is not checked.

## Example

```prisma
model Note {
  id        Int                         @id @default(autoincrement())
  text      String
  embedding Unsupported("vector(1536)")
}
```

```ts
notes: defineTable({
  text: v.string(),
  embedding: v.array(v.float64()), // Unsupported("vector(1536)")
}).vectorIndex("by_embedding", {
  vectorField: "embedding",
  dimensions: 1536,
}),
```

## What breaks

The embedding model is changed, and new notes get 3,072 numbers. PostgreSQL refused them; Convex
stores them, but leaves a vector of another size out of the index. New notes are never found, and
no error says so. A query ordered by Euclidean distance (`<->`) gives another order.

## What to do instead

Check the length before each write. Search in an action, then load the documents in a query.

```ts
// convex/notes.ts
import { v } from "convex/values";
import { internal } from "./_generated/api";
import { Doc } from "./_generated/dataModel";
import { action, internalMutation, internalQuery } from "./_generated/server";

export const add = internalMutation({
  args: { text: v.string(), embedding: v.array(v.float64()) },
  handler: async (ctx, note) => {
    if (note.embedding.length !== 1536) throw new Error("not 1536 numbers");
    return await ctx.db.insert("notes", note);
  },
});

export const similar = action({
  args: { embedding: v.array(v.float64()) },
  handler: async (ctx, { embedding }): Promise<Doc<"notes">[]> => {
    const found = await ctx.vectorSearch("notes", "by_embedding", {
      vector: embedding,
      limit: 10,
    });
    const ids = found.map(({ _id }) => _id);
    return await ctx.runQuery(internal.notes.load, { ids });
  },
});

export const load = internalQuery({
  args: { ids: v.array(v.id("notes")) },
  handler: async (ctx, { ids }) => {
    const notes = await Promise.all(ids.map((id) => ctx.db.get("notes", id)));
    return notes.filter((note) => note !== null);
  },
});
```

What the SQL filtered by (a tenant, a language) goes into the vector index's `filterFields`, added
by hand in schema.ts, where they stay.
""",
)


def judge(guarantee: Guarantee, lowered: Lowered) -> Outcome:
    place = (guarantee.owner, guarantee.fields[0])
    found = next((one for one in lowered.vectors if (one.model, one.field) == place), None)
    if found is None:
        help_ = (
            "it has no vector index: keep vectors to search by one a document, "
            f"and at most {MAX_VECTOR_INDEXES} such fields in a table"
        )
    else:
        call = f'ctx.vectorSearch("{lowered.models[found.model].table}", "{found.index_name}", ...)'
        help_ = (
            f"search it in an action, `{call}`; "
            f"before each write, refuse another length than {found.dimensions}"
        )
    return changed(RULE, guarantee, "`v.array(v.float64())`", help_)
