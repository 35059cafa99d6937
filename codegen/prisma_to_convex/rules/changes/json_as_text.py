"""Json as text, by choice."""

from __future__ import annotations

from prisma_schema_parser.diagnostic import Severity

from ..outcome import rule

RULE = rule(
    "PC314",
    "json-as-text",
    Severity.NOTE,
    docs="""
## What changes

By choice, `Json` becomes JSON text. Any key and any depth are kept, where `v.any()` refuses keys
that start with `$` or contain other characters than ASCII. `v.string()` accepts text that is not
JSON, and nothing inside it can be indexed.

## Example

```prisma
model Webhook {
  id      Int  @id @default(autoincrement())
  payload Json
}
```

```toml
json = "string"
```

```ts
webhooks: defineTable({
  payload: v.string(), // JSON text
}),
```

## What breaks

A function reads `webhook.payload.type`, which no longer compiles; with a cast it is `undefined`. A
client sends a truncated text, which is stored, and each page that reads it throws.

## What to do instead

Parse in one place, and serialize in one place.

```ts
import { ConvexError, v } from "convex/values";
import { mutation } from "./_generated/server";

export const receive = mutation({
  args: { payload: v.string() },
  handler: async (ctx, { payload }) => {
    try {
      JSON.parse(payload);
    } catch {
      throw new ConvexError("the payload is not JSON");
    }
    return await ctx.db.insert("webhooks", { payload });
  },
});
```
""",
)
HELP = "write `JSON.stringify(value)`, read `JSON.parse(text)`"
