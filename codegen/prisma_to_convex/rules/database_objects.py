"""What the rules of the database's own objects share: columns as documents have them, indexes, quotes."""

from __future__ import annotations

from prisma_schema_parser.diagnostic import Rule
from prisma_schema_parser.guarantees import DatabaseObject, Guarantee

from ..lowering.lowered import Lowered
from ..migrations.conditions import Translated, holds, passes
from ..typescript.literals import comment_text
from .condition_columns import condition_columns
from .outcome import Outcome, convex_names, lost, subject


def quoted(sql: str, limit: int = 160) -> str:
    """SQL within a message, as code."""
    return f"`{comment_text(sql.replace('`', chr(39)), limit)}`"


def object_of(guarantee: Guarantee) -> DatabaseObject:
    found = guarantee.subject
    assert isinstance(found, DatabaseObject)
    return found


def check_in_code(guarantee: Guarantee, lowered: Lowered) -> Translated | None:
    """The condition of a CHECK in TypeScript, if it means the same for sure."""
    return _in_code(guarantee, lowered, is_check=True)


def filter_in_code(guarantee: Guarantee, lowered: Lowered) -> Translated | None:
    """The condition of an index in TypeScript."""
    return _in_code(guarantee, lowered, is_check=False)


def _in_code(guarantee: Guarantee, lowered: Lowered, *, is_check: bool) -> Translated | None:
    dialect = lowered.database.dialect
    condition = object_of(guarantee).condition
    if dialect is None or not condition or guarantee.owner not in lowered.models:
        return None
    named = condition_columns(guarantee.owner, lowered)
    found = {dialect.key(name): column for name, column in named.items()}
    translated = (passes if is_check else holds)(condition, dialect, found)
    return (
        None if translated is not None and translated.code == "false" else translated
    )  # other values than the database's


def index_for(guarantee: Guarantee, lowered: Lowered) -> tuple[str, tuple[str, ...]] | None:
    """The name of a Convex index that starts with the fields of a guarantee, and these fields."""
    model = lowered.models.get(guarantee.owner)
    if model is None or not guarantee.fields:
        return None
    wanted = convex_names(guarantee.owner, guarantee.fields, lowered)
    table = next(table for table in lowered.convex.tables if table.name == model.table)
    for index in table.indexes:
        if set(index.fields[: len(wanted)]) == set(wanted):
            return index.name, wanted
    return None


def table_of(guarantee: Guarantee, lowered: Lowered) -> str:
    """The table in Convex, or, where there is none, whatever the guarantee is of."""
    model = lowered.models.get(guarantee.owner)
    return f"`{model.table if model is not None else guarantee.owner}`"


def unique_lost(rule: Rule, guarantee: Guarantee, lowered: Lowered) -> Outcome:
    """A unique index over some of the rows."""
    message = f"{subject(guarantee)}: {quoted(guarantee.text)} is not enforced"
    code = filter_in_code(guarantee, lowered)
    condition = guarantee.text.partition(" WHERE ")[2]
    quoted_code = quoted(code.code if code is not None else condition, 400)
    found = index_for(guarantee, lowered)
    where = f"by `{found[0]}`" if found is not None else "with an index over its fields"
    help_ = (
        f"before a write for which {quoted_code}, look in {table_of(guarantee, lowered)}, {where}, for another "
        "such document with the same values, and throw"
    )
    return lost(rule, guarantee, message, help_)
