"""SARIF 2.1.0: every rule with its documentation, every finding with what was decided of it."""

from __future__ import annotations

from collections.abc import Callable
from urllib.parse import quote

from prisma_schema_parser.cutting import cut_name
from prisma_schema_parser.diagnostic import Rule, Severity
from prisma_schema_parser.source import Span

from ...analysis.verdict.consequences import CONSEQUENCES
from ...kit.version import VERSION
from ...report.json_text import json_text
from ...report.rulebook import chapter, page, summary
from ...rules.registry import ALL_RULES
from ..documentation_url import documentation_url, rule_url
from ..finding import CheckResult, Finding
from ..shown import ShownFindings, shown_to_programs
from ._record import Record, beside_code, fingerprint
from .renderer import View

_SCHEMA = (
    "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json"
)


def render(checked: CheckResult, _view: View) -> str:
    paths = beside_code(checked.root)
    shown = shown_to_programs(*checked.schemas)
    base = documentation_url()
    run: Record = {
        "tool": {
            "driver": {
                "name": "prisma-to-convex",
                "version": VERSION,
                **({"informationUri": f"{base}/README.md"} if base else {}),
                "rules": [_rule(rule, base) for rule in ALL_RULES],
            }
        },
        "columnKind": "unicodeCodePoints",
        "invocations": [{"executionSuccessful": True, **_overrides(checked), **_truncated(shown)}],
        "results": [_result(finding, paths) for finding in shown.findings],
    }
    if shown.left_out:
        run["properties"] = {"truncated": shown.left_out}
    return json_text({"$schema": _SCHEMA, "version": "2.1.0", "runs": [run]})


def _truncated(shown: ShownFindings) -> Record:
    if not shown.more:
        return {}
    return {"toolExecutionNotifications": [{"level": "note", "message": {"text": shown.more}}]}


def _rule(rule: Rule, base: str | None) -> Record:
    text = page(rule)
    return {
        "id": rule.code,
        "name": "".join(word.capitalize() for word in rule.name.split("-")),
        "shortDescription": {"text": rule.name.replace("-", " ")},
        "fullDescription": {"text": summary(rule)},
        **({"helpUri": rule_url(base, rule)} if base else {}),
        "help": {"text": text, "markdown": text},
        "defaultConfiguration": {"level": rule.severity.value},
        "properties": {"tags": [chapter(rule).title]},
    }


_INDEX = {rule.code: number for number, rule in enumerate(ALL_RULES)}


def _overrides(checked: CheckResult) -> Record:
    """The levels that the configuration chose, of the rules that have results."""
    levels = {finding.diagnostic.rule.code: finding.severity for finding in checked.findings}
    found = [
        {
            "descriptor": {"id": code, "index": _INDEX[code]},
            "configuration": {"level": levels[code].value},
        }
        for code in sorted(levels)
        if levels[code] is not ALL_RULES[_INDEX[code]].severity
    ]
    return {"ruleConfigurationOverrides": found} if found else {}


def _result(finding: Finding, shown: Callable[[str], str]) -> Record:
    diagnostic = finding.diagnostic
    rule = diagnostic.rule
    place: Record = {"physicalLocation": _physical(diagnostic.span, shown)}
    if finding.subject.owner:
        kind = "member" if finding.subject.fields else "type"
        name = {"fullyQualifiedName": cut_name(str(finding.subject)), "kind": kind}
        place["logicalLocations"] = [name]
    text = diagnostic.message + (f"\n{diagnostic.help}" if diagnostic.help else "")
    result: Record = {
        "ruleId": rule.code,
        "ruleIndex": _INDEX[rule.code],
        "level": rule.severity.value,
        "message": {"text": text},
        "locations": [place],
        "partialFingerprints": {"ruleSubjectText/v1": fingerprint(finding)},
        "suppressions": _suppressions(finding),
        **_priority(finding),
    }
    if diagnostic.labels:
        result["relatedLocations"] = [
            {
                "id": number,
                "physicalLocation": _physical(label.span, shown),
                "message": {"text": label.text},
            }
            for number, label in enumerate(diagnostic.labels, 1)
        ]
    return result


def _priority(finding: Finding) -> Record:
    """`rank` is SARIF's: from 0 to 100, the most pressing highest."""
    one = finding.consequence
    if one is None:
        return {}
    place = finding.severity.rank * len(CONSEQUENCES) + CONSEQUENCES.index(one.kind)
    last = len(Severity) * len(CONSEQUENCES) - 1
    return {
        "rank": round(100 - 100 * place / last, 1),
        "properties": {"consequence": one.kind, "because": one.because},
    }


def _suppressions(finding: Finding) -> list[Record]:
    """Empty, and not missing, for what is open: missing would mean that nobody knows."""
    match finding.decision.state:
        case "allowed" | "enforced":
            why = finding.decision.text
            justification = f"enforced by {why}" if finding.decision.state == "enforced" else why
            kind = "inSource" if finding.decision.is_comment else "external"
            return [{"kind": kind, "status": "accepted", "justification": justification}]
        case "baselined":
            return [{"kind": "external", "status": "accepted"}]
        case "open":
            return []


def _physical(span: Span, shown: Callable[[str], str]) -> Record:
    start, end = span.position, span.source.position(span.end)
    return {
        "artifactLocation": _artifact(shown(span.source.name)),
        "region": {
            "startLine": start.line,
            "startColumn": start.column,
            "endLine": end.line,
            "endColumn": end.column,
        },
    }


def _artifact(path: str) -> Record:
    """Relative to the top of the repository, or where the check ran, which whoever reads it knows;
    else a file URI.
    """
    quoted = quote(path, errors="surrogateescape", safe="/")
    if path.startswith("/"):
        return {"uri": f"file://{quoted}"}
    if path[1:3] in (":/", ":\\"):
        return {"uri": f"file:///{path[:2]}{quote(path[2:], safe='/')}"}
    return {"uri": quoted, "uriBaseId": "%SRCROOT%"}
