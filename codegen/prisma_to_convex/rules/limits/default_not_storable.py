"""A default of a list or of Json that no Convex document can hold."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from functools import lru_cache

from prisma_schema_parser.diagnostic import Diagnostic, Severity
from prisma_schema_parser.schema import Scalar
from prisma_schema_parser.syntax import Array, Expression, StringLiteral

from ...convex.convex_schema import MAX_ELEMENTS, MAX_KEY, MAX_NESTING, MAX_OBJECT_FIELDS
from ...lowering.lowered import Lowered, LoweredField
from ...typescript.literals import comment_text
from ..outcome import rule

_KEY = re.compile(rf"(?!\$)[ -~]{{0,{MAX_KEY}}}")
"""Convex takes an empty key, whatever its documentation says."""

RULE = rule(
    "PC406",
    "default-not-storable",
    Severity.WARNING,
    docs="""
## What is limited

The default is a value that Convex refuses. A key in an object is printable ASCII, at most 1,024
characters, and does not start with `$`; the key `__proto__` vanishes on the way. An object has at
most 1,024 fields, a list at most 8,192 items, and a document nests at most 16 levels.

## Example

```prisma
model Form {
  id     Int    @id @default(autoincrement())
  title  String
  schema Json   @default("{\\"$schema\\": \\"https://json-schema.org/draft-07/schema\\"}")
}
```

```ts
forms: defineTable({
  title: v.string(),
```

## What breaks

The function that creates a form fills in the old default, as it should. The client throws before
anything is sent: "Field name $schema starts with a '$', which is reserved". No form can be made
until somebody finds another default.

## What to do instead

Change the default, and with it the rows that have it, when the data is moved; or keep the value
as JSON text, which has no such limits (`json = "string"`).

```ts
import { v } from "convex/values";
import { mutation } from "./_generated/server";

const DEFAULT_SCHEMA = { dialect: "https://json-schema.org/draft-07/schema" };

export const create = mutation({
  args: { title: v.string() },
  handler: async (ctx, { title }) =>
    await ctx.db.insert("forms", { title, schema: DEFAULT_SCHEMA }),
});
```
""",
)


def check(lowered: Lowered) -> Iterator[Diagnostic]:
    for model in lowered.models.values():
        yield from _of(model.model.name, model.fields, 1)
    for composite in lowered.composites.values():
        if composite.composite.name not in lowered.excluded:
            yield from _of(composite.composite.name, composite.fields, 2)


def _of(owner: str, fields: Mapping[str, LoweredField], level: int) -> Iterator[Diagnostic]:
    """`level` is that of the object which holds the fields: 1 for a document."""
    for field in fields.values():
        default = field.field.default
        if default is None:
            continue
        found = problem(field, default.value, MAX_NESTING - level)
        if found:
            message = f"Convex can't hold the default of `{owner}.{field.field.name}`: {found}"
            help_ = "choose another default, or keep the value as text"
            yield Diagnostic(RULE, message, default.span, help=help_)


def problem(field: LoweredField, value: Expression, levels: int) -> str:
    """What a document can't hold, with `levels` left for the value; empty if nothing."""
    is_json = field.field.type == Scalar("Json") and not _is_text(field)
    if isinstance(value, Array):
        if len(value.items) > MAX_ELEMENTS:
            return f"a list holds at most {MAX_ELEMENTS} items, it has {len(value.items)}"
        items = [_json_problem(item, levels - 1) for item in value.items if is_json]
        return next(filter(None, items), "")
    return _json_problem(value, levels) if is_json else ""


def _is_text(field: LoweredField) -> bool:
    return field.representation is not None and field.representation.how == "json-as-text"


def _json_problem(value: Expression, levels: int) -> str:
    return _text_problem(value.value, levels) if isinstance(value, StringLiteral) else ""


@lru_cache(maxsize=16)
def _text_problem(text: str, levels: int) -> str:
    """Remembered, since such a text may be long, and the findings and the report ask for the same."""
    from json import loads  # few schemas need it

    # Whole numbers as text: Python refuses to read those of thousands of digits.
    return value_problem(loads(text, parse_int=str), levels)


def value_problem(value: object, levels: int) -> str:
    """What Convex refuses in a value of JSON that may have `levels` levels; empty if nothing.

    Source: facts/convex.md sections 1.2 and 1.5.
    """
    match value:
        case list():
            count, limit, what = len(value), MAX_ELEMENTS, "a list holds at most {} items"
            inside: list[object] = value
        case dict():
            count, limit, what = len(value), MAX_OBJECT_FIELDS, "an object has at most {} fields"
            inside = list(value.values())
        case _:
            return ""
    if levels == 0:
        return f"a document nests at most {MAX_NESTING} levels"
    if count > limit:
        return f"{what.format(limit)}, it has {count}"
    if isinstance(value, dict) and (problem := next(filter(None, map(key_problem, value)), "")):
        return problem
    return next(filter(None, (value_problem(item, levels - 1) for item in inside)), "")


def key_problem(key: str) -> str:
    """Why an object in a document can't have the key; empty if it can."""
    if key == "__proto__":
        return "the key `__proto__` vanishes in JavaScript"
    if _KEY.fullmatch(key):
        return ""
    shown = comment_text(key, 40)
    if key.startswith("$"):
        return f"the key `{shown}` starts with `$`"
    if not all(" " <= char <= "~" for char in key):
        return f"the key `{shown}` is not printable ASCII"
    return f"the key `{shown}` has more than {MAX_KEY} characters"
