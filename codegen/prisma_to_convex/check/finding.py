"""What the gate speaks of: a diagnostic, what it is about, and what was decided of it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from prisma_schema_parser.diagnostic import Diagnostic, Severity
from prisma_schema_parser.records import NamedTuple
from prisma_schema_parser.source import SourceFile

from ..analysis.verdict.consequences import Consequence, rank
from ..ledger.decision import OPEN, Decision
from ..ledger.subjects import Subject


class Key(NamedTuple):
    """What stays when code moves: the rule's name, `User.email`, and what stood there."""

    rule: str
    subject: str
    text: str


class Finding(NamedTuple):
    """`kind` is that of the guarantee, empty where there is none. `text` is the guarantee in Prisma's
    words, or else what the message says. `occurrence` tells apart those of the same key; `times` is how
    many guarantees it speaks of. What the parser says has no `consequence`.
    """

    diagnostic: Diagnostic
    subject: Subject
    kind: str
    text: str
    is_loss: bool
    occurrence: int = 1
    times: int = 1
    decision: Decision = OPEN
    consequence: Consequence | None = None

    @property
    def rank(self) -> tuple[int, tuple[int, ...]]:
        """The worst first: by severity, and then by what follows from it."""
        return rank(self.diagnostic.rule, self.consequence)

    @property
    def severity(self) -> Severity:
        return self.diagnostic.severity

    @property
    def key(self) -> Key:
        return Key(self.diagnostic.rule.name, str(self.subject), self.text)

    @property
    def is_invalid(self) -> bool:
        """Whether Prisma itself refuses it: nobody can allow that, and no selection hides it."""
        return self.diagnostic.rule.code < "PC2" and self.diagnostic.is_error

    @property
    def is_open(self) -> bool:
        return self.decision.state == "open"


class CheckedSchema(NamedTuple):
    """One schema. `path` is as it was named; `states` counts its guarantees, empty if not valid.

    `upheld` has kind and subject of each guarantee that is not lost, `off` the codes of the rules that
    the configuration leaves out. `is_empty`: it is valid, and there is nothing to judge in it.
    `max_diagnostics`: how many are shown, where somebody says so. `note`: why nothing is enforced, where it was to be.
    """

    path: str
    sources: tuple[SourceFile, ...]
    is_valid: bool
    findings: tuple[Finding, ...]
    states: Mapping[str, int]
    upheld: frozenset[tuple[str, str]]
    off: frozenset[str] = frozenset()
    is_empty: bool = False
    max_diagnostics: int | None = None
    note: str = ""


class BaselineEntry(NamedTuple):
    """A line of a baseline: how often a rule was accepted for `User.email`."""

    rule: str
    subject: str
    times: int


class Regained(NamedTuple):
    """A loss at the revision that is none now: the guarantee holds again, or it `is_gone`."""

    finding: Finding
    is_gone: bool


class Comparison(NamedTuple):
    """With the schema at a git revision. `known` counts the findings that were there already."""

    revision: str
    known: int
    regained: tuple[Regained, ...]
    notes: tuple[str, ...]


class CheckResult(NamedTuple):
    """All that the formats print. `root` is the folder that paths are shown from.

    `fail_on` is None where no finding fails the check. `calls` counts those in code, where that was read.
    """

    schemas: tuple[CheckedSchema, ...]
    root: str
    fail_on: Severity | None
    fixed: tuple[BaselineEntry, ...] = ()
    baseline: str = ""
    comparison: Comparison | None = None
    calls: int | None = None

    @property
    def findings(self) -> tuple[Finding, ...]:
        """Those of a schema in its order; of several, the worst first."""
        found = (finding for schema in self.schemas for finding in schema.findings)
        if len(self.schemas) == 1:
            return tuple(found)
        return tuple(sorted(found, key=lambda finding: finding.rank))

    @property
    def open(self) -> tuple[Finding, ...]:
        return tuple(finding for finding in self.findings if finding.is_open)

    def fails(self, finding: Finding) -> bool:
        """Whether the finding is open and at or above the threshold."""
        limit = self.fail_on
        return limit is not None and finding.is_open and finding.severity.rank <= limit.rank

    @property
    def has_failed(self) -> bool:
        return any(self.fails(finding) for finding in self.findings)


def numbered(schemas: Iterable[CheckedSchema]) -> tuple[CheckedSchema, ...]:
    """Each finding with how many of its key stand before it, in all the schemas."""
    seen: dict[Key, int] = {}
    return tuple(
        schema._replace(findings=tuple(_next(finding, seen) for finding in schema.findings))
        for schema in schemas
    )


def _next(finding: Finding, seen: dict[Key, int]) -> Finding:
    times = seen.get(finding.key, 0) + 1
    seen[finding.key] = times
    return finding if times == 1 else finding._replace(occurrence=times)
