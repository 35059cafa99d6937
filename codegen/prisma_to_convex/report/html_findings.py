"""The findings as HTML, and what they can be filtered by.

There are thousands, so each is put together here and not by a template.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from html import escape as quoted

from markupsafe import Markup

from prisma_schema_parser.diagnostic import Severity
from prisma_schema_parser.excerpt import plain
from prisma_schema_parser.records import NamedTuple
from prisma_schema_parser.source import SourceFile

from ..analysis.verdict.consequences import CONSEQUENCES
from ..ledger.decision import STATES, WORDS
from .findings import OUTCOMES, ReportFinding, by_owner
from .html_text import code, prose, source_line

WHOLE = "The whole schema"
"""The title of what no block owns."""


class Group(NamedTuple):
    """Findings of one section, `anchor` its id. `table` is what the filter calls it."""

    table: str
    title: str
    anchor: str
    findings: Sequence[Markup]


class Filter(NamedTuple):
    """A choice of the form: (value, words, count) each."""

    name: str
    label: str
    options: Sequence[tuple[str, str, int]]


def groups(
    findings: Iterable[ReportFinding], sources: Mapping[str, SourceFile], *, is_lazy: bool
) -> Iterator[Group]:
    """`is_lazy`: what is folded stands in a template, and the page's script takes it out."""
    for owner, group in by_owner(findings):
        shown = [Markup(_finding(one, sources, is_lazy=is_lazy)) for one in group]
        yield Group(owner, owner or WHOLE, group_anchor(owner), shown)


def group_anchor(owner: str) -> str:
    return f"findings-{owner or 'whole'}"


def filters(findings: Iterable[ReportFinding]) -> Iterator[Filter]:
    found = list(findings)
    tables = Counter(one.owner for one in found if one.owner)
    yield Filter("table", "Table", [(name, name, count) for name, count in sorted(tables.items())])
    rules = Counter((one.rule.code, f"{one.rule.code} {one.rule.name}") for one in found)
    yield Filter("rule", "Rule", [(*rule, count) for rule, count in sorted(rules.items())])
    follows = Counter(one.follows for one in found if one.follows)
    yield Filter("follows", "Consequence", _options({one: one for one in CONSEQUENCES}, follows))
    severities = Counter(one.rule.severity.value for one in found)
    words = {one.value: one.value for one in Severity}
    yield Filter("severity", "Severity", _options(words, severities))
    outcomes = Counter[str](one.outcome for one in found)
    yield Filter("outcome", "Outcome", _options({one: one for one in OUTCOMES}, outcomes))
    states = Counter[str](one.decision.state for one in found)
    yield Filter("state", "Decision", _options({one: WORDS[one] for one in STATES}, states))


def _options(words: Mapping[str, str], counts: Counter[str]) -> list[tuple[str, str, int]]:
    return [(value, label, counts[value]) for value, label in words.items() if counts[value]]


def _finding(one: ReportFinding, sources: Mapping[str, SourceFile], *, is_lazy: bool) -> str:
    anchor, rule, state = quoted(one.anchor), one.rule, one.decision.state
    severity = rule.severity.value
    chip = "" if state == "open" else f' <span class="chip">{WORDS[state]}</span>'
    said = (
        f"{_row(one.outcome, code(one.was))}{_row('follows', quoted(_follows(one)))}"
        f"{_row('instead', prose(one.help))}"
        f"{_row('decided', prose(one.decision.description)) if chip else ''}{_excerpt(one, sources)}"
        f'<p class="to"><a href="#rule-{rule.code}">{rule.name}</a> '
        f'<a href="#{anchor}">Link to this</a></p>'
    )
    return (
        f'<details class="f" id="{anchor}" data-rule="{rule.code}" data-severity="{severity}" '
        f'data-outcome="{one.outcome}" data-state="{state}" data-follows="{quoted(one.follows)}"><summary>'
        f'<span class="sv {severity}">{severity}</span> <span class="rc">{rule.code}</span> '
        f'<span class="ms">{prose(one.message)}</span>{chip}</summary>\n'
        f"{f'<template>{said}</template>' if is_lazy else said}</details>"
    )


def _follows(one: ReportFinding) -> str:
    return one.consequence.text if one.consequence is not None else ""


def _row(label: str, content: str) -> str:
    return f'<p><span class="lb">{label}</span> <span>{content}</span></p>\n' if content else ""


def _excerpt(one: ReportFinding, sources: Mapping[str, SourceFile]) -> str:
    file, line, _ = one.place
    source = sources.get(file)
    if source is None:
        return ""
    shown = quoted(source_line(source.line_text(line)))
    return (
        f'<pre class="src"><span>{quoted(plain(file))}</span>\n<b>{line}</b> '
        f"<code>{shown}</code></pre>\n"
    )
