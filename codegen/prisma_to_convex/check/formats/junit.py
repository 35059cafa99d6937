"""JUnit's XML: a suite a schema, a case a finding.

What is below the threshold passes, and what was decided is skipped with the decision.
"""

from __future__ import annotations

from collections.abc import Iterator

from prisma_schema_parser.cutting import cut_name
from prisma_schema_parser.excerpt import plain
from prisma_schema_parser.excerpt import render as excerpt

from ..finding import CheckedSchema, CheckResult, Finding
from ..shown import ShownFindings, shown_to_programs
from ._record import relative
from .renderer import View

_ESCAPES = {"&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;"}


def render(checked: CheckResult, _view: View) -> str:
    suites = [line for schema in checked.schemas for line in _suite(schema, checked)]
    head = f"<testsuites{_attributes(name='prisma-to-convex', **_totals(checked))}>"
    lines = ['<?xml version="1.0" encoding="UTF-8"?>', head, *suites, "</testsuites>"]
    return "".join(f"{line}\n" for line in lines)


def _totals(checked: CheckResult) -> dict[str, object]:
    suites = [_counts(schema, checked) for schema in checked.schemas]
    return {name: sum(one[name] for one in suites) for name in ("tests", "failures", "errors")}


def _counts(schema: CheckedSchema, checked: CheckResult) -> dict[str, int]:
    """Of the cases that stand there. A schema without findings is a case as well, since an empty report looks
    like none, and so are those that are left out.
    """
    shown = shown_to_programs(schema)
    failures = sum(checked.fails(finding) for finding in shown.findings)
    return {
        "tests": max(len(shown.findings), 1) + (shown.left_out > 0),
        "failures": failures + (_fails(schema, checked) > failures),
        "errors": 0,
        "skipped": sum(not finding.is_open for finding in shown.findings),
    }


def _fails(schema: CheckedSchema, checked: CheckResult) -> int:
    return sum(checked.fails(finding) for finding in schema.findings)


def _suite(schema: CheckedSchema, checked: CheckResult) -> Iterator[str]:
    name = relative(schema.path, checked.root)
    counts, shown = _counts(schema, checked), shown_to_programs(schema)
    yield f"  <testsuite{_attributes(name=name, **counts, time='0')}>"
    if not schema.findings:
        yield f"    <testcase{_attributes(name='no findings', classname=name, time='0')}/>"
    for finding in shown.findings:
        yield from _case(finding, checked)
    if shown.more:
        yield from _truncated(name, schema, shown, checked)
    yield "  </testsuite>"


def _truncated(
    name: str, schema: CheckedSchema, shown: ShownFindings, checked: CheckResult
) -> Iterator[str]:
    """Fails if one of those that are left out does."""
    seen = sum(checked.fails(finding) for finding in shown.findings)
    what = "failure" if _fails(schema, checked) > seen else "system-out"
    yield f"    <testcase{_attributes(name='truncated', classname=name, time='0')}>"
    yield f"      <{what}>{_escaped(shown.more)}</{what}>"
    yield "    </testcase>"


def _case(finding: Finding, checked: CheckResult) -> Iterator[str]:
    rule, diagnostic = finding.diagnostic.rule, finding.diagnostic
    source = relative(diagnostic.span.source.name, checked.root)
    about = f" {cut_name(str(finding.subject))}" if finding.subject.owner else ""
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
