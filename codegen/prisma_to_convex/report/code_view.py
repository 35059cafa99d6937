"""What Markdown and HTML show of the code."""

from __future__ import annotations

from collections.abc import Sequence

from prisma_schema_parser.records import NamedTuple

from ..kit.words import counted, listed
from .code_facts import CallGroup, CostlyCall, YourCode

_MOST_FILES = 40
"""Of Markdown."""


class CostlyView(NamedTuple):
    """A call by its name, `Model.operation`, and its place, `file:line`, with what it needs."""

    call: CostlyCall
    name: str
    place: str
    needs: str


class CodeView(NamedTuple):
    """`models` and files with how many calls there are of each class."""

    found: YourCode
    summary: str
    verdict: str
    beside: str
    has_rows: bool
    worst: Sequence[CostlyView]
    models: Sequence[tuple[CallGroup, str]]
    files: Sequence[tuple[CallGroup, str]]
    all_files: Sequence[tuple[CallGroup, str]]
    more_files: int


def code_view(code: YourCode | None) -> CodeView | None:
    """None where no code was given."""
    if code is None:
        return None
    files = [(one, _of_each(one)) for one in code.by_file]
    return CodeView(
        found=code,
        summary=f"{counted(code.calls, 'call')} of Prisma Client in {counted(code.files, 'file')}; {counted(code.read, 'file')} read.",
        verdict=_verdict(code),
        beside=_beside(code),
        has_rows=any(one.rows is not None for one in code.worst),
        worst=[_costly(one) for one in code.worst],
        models=[(one, _of_each(one)) for one in code.models],
        files=files[:_MOST_FILES],
        all_files=files,
        more_files=max(0, len(files) - _MOST_FILES),
    )


def _verdict(code: YourCode) -> str:
    if not code.calls:
        return "Nothing is called: name the folder of the application (`--queries`)."
    share = f"{code.served / code.calls:.0%} of them are inserts, or read one document or one range of an index."
    if not code.needed:
        return share
    need = "is" if code.needed == 1 else "are"
    return f"{share} {counted(code.needed, 'index', 'indexes')} that only they ask for {need} in schema.ts."


def _of_each(one: CallGroup) -> str:
    """`12 B, 3 F`."""
    return ", ".join(f"{total.calls:,} {total.kind}" for total in one.classes)


def _costly(one: CostlyCall) -> CostlyView:
    return CostlyView(
        call=one,
        name=f"{one.model}.{one.operation}",
        place=f"{one.place.file}:{one.place.line}",
        needs=_needs(one),
    )


def _needs(one: CostlyCall) -> str:
    text = one.meaning
    if one.left:
        text += f"; code tests {listed(one.left, most=4)}"
    return f"{text}; in a transaction" if one.in_transaction else text


def _beside(code: YourCode) -> str:
    """What was found beside calls; empty for nothing."""
    parts = []
    if code.raw:
        parts.append(f"{counted(code.raw, 'raw query', 'raw queries')}, to be written anew")
    if code.unresolved:
        many = counted(code.unresolved, "access", "accesses")
        parts.append(f"{many} to a model that the code does not name")
    if code.left_out:
        parts.append(f"{counted(code.left_out, 'call')} in tests, seeds and the like, not read")
    return "; ".join(parts)
