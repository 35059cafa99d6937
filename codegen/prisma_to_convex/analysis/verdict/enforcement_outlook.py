"""What generated code gives back of what is lost: exactly, in part with the reason, or not at all."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence

from ...ledger.guarantee_ledger import Ledger, LedgerEntry
from ..facts import EnforcedInPart, EnforcedKind, EnforcementOutlook
from .measures import GradedLoss

_MOST_PLACES = 5


def enforcement_outlook(ledger: Ledger, grades: Sequence[GradedLoss | None]) -> EnforcementOutlook:
    """`grades`: one for each entry of the ledger."""
    lost = [
        (entry, grade)
        for entry, grade in zip(ledger.entries, grades, strict=True)
        if grade is not None
    ]
    count = Counter((entry.guarantee.kind, grade.grade) for entry, grade in lost)
    kinds = tuple(
        EnforcedKind(
            kind=kind,
            exact=count[kind, "exact"],
            partly=count[kind, "partly"],
            cannot=count[kind, "cannot"],
        )
        for kind in sorted({kind for kind, _ in count})
    )
    partly = ((entry, grade.missing) for entry, grade in lost if grade.grade == "partly")
    by_hand = ((entry, _rule(entry)) for entry, grade in lost if grade.grade == "cannot")
    return EnforcementOutlook(kinds, _alike(partly), _alike(by_hand))


def _rule(entry: LedgerEntry) -> str:
    diagnostic = entry.outcome.diagnostic
    return diagnostic.rule.name if diagnostic is not None else ""


def _alike(found: Iterable[tuple[LedgerEntry, str]]) -> tuple[EnforcedInPart, ...]:
    """Those of a kind with one reason, the most frequent first."""
    groups: dict[tuple[str, str], list[str]] = {}
    for (guarantee, _), reason in found:
        place = ".".join(filter(None, (guarantee.owner, ", ".join(guarantee.fields))))
        groups.setdefault((guarantee.kind, reason), []).append(place)
    alike = [
        EnforcedInPart(kind, reason, len(places), tuple(dict.fromkeys(places))[:_MOST_PLACES])
        for (kind, reason), places in groups.items()
    ]
    return tuple(sorted(alike, key=lambda one: (-one.times, one.kind, one.reason)))
