"""Json: v.any(), with Convex's limits on keys and nesting."""

from __future__ import annotations

from prisma_schema_parser.diagnostic import Severity
from prisma_schema_parser.schema import ScalarField

from ...lowering.named_types import named_type
from ...typescript.literals import comment_text
from ..outcome import rule

RULE = rule(
    "PC304",
    "json-unchecked",
    Severity.NOTE,
    docs="""
## What changes

A `Json` field becomes `v.any()`, which takes any Convex value. JSON allows more than that: Convex
refuses object keys that start with `$` or contain other characters than ASCII, more than 1,024 keys
in an object, more than 8,192 items in a list, and more than 16 levels. There are no queries by a
path into the value.

## Example

```prisma
model Event {
  id      Int    @id @default(autoincrement())
  source  String
  payload Json
}
```

```ts
events: defineTable({
  source: v.string(),
  payload: v.any(), // Json
}),
```

## What breaks

A webhook stores what it receives. For months that works. Then a customer names a form field
"Größe", or another system sends `{"$ref": ...}`: the insert is refused, the sender gives up after a
few attempts, and the event is lost.

## What to do instead

If the shape is known, say it in the Prisma schema, and the field gets that validator:
`/// @convex.type(v.object({ orderNumber: v.string() }))`. A TypeScript type that a comment names,
`/// [Payload]`, is carried to schema.ts but checks nothing. If anyone may choose the keys, store
JSON text, `json = "string"` or `/// @convex.json(string)`, and pass it as text too: arguments have
the same limits.

```ts
textEvents: defineTable({
  source: v.string(),
  payload: v.string(), // JSON text
}),
```

```ts
import { v } from "convex/values";
import { internalMutation, internalQuery } from "./_generated/server";

export const receive = internalMutation({
  args: { source: v.string(), body: v.string() },
  handler: async (ctx, { source, body }) => {
    JSON.parse(body); // throws unless it is JSON
    return await ctx.db.insert("textEvents", { source, payload: body });
  },
});

export const orderNumber = internalQuery({
  args: { id: v.id("textEvents") },
  handler: async (ctx, { id }) => {
    const event = await ctx.db.get("textEvents", id);
    if (event === null) return null;
    const order: unknown = JSON.parse(event.payload)?.orderNumber;
    return typeof order === "string" ? order : null;
  },
});
```

What queries search by belongs in a field of its own.
""",
)


def help_of(field: ScalarField) -> str:
    """What to do with the field, whose comment may name a type."""
    name = comment_text(named_type(field.documentation), 40).replace("`", "'")
    shape = f"say the shape of `{name}`" if name else "where its shape is known, say it"
    return (
        f"{shape}: `/// @convex.type(v.object({{ ... }}))`; where keys may start with `$` or leave "
        'ASCII, keep JSON text: `json = "string"`'
    )
