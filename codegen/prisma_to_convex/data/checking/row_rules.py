"""The rules of rows, PC7xx, as findings tell them."""

from __future__ import annotations

from typing import Literal, TypeAlias

from prisma_schema_parser.diagnostic import Severity
from prisma_schema_parser.records import NamedTuple

from ...rules.row_table import ROW_TEXTS

Level: TypeAlias = Literal["error", "warning", "note"]
LEVELS: tuple[Level, ...] = ("error", "warning", "note")


class RowRule(NamedTuple):
    """An error is a row that an import refuses, or that leads nowhere; `what` ends "3 rows: ..."."""

    code: str
    name: str
    level: Level
    what: str
    help: str


_LEVELS: dict[Severity, Level] = {
    Severity.ERROR: "error",
    Severity.WARNING: "warning",
    Severity.NOTE: "note",
}
ROW_RULES: tuple[RowRule, ...] = tuple(
    RowRule(code=one.code, name=one.name, level=_LEVELS[one.severity], what=one.what, help=one.help)
    for one in ROW_TEXTS
)
BY_CODE = {rule.code: rule for rule in ROW_RULES}
