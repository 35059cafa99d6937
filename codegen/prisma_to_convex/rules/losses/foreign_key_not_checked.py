"""A foreign key: `v.id("table")` checks which table an id is of, not that the document exists."""

from __future__ import annotations

from prisma_schema_parser.connectors import FOREIGN_KEYS
from prisma_schema_parser.diagnostic import Severity
from prisma_schema_parser.guarantees import Guarantee
from prisma_schema_parser.schema import ForeignKey, ManyToMany

from ...lowering.lowered import Lowered
from ..outcome import (
    Outcome,
    convex_names,
    index_over,
    kept,
    lookup,
    lost,
    referred_names,
    rule,
    subject,
)

RULE = rule(
    "PC205",
    "foreign-key-not-checked",
    Severity.WARNING,
    docs="""
## What is lost

The database refused a foreign key that pointed to no row. `v.id("users")` checks that the value is
an id of the table `users`, not that the document exists; a key that stays a string or number is not
checked at all.

## Example

```prisma
model User {
  id    Int    @id @default(autoincrement())
  posts Post[]
}

model Post {
  id       Int    @id @default(autoincrement())
  title    String
  author   User   @relation(fields: [authorId], references: [id])
  authorId Int
}
```

```ts
posts: defineTable({
  title: v.string(),
  authorId: v.id("users"), // onDelete: Restrict
}).index("by_authorId", ["authorId"]),
```

## What breaks

An admin deletes a user while that user still has an editor open in another tab. The user presses
"Publish", and the post is stored with an `authorId` that points nowhere. `ctx.db.get` returns null
for it, and the home page, which reads `author.name`, fails for everybody.

## What to do instead

Read the target in the mutation that writes the key. The read makes the mutation conflict with a
concurrent delete, so the check holds until the write is done.

```ts
import { ConvexError, v } from "convex/values";
import { mutation } from "./_generated/server";

export const publish = mutation({
  args: { authorId: v.id("users"), title: v.string() },
  handler: async (ctx, { authorId, title }) => {
    if ((await ctx.db.get("users", authorId)) === null) {
      throw new ConvexError("the author does not exist");
    }
    return await ctx.db.insert("posts", { authorId, title });
  },
});
```

Check each patch of the key, too, and handle the deletion of a target (on-delete-not-run). Imports
and edits in the dashboard run no mutation: look for dangling keys after an import.
""",
)


def judge(guarantee: Guarantee, lowered: Lowered) -> Outcome:
    source = lowered.schema.datasource
    if source is not None and source.relation_mode != FOREIGN_KEYS:
        return kept(f'nothing checked it before either: relationMode is "{source.relation_mode}"')
    relation = guarantee.subject
    if isinstance(relation, ManyToMany):
        return _join(guarantee, relation, lowered)
    assert isinstance(relation, ForeignKey)
    message = f"{subject(guarantee)} may refer to a document that does not exist"
    return lost(RULE, guarantee, message, _help(relation, lowered))


def _join(guarantee: Guarantee, relation: ManyToMany, lowered: Lowered) -> Outcome:
    join = lowered.joins[(relation.model_a, relation.field_a)]
    side_b = guarantee.side == "a"
    target = relation.model_b if side_b else relation.model_a
    column = join.column_b if side_b else join.column_a
    message = f"`{join.table}.{column}` may refer to a document that does not exist"
    table = lowered.models[target].table
    help_ = f'before each insert, refuse if `await ctx.db.get("{table}", {column})` is null'
    return lost(RULE, guarantee, message, help_)


def _help(relation: ForeignKey, lowered: Lowered) -> str:
    target = lowered.models.get(relation.target)
    if target is None:
        return f"`{relation.target}` is not emitted: the key stays as a plain value"
    when = f"before each write{_where_there_is_one(relation, lowered)}"
    names = convex_names(relation.model, relation.fields, lowered)
    referred = referred_names(relation, lowered)
    if "_id" in referred:
        at = referred.index("_id")
        if _is_no_id(relation.model, relation.fields[at], lowered):
            return f"{when}, look for the `{target.table}` document that it names"
        others = [
            pair for number, pair in enumerate(zip(referred, names, strict=True)) if number != at
        ]
        unlike = "".join(f" or its `{there}` is not `{here}`" for there, here in others)
        return (
            f'{when}, refuse if `await ctx.db.get("{target.table}", {names[at]})` is null{unlike}'
        )
    index = index_over(target, referred)
    if index is None:
        return f"{when}, look for the `{target.table}` document that it names"
    named = dict(zip(referred, names, strict=True))
    found = lookup(target.table, *index, tuple(named[field] for field in index[1]))
    return f"{when}, refuse if `await {found}.first()` is null"


def _is_no_id(model: str, field: str, lowered: Lowered) -> bool:
    """Whether the key was given another validator by hand."""
    stored = lowered.models[model].fields.get(field)
    is_edited = (model, field) in lowered.by_hand.fields
    return is_edited and stored is not None and stored.reference is None


def _where_there_is_one(relation: ForeignKey, lowered: Lowered) -> str:
    """A key with a null in it refers to nothing, and no database checks it."""
    fields = lowered.models[relation.model].fields
    stored = [fields[name] for name in relation.fields if name in fields]
    nullable = [field for field in stored if field.is_freed or field.field.arity == "optional"]
    if not nullable:
        return ""
    named = " and ".join(f"`{field.name}`" for field in nullable)
    verb = "is" if len(nullable) == 1 else "are"
    return f" where {named} {verb} {'not null' if nullable[0].takes_null else 'there'}"
