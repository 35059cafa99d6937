"""What a run found, in figures."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable

from prisma_schema_parser.diagnostic import Rule, Severity
from prisma_schema_parser.records import NamedTuple

from ..ledger.decision import STATES, WORDS, State
from .finding import CheckResult, Finding


class RuleCount(NamedTuple):
    rule: Rule
    open: int
    decided: int


def rule_counts(findings: Iterable[Finding]) -> list[RuleCount]:
    """The rules that apply somewhere, in order of code."""
    found: dict[str, list[Finding]] = {}
    for finding in findings:
        found.setdefault(finding.diagnostic.rule.code, []).append(finding)
    return [
        RuleCount(
            group[0].diagnostic.rule,
            sum(finding.is_open for finding in group),
            sum(not finding.is_open for finding in group),
        )
        for _, group in sorted(found.items())
    ]


def severities(findings: Iterable[Finding]) -> dict[str, int]:
    """By severity, the worst first."""
    counts = Counter(finding.severity.value for finding in findings)
    return {severity.value: counts[severity.value] for severity in Severity}


def decisions(findings: Iterable[Finding]) -> dict[State, int]:
    """How many findings are in each state; states without any are there with 0."""
    counts = Counter(finding.decision.state for finding in findings)
    return {state: counts[state] for state in STATES}


def lost_guarantees(checked: CheckResult) -> dict[State, int]:
    """By what was decided of them; one finding may speak of many."""
    counts: Counter[State] = Counter()
    for finding in checked.findings:
        counts[finding.decision.state] += finding.times * finding.is_loss
    return {state: counts[state] for state in STATES}


def one_line(checked: CheckResult) -> str:
    """`2 errors, 4 warnings, 1 note; 5 guarantees lost: 3 open, 1 allowed, 0 enforced elsewhere, 1 baselined`"""
    counts = severities(checked.open)
    text = ", ".join(count(number, severity) for severity, number in counts.items())
    if not all(schema.is_valid for schema in checked.schemas):
        return f"{text}; {_invalid(checked)}"
    if checked.calls is not None:
        return f"{text}; {count(checked.calls, 'call')} read"
    lost = lost_guarantees(checked)
    decided = ", ".join(f"{grouped(number)} {WORDS[state]}" for state, number in lost.items())
    number = sum(lost.values())
    text += (
        f"; {count(number, 'guarantee')} {'lost' if checked.comparison is None else 'newly lost'}"
    )
    return f"{text}: {decided}" if number else text


def _invalid(checked: CheckResult) -> str:
    names = [schema.path for schema in checked.schemas if not schema.is_valid]
    if len(checked.schemas) == 1:
        return "the schema is not valid"
    return f"not valid: {', '.join(names)}"


def count(number: int, one: str, many: str = "") -> str:
    return f"{grouped(number)} {one if number == 1 else many or one + 's'}"


def grouped(number: int) -> str:
    """`1,234`"""
    return f"{number:,}"


def in_schemas(checked: CheckResult) -> str:
    """`prisma/schema.prisma`, or how many schemas there are."""
    if len(checked.schemas) == 1:
        return checked.schemas[0].path
    return count(len(checked.schemas), "schema")
