"""Text in indexes: Convex compares it by its characters' codes, a database by the rules of a language."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from prisma_schema_parser.diagnostic import Diagnostic, Severity
from prisma_schema_parser.schema import Index

from ...lowering.lowered import Lowered, LoweredField
from ..index_order import is_text, served
from ..outcome import rule

RULE = rule(
    "PC506",
    "text-compared-exactly",
    Severity.NOTE,
    docs="""
## What is missing

Convex compares text by the codes of its characters: `Z` sorts before `a`, `é` after `z`, and `Ann`
is not `ann`. A database compares by a collation. Unless configured otherwise, MySQL and SQL Server
treat values that differ only in case as the same, and so does PostgreSQL's `citext`; PostgreSQL
sorts by the rules of a language. SQLite compares as Convex does. Reported once per schema.

## Example

```prisma
datasource db {
  provider = "mysql"
}

model User {
  id    Int    @id @default(autoincrement())
  email String @unique
}
```

```ts
users: defineTable({
  email: v.string(),
})
  // @unique
  .index("by_email", ["email"]),
```

## What breaks

Ann signed up as `ann@example.org`. She signs in as `Ann@example.org`, which the database found; on
Convex she is told that there is no such user, and signs up a second time. In a list by name, all
names that start with a lowercase letter come last.

## What to do instead

Store what is searched and sorted by in one normalized form, in a field of its own next to the text
that is shown.

```ts
import { v } from "convex/values";
import { mutation, query } from "./_generated/server";

const folded = (text: string) => text.normalize("NFKC").toLowerCase();

export const signUp = mutation({
  args: { email: v.string() },
  handler: async (ctx, { email }) =>
    await ctx.db.insert("users", { email: folded(email) }),
});

export const userOf = query({
  args: { email: v.string() },
  handler: async (ctx, { email }) =>
    await ctx.db
      .query("users")
      .withIndex("by_email", (q) => q.eq("email", folded(email)))
      .first(),
});
```
""",
)
_MOST = 3
_IGNORE_CASE = ("mysql", "sqlserver")
_BY_LANGUAGE = ("postgresql",)
"""By default; CockroachDB, SQLite and MongoDB compare by codes."""


def check(lowered: Lowered) -> Iterator[Diagnostic]:
    provider = lowered.schema.provider
    exact = [] if provider not in _IGNORE_CASE else list(_fields(lowered, _is_key))
    exact = exact or list(_fields(lowered, _is_citext))
    if exact:
        message = "another case of it is another value, where the database took both for one"
        yield _diagnostic(
            exact, message, "store it in one case, lower for one, and search for it in that"
        )
    elif provider in _BY_LANGUAGE and (sorted_ := list(_fields(lowered, _is_sorted))):
        message = (
            "sorted by characters' codes, capitals first, where the database may sort by a language"
        )
        yield _diagnostic(sorted_, message, "sort by a field of its own, in one case")


def _fields(
    lowered: Lowered, wanted: Callable[[LoweredField, Index], bool]
) -> Iterator[tuple[str, Index]]:
    """`User.email` with the first index that holds it."""
    seen = set[str]()
    for model in lowered.models.values():
        for index in served(model, "index", "unique"):
            for name in index.field_names:
                field = model.fields.get(name)
                place = f"{model.model.name}.{name}"
                if field is None or place in seen or not is_text(field):
                    continue
                if wanted(field, index):
                    seen.add(place)
                    yield place, index


def _is_key(field: LoweredField, index: Index) -> bool:
    """Made by people; ids that programs make have one case."""
    return not field.name.lower().endswith(("id", "token", "hash", "key", "uuid"))


def _is_citext(field: LoweredField, index: Index) -> bool:
    native = field.field.native_type
    return native is not None and native.name == "Citext"


def _is_sorted(field: LoweredField, index: Index) -> bool:
    """The last of an index, and named as what lists are sorted by."""
    is_last = index.kind == "index" and index.field_names[-1] == field.field.name
    return is_last and field.name.lower().endswith(("name", "title", "label"))


def _diagnostic(found: list[tuple[str, Index]], message: str, help_: str) -> Diagnostic:
    names = ", ".join(f"`{place}`" for place, _ in found[:_MOST])
    more = f" and {len(found) - _MOST} more" if len(found) > _MOST else ""
    return Diagnostic(
        rule=RULE, message=f"{names}{more}: {message}", span=found[0][1].span, help=help_
    )
