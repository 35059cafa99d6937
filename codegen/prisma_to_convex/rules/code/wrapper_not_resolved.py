"""A call whose arguments the code does not show."""

from __future__ import annotations

from collections.abc import Iterator

from prisma_schema_parser.diagnostic import Diagnostic, Severity

from ...calls.examined import ExaminedCode
from ...lowering.lowered import Lowered
from ..code_outcome import CodeDiagnostic, first_line, said
from ..outcome import rule

RULE = rule(
    "PC614",
    "wrapper-not-resolved",
    Severity.NOTE,
    docs="""
## What is asked

What the call asks is decided elsewhere: in a parameter of a wrapper that nobody calls with an
object, in a value that is built at run time, behind a delegate that a string selects.

## Example

```prisma
model Deal {
  id     Int    @id @default(autoincrement())
  teamId Int
  title  String
  amount Int

  @@index([teamId])
}
```

```ts
export function list(prisma: PrismaClient, args: Prisma.DealFindManyArgs) {
  return prisma.deal.findMany(args);
}
```

## What breaks

Nothing is known of its conditions, so no index is planned for it, and nothing is said about what it
reads. On Convex there is no such wrapper: a function names its index.

## What to do instead

Write one function for each way in which it is called:

```ts
import { v } from "convex/values";
import { query } from "./_generated/server";

export const list = query({
  args: { teamId: v.number() },
  handler: async (ctx, { teamId }) =>
    await ctx.db
      .query("deals")
      .withIndex("by_teamId", (q) => q.eq("teamId", teamId))
      .take(100),
});
```

`queries --recorder` shows, while the application runs, what the wrapper is really asked for:
`queries --trace FILE` combines what it wrote with the code.
""",
)


def check(code: ExaminedCode, lowered: Lowered) -> Iterator[CodeDiagnostic]:
    for one in code.calls:
        if one.kind == "U":
            given = (*one.call.unresolved, *one.call.where.unresolved)
            text = f": `{given[0]}`" if given else ""
            message = f"can't be told from the code{text}"
            yield said(RULE, one.call, message, "write a function for each way it is called")
    for access in code.application.unresolved:
        message = f"the model of this call can't be told from the code: {access.reason}"
        help_ = "write a function for each model"
        diagnostic = Diagnostic(RULE, message, first_line(access.span), help=help_)
        yield CodeDiagnostic(diagnostic, "", access.reason)
