"""Which findings a format shows: the worst of each schema, and how many more there are.

Nothing else depends on it: what fails, sums, baselines and comparisons count all findings.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from prisma_schema_parser.bounding import ALL, MOST, bounded
from prisma_schema_parser.records import NamedTuple

from .finding import CheckedSchema, CheckResult, Finding

HOW_TO_SEE_ALL = "--max-diagnostics 0 shows all"


class ShownFindings(NamedTuple):
    """In the order of `CheckResult.findings`; `left_out` counts the others."""

    findings: Sequence[Finding]
    left_out: int

    @property
    def more(self) -> str:
        """`and 12 more findings (...)`; empty where all are shown."""
        if not self.left_out:
            return ""
        number = f"{self.left_out:,} more finding{'' if self.left_out == 1 else 's'}"
        return f"and {number} ({HOW_TO_SEE_ALL})"


def shown_open(checked: CheckResult, most: int = MOST) -> ShownFindings:
    """What nobody has decided on; of a valid schema at most so many, where nobody says otherwise."""
    return _joined(
        _shown(schema, [one for one in schema.findings if one.is_open], most)
        for schema in checked.schemas
    )


def shown_to_programs(*schemas: CheckedSchema) -> ShownFindings:
    """What was decided on as well. A program is to know of every loss."""
    return _joined(_shown(schema, schema.findings, ALL) for schema in schemas)


def first_lines(lines: Sequence[str], checked: CheckResult) -> tuple[Sequence[str], str]:
    """Of a list of something else, and what tells of the others."""
    said = [one.max_diagnostics for one in checked.schemas if one.max_diagnostics is not None]
    most = ALL if ALL in said else max(said, default=MOST)
    if most == ALL or len(lines) <= most:
        return lines, ""
    return lines[:most], f"and {len(lines) - most:,} more ({HOW_TO_SEE_ALL})"


def _shown(schema: CheckedSchema, found: Sequence[Finding], usual: int) -> ShownFindings:
    """Of a schema that is not valid as many are shown to all."""
    most = schema.max_diagnostics
    if most is None:
        most = usual if schema.is_valid else MOST
    shown = bounded(found, most, lambda one: (not one.is_open, one.severity.rank))
    return ShownFindings(shown, len(found) - len(shown))


def _joined(parts: Iterable[ShownFindings]) -> ShownFindings:
    given = list(parts)
    findings = [finding for part in given for finding in part.findings]
    if len(given) > 1:
        findings.sort(key=lambda finding: finding.rank)
    return ShownFindings(findings, sum(part.left_out for part in given))
