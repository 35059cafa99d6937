"""The ledger of a schema whose enforcement stands: what was lost is enforced."""

from __future__ import annotations

from collections.abc import Mapping

from ..ledger.guarantee_ledger import Ledger, LedgerEntry
from ..rules.outcome import Enforced, Outcome
from .constraint_building import place_of
from .constraint_model import ConstraintLine, Enforcement, GivenBack
from .emitted_files import CONSTRAINTS
from .standing import StandingEntry, standing

_EDITED = "it was edited by hand"
_UNFOLDED = "text is compared to the letter: the line that folds it was taken away by hand"


def with_enforced(ledger: Ledger, enforcement: Enforcement, made: str, there: str) -> Ledger:
    """`made` is constraints.ts as it is generated, `there` as it stands, hand edits and all."""
    generated, found = standing(made), standing(there)
    entries = tuple(_entry(entry, enforcement, generated, found) for entry in ledger.entries)
    return ledger._replace(entries=entries)


def _entry(
    entry: LedgerEntry,
    enforcement: Enforcement,
    generated: Mapping[ConstraintLine, StandingEntry],
    found: Mapping[ConstraintLine, StandingEntry],
) -> LedgerEntry:
    guarantee, outcome = entry
    if outcome.state != "lost":
        return entry
    given = enforcement.given_back.get(place_of(guarantee))
    if given is None:
        return entry
    stands = found.get(given.line)
    if stands is None or stands.is_off:
        return entry
    lacks = any(line not in found for line in given.needs)
    known = given._replace(partly=_UNFOLDED) if lacks else given
    return LedgerEntry(guarantee, _outcome(outcome, known, stands, generated.get(given.line)))


def _outcome(
    outcome: Outcome, given: GivenBack, stands: StandingEntry, made: StandingEntry | None
) -> Outcome:
    is_edited = made is None or made.said != stands.said
    partly = _EDITED if is_edited else given.partly
    enforced = Enforced(CONSTRAINTS, stands.line, str(given.line), partly)
    return Outcome("enforced", str(enforced), outcome.diagnostic, enforced)
