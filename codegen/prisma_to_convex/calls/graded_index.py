"""Indexes that calls would have, and how the indexes that there are get used."""

from __future__ import annotations

from typing import Literal, TypeAlias

from prisma_schema_parser.records import NamedTuple
from prisma_schema_parser.source import Span

Grade: TypeAlias = Literal["needed", "helps", "not worth it"]

GRADES: dict[Grade, str] = {
    "needed": "without it a whole table, or all of a range, is read for a few documents",
    "helps": "fewer documents are read than are now",
    "not worth it": "what it would save is a sort in code, or a field of few values",
}
"""In order of weight."""


class GradedIndex(NamedTuple):
    """An index that no other serves. `fields` are Prisma's names, `columns` Convex's; `equal` of them are
    looked up by equality. `file` holds most of its calls. `replaces` names the indexes that become its
    start. `reason` says why it can't be made; empty: it can. `is_exact`: behind its fields comes the order of creation,
    so that no longer index stands for it.
    """

    model: str
    table: str
    fields: tuple[str, ...]
    columns: tuple[str, ...]
    equal: int
    grade: Grade
    calls: tuple[Span, ...]
    file: str
    replaces: tuple[str, ...] = ()
    reason: str = ""
    is_exact: bool = False


class IndexUse(NamedTuple):
    """An index of the table as it is emitted, and the calls that enter it."""

    model: str
    table: str
    name: str
    columns: tuple[str, ...]
    calls: int


class IndexPlanning(NamedTuple):
    """`graded` by grade, then table; `used` are all indexes that there are already."""

    graded: tuple[GradedIndex, ...] = ()
    used: tuple[IndexUse, ...] = ()

    def of_grade(self, grade: Grade) -> tuple[GradedIndex, ...]:
        return tuple(one for one in self.graded if one.grade == grade)
