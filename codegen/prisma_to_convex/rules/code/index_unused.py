"""An index of the schema that nothing in the code enters."""

from __future__ import annotations

from collections.abc import Iterator

from prisma_schema_parser.diagnostic import Diagnostic, Severity
from prisma_schema_parser.schema import Index

from ...calls.examined import ExaminedCode
from ...lowering.lowered import Lowered, LoweredModel, Path
from ..code_outcome import CodeDiagnostic
from ..outcome import rule

RULE = rule(
    "PC615",
    "index-unused",
    Severity.NOTE,
    docs="""
## What is asked

The Prisma schema has an `@@index`, and no call that was read starts with its fields, no key needs
it, and no raw query names its table. Only what was read counts: jobs in other repositories are not
known.

## Example

```prisma
model Deal {
  id     Int    @id @default(autoincrement())
  teamId Int
  title  String
  amount Int

  @@index([teamId])
  @@index([title])
}
```

```ts
export function dealsOf(prisma: PrismaClient, teamId: number) {
  return prisma.deal.findMany({ where: { teamId } });
}
```

## What breaks

Nothing breaks. Each index costs a write for every document that is written, and a table holds 32 at
most: an unused one takes the place of one that is needed.

## What to do instead

Remove it from schema.ts, or from the Prisma schema. A lookup that is left over uses the field that
has an index:

```ts
import { v } from "convex/values";
import { query } from "./_generated/server";

export const dealsOf = query({
  args: { teamId: v.number() },
  handler: async (ctx, { teamId }) =>
    await ctx.db
      .query("deals")
      .withIndex("by_teamId", (q) => q.eq("teamId", teamId))
      .take(100),
});
```
""",
)


def check(code: ExaminedCode, lowered: Lowered) -> Iterator[CodeDiagnostic]:
    if not code.calls:
        return
    entered = {(one.table, one.name) for one in code.indexes.used if one.calls}
    texts = " ".join(one.sql for one in code.application.raw).lower()
    is_hidden = any(not one.sql for one in code.application.raw)
    for model in lowered.models.values():
        if is_hidden or model.model.database_name.lower() in texts:
            continue
        keys = {path.index_name for path in model.paths if not _is_plain(path)}
        for path in model.paths:
            if not _is_plain(path) or path.status == "dropped" or path.index_name in keys:
                continue
            if (model.table, path.index_name) not in entered:
                yield _diagnostic(model, path)


def _is_plain(path: Path) -> bool:
    """An `@@index`, which is there for speed alone."""
    return isinstance(path.origin, Index) and path.origin.kind == "index"


def _diagnostic(model: LoweredModel, path: Path) -> CodeDiagnostic:
    assert isinstance(path.origin, Index)
    message = f"`{model.model.name}`: no call that was read enters `{path.label}`"
    help_ = "take it out, unless code that was not read needs it"
    diagnostic = Diagnostic(RULE, message, path.origin.span, help=help_)
    return CodeDiagnostic(diagnostic, model.model.name, path.label)
