"""A transaction that reaches beyond the database."""

from __future__ import annotations

from collections.abc import Iterator

from prisma_schema_parser.diagnostic import Diagnostic, Label, Severity

from ...calls.examined import ExaminedCode
from ...lowering.lowered import Lowered
from ..code_outcome import CodeDiagnostic, first_line
from ..outcome import rule

RULE = rule(
    "PC612",
    "io-in-transaction",
    Severity.WARNING,
    docs="""
## What is asked

Inside `$transaction(async (tx) => ...)` something is sent or fetched: a request, a mail, a job, a
payment. It happens whether the transaction is committed or not.

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
export function win(prisma: PrismaClient, id: number) {
  return prisma.$transaction(async (tx) => {
    await tx.deal.update({ where: { id }, data: { amount: 0 } });
    await fetch("https://example.com/won", { method: "POST" });
  });
}
```

## What breaks

A mutation is the transaction on Convex, and it can't reach out: `fetch` throws in it. It is also
run again when it conflicts with another, so whatever it could send would be sent twice.

## What to do instead

The mutation writes and schedules an action; the action runs once the mutation is committed, and
only then:

```ts
// convex/deals.ts
import { v } from "convex/values";
import { internal } from "./_generated/api";
import { internalAction, internalMutation } from "./_generated/server";

export const win = internalMutation({
  args: { id: v.id("deals") },
  returns: v.null(),
  handler: async (ctx, { id }) => {
    await ctx.db.patch("deals", id, { amount: 0 });
    await ctx.scheduler.runAfter(0, internal.deals.tell, { id });
    return null;
  },
});

export const tell = internalAction({
  args: { id: v.id("deals") },
  returns: v.null(),
  handler: async () => {
    await fetch("https://example.com/won", { method: "POST" });
    return null;
  },
});
```

An answer that the rows depend on is fetched first, by an action that then runs the mutation.
""",
)


def check(code: ExaminedCode, lowered: Lowered) -> Iterator[CodeDiagnostic]:
    for one in code.application.transactions:
        for span in one.outside:
            message = "a transaction reaches beyond the database here: a mutation can't"
            labels = (Label(first_line(one.span), "the transaction"),)
            help_ = "schedule an action from the mutation: it runs once that is committed"
            diagnostic = Diagnostic(
                rule=RULE, message=message, span=span, label="", labels=labels, help=help_
            )
            yield CodeDiagnostic(diagnostic, "", "$transaction")
