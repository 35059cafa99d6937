"""What a deployment that holds documents refuses of a new schema.ts, and what makes a push wait.

On a push Convex checks every document of every table in the schema (`schemaValidation`, on unless it is turned
off): one that does not fit refuses the whole push. A table that is gone is no longer checked, so that is none.
"""

from __future__ import annotations

from collections.abc import Iterator

from prisma_schema_parser.excerpt import plain
from prisma_schema_parser.records import NamedTuple

from ..convex.acceptance import Exports, accepts_all, is_known, members, resolved
from ..convex.convex_schema import Validator, VConstant, VLiteral
from ..kit.words import counted, listed
from ..merge.parse import parse
from ..merge.written_schema import StandingField, WrittenSchema, WrittenTable, written_schema
from ..typescript.tokens import NotTypeScript

_MOST = 10


class PushRefusal(NamedTuple):
    """`users.email`, and why documents that stand don't fit."""

    name: str
    why: str


def push_lines(before: str, after: str) -> list[str]:
    """For the user; nothing for a file that is new or unchanged, or that can't be read."""
    if not before.strip() or before == after:
        return []
    try:
        was, now = written_schema(parse(before)), written_schema(parse(after))
    except (NotTypeScript, RecursionError):
        return []
    if was is None or now is None:
        return []
    return [*_refused(list(refusals(was, now))), *_gone(was, now), *_waited_for(was, now)]


def _refused(found: list[PushRefusal]) -> list[str]:
    if not found:
        return []
    names = [plain(f"{one.name} ({one.why})") for one in found]
    what = counted(len(found), "change")
    return [
        f"A deployment with documents refuses {what} on push: {listed(names, quoted=False, most=_MOST)}",
        "  First accept both (v.optional, or a union of the old type and the new one), then change the "
        "documents, then push this",
    ]


def _gone(was: WrittenSchema, now: WrittenSchema) -> list[str]:
    gone = [plain(name) for name in was.tables if name not in now.tables]
    if not gone or now.is_open or not now.is_checked:
        return []
    names = listed(gone, quoted=False, most=_MOST)
    return [f"Documents of {names} stay in a deployment, and nothing checks them any longer"]


def _waited_for(was: WrittenSchema, now: WrittenSchema) -> list[str]:
    """New indexes of tables that may hold documents."""
    found = [
        f"{name}.{index}"
        for name, table in now.tables.items()
        if name in was.tables
        for index in table.index_fields
        if index not in was.tables[name].index_fields
    ]
    if not found:
        return []
    names = listed([plain(one) for one in found], quoted=False, most=_MOST)
    return [
        f"A push waits until {names} {'is' if len(found) == 1 else 'are'} filled; that of a large table may be "
        "staged first: .index(name, { fields: [...], staged: true })"
    ]


# ---- the comparison -----------------------------------------------------------------------------


def refusals(was: WrittenSchema, now: WrittenSchema) -> Iterator[PushRefusal]:
    """In the order of the new file. What can't be read is passed over."""
    if not now.is_checked:
        return
    exports = (_validators(was), _validators(now))
    for name, table in now.tables.items():
        if name in was.tables:
            yield from _of_table(was.tables[name], table, exports)


def _validators(schema: WrittenSchema) -> Exports:
    found: dict[str, Validator] = {}
    for name, export in schema.exports.items():
        if export.validator is not None:
            found[name] = export.validator
    return found


def _of_table(
    was: WrittenTable, now: WrittenTable, exports: tuple[Exports, Exports]
) -> Iterator[PushRefusal]:
    for name in was.fields if not now.is_open else ():
        if name not in now.fields:
            yield PushRefusal(f"{now.name}.{name}", "gone, and documents have it")
    for name, field in now.fields.items():
        place = f"{now.name}.{name}"
        before = was.fields.get(name)
        if before is None:
            if not (field.is_optional or was.is_open):
                yield PushRefusal(place, "new and required, and documents lack it")
        elif before.is_optional and not field.is_optional:
            yield PushRefusal(place, "required now, and documents may lack it")
        elif why := _narrowed(before, field, exports):
            yield PushRefusal(place, why)


def _narrowed(was: StandingField, now: StandingField, exports: tuple[Exports, Exports]) -> str:
    """Why values that were accepted are no longer; empty where all are, or nobody can say."""
    if was.validator is None or now.validator is None:
        return ""
    old, new = resolved(was.validator, exports[0]), resolved(now.validator, exports[1])
    if not (is_known(old) and is_known(new)) or accepts_all(new, old):
        return ""
    lost = [one for one in members(old) if not accepts_all(new, one)]
    if all(isinstance(one, (VLiteral, VConstant)) for one in lost):
        values = [_literal(one) for one in lost]
        return f"no longer {listed(values, quoted=False, most=3)}"
    return f"{_short(was.shown)} becomes {_short(now.shown)}"


def _literal(validator: Validator) -> str:
    text = getattr(validator, "value", "") or getattr(validator, "text", "")
    return _short(f'"{text}"' if isinstance(validator, VLiteral) else text)


def _short(text: str, longest: int = 60) -> str:
    return text if len(text) <= longest else f"{text[: longest - 3]}..."
