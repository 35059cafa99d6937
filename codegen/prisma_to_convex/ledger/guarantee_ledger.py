"""The law of conservation: every guarantee ends as kept, replaced, enforced or lost, exactly once."""

from __future__ import annotations

from collections import Counter

from prisma_schema_parser.cutting import LONGEST_TEXT, cut
from prisma_schema_parser.diagnostic import Diagnostic, sort_key
from prisma_schema_parser.guarantees import Guarantee, guarantees
from prisma_schema_parser.records import NamedTuple

from ..lowering.lowered import Lowered
from ..rules.outcome import Outcome, State
from ..rules.table import CHECKS, judge

_LONGEST_QUOTED = 200


class LedgerEntry(NamedTuple):
    guarantee: Guarantee
    outcome: Outcome


class Ledger(NamedTuple):
    """`entries` in the order of the guarantees; `advice` is what no single guarantee says."""

    entries: tuple[LedgerEntry, ...]
    advice: tuple[Diagnostic, ...]

    @property
    def totals(self) -> Counter[State]:
        return Counter([outcome.state for _, outcome in self.entries])

    @property
    def unsorted_diagnostics(self) -> tuple[Diagnostic, ...]:
        """All diagnostics, in no order that means anything."""
        found = [
            outcome.diagnostic
            for _, outcome in self.entries
            if outcome.diagnostic is not None and outcome.state != "enforced"
        ]
        return (*found, *self.advice)

    @property
    def diagnostics(self) -> tuple[Diagnostic, ...]:
        """All of them in order of place."""
        return tuple(sorted(self.unsorted_diagnostics, key=sort_key))


def judge_all(lowered: Lowered) -> Ledger:
    found = (*guarantees(lowered.schema), *lowered.database.guarantees)
    ends = judge(found, lowered)
    entries = tuple([LedgerEntry(one, _cut(end)) for one, end in zip(found, ends, strict=True)])
    advice = tuple(shortened(found) for check in CHECKS for found in check(lowered))
    return Ledger(entries, advice)


def shortened(diagnostic: Diagnostic) -> Diagnostic:
    """What it quotes may be code of ours, which is longer than a name."""
    return cut(diagnostic, _LONGEST_QUOTED, LONGEST_TEXT)


def _cut(end: Outcome) -> Outcome:
    if end.diagnostic is None:
        return end
    shown = shortened(end.diagnostic)
    return end if shown is end.diagnostic else end._replace(diagnostic=shown)
