"""What both forms for people, Markdown and HTML, loop over: what is shown of a long list, and how much more there is.

Templates decide nothing: limits, choices and words for what is missing stand here.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any, Protocol

from prisma_schema_parser.records import NamedTuple

from ..analysis.facts import (
    Cascade,
    Effort,
    EffortLine,
    EffortPart,
    EnforcedInPart,
    EnforcedKind,
    EnforcementOutlook,
    Feature,
    HarderQuery,
    Hybrid,
    IdFact,
    Order,
    Owned,
    Ownership,
    Reach,
    Risk,
    RowOwners,
    Tenancy,
)

MOST_HUBS, MOST_STEPS = 8, 3


class Shown(NamedTuple):
    """The first items of a list, and how many follow."""

    shown: tuple[Any, ...]
    more: int


def first(items: Iterable[Any], most: int) -> Shown:
    """The first `most` items."""
    found = tuple(items)
    return Shown(found[:most], max(0, len(found) - most))


class HasPlace(Protocol):
    """Fields of a model."""

    @property
    def model(self) -> str: ...
    @property
    def fields(self) -> tuple[str, ...]: ...


def place(one: HasPlace, separator: str = ", ") -> str:
    """`User.email`, `User.a, b`."""
    return f"{one.model}.{separator.join(one.fields)}"


def grouped(number: int | None, otherwise: str = "") -> str:
    """`12,345`; `otherwise` for what is not known."""
    return otherwise if number is None else f"{number:,}"


def short(number: float) -> str:
    """`30`, `37.5`."""
    return f"{number:g}"


def tenths(number: float) -> str:
    """`0.3`, `2.0`."""
    return f"{number:.1f}"


# ---- whether somebody owns rows -----------------------------------------------------------------


class OwnerView(NamedTuple):
    """What was found: that all is public; nothing for sure, but candidates; levels, one below the other."""

    is_public: bool
    is_unknown: bool
    has_levels: bool


def owner_view(owners: RowOwners) -> OwnerView:
    return OwnerView(
        owners.kind == "public",
        owners.kind == "unknown" and bool(owners.candidates),
        len(owners.levels) > 1,
    )


# ---- who owns a row -----------------------------------------------------------------------------


class OwnedView(NamedTuple):
    """`through`: the models from its parent to the one with the key, empty where that is the parent
    itself or the model; `between`: the same without the last.
    """

    model: str
    through: tuple[str, ...]
    between: tuple[str, ...]


OWNERSHIP_WORDS: Mapping[Ownership, str] = {
    "tenant": "the tenants themselves",
    "direct": "a required key",
    "optional": "a key that may be null",
    "parents": "through what they refer to",
    "above": "of a level above",
    "shared": "no key leads there: shared, or of single users",
}


def ownerships(tenancy: Tenancy | None) -> list[tuple[str, list[OwnedView]]]:
    """The words for how tables belong to a tenant, with these tables; ways that no table has are left out."""
    if tenancy is None:
        return []
    found = [
        (word, [_owned(one) for one in tenancy.of(way)]) for way, word in OWNERSHIP_WORDS.items()
    ]
    return [(word, owned) for word, owned in found if owned]


def _owned(one: Owned) -> OwnedView:
    is_far = len(one.path) > 2
    return OwnedView(one.model, one.path[1:] if is_far else (), one.path[1:-1] if is_far else ())


# ---- what a delete reaches ----------------------------------------------------------------------


class ReachView(NamedTuple):
    """`between`: the models on the way, both ends left out."""

    model: str
    between: tuple[str, ...]


class CascadeView(NamedTuple):
    """`tables`: how many it deletes in or clears keys in; the lists are `Shown` of `ReachView`."""

    model: str
    tables: int
    deletes: Shown
    clears: Shown
    refused_by: Shown
    writes: int | None
    exceeds_limit: bool


def cascade_view(one: Cascade, most: int) -> CascadeView:
    """A delete with the first `most` tables of each kind."""
    return CascadeView(
        model=one.model,
        tables=one.counts.deletes + one.counts.clears,
        deletes=_reached(one.deletes, one.counts.deletes, most),
        clears=_reached(one.clears, one.counts.clears, most),
        refused_by=_reached(one.refused_by, one.counts.refused_by, most),
        writes=one.writes,
        exceeds_limit=one.exceeds_limit,
    )


def _reached(reached: Sequence[Reach], count: int, most: int) -> Shown:
    shown = tuple(ReachView(one.model, one.path[1:-1]) for one in reached[:most])
    return Shown(shown, count - len(shown))


# ---- ids ----------------------------------------------------------------------------------------

ID_WORDS: Mapping[str, str] = {
    "replace": "`_id`, which takes its place",
    "keep": "`_id`; the old value stays in a field with an index",
    "key": "its value: it stays the key",
}


class IdView(NamedTuple):
    """Ids of which the same became for the same reason: what references hold, why, and of which models."""

    representation: str
    why: str
    ids: tuple[IdFact, ...]


def id_views(found: Iterable[IdFact]) -> list[IdView]:
    groups: dict[tuple[str, str], list[IdFact]] = {}
    for one in found:
        groups.setdefault((one.ids, one.why), []).append(one)
    order = list(ID_WORDS)
    alike = sorted(groups.items(), key=lambda group: order.index(group[0][0]))
    return [IdView(ID_WORDS[ids], why, tuple(facts)) for (ids, why), facts in alike]


# ---- queries ------------------------------------------------------------------------------------


class AlikeQueries(NamedTuple):
    """Harder queries of which the same is to be said; `which` are models with their fields."""

    kind: str
    why: str
    instead: str
    which: Sequence[tuple[str, str]]


def alike(queries: Iterable[HarderQuery]) -> list[AlikeQueries]:
    found: dict[tuple[str, str, str], list[tuple[str, str]]] = {}
    for one in queries:
        what = one.kind, one.why, one.instead
        found.setdefault(what, []).append((one.model, ", ".join(one.fields)))
    return [AlikeQueries(*what, which) for what, which in found.items()]


# ---- effort -------------------------------------------------------------------------------------


def counted_parts(effort: Effort) -> list[EffortPart]:
    """Those that take time."""
    return [part for part in effort.parts if part.hours[1]]


def counted_lines(part: EffortPart) -> list[EffortLine]:
    """Those of which there is something."""
    return [line for line in part.lines if line.times]


# ---- what enforcement gives ---------------------------------------------------------------------


class InPartView(NamedTuple):
    """`more`: how many places are not named."""

    kind: str
    reason: str
    times: int
    where: tuple[str, ...]
    more: int


class EnforcementView(NamedTuple):
    """`kinds` only where something is lost."""

    kinds: tuple[EnforcedKind, ...]
    exact: int
    partly: int
    cannot: int
    in_part: Sequence[InPartView]
    by_hand: Sequence[InPartView]


def enforcement_view(found: EnforcementOutlook) -> EnforcementView:
    return EnforcementView(
        kinds=found.kinds,
        exact=found.count("exact"),
        partly=found.count("partly"),
        cannot=found.count("cannot"),
        in_part=[_in_part(one) for one in found.in_part],
        by_hand=[_in_part(one) for one in found.by_hand],
    )


def _in_part(one: EnforcedInPart) -> InPartView:
    return InPartView(
        kind=one.kind,
        reason=one.reason,
        times=one.times,
        where=one.where,
        more=max(0, one.times - len(one.where)),
    )


# ---- the move -----------------------------------------------------------------------------------


def risks(found: Iterable[Risk], codes: Iterable[str]) -> list[tuple[Risk, tuple[str, ...]]]:
    """Each risk with those of its rules that the report documents."""
    known = frozenset(codes)
    return [(risk, tuple(code for code in risk.rules if code in known)) for risk in found]


def features(hybrid: Hybrid) -> list[tuple[Feature, bool]]:
    """The parts that can move by themselves, and whether the run was asked for it."""
    chosen = [(hybrid.chosen, True)] if hybrid.chosen else []
    return [*chosen, *((one, False) for one in hybrid.proposed)]


def total_rows(order: Order) -> str:
    """`12,345`; empty where it is not known."""
    return grouped(order.rows)
