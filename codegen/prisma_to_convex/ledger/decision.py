"""What may be decided of a diagnostic."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Literal, TypeAlias

from prisma_schema_parser.diagnostic import Diagnostic
from prisma_schema_parser.records import NamedTuple

from .subjects import Subject

State: TypeAlias = Literal["open", "allowed", "enforced", "baselined"]

STATES: tuple[State, ...] = ("open", "allowed", "enforced", "baselined")

WORDS: dict[State, str] = {
    "open": "open",
    "allowed": "allowed",
    "enforced": "enforced elsewhere",
    "baselined": "baselined",
}
"""As people read them."""


class Decision(NamedTuple):
    """`text` is the reason of what is allowed, or what enforces it; else empty. `is_comment`: the schema
    says so, and not a file beside it.
    """

    state: State = "open"
    text: str = ""
    is_comment: bool = False

    @property
    def description(self) -> str:
        """`enforced elsewhere: users.create`"""
        return f"{WORDS[self.state]}: {self.text}" if self.text else WORDS[self.state]

    @property
    def record(self) -> dict[str, str | None]:
        """For JSON."""
        text = self.text or None
        is_enforced = self.state == "enforced"
        return {
            "state": self.state,
            "reason": None if is_enforced else text,
            "by": text if is_enforced else None,
        }


OPEN = Decision()


class DiagnosticSubject(NamedTuple):
    """A diagnostic and what it is about."""

    diagnostic: Diagnostic
    subject: Subject


class DecisionResult(NamedTuple):
    """`decisions`: one for each that was asked about, in order. `problems`: what is wrong with the
    comments and settings that decide.
    """

    decisions: tuple[Decision, ...]
    problems: tuple[DiagnosticSubject, ...]


class Decisions(NamedTuple):
    """Of a ledger: one for each of its `entries` and its `advice`, in order; open where there is no diagnostic."""

    entries: tuple[Decision, ...]
    advice: tuple[Decision, ...]
    losses: Mapping[State, int]
    """The lost guarantees by state, in the order of STATES."""
