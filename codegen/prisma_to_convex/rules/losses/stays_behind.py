"""A model that is not converted: it and its guarantees stay in the old database."""

from __future__ import annotations

from collections.abc import Iterator

from prisma_schema_parser.diagnostic import Diagnostic, Severity
from prisma_schema_parser.guarantees import Guarantee
from prisma_schema_parser.schema import ForeignKey, ManyToMany

from ...lowering.lowered import Lowered
from ..outcome import Outcome, kept, rule

RULE = rule(
    "PC225",
    "stays-behind",
    Severity.NOTE,
    docs="""
## What is lost

By choice, the model is not converted and stays in the old database, which keeps its guarantees.
Nothing of it is in the Convex schema. One transaction can no longer change it together with the
models that moved.

## Example

```prisma
model Message {
  id   Int    @id @default(autoincrement())
  text String
}

model AuditLog {
  id    Int    @id @default(autoincrement())
  entry String
}
```

```toml
exclude = ["Audit*"]
```

```ts
messages: defineTable({
  text: v.string(),
}),
```

## What breaks

A message is written to Convex and its entry to the old database. When the second write fails, the
first one stands: a message without an entry. A transaction in Prisma would have undone both.

## What to do instead

Let the mutation schedule the second write: it runs only if the mutation succeeds. A failed action
is not retried automatically, so this one takes care of that; make sure that the server accepts an
entry twice.

```ts
// convex/messages.ts
import { v } from "convex/values";
import { internal } from "./_generated/api";
import { internalAction, mutation } from "./_generated/server";

// The server that still has the old database.
const LOG = "https://example.com/audit";

export const audit = internalAction({
  args: { entry: v.string(), attempt: v.number() },
  handler: async (ctx, { entry, attempt }) => {
    const body = JSON.stringify({ entry });
    const answer = await fetch(LOG, { method: "POST", body }).catch(() => null);
    if (answer?.ok) return;
    if (attempt === 10) throw new Error(`${entry} is not in the log`);
    const again = internal.messages.audit;
    const next = { entry, attempt: attempt + 1 };
    await ctx.scheduler.runAfter(1000 * 2 ** attempt, again, next);
  },
});

export const send = mutation({
  args: { text: v.string() },
  handler: async (ctx, { text }) => {
    const id = await ctx.db.insert("messages", { text });
    const entry = { entry: id, attempt: 0 };
    await ctx.scheduler.runAfter(0, internal.messages.audit, entry);
  },
});
```
""",
)


def judge(guarantee: Guarantee, lowered: Lowered) -> Outcome:
    """A guarantee that the old database still enforces."""
    return kept(f"the old database, where `{guarantee.owner}` stays")


def check(lowered: Lowered) -> Iterator[Diagnostic]:
    relations = _cut(lowered) if lowered.excluded else {}
    for model in lowered.schema.models:
        if model.name in lowered.excluded:
            cut = relations.get(model.name)
            help_ = f"relations that are cut: {', '.join(cut)}" if cut else "no relation is cut"
            message = f"`{model.name}` stays in the old database"
            yield Diagnostic(RULE, message, model.span, help=help_)


def _cut(lowered: Lowered) -> dict[str, list[str]]:
    """The relations of each model that have one end that moved."""
    found: dict[str, list[str]] = {}
    for relation in lowered.schema.relations:
        match relation:
            case ForeignKey():
                ends = (relation.model, relation.target)
                text = f"`{relation.model}.{relation.field} -> {relation.target}`"
            case ManyToMany():
                ends = (relation.model_a, relation.model_b)
                text = f"`{relation.model_a}.{relation.field_a} <-> {relation.model_b}`"
        if any(end in lowered.models for end in ends):
            for end in dict.fromkeys(ends):
                found.setdefault(end, []).append(text)
    return found
