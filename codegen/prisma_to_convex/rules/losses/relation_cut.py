"""A relation between a model that moved and one that stays behind."""

from __future__ import annotations

from prisma_schema_parser.connectors import FOREIGN_KEYS
from prisma_schema_parser.diagnostic import Severity
from prisma_schema_parser.guarantees import Guarantee
from prisma_schema_parser.schema import ForeignKey, ManyToMany

from ...lowering.lowered import Lowered
from ..outcome import Outcome, lost, rule, subject

RULE = rule(
    "PC226",
    "relation-cut",
    Severity.WARNING,
    docs="""
## What is lost

One end of the relation moved to Convex, the other stays in the old database: neither can check
the key. A key to a model that stays is a plain value with an index; a key to a model that moved
holds ids that no longer exist.

## Example

```prisma
model User {
  id       Int       @id @default(autoincrement())
  messages Message[]
}

model Message {
  id     Int    @id @default(autoincrement())
  text   String
  userId Int
  user   User   @relation(fields: [userId], references: [id])
}
```

```toml
exclude = ["User"]
```

```ts
messages: defineTable({
  text: v.string(),
  userId: v.number(), // -> User, stays behind
}).index("by_userId", ["userId"]),
```

## What breaks

A user is deleted in the old database, which used to delete the messages too, or to refuse. Now the
messages stay, with a `userId` that names nobody. Nothing fails until a screen looks the author up.

## What to do instead

Whoever deletes from the old database tells Convex; the index finds what belongs to the row.

```ts
// convex/messages.ts
import { v } from "convex/values";
import { internal } from "./_generated/api";
import { internalMutation } from "./_generated/server";

/** Called by the server that deletes a user. */
export const userDeleted = internalMutation({
  args: { userId: v.number() },
  handler: async (ctx, { userId }) => {
    const batch = await ctx.db
      .query("messages")
      .withIndex("by_userId", (q) => q.eq("userId", userId))
      .take(500);
    for (const { _id } of batch) await ctx.db.delete("messages", _id);
    if (batch.length === 500) {
      const rest = internal.messages.userDeleted;
      await ctx.scheduler.runAfter(0, rest, { userId });
    }
  },
});
```
""",
)


def is_cut(relation: ForeignKey | ManyToMany, lowered: Lowered) -> bool:
    ends = _ends(relation)
    return any(end in lowered.excluded for end in ends) and any(
        end in lowered.models for end in ends
    )


def judge(guarantee: Guarantee, lowered: Lowered) -> Outcome:
    """The existence of the other end, or an action on it."""
    relation = guarantee.subject
    assert isinstance(relation, ForeignKey | ManyToMany)
    target = _target(guarantee, relation)
    fate = "stays behind" if target in lowered.excluded else "moves to Convex"
    message = f"{subject(guarantee)} refers to `{target}`, which {fate}: {_what(guarantee)}"
    if target in lowered.excluded:
        return lost(RULE, guarantee, message, _help_excluded(target, relation))
    return lost(RULE, guarantee, message, _help_moved(guarantee, relation, target, lowered))


def _what(guarantee: Guarantee) -> str:
    if guarantee.kind == "foreign-key":
        return "nothing checks that the other end exists"
    return f"{guarantee.text} does not run"


def _help_excluded(target: str, relation: ForeignKey | ManyToMany) -> str:
    if isinstance(relation, ManyToMany):
        return f"ask the server of the old database which `{target}` belong to a document"
    return (
        f"whoever deletes a `{target}` in the old database tells Convex, which has an index for it"
    )


def _help_moved(
    guarantee: Guarantee, relation: ForeignKey | ManyToMany, target: str, lowered: Lowered
) -> str:
    table = lowered.models[target].table
    holder, key = f"`{guarantee.owner}`", "its key"
    if isinstance(relation, ManyToMany):
        names = relation.fields_a if guarantee.side == "a" else relation.fields_b
        holder = holder if relation.is_embedded else "the join table"
        key = f"its `{names[0]}`, as text" if names else key
    source = lowered.schema.datasource
    is_checked = source is None or source.relation_mode == FOREIGN_KEYS
    constraint = "drop its constraint there, and " if is_checked else ""
    return (
        f"{holder} stays in the old database: {constraint}write the `_id` of `{table}` into {key} "
        '(`ids = "keep"` keeps the old one to be found by)'
    )


def _ends(relation: ForeignKey | ManyToMany) -> tuple[str, str]:
    if isinstance(relation, ForeignKey):
        return relation.model, relation.target
    return relation.model_a, relation.model_b


def _target(guarantee: Guarantee, relation: ForeignKey | ManyToMany) -> str:
    if isinstance(relation, ForeignKey):
        return relation.target
    return relation.model_b if guarantee.side == "a" else relation.model_a
