"""The law of conservation: every guarantee ends as kept, replaced, enforced or lost, exactly once."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from prisma_schema_parser.cutting import LONGEST_TEXT, cut, cut_text, is_long
from prisma_schema_parser.diagnostic import Diagnostic, sort_key
from prisma_schema_parser.guarantees import FIELD_BY_FIELD, Guarantee, guarantees
from prisma_schema_parser.records import NamedTuple

from ..lowering.lowered import Lowered
from ..rules.field_by_field import promise_of_block
from ..rules.outcome import Outcome, State
from ..rules.table import CHECKS, judge
from .subjects import Subject

_LONGEST_QUOTED = 200


class LedgerEntry(NamedTuple):
    guarantee: Guarantee
    outcome: Outcome

    @property
    def subject(self) -> Subject:
        """What its diagnostic is about: the guarantee's fields, or the block where all of it is reported at once."""
        guarantee, diagnostic = self.guarantee, self.outcome.diagnostic
        is_of_block = diagnostic is not None and promise_of_block(diagnostic)
        return Subject(guarantee.owner, () if is_of_block else guarantee.fields)

    @property
    def text(self) -> str:
        """What was promised, in Prisma's words where it is of one guarantee; cut as messages are."""
        diagnostic = self.outcome.diagnostic
        promised = (promise_of_block(diagnostic) if diagnostic else "") or self.guarantee.text
        return shortened_text(promised)


class Ledger(NamedTuple):
    """`entries` in the order of the guarantees; `advice` is what no single guarantee says."""

    entries: tuple[LedgerEntry, ...]
    advice: tuple[Diagnostic, ...]

    @property
    def totals(self) -> Counter[State]:
        return Counter([outcome.state for _, outcome in self.entries])

    def unsorted_diagnostics(self, shown: Sequence[int]) -> tuple[Diagnostic, ...]:
        """All diagnostics, in no order that means anything. `shown` is what `times_shown` says of the entries."""
        found = [
            outcome.diagnostic
            for (_, outcome), times in zip(self.entries, shown, strict=True)
            if times and outcome.diagnostic is not None and outcome.state != "enforced"
        ]
        return (*found, *self.advice)

    @property
    def diagnostics(self) -> tuple[Diagnostic, ...]:
        """All of them in order of place."""
        shown = times_shown(self.entries)
        return tuple(sorted(self.unsorted_diagnostics(shown), key=sort_key))


def times_shown(entries: Sequence[LedgerEntry]) -> list[int]:
    """How many guarantees the diagnostic of each entry speaks of: one, or those of many fields at once,
    where the first of them tells; 0 where nothing is said, or was with an entry before it."""
    firsts: dict[tuple[str, str, str, State], int] = {}
    times: list[int] = []
    for number, (guarantee, (state, _, diagnostic, _)) in enumerate(entries):
        times.append(int(diagnostic is not None))
        if diagnostic is None:
            continue
        said = (guarantee.owner, diagnostic.rule.code, diagnostic.message, state)
        first = firsts.setdefault(said, number)
        if first != number and guarantee.kind in FIELD_BY_FIELD:
            times[first] += 1
            times[number] = 0
    return times


def judge_all(lowered: Lowered) -> Ledger:
    found = (*guarantees(lowered.schema), *lowered.database.guarantees)
    ends = _cut(judge(found, lowered))
    entries = tuple([LedgerEntry(one, end) for one, end in zip(found, ends, strict=True)])
    advice = tuple(shortened(found) for check in CHECKS for found in check(lowered))
    return Ledger(entries, advice)


def shortened(diagnostic: Diagnostic) -> Diagnostic:
    """What it quotes may be code of ours, which is longer than a name."""
    return cut(diagnostic, _LONGEST_QUOTED, LONGEST_TEXT)


def shortened_text(text: str) -> str:
    """A default of a million letters is the reader's own."""
    return cut_text(text, _LONGEST_QUOTED, LONGEST_TEXT)


def _cut(ends: Sequence[Outcome]) -> list[Outcome]:
    """What is reported of a whole block, naming its fields, is the end of each of them: it is cut once."""
    shown: dict[Diagnostic, Diagnostic] = {}
    found: list[Outcome] = []
    for end in ends:
        if end.diagnostic is not None and is_long(end.diagnostic, _LONGEST_QUOTED):
            if end.diagnostic not in shown:
                shown[end.diagnostic] = shortened(end.diagnostic)
            end = end._replace(diagnostic=shown[end.diagnostic])
        found.append(end)
    return found
