"""What was found, for people: calls by class, what was not read, the indexes that are asked for."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from prisma_schema_parser.excerpt import plain

from ...calls.application import LeftOut, RawQuery
from ...calls.classified import CLASSES
from ...calls.examined import ExaminedCode
from ...calls.graded_index import GRADES, Grade, GradedIndex
from ...kit.words import counted
from .trace_summary import trace_lines

_MOST_INDEXES = 20


def summary(examined: ExaminedCode, schema: str) -> str:
    """Several lines, without a newline at the end."""
    return "\n".join(plain(line) for line in _lines(examined, schema))


def _lines(examined: ExaminedCode, schema: str) -> Iterator[str]:
    found = examined.application
    files = len({call.span.source for call in found.calls})
    sites = len({(call.span.source, call.span.start) for call in found.calls})
    yield (
        f"{schema}: {counted(sites, 'call')} of Prisma Client in {counted(files, 'file')}, "
        f"{counted(found.files, 'file')} read"
    )
    for kind, times in examined.by_class.items():
        if times:
            yield f"  {kind} {times:>5}  {CLASSES[kind]}"
    if found.raw:
        yield f"  {_raw(found.raw)}, to be rewritten by hand"
    if found.unresolved:
        yield f"  {counted(len(found.unresolved), 'access', 'accesses')} to a model that the code does not name"
    if examined.trace is not None:
        yield from trace_lines(examined.trace, sites)
    yield from _indexes(examined)
    yield from _left_out(found.left_out)


def _raw(found: Sequence[RawQuery]) -> str:
    message = counted(len(found), "raw query", "raw queries")
    calls = sum(len(one.calls) for one in found)
    return f"{message}, and {counted(calls, 'call')} that give them SQL" if calls else message


def _indexes(examined: ExaminedCode) -> Iterator[str]:
    for grade in GRADES:
        graded = examined.indexes.of_grade(grade)
        if not graded:
            continue
        yield f"  {counted(len(graded), 'index', 'indexes')} {_words(grade)}: {GRADES[grade]}"
        if grade == "needed":
            yield from (f"    {_graded(one)}" for one in graded[:_MOST_INDEXES])
            if len(graded) > _MOST_INDEXES:
                yield f"    and {len(graded) - _MOST_INDEXES} more: see --format json"


def _words(grade: Grade) -> str:
    return {"needed": "needed", "helps": "that help", "not worth it": "not worth it"}[grade]


def _graded(one: GradedIndex) -> str:
    lost = f" (lost: {one.reason})" if one.reason else ""
    calls = counted(len(one.calls), "call")
    alone = " alone, for the order of creation" if one.is_exact else ""
    return f"{one.table} [{', '.join(one.columns)}]{alone}: {calls}, {one.file}{lost}"


def _left_out(left_out: tuple[LeftOut, ...]) -> Iterator[str]:
    with_calls = [one for one in left_out if one.calls]
    if with_calls:
        message = ", ".join(
            f"{counted(one.calls, 'call')} in {counted(one.files, 'file')} of {one.reason}"
            for one in with_calls
        )
        yield f"  not read: {message}"
