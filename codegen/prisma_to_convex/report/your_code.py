"""What the application's code asks of the database: the chapter "Your code" and `askedBy` of the JSON.

A call that several wrappers lead to stands in the code once, and counts once: by the dearest of what it does.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping

from ..analysis.call_sites import call_sites
from ..analysis.facts import Size
from ..calls.classified import CLASSES, AccessPath, CallClass, ClassifiedCall
from ..calls.examined import ExaminedCode
from ..compiler import Compilation
from .code_facts import CallGroup, ClassTotal, CostlyCall, MixedFile, YourCode
from .file_places import FilePlaces, Place, Where

MOST_WORST = 10
# The dearest first; of one class, those that read without bound, and the largest table.
_COSTS: tuple[CallClass, ...] = ("F", "G", "H", "U", "E", "D", "C", "B", "A")
_READS = {
    "nothing": "none",
    "one": "one",
    "some": "a few",
    "range": "a range of an index",
    "table": "the whole table",
    "unknown": "not known",
}


def your_code(compilation: Compilation, where: Where, sizes: Mapping[str, Size]) -> YourCode | None:
    """None where no code was given."""
    code = compilation.code
    if code is None:
        return None
    places, calls = FilePlaces(where), call_sites(code)
    by_model: dict[str, list[ClassifiedCall]] = {}
    by_file: dict[str, list[ClassifiedCall]] = {}
    for one in calls:
        by_model.setdefault(one.call.model, []).append(one)
        by_file.setdefault(places.at(one.call.span).file, []).append(one)
    found = code.application
    return YourCode(
        calls=len(calls),
        files=len(by_file),
        read=found.files,
        raw=sum(one.times for one in found.raw),
        unresolved=len(found.unresolved),
        left_out=sum(one.calls for one in found.left_out),
        needed=sum(map(len, compilation.lowered.options.requested.values())),
        classes=tuple(ClassTotal(kind, CLASSES[kind], n) for kind, n in _totals(calls)),
        models=_groups(by_model),
        by_file=_groups(by_file),
        worst=tuple(_costly(one, places, sizes) for one in _worst(calls, sizes)),
        mixed=tuple(_mixed(code, places)),
    )


def _totals(calls: Iterable[ClassifiedCall]) -> Iterator[tuple[CallClass, int]]:
    times = Counter(one.kind for one in calls)
    return ((kind, times[kind]) for kind in CLASSES if times[kind])


def _groups(calls: Mapping[str, list[ClassifiedCall]]) -> tuple[CallGroup, ...]:
    """The one with most calls first."""
    groups = [
        CallGroup(
            name,
            len(found),
            tuple(ClassTotal(kind, CLASSES[kind], n) for kind, n in _totals(found)),
        )
        for name, found in calls.items()
    ]
    return tuple(sorted(groups, key=lambda one: (-one.calls, one.name)))


# ---- the dearest --------------------------------------------------------------------------------


def _worst(calls: Iterable[ClassifiedCall], sizes: Mapping[str, Size]) -> Iterable[ClassifiedCall]:
    costly = [one for one in calls if one.kind in "FGHUE" and not _is_cheap(one)]
    costly.sort(
        key=lambda one: (
            _COSTS.index(one.kind),
            one.reads.is_bounded,
            -(sizes[one.call.model].rows if one.call.model in sizes else 0),
            one.call.span.source.name,
            one.call.span.start,
        )
    )
    return costly[:MOST_WORST]


def _is_cheap(one: ClassifiedCall) -> bool:
    """What an index finds for the most part, and ends."""
    return one.kind == "E" and one.reads.is_bounded


def _costly(one: ClassifiedCall, places: FilePlaces, sizes: Mapping[str, Size]) -> CostlyCall:
    size, call = sizes.get(one.call.model), one.call
    return CostlyCall(
        place=places.at(call.span),
        function=call.function,
        model=call.model,
        operation=call.operation,
        kind=one.kind,
        meaning=CLASSES[one.kind],
        reads=_READS[one.reads.kind] if one.reads.most is None else f"at most {one.reads.most:,}",
        left=_left(one.paths),
        rows=None if size is None else size.rows,
        in_transaction=call.is_in_transaction,
    )


def _left(paths: Iterable[AccessPath]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(field for path in paths for field in path.rest))


# ---- I/O in transactions ------------------------------------------------------------------------


def _mixed(code: ExaminedCode, places: FilePlaces) -> Iterator[MixedFile]:
    files: dict[str, list[tuple[Place, ...]]] = {}
    for one in code.application.transactions:
        if one.outside:
            files.setdefault(places.at(one.span).file, []).append(
                tuple(places.at(span) for span in one.outside)
            )
    for file, found in sorted(files.items()):
        yield MixedFile(file, len(found), tuple(place for some in found for place in some))
