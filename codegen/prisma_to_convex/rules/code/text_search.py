"""A search in texts that Convex answers with other rows."""

from __future__ import annotations

from collections.abc import Iterator

from prisma_schema_parser.diagnostic import Severity

from ...calls.examined import ExaminedCode
from ...lowering.lowered import Lowered
from ..code_outcome import CodeDiagnostic, named, said
from ..outcome import rule

RULE = rule(
    "PC608",
    "text-search",
    Severity.WARNING,
    docs="""
## What is asked

`contains`, `endsWith`, `search` and `mode: "insensitive"` compare parts of a text, or ignore case.
A Convex index knows whole values by their code points; a search index knows words.

## Example

```prisma
model Deal {
  id     Int    @id @default(autoincrement())
  teamId Int
  title  String
  amount Int
}
```

```ts
export function find(prisma: PrismaClient, text: string) {
  return prisma.deal.findMany({
    where: { title: { contains: text, mode: "insensitive" } },
  });
}
```

## What breaks

Reading all documents gives the same rows until the limit of a query. A search index gives others:
it finds words and their beginnings, not parts inside them, by relevance, at most 1,024. "ven" no
longer finds "Seven".

## What to do instead

Where people search, a search index is what they expect; declare it beside the table
(`.searchIndex("search_title", { searchField: "title" })`). Where an address must be found whatever
its case, store it in lower case, look it up in lower case, and use the index of the field:

```ts
import { v } from "convex/values";
import { query } from "./_generated/server";

export const find = query({
  args: { text: v.string() },
  handler: async (ctx, { text }) => {
    const wanted = text.toLowerCase();
    const recent = await ctx.db.query("deals").order("desc").take(1000);
    return recent.filter((deal) => deal.title.toLowerCase().includes(wanted));
  },
});
```
""",
)


_WORDS = frozenset({"words-not-parts", "insensitive"})


def check(code: ExaminedCode, lowered: Lowered) -> Iterator[CodeDiagnostic]:
    for one in code.calls:
        found = tuple(other.field for other in one.differences if other.kind in _WORDS)
        if found:
            message = f"compares parts of texts, or without case: {named(found)}"
            help_ = "a search index finds words; a field in lower case finds whole values"
            yield said(RULE, one.call, message, help_)
