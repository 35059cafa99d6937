"""What in the rows breaks or changes: a dry run of the export tells every row that can't be moved, SQL the rest."""

from __future__ import annotations

from collections.abc import Iterable

from prisma_schema_parser.records import NamedTuple
from prisma_schema_parser.schema import Schema

from ..checking.catalog_drift import left_behind
from ..checking.checks import Check, checks
from ..checking.dangling_values import answer
from ..checking.row_rules import BY_CODE, Level
from ..exporting.export import DryRun
from ..exporting.export_records import ExportRequest, Progress
from ..exporting.rejects import reasons
from ..forming.forming_records import Rejected
from ..sources.row_source import RowSource, UnusableSource

_KEYS = 3


class RowFinding(NamedTuple):
    """`rows` is -1 where the check could not be made, and `why` says so. `place` is Prisma's `Model.field`."""

    rule: str
    level: Level
    place: str
    rows: int
    keys: tuple[str, ...]
    why: str


def probe(
    request: ExportRequest, schema: Schema, source: RowSource, progress: Progress, seconds: int
) -> list[RowFinding]:
    """Sorted by level, rule and place. The catalog agrees with the schema. A check is given up after so many seconds; to
    read a table takes as long as it takes."""
    found = _of_rejected(DryRun(request, source, progress).rejected())
    every = [
        check
        for check in checks(request.plan, schema, source.dialect)
        if not _is_reported(check, found)
    ]
    source.limit(seconds)
    progress.stage("asking", len(every), "checks")
    for check in every:
        found.extend(_findings(check, source))
        progress.advance(1, 0)
    progress.end()
    for table, column in left_behind(request.plan, source):
        if table != "_prisma_migrations":
            place = f"{table}.{column}" if column else table
            what = "the column" if column else "the table"
            found.append(
                _finding("PC717", place, 0, (), f"no model maps {what}: its data would stay behind")
            )
    for place in source.unread():
        found.append(
            _finding("PC717", place, 0, (), "no field maps it: its data would stay behind")
        )
    order = ("error", "warning", "note")
    return sorted(found, key=lambda one: (order.index(one.level), one.rule, one.place))


def _finding(rule: str, place: str, rows: int, keys: tuple[str, ...], why: str = "") -> RowFinding:
    known = BY_CODE[rule]
    return RowFinding(
        rule=rule, level=known.level, place=place, rows=rows, keys=keys, why=why or known.what
    )


def _is_reported(check: Check, found: Iterable[RowFinding]) -> bool:
    """Whether the dry run has reported it already."""
    return check.is_seen or any((one.rule, one.place) == (check.rule, check.place) for one in found)


def _of_rejected(rejected: Iterable[Rejected]) -> list[RowFinding]:
    groups: dict[tuple[str, str], list[Rejected]] = {}
    for one in rejected:
        groups.setdefault((one.rule, one.field), []).append(one)
    return [
        _finding(rule, field, len(rows), tuple(one.key for one in rows[:_KEYS]), reasons(rows))
        for (rule, field), rows in groups.items()
    ]


def _findings(check: Check, source: RowSource) -> list[RowFinding]:
    try:
        rows, keys = answer(source, check)
    except UnusableSource as problem:
        known = BY_CODE[check.rule]
        return [
            RowFinding(
                rule=check.rule,
                level=known.level,
                place=check.place,
                rows=-1,
                keys=(),
                why=f"could not be asked: {problem}",
            )
        ]
    return [_finding(check.rule, check.place, rows, keys)] if rows else []
