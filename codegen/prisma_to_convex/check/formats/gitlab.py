"""GitLab's Code Quality report, for the artifact `codequality`."""

from __future__ import annotations

from collections.abc import Callable

from prisma_schema_parser.bounding import ALL

from ...report.json_text import json_text
from ..finding import CheckResult, Finding
from ..shown import ShownFindings, shown_open
from ._record import Record, beside_code, fingerprint
from .renderer import View

_SEVERITIES = {"error": "critical", "warning": "major", "note": "info"}


def render(checked: CheckResult, _view: View) -> str:
    paths = beside_code(checked.root)
    shown = shown_open(checked, ALL)
    issues = [_issue(finding, paths) for finding in shown.findings]
    if shown.more:
        issues.append(_truncated(shown, paths))
    return json_text(issues)


def _issue(finding: Finding, shown: Callable[[str], str]) -> Record:
    diagnostic = finding.diagnostic
    span = diagnostic.span
    rule = diagnostic.rule
    return {
        "description": f"{rule.code} {rule.name}: {diagnostic.message}",
        "check_name": rule.name,
        "fingerprint": fingerprint(finding),
        "severity": _SEVERITIES[rule.severity.value],
        "location": {
            "path": shown(span.source.name),
            "lines": {"begin": span.line, "end": span.source.position(span.end).line},
        },
    }


def _truncated(shown: ShownFindings, paths: Callable[[str], str]) -> Record:
    """An issue as well: the report is a list of them and nothing else."""
    last = shown.findings[-1].diagnostic.span
    return {
        "description": f"prisma-to-convex: {shown.more}",
        "check_name": "truncated",
        "fingerprint": "truncated",
        "severity": "info",
        "location": {
            "path": paths(last.source.name),
            "lines": {"begin": last.line, "end": last.line},
        },
    }
