"""@@fulltext: a search index for each field."""

from __future__ import annotations

from prisma_schema_parser.diagnostic import Severity
from prisma_schema_parser.guarantees import Guarantee

from ...convex.convex_schema import MAX_SEARCH_INDEXES
from ...lowering.lowered import Lowered
from ..losses.index_not_created import judge as judge_index
from ..outcome import Outcome, changed, rule

RULE = rule(
    "PC307",
    "full-text-search-differs",
    Severity.NOTE,
    docs="""
## What changes

A full-text index becomes search indexes, one for each field: a Convex search index has one search
field. The search itself differs too. Results come in order of relevance only, words are split at
spaces and punctuation, the last word also matches as a prefix, and there are no operators such as
`+word` or `*`.

## Example

```prisma
datasource db {
  provider = "mysql"
}

model Article {
  id    Int    @id @default(autoincrement())
  title String @db.VarChar(200)
  body  String @db.Text

  @@fulltext([title, body])
}
```

```ts
articles: defineTable({
  title: v.string(), // @db.VarChar(200)
  body: v.string(), // @db.Text
})
  .searchIndex("search_title", {
    searchField: "title",
  })
  .searchIndex("search_body", {
    searchField: "body",
  }),
```

## What breaks

A search for "convex limits" found the article with one word in the title and the other in the
body. Each of the two searches now ranks it by one word, below articles that have both in one
field. `+convex -sql` is searched for as two words, so that articles on SQL may come first.

## What to do instead

Search each field and merge the results.

```ts
import { v } from "convex/values";
import { query } from "./_generated/server";

export const search = query({
  args: { text: v.string() },
  handler: async (ctx, { text }) => {
    const byTitle = await ctx.db
      .query("articles")
      .withSearchIndex("search_title", (q) => q.search("title", text))
      .take(20);
    const byBody = await ctx.db
      .query("articles")
      .withSearchIndex("search_body", (q) => q.search("body", text))
      .take(20);
    const found = [...byTitle, ...byBody];
    return [
      ...new Map(found.map((article) => [article._id, article])).values(),
    ];
  },
});
```

For one ranking over all fields, keep their joined text in a field of its own, written with them,
with one search index. Where the SQL narrowed the search (a tenant, a language), add these fields to
the index by hand, `filterFields: ["tenantId"]`: the search then looks at no others.
""",
)


def judge(guarantee: Guarantee, lowered: Lowered) -> Outcome:
    path = lowered.path(guarantee.subject)
    if path is None or path.status == "dropped":
        return judge_index(guarantee, lowered)
    table, name = lowered.models[guarantee.owner].table, path.index_name.split(", ")[0]
    call = f'.withSearchIndex("{name}", (q) => q.search("{path.fields[0]}", text))'
    several = " one field at a time" if len(path.fields) > 1 else ""
    help_ = f'search{several}: `ctx.db.query("{table}"){call}`'
    if len(path.fields) < len(set(guarantee.fields)):
        help_ += f"; the other fields have none: a table holds at most {MAX_SEARCH_INDEXES}"
    return changed(RULE, guarantee, f"`{path.index_name}`", help_)
