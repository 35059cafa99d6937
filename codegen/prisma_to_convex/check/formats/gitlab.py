"""GitLab's Code Quality report, for the artifact `codequality`."""

from __future__ import annotations

from collections.abc import Callable

from ...report.json_text import json_text
from ..finding import CheckResult, Finding
from . import View
from ._record import Record, beside_code, fingerprint

_SEVERITIES = {"error": "critical", "warning": "major", "note": "info"}


def render(checked: CheckResult, _view: View) -> str:
    shown = beside_code(checked.root)
    return json_text([_issue(finding, shown) for finding in checked.open])


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
