"""The tables and the ledger, ready for their templates."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from html import escape as quoted
from typing import get_args

from markupsafe import Markup

from prisma_schema_parser.records import NamedTuple

from ..analysis.facts import Reference
from ..rules.outcome import State
from .findings import ReportFinding, ReportFindings
from .html_findings import WHOLE, group_anchor
from .html_text import code, prose
from .model import Access, Column, Details, Fact, Report


class TableView(NamedTuple):
    """A section. `losses`: the name of a rule, and a link to each finding that lost by it."""

    anchor: str
    title: str
    table: str
    lost: int
    findings: int
    group: str
    columns: tuple[Column, ...]
    indexes: tuple[Access, ...]
    missing: tuple[tuple[str, str], ...]
    out: Sequence[str]
    into: Sequence[str]
    losses: Sequence[tuple[str, Markup]]
    is_renamed: bool


class LedgerView(NamedTuple):
    title: str
    counts: str
    rows: Sequence[Markup]


def tables(
    report: Report,
    details: Details,
    findings: Iterable[ReportFinding],
    anchors: Mapping[str, str],
) -> Iterator[TableView]:
    """`anchors`: the id of each section by its title."""
    emitted = {table.model: table for table in details.tables if table.model}
    out, into = _neighbours(report.analysis.relations.references)
    by_owner: dict[str, list[ReportFinding]] = {}
    for one in findings:
        by_owner.setdefault(one.owner, []).append(one)
    for section in report.sections:
        title = section.title
        table, here = emitted.get(title), by_owner.get(title, [])
        columns = table.fields if table is not None else ()
        yield TableView(
            anchor=anchors[title],
            title=title or WHOLE,
            table=section.table,
            lost=len(section.losses),
            findings=len(here),
            group=group_anchor(title),
            columns=columns,
            indexes=section.indexes,
            missing=section.missing,
            out=out.get(title, []),
            into=into.get(title, []),
            losses=list(_losses(here)),
            is_renamed=any(column.prisma not in (None, column.name) for column in columns),
        )


def _neighbours(
    references: Iterable[Reference],
) -> tuple[dict[str, list[str]], dict[str, list[str]]]:
    """What each model refers to, and what refers to it."""
    out: dict[str, dict[str, None]] = {}
    into: dict[str, dict[str, None]] = {}
    for one in references:
        out.setdefault(one.model, {})[one.target] = None
        into.setdefault(one.target, {})[one.model] = None
    return (
        {model: list(found) for model, found in out.items()},
        {model: list(found) for model, found in into.items()},
    )


def _losses(findings: Iterable[ReportFinding]) -> Iterator[tuple[str, Markup]]:
    by_rule: dict[str, list[str]] = {}
    for one in findings:
        if one.outcome == "lost":
            subject = code(one.subject) or code(one.was) or quoted(one.rule.code)
            link = f'<a href="#{quoted(one.anchor)}">{subject}</a>'
            by_rule.setdefault(one.rule.name, []).append(link)
    for name, links in by_rule.items():
        yield name, Markup(", ".join(links))


def ledger(details: Details, found: ReportFindings) -> Iterator[LedgerView]:
    """By section: each guarantee with the link to its finding, or with what keeps or replaces it."""
    groups: dict[str, list[tuple[Fact, str]]] = {}
    for fact, anchor in zip(details.guarantees, found.anchors, strict=True):
        groups.setdefault(fact.home, []).append((fact, anchor))
    for home, group in groups.items():
        count = Counter(fact.outcome for fact, _ in group)
        ends = [end for end in get_args(State) if end != "enforced" or count[end]]
        counts = ", ".join(f"{count[end]} {end}" for end in ends)
        yield LedgerView(home or WHOLE, counts, [Markup(_row(*pair)) for pair in group])


def _row(fact: Fact, anchor: str) -> str:
    link = f'<a href="#{quoted(anchor)}">{fact.rule.code}</a>' if fact.rule is not None else ""
    by = "" if fact.outcome == "lost" else prose(fact.detail)
    cells = (
        str(fact.place.line),
        fact.kind,
        quoted(", ".join(fact.fields)),
        code(fact.text),
        fact.outcome,
        f"{link} {by}".strip(),
    )
    return f"<tr><td>{'<td>'.join(cells)}"
