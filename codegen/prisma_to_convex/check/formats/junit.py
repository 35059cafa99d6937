"""JUnit's XML: a suite a schema, a case a finding.

What is below the threshold passes, and what was decided is skipped with the decision.
"""

from __future__ import annotations

from collections.abc import Iterator

from prisma_schema_parser.excerpt import plain
from prisma_schema_parser.excerpt import render as excerpt

from ..finding import CheckedSchema, CheckResult, Finding
from . import View
from ._record import relative

_ESCAPES = {"&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;"}


def render(checked: CheckResult, _view: View) -> str:
    suites = [line for schema in checked.schemas for line in _suite(schema, checked)]
    head = f"<testsuites{_attributes(name='prisma-to-convex', **_totals(checked))}>"
    lines = ['<?xml version="1.0" encoding="UTF-8"?>', head, *suites, "</testsuites>"]
    return "".join(f"{line}\n" for line in lines)


def _totals(checked: CheckResult) -> dict[str, object]:
    """A schema without findings is a case as well: an empty report looks like none."""
    cases = sum(max(len(schema.findings), 1) for schema in checked.schemas)
    return {**_counts(checked.findings, checked), "tests": cases}


def _counts(findings: tuple[Finding, ...], checked: CheckResult) -> dict[str, object]:
    return {
        "tests": max(len(findings), 1),
        "failures": sum(checked.fails(finding) for finding in findings),
        "errors": 0,
    }


def _suite(schema: CheckedSchema, checked: CheckResult) -> Iterator[str]:
    name = relative(schema.path, checked.root)
    counts = _counts(schema.findings, checked)
    skipped = sum(not finding.is_open for finding in schema.findings)
    yield f"  <testsuite{_attributes(name=name, **counts, skipped=skipped, time='0')}>"
    if not schema.findings:
        yield f"    <testcase{_attributes(name='no findings', classname=name, time='0')}/>"
    for finding in schema.findings:
        yield from _case(finding, checked)
    yield "  </testsuite>"


def _case(finding: Finding, checked: CheckResult) -> Iterator[str]:
    rule, diagnostic = finding.diagnostic.rule, finding.diagnostic
    source = relative(diagnostic.span.source.name, checked.root)
    about = f" {finding.subject}" if finding.subject.owner else ""
    name = f"{rule.code} {rule.name}:{about}"
    if finding.occurrence > 1:
        name += f" ({finding.occurrence})"
    yield f"    <testcase{_attributes(name=name.rstrip(':'), classname=source, time='0')}>"
    text = _escaped(excerpt(diagnostic))
    if not finding.is_open:
        yield f"      <skipped>{_escaped(plain(finding.decision.description))}</skipped>"
    elif checked.fails(finding):
        given = _attributes(message=diagnostic.message, type=rule.severity.value)
        yield f"      <failure{given}>{text}</failure>"
    else:
        yield f"      <system-out>{text}</system-out>"
    yield "    </testcase>"


def _attributes(**values: object) -> str:
    return "".join(f' {key}="{_escaped(plain(str(value)))}"' for key, value in values.items())


def _escaped(text: str) -> str:
    """For XML. What XML can't hold at all, `plain` and the excerpt have escaped before."""
    return "".join(_ESCAPES.get(char, char) for char in text)
