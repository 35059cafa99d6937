"""Bytes in Convex's file storage, by choice."""

from __future__ import annotations

from prisma_schema_parser.diagnostic import Severity

from ..outcome import rule

RULE = rule(
    "PC313",
    "bytes-in-storage",
    Severity.NOTE,
    docs="""
## What changes

By choice, `Bytes` become a file in Convex's storage, and the field holds its id. A file may be of
any size, where a document holds at most 1 MiB. It is written by an action or an upload, apart from
the document, and has no index by its content.

## Example

```prisma
model Attachment {
  id   Int   @id @default(autoincrement())
  data Bytes
}
```

```toml
bytes = "storage"
```

```ts
attachments: defineTable({
  data: v.id("_storage"), // a stored file
}),
```

## What breaks

An attachment is deleted; its file stays, is paid for, and can be read by whoever kept its URL.
`v.id("_storage")` does not check that the file exists: one deleted by hand leaves a dead id.

## What to do instead

Delete the file with the document, and hand out URLs rather than bytes.

```ts
import { v } from "convex/values";
import { mutation, query } from "./_generated/server";

export const url = query({
  args: { id: v.id("attachments") },
  handler: async (ctx, { id }) => {
    const found = await ctx.db.get("attachments", id);
    return found && (await ctx.storage.getUrl(found.data));
  },
});

export const remove = mutation({
  args: { id: v.id("attachments") },
  handler: async (ctx, { id }) => {
    const found = await ctx.db.get("attachments", id);
    if (found === null) return;
    await ctx.storage.delete(found.data);
    await ctx.db.delete("attachments", id);
  },
});
```
""",
)
HELP = "store the file first, write its id, and delete it with the document"
