"""The names that are not what the rules of naming give: what a person has to look up."""

from __future__ import annotations

import re
from collections.abc import Iterable

from prisma_schema_parser.records import NamedTuple

from ..convex.identifiers import table_name
from .model import Name

_BY_RULE = frozenset({"replaced", "implicit many-to-many", ""})
RULE = (
    "A table is called as its model, in the plural and in camel case; a field, an enum and a type keep their "
    "names; a generated id is `_id`."
)


class RenamesView(NamedTuple):
    """`has_database` and `has_reason`: whether some row has one."""

    rows: tuple[Name, ...]
    has_database: bool
    has_reason: bool


def renames_view(names: Iterable[Name]) -> RenamesView:
    rows = tuple(name for name in names if is_renamed(name))
    return RenamesView(rows, any(name.database for name in rows), any(name.reason for name in rows))


def is_renamed(name: Name) -> bool:
    """Whether `RULE` alone does not give the name."""
    if name.reason not in _BY_RULE:
        return name.reason != "the old value" or name.convex != _last(name.prisma)
    match name.what:
        case "table":
            return name.convex != table_name(name.prisma)
        case "field":
            return name.reason == "" and name.convex != _last(name.prisma)
        case "join table":
            return False
        case _:
            return not _letters(name.convex).startswith(_letters(name.prisma))


def _last(name: str) -> str:
    return name.rpartition(".")[2]


def _letters(name: str) -> str:
    return re.sub(r"[^a-z0-9]", "", name.lower())
