"""GitLab's Code Quality report, for the artifact `codequality`."""

from __future__ import annotations

from ...report.json_text import json_text
from ..finding import Checked, Finding
from . import View
from ._record import Record, fingerprint, location

_SEVERITIES = {"error": "critical", "warning": "major", "note": "info"}


def render(checked: Checked, _view: View) -> str:
    return json_text([_issue(finding, checked.root) for finding in checked.open])


def _issue(finding: Finding, root: str) -> Record:
    diagnostic = finding.diagnostic
    place = location(diagnostic.span, root)
    rule = diagnostic.rule
    return {
        "description": f"{rule.code} {rule.name}: {diagnostic.message}",
        "check_name": rule.name,
        "fingerprint": fingerprint(finding),
        "severity": _SEVERITIES[rule.severity.value],
        "location": {
            "path": place["path"],
            "lines": {"begin": place["start"]["line"], "end": place["end"]["line"]},
        },
    }
