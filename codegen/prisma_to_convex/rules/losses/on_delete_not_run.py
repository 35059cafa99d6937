"""onDelete, written or Prisma's default: deleting a document touches no other document."""

from __future__ import annotations

from prisma_schema_parser.diagnostic import Severity
from prisma_schema_parser.guarantees import Guarantee
from prisma_schema_parser.schema import ForeignKey, ManyToMany

from ...lowering.lowered import Lowered, LoweredModel
from ..actions import is_written, missing_value, nothing_to_do
from ..outcome import Outcome, convex_names, kept, lost, rule, subject

RULE = rule(
    "PC206",
    "on-delete-not-run",
    Severity.WARNING,
    docs="""
## What is lost

The database, or Prisma's client, acted on the rows that referred to a deleted one: `Cascade`
deleted them, `SetNull` and `SetDefault` changed their key, `Restrict` and `NoAction` refused the
deletion. Deleting a document in Convex touches no other document and is never refused because of
one. Where no action is written, Prisma's default applied: `SetNull` for an optional relation,
`Restrict` for a required one, or `NoAction` in SQL Server, which has no `Restrict`.

## Example

```prisma
model Post {
  id       Int       @id @default(autoincrement())
  comments Comment[]
}

model Comment {
  id     Int    @id @default(autoincrement())
  text   String
  post   Post   @relation(fields: [postId], references: [id], onDelete: Cascade)
  postId Int
  likes  Like[]
}

model Like {
  id        Int     @id @default(autoincrement())
  comment   Comment @relation(fields: [commentId], references: [id], onDelete: Cascade)
  commentId Int
}
```

```ts
comments: defineTable({
  text: v.string(),
  postId: v.id("posts"), // onDelete: Cascade
}).index("by_postId", ["postId"]),
```

## What breaks

A user deletes a post and is told that it is gone. Its comments stay: they are counted, found by
search and exported, and their `postId` points nowhere. Under `Restrict` it is worse: a customer
with unpaid invoices, whom the database would have kept, is deleted with one click.

## What to do instead

Delete through one mutation that applies the action to everything below. A mutation reads at most
32,000 documents and writes at most 16,000, so all levels share one budget: the deepest documents go
first, and when the budget is spent, the scheduler runs the next batch.

```ts
// convex/posts.ts
import { v } from "convex/values";
import { internal } from "./_generated/api";
import { Id } from "./_generated/dataModel";
import { MutationCtx, internalMutation, mutation } from "./_generated/server";

const BATCH = 500;

/** Deletes up to `most` likes of a comment, and tells how many. */
async function deleteLikes(
  ctx: MutationCtx,
  commentId: Id<"comments">,
  most: number,
) {
  const likes = await ctx.db
    .query("likes")
    .withIndex("by_commentId", (q) => q.eq("commentId", commentId))
    .take(most);
  for (const like of likes) await ctx.db.delete("likes", like._id);
  return likes.length;
}

/** Deletes comments of a post, each after its likes, until the budget is spent. */
async function deleteComments(ctx: MutationCtx, postId: Id<"posts">) {
  let left = BATCH;
  const comments = ctx.db
    .query("comments")
    .withIndex("by_postId", (q) => q.eq("postId", postId));
  for await (const comment of comments) {
    left -= await deleteLikes(ctx, comment._id, left);
    if (left === 0) {
      const rest = internal.posts.deleteMoreComments;
      await ctx.scheduler.runAfter(0, rest, { postId });
      return;
    }
    await ctx.db.delete("comments", comment._id);
    left -= 1;
  }
}

export const deletePost = mutation({
  args: { id: v.id("posts") },
  handler: async (ctx, { id }) => {
    await ctx.db.delete("posts", id);
    await deleteComments(ctx, id);
  },
});

export const deleteMoreComments = internalMutation({
  args: { postId: v.id("posts") },
  handler: async (ctx, { postId }) => await deleteComments(ctx, postId),
});
```

Each further level is a function like `deleteLikes`, called with what is left of the budget. For
`SetNull`, patch the key to null where this deletes. For `Restrict` and `NoAction`, throw before the
deletion if the same query's `.first()` finds a document.
""",
)


def judge(guarantee: Guarantee, lowered: Lowered) -> Outcome:
    relation = guarantee.subject
    if isinstance(relation, ManyToMany):
        return _join(guarantee, relation, lowered)
    assert isinstance(relation, ForeignKey)
    action = relation.on_delete.action
    if nothing_to_do(action, lowered):
        return kept("NoAction: with emulated relations, nothing was done before either")
    written = is_written(relation.on_delete.span is not None)
    target = lowered.models.get(relation.target)
    message = f"{subject(guarantee)}: onDelete: {action}{written} does not run"
    if target is None:
        help_ = f"`{relation.target}` is not emitted: whoever deletes from it sees to the key"
        return lost(RULE, guarantee, message, help_)
    return lost(RULE, guarantee, message, _help(action, relation, target.table, lowered))


def _help(action: str, relation: ForeignKey, table: str, lowered: Lowered) -> str:
    model = lowered.models[relation.model]
    names = convex_names(relation.model, relation.fields, lowered)
    path = lowered.path(relation)
    where = (
        f"`{model.table}` (by `{path.index_name}`)"
        if path and path.index_name
        else f"`{model.table}`"
    )
    set_ = ", ".join(
        f"{name}: {missing_value(relation.model, field, lowered)}"
        for name, field in zip(names, relation.fields, strict=True)
    )
    match _acting(action, relation, model):
        case "Cascade":
            return (
                f"when deleting from `{table}`, delete its {where} in the same mutation; "
                "many of them in batches, by the scheduler"
            )
        case "SetDefault":
            return f"when deleting from `{table}`, patch its {where} with the default key"
        case "SetNull":
            return f"when deleting from `{table}`, patch its {where} with `{{ {set_} }}`"
        case _:
            return (
                f"before deleting from `{table}`, refuse if one of {where} refers to the document"
            )


def _acting(action: str, relation: ForeignKey, model: LoweredModel) -> str:
    """What the action comes to: the default of a column that has none is null, which a required one refuses."""
    if action != "SetDefault":
        return action
    scalars = (model.model.scalar(name) for name in relation.fields)
    columns = [field for field in scalars if field is not None]
    if any(field.default is not None for field in columns):
        return action
    return "SetNull" if all(field.arity == "optional" for field in columns) else "Restrict"


def _join(guarantee: Guarantee, relation: ManyToMany, lowered: Lowered) -> Outcome:
    if lowered.schema.is_relation_emulated:
        return kept("with emulated relations, nothing deleted the pairs before either")
    join = lowered.joins[(relation.model_a, relation.field_a)]
    side_b = guarantee.side == "a"
    target = relation.model_b if side_b else relation.model_a
    column = join.column_b if side_b else join.column_a
    table = lowered.models[target].table
    message = f"`{join.table}.{column}`: deleting from `{table}` leaves pairs behind"
    path = next(path for path in join.paths if path.fields[:1] == (column,))
    by = f" (by `{path.index_name}`)" if path.index_name else ""
    help_ = f"when deleting from `{table}`, delete its `{join.table}`{by} in the same mutation"
    return lost(RULE, guarantee, message, help_)
