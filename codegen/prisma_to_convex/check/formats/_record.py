"""What the formats for machines say of a finding, and of a run."""

from __future__ import annotations

import hashlib
import os
from collections.abc import Callable
from typing import Any, TypeAlias

from prisma_schema_parser.cutting import LONGEST_TEXT, cut_name, cut_text
from prisma_schema_parser.source import Span

from ...analysis.verdict.consequences import Consequence
from ...kit.version import VERSION as TOOL_VERSION
from .. import summary
from ..finding import BaselineEntry, CheckedSchema, CheckResult, Comparison, Finding
from ..shown import ShownFindings

VERSION = 1
"""Of json and jsonl: it grows when a reader of the old form could fail; new keys alone do not."""

Record: TypeAlias = dict[str, Any]


def relative(name: str, root: str) -> str:
    """The path from `root` where it is below it, with `/`; else as it was given."""
    if not os.path.isabs(name):
        return name.removeprefix("./") or name
    base = root.replace(os.sep, "/").rstrip("/") + "/"
    return name[len(base) :] if name.startswith(base) else name


def beside_code(root: str) -> Callable[[str], str]:
    """Gives paths to those who show findings beside the code: from the top of the repository that
    holds `root`, wherever in it the check ran; else as `relative` does.
    """
    top = root
    while not os.path.lexists(os.path.join(top, ".git")):
        if os.path.dirname(top) == top:
            return lambda name: relative(name, root)
        top = os.path.dirname(top)

    def shown(name: str) -> str:
        place = os.path.normpath(os.path.join(root, name)).replace(os.sep, "/")
        found = relative(place, top)
        return relative(name, root) if os.path.isabs(found) else found

    return shown


def fingerprint(finding: Finding) -> str:
    """The same wherever the code stands, in which file and under which path."""
    rule, subject, text = finding.diagnostic.rule.code, str(finding.subject), finding.text
    parts = (rule, subject, " ".join(text.split()), str(finding.occurrence))
    data = "\0".join(parts).encode("utf-8", errors="surrogatepass")
    return hashlib.sha256(data, usedforsecurity=False).hexdigest()[:32]


def header() -> Record:
    return {"version": VERSION, "tool": {"name": "prisma-to-convex", "version": TOOL_VERSION}}


def location(span: Span, root: str) -> Record:
    """Lines and columns start at 1 and count code points; the end is the first that is not in it."""
    start, end = span.position, span.source.position(span.end)
    return {
        "path": relative(span.source.name, root),
        "start": {"line": start.line, "column": start.column},
        "end": {"line": end.line, "column": end.column},
    }


def record(finding: Finding, root: str) -> Record:
    diagnostic, subject = finding.diagnostic, finding.subject
    rule = diagnostic.rule
    guarantee = {
        "kind": finding.kind,
        "text": cut_text(finding.text, LONGEST_TEXT, LONGEST_TEXT),
        "lost": finding.is_loss,
        "times": finding.times,
    }
    return {
        "code": rule.code,
        "name": rule.name,
        "severity": rule.severity.value,
        "message": diagnostic.message,
        "help": diagnostic.help or None,
        "model": cut_name(subject.owner) or None,
        "fields": [cut_name(field) for field in subject.fields],
        "guarantee": guarantee if finding.kind else None,
        "consequence": _consequence(finding.consequence),
        "decision": finding.decision.record,
        "location": location(diagnostic.span, root),
        "label": diagnostic.label or None,
        "labels": [
            {"location": location(label.span, root), "text": label.text}
            for label in diagnostic.labels
        ],
        "fingerprint": fingerprint(finding),
    }


def _consequence(consequence: Consequence | None) -> Record | None:
    if consequence is None:
        return None
    return {"kind": consequence.kind, "because": consequence.because}


def schema(examined: CheckedSchema, root: str) -> Record:
    return {
        "path": relative(examined.path, root),
        "files": [relative(source.name, root) for source in examined.sources],
        "valid": examined.is_valid,
        "guarantees": dict(examined.states) if examined.is_valid else None,
    }


def totals(checked: CheckResult, shown: ShownFindings) -> Record:
    """`open` counts by severity what nobody has decided on; `losses`, what was decided. `truncated` counts
    the findings that are not listed.
    """
    return {
        "failed": checked.has_failed,
        "fail_on": "never" if checked.fail_on is None else checked.fail_on.value,
        "truncated": shown.left_out,
        "open": summary.severities(checked.open),
        "decisions": summary.decisions(checked.findings),
        "losses": summary.lost_guarantees(checked),
        "rules": [
            {
                "code": one.rule.code,
                "name": one.rule.name,
                "severity": one.rule.severity.value,
                "open": one.open,
                "decided": one.decided,
            }
            for one in summary.rule_counts(checked.findings)
        ],
        "baseline": _baseline(checked),
        "against": _against(checked.comparison),
    }


def _baseline(checked: CheckResult) -> Record | None:
    if not checked.baseline:
        return None
    path = relative(checked.baseline, checked.root)
    return {"path": path, "fixed": [_entry(entry) for entry in checked.fixed]}


def _entry(entry: BaselineEntry) -> Record:
    return {"name": entry.rule, "subject": cut_name(entry.subject), "times": entry.times}


def _against(comparison: Comparison | None) -> Record | None:
    if comparison is None:
        return None
    regained = [
        {
            "code": one.finding.diagnostic.rule.code,
            "name": one.finding.diagnostic.rule.name,
            "subject": cut_name(str(one.finding.subject)),
            "text": cut_text(one.finding.text, LONGEST_TEXT, LONGEST_TEXT),
            "gone": one.is_gone,
        }
        for one in comparison.regained
    ]
    return {
        "revision": comparison.revision,
        "known": comparison.known,
        "regained": regained,
        "notes": list(comparison.notes),
    }
