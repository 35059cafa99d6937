"""A table a file, for a comment on a pull request or a job's summary."""

from __future__ import annotations

from collections.abc import Iterator

from ...ledger.decision import State
from ...report.markdown_text import code, reply
from .. import summary
from ..finding import CheckResult, Finding, Regained
from ..shown import first_lines, shown_open
from ._record import relative
from .renderer import View
from .text import against, times


def render(checked: CheckResult, _view: View) -> str:
    name, verdict = code(summary.in_schemas(checked)), reply(summary.one_line(checked))
    lines = [f"**{_verdict(checked)}** {name}: {verdict}", *_against(checked)]
    groups: dict[str, list[Finding]] = {}
    shown = shown_open(checked)
    for finding in shown.findings:
        name = relative(finding.diagnostic.span.source.name, checked.root)
        groups.setdefault(name, []).append(finding)
    for name, group in groups.items():
        lines += [
            "",
            f"### {code(name)}",
            "",
            "| line | severity | rule | what | what follows | help |",
        ]
        lines += ["| ---: | --- | --- | --- | --- | --- |", *map(_row, group)]
    if shown.more:
        lines += ["", reply(shown.more)]
    lines += [*_decided(checked), *_back(checked), *_fixed(checked)]
    return "".join(f"{line}\n" for line in lines)


def _verdict(checked: CheckResult) -> str:
    return "Failed." if checked.has_failed else "Passed."


def _against(checked: CheckResult) -> Iterator[str]:
    """What is new was compared with, and what limits the comparison."""
    if checked.comparison is None:
        return
    revision = code(checked.comparison.revision)
    yield from ("", f"Against {revision}: {against(checked, checked.comparison)}")
    if checked.comparison.notes:
        yield from ("", *(f"- note: {reply(note)}" for note in checked.comparison.notes))


def _row(finding: Finding) -> str:
    diagnostic = finding.diagnostic
    rule = diagnostic.rule
    what, help_ = reply(diagnostic.message), reply(diagnostic.help)
    line = diagnostic.span.line
    follows = finding.consequence.kind if finding.consequence is not None else ""
    return f"| {line} | {rule.severity.value} | {rule.code} {rule.name} | {what} | {follows} | {help_} |"


def _decided(checked: CheckResult) -> Iterator[str]:
    """What was allowed, and what is enforced elsewhere; a baseline gives no reasons."""
    yield from _with_state(checked, "allowed", "Allowed", "reason")
    yield from _with_state(checked, "enforced", "Enforced elsewhere", "by")


def _with_state(checked: CheckResult, state: State, title: str, column: str) -> Iterator[str]:
    found = [finding for finding in checked.findings if finding.decision.state == state]
    if found:
        yield from ("", f"### {title}", "", f"| what | rule | {column} |", "| --- | --- | --- |")
    yield from _bounded([_decision(finding) for finding in found], checked)


def _decision(finding: Finding) -> str:
    rule = finding.diagnostic.rule
    subject, text = code(str(finding.subject)), reply(finding.decision.text)
    return f"| {subject} | {rule.code} {rule.name} | {text} |"


def _bounded(lines: list[str], checked: CheckResult) -> Iterator[str]:
    shown, more = first_lines(lines, checked)
    yield from (*shown, "", reply(more)) if more else shown


def _back(checked: CheckResult) -> Iterator[str]:
    if checked.comparison is None or not checked.comparison.regained:
        return
    revision = code(checked.comparison.revision)
    yield from ("", f"### No longer lost, against {revision}", "")
    yield from _bounded([_regained(one) for one in checked.comparison.regained], checked)


def _regained(one: Regained) -> str:
    word = "gone with what had it" if one.is_gone else "regained"
    return f"- {code(str(one.finding.subject))} {code(one.finding.text)}: {word}"


def _fixed(checked: CheckResult) -> Iterator[str]:
    if checked.fixed:
        yield from ("", f"### No longer needed in {code(checked.baseline)}", "")
    lines = [f"- {code(one.subject)}: {one.rule}{times(one.times)}" for one in checked.fixed]
    yield from _bounded(lines, checked)
