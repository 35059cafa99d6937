"""What can be said of a schema (`Rule`) and that it was said here (`Diagnostic`).

Diagnostics are values that the stages collect; nothing in this package raises one.
"""

from __future__ import annotations

from enum import Enum

from .records import NamedTuple
from .source import Position, Span


class Severity(Enum):
    """How much a diagnostic matters; the values are the words shown to users."""

    ERROR = "error"
    WARNING = "warning"
    NOTE = "note"

    @property
    def rank(self) -> int:
        """0 for the worst."""
        return _RANKS[self]


_RANKS = {Severity.ERROR: 0, Severity.WARNING: 1, Severity.NOTE: 2}


class Rule(NamedTuple):
    """One thing that can be said: `code` and `name` are a contract and never reused.

    `docs` is Markdown; a rule of the parser may leave it empty.
    """

    code: str
    name: str
    severity: Severity
    docs: str = ""


class Label(NamedTuple):
    """A secondary span with its own few words ("first defined here")."""

    span: Span
    text: str


class Diagnostic(NamedTuple):
    """A rule that applies at a place. `message` is one terse sentence without a full stop."""

    rule: Rule
    message: str
    span: Span
    label: str = ""
    labels: tuple[Label, ...] = ()
    help: str = ""

    @property
    def severity(self) -> Severity:
        return self.rule.severity

    @property
    def position(self) -> Position:
        return self.span.position

    @property
    def is_error(self) -> bool:
        return self.rule.severity is Severity.ERROR


def sort_key(diagnostic: Diagnostic) -> tuple[str, int, int, str, str]:
    """Order of presentation: by file, place, then code."""
    span = diagnostic.span
    return (span.source.name, span.start, span.end, diagnostic.rule.code, diagnostic.message)
