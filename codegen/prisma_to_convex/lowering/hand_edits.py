"""Each thing that schema.ts has otherwise than was generated, by name: for whoever reads the report."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from ..convex.acceptance import Exports, accept_alike, members, resolved
from ..convex.convex_schema import (
    ConvexSchema,
    Field,
    Table,
    Validator,
    VConstant,
    VLiteral,
)
from ..convex.layout import Optional, flat, one_line
from ..merge.written_schema import StandingField, WrittenSchema, WrittenTable
from .by_hand import Edited, HandEdit, HandEditKind

NOT_READ = "in part where it can't be read"


def hand_edits(
    generated: ConvexSchema, written: WrittenSchema, names: Mapping[str, str]
) -> Iterator[HandEdit]:
    """`generated` has the names that tables have now; `names` leads from the old ones to those."""
    exports = exports_of(generated), written_exports(written)
    yield from _of_exports(generated, written, exports)
    for before, now in names.items():
        yield _edit("renamed", "table", now, before, now)
    made = {table.name: table for table in generated.tables}
    for name, table in made.items():
        there = written.tables.get(name)
        if there is None:
            yield _edit("removed", "table", name, "defineTable", "")
            continue
        if there.is_open:
            yield _edit("changed", "table", name, "", NOT_READ)
        yield from _of_table(table, there, exports)
    for name in written.tables:
        if name not in made:
            yield _edit("added", "table", name, "", "defineTable")
    if not written.is_checked:
        yield _edit("changed", "option", "schemaValidation", "true", "false")


def exports_of(schema: ConvexSchema) -> Exports:
    return {export.name: export.validator for export in schema.exports}


def written_exports(schema: WrittenSchema) -> Exports:
    return {
        name: one.validator for name, one in schema.exports.items() if one.validator is not None
    }


# ---- tables -------------------------------------------------------------------------------------


def _of_table(
    table: Table, there: WrittenTable, exports: tuple[Exports, Exports]
) -> Iterator[HandEdit]:
    made = {field.name: field for field in table.fields}
    for name, field in made.items():
        place, found = f"{table.name}.{name}", there.fields.get(name)
        if found is None:
            if not there.is_open:  # else it may stand where it can't be read
                yield _edit("removed", "field", place, _text(field), "")
        elif _text(field) != found.shown and is_edited(field, found, exports):
            yield _edit("changed", "field", place, _text(field), found.shown)
    for name, added in there.fields.items():
        if name not in made:
            yield _edit("added", "field", f"{table.name}.{name}", "", added.shown)
    yield from _of_indexes(table, there)


def _of_indexes(table: Table, there: WrittenTable) -> Iterator[HandEdit]:
    before = {index.name: index.fields for index in table.indexes}
    before |= {index.name: (index.search_field,) for index in table.search_indexes}
    before |= {index.name: (index.vector_field,) for index in table.vector_indexes}
    now = there.index_fields
    for name in dict.fromkeys((*before, *now)):
        was, stands = (", ".join(side.get(name, ())) for side in (before, now))
        if before.get(name) != now.get(name):
            how: HandEditKind = "changed"
            if name not in before or name not in now:
                how = "removed" if name in before else "added"
            yield _edit(how, "index", f"{table.name}.{name}", was, stands)


def is_edited(made: Field, there: StandingField, exports: tuple[Exports, Exports]) -> bool:
    """Whether the field that stands accepts more or less than the generated one, or nobody can tell."""
    if there.validator is None or made.is_optional != there.is_optional:
        return True
    return not accept_alike(
        resolved(made.validator, exports[0]), resolved(there.validator, exports[1])
    )


def _text(field: Field) -> str:
    return one_line(Optional(field.validator) if field.is_optional else field.validator)


# ---- exported validators ------------------------------------------------------------------------


def _of_exports(
    generated: ConvexSchema, written: WrittenSchema, exports: tuple[Exports, Exports]
) -> Iterator[HandEdit]:
    for export in generated.exports:
        there = written.exports.get(export.name)
        if there is None:
            yield _edit("removed", "validator", export.name, one_line(export.validator), "")
            continue
        before = resolved(export.validator, exports[0])
        now = resolved(there.validator, exports[1]) if there.validator is not None else None
        if now is not None and accept_alike(before, now):
            continue
        values = _values(before), _values(now)
        if values[0] is None or values[1] is None:
            yield _edit(
                "changed", "validator", export.name, one_line(export.validator), there.shown
            )
            continue
        for value in values[0]:
            if value not in values[1]:
                yield _edit("removed", "value", f"{export.name}.{value}", value, "")
        for value in values[1]:
            if value not in values[0]:
                yield _edit("added", "value", f"{export.name}.{value}", "", value)


def _values(validator: Validator | None) -> list[str] | None:
    """The literals of an enum; None where it is none."""
    if validator is None:
        return None
    found = members(validator)
    if not all(isinstance(one, VLiteral | VConstant) for one in found):
        return None
    return [one.value if isinstance(one, VLiteral) else flat(one) or "" for one in found]


def _edit(how: HandEditKind, what: Edited, place: str, generated: str, written: str) -> HandEdit:
    return HandEdit(how=how, what=what, place=place, generated=generated, written=written)
