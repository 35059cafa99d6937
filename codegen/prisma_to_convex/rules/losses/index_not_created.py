"""An index that Convex can't have, or that there is no room for."""

from __future__ import annotations

from prisma_schema_parser.diagnostic import Severity
from prisma_schema_parser.guarantees import Guarantee

from ...lowering.index_plan import BY_CREATION, BY_ID, TOO_MANY
from ...lowering.lowered import Lowered
from ..limits import index_fields_cut
from ..outcome import Outcome, kept, lost, replaced, rule, subject

RULE = rule(
    "PC214",
    "index-not-created",
    Severity.WARNING,
    docs="""
## What is lost

The database could search by these fields quickly. Convex has no index for it: an array, a Json
value or an embedded object is compared as a whole, an index can't look inside, and a table holds at
most 32 indexes.

## Example

```prisma
model Article {
  id   Int      @id @default(autoincrement())
  tags String[]

  @@index([tags], type: Gin)
}
```

```ts
articles: defineTable({
  tags: v.array(v.string()),
}),
```

## What breaks

The tag page reads all articles and filters them. That works in the first weeks. A query reads at
most 32,000 documents or 16 MiB: one day the table is larger, and the page fails for every tag.
Until then, every edit of any article reruns every open tag page.

## What to do instead

Keep what is searched by in a table of its own, one document per value. Add it to schema.ts by hand:
it stays there when schema.ts is generated again.

```ts
articleTags: defineTable({
  articleId: v.id("articles"),
  tag: v.string(),
})
  .index("by_articleId", ["articleId"])
  .index("by_tag", ["tag"]),
```

Write both in the same mutation.

```ts
import { v } from "convex/values";
import { mutation, query } from "./_generated/server";

export const setTags = mutation({
  args: { articleId: v.id("articles"), tags: v.array(v.string()) },
  handler: async (ctx, { articleId, tags }) => {
    const old = await ctx.db
      .query("articleTags")
      .withIndex("by_articleId", (q) => q.eq("articleId", articleId))
      .collect();
    for (const { _id } of old) await ctx.db.delete("articleTags", _id);
    for (const tag of new Set(tags)) {
      await ctx.db.insert("articleTags", { articleId, tag });
    }
    await ctx.db.patch("articles", articleId, { tags });
  },
});

export const withTag = query({
  args: { tag: v.string() },
  handler: async (ctx, { tag }) => {
    const found = await ctx.db
      .query("articleTags")
      .withIndex("by_tag", (q) => q.eq("tag", tag))
      .take(50);
    const articles = await Promise.all(
      found.map(({ articleId }) => ctx.db.get("articles", articleId)),
    );
    return articles.filter((article) => article !== null);
  },
});
```
""",
)


def judge(guarantee: Guarantee, lowered: Lowered) -> Outcome:
    path = lowered.path(guarantee.subject)
    if path is None:
        return lost(RULE, guarantee, f"{subject(guarantee)} has no index", "find it by a scan")
    if path.cut == BY_ID and path.index_name:
        return replaced(
            f"`{path.index_name}`, where documents of equal keys come in order of creation"
        )
    if path.cut == BY_CREATION:
        return replaced(f"`{path.index_name}`, whose last field is `_creationTime`")
    if path.cut and path.index_name:
        message = (
            f"{subject(guarantee)}: `{path.index_name}` holds only its first fields: {path.cut}"
        )
        rule_ = index_fields_cut.RULE if path.cut == TOO_MANY else RULE
        return lost(rule_, guarantee, message, "compare the remaining fields in code")
    match path.status:
        case "own" | "merged":
            return kept(f"`{path.index_name}`")
        case "prefix":
            return replaced(f"`{path.index_name}`, which starts with it")
        case "created":
            return replaced("`by_creation_time`, which every table has")
        case "vector":
            return replaced(f"`{path.index_name}`, the vector index of the field")
        case "id":
            return replaced("a document is found by its `_id`")
        case _:
            message = f"{subject(guarantee)}: there is no such index: {path.reason}"
            help_ = "put what you search by into fields or a table of their own"
            return lost(RULE, guarantee, message, help_)
