"""The report as Markdown: readable in a terminal, rendered by GitHub.

It stands in repositories, so it has no line numbers: a comment in the schema would change hundreds of its lines.
HTML and JSON have them.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from functools import lru_cache

from jinja2 import Environment

from prisma_schema_parser.diagnostic import Rule
from prisma_schema_parser.records import NamedTuple

from ..analysis.background.jobs import REDIS
from ..analysis.facts import Cascade, DataColumn, Owned, Reach, Secret, Stance
from ..convex.convex_schema import MAX_WRITES
from ..convex.render import environment
from ..kit.words import counted, hours, upper_first
from ..ledger.decision import WORDS
from ..rules.rule_docs import sections
from .code_view import code_view
from .markdown_text import anchor, code, prose
from .mermaid import diagrams
from .model import Access, Column, Loss, Report, Section
from .odd_names import RULE, renames_view
from .starts import MARKDOWN
from .view_models import (
    MOST_HUBS,
    MOST_STEPS,
    HasPlace,
    alike,
    counted_lines,
    counted_parts,
    enforcement_view,
    features,
    first,
    grouped,
    id_views,
    owner_view,
    ownerships,
    place,
    risks,
    tenths,
    total_rows,
)

_STANCES: Mapping[Stance, str] = {"for": "For", "against": "Against", "blocks": "In the way"}
_MOST_REACHED = 8


class ColumnGroup(NamedTuple):
    """Columns whose change is the same; fields as `Model.field`."""

    kind: str
    now: str
    change: str
    fields: tuple[str, ...]


LONG = 500_000
"""Bytes; GitHub shows no Markdown above 512 kB."""
_FIRST_SECTION = "\n## Verdict\n"
_LONG_NOTE = """
> This report is long. `prisma-to-convex report --format html --output report.html` says the same on one page with a diagram and filters.
"""


def markdown(report: Report) -> str:
    text = _markdown(report)
    if len(text.encode("utf-8")) <= LONG:
        return text
    title, section, rest = text.partition(_FIRST_SECTION)
    return f"{title}{_LONG_NOTE}{section}{rest}"


def _markdown(report: Report) -> str:
    analysis = report.analysis
    links = {total.rule.code: _link(total.rule) for total in report.rules}
    text = (
        _environment()
        .get_template("report.md.j2")
        .render(
            title=MARKDOWN,
            report=report,
            owner_view=owner_view(analysis.owners),
            effort_parts=counted_parts(analysis.effort),
            effort_lines=[(part, counted_lines(part)) for part in analysis.effort.parts],
            steps=first(analysis.verdict.next_steps, MOST_STEPS),
            more_steps=analysis.verdict.next_steps[MOST_STEPS:],
            enforcement=enforcement_view(analysis.enforcement),
            queries=alike(analysis.queries),
            cascades=_cascades(analysis.relations.cascades),
            renames=renames_view(report.names),
            naming_rule=RULE,
            has_risk_rules=any(codes for _, codes in risks(analysis.risks, links)),
            docs={total.rule.code: sections(total.rule) for total in report.rules},
            links=links,
            decided=[
                (WORDS[state], times) for state, times in report.decisions.losses.items() if times
            ],
            is_decided=any(
                times for state, times in report.decisions.losses.items() if state != "open"
            ),
            decided_losses=_decided_losses(report),
            stances=_STANCES,
            ownerships=ownerships(analysis.tenancy),
            redis=REDIS,
            code=code_view(report.code),
            risks=risks(analysis.risks, links),
            hubs=first(analysis.relations.hubs, MOST_HUBS).shown,
            total_rows=total_rows(analysis.order),
            sections=[section for section in report.sections if _is_shown(section)],
            diagrams=diagrams(analysis),
            max_writes=MAX_WRITES,
            ids=id_views(analysis.ids),
            columns=column_groups(analysis.columns),
            secrets=secrets_by_model(analysis.secrets),
            sized=[one for one in analysis.order.imports if one.size is not None],
            features=[feature for feature, _ in features(analysis.hybrid)],
        )
    )
    return _spaced(text)


def _spaced(text: str) -> str:
    """An empty line at most between two others, and none at the end."""
    while "\n\n\n" in text:
        text = text.replace("\n\n\n", "\n\n")
    if text.endswith("\n") and not text.endswith("\n\n"):
        return text  # a copy of ten megabytes takes its time
    return text.rstrip("\n") + "\n"


def _decided_losses(report: Report) -> list[tuple[str, Loss]]:
    """Each with its place."""
    return [
        (".".join(filter(None, (section.title, loss.subject))), loss)
        for section in report.sections
        for loss in (*section.losses, *section.changes, *section.advice)
        if loss.decision.state != "open"
    ]


def column_groups(columns: Iterable[DataColumn]) -> tuple[ColumnGroup, ...]:
    found: dict[tuple[str, str, str], list[str]] = {}
    for one in columns:
        key = (one.kind, _present(one.now), one.change)
        found.setdefault(key, []).append(f"{one.model}.{one.field}")
    return tuple(ColumnGroup(*key, tuple(fields)) for key, fields in found.items())


def _present(validator: str) -> str:
    """Of a value that is there: whether it may be null is another matter."""
    for wrapper in ("v.optional(", "v.nullable("):
        if validator.startswith(wrapper):
            validator = validator.removeprefix(wrapper).removesuffix(")")
    return validator


def secrets_by_model(secrets: Iterable[Secret]) -> tuple[tuple[str, tuple[Secret, ...]], ...]:
    """Personal data is listed under Tenancy: who may see it is another question."""
    found: dict[str, list[Secret]] = {}
    for one in secrets:
        if one.kind != "personal":
            found.setdefault(one.model, []).append(one)
    return tuple((model, tuple(fields)) for model, fields in found.items())


@lru_cache(maxsize=1)
def _environment() -> Environment:
    loaded = environment()
    loaded.filters.update(
        md_code=_code,
        md_prose=_prose,
        md_reach=_reach,
        md_place=_place,
        md_key=_key,
        grouped=grouped,
        tenths=tenths,
        md_losses=_losses,
        md_indexes=_indexes,
        md_columns=_columns,
        counted=counted,
        hours=hours,
        upper_first=upper_first,
    )
    return loaded


_prose = lru_cache(maxsize=20_000)(prose)
# Of what is said many times: names of fields, types, constraints.
_code = lru_cache(maxsize=20_000)(code)


# The rows that are as many as the schema has fields: a template takes three times as long for them.


def _losses(losses: Iterable[Loss], links: Mapping[str, str], is_decided: bool = False) -> str:
    """The worst first; those of which the same is to be said are one row."""
    alike: dict[str, list[str]] = {}
    for loss in losses:
        row = f"{_code(loss.was)} | {links[loss.rule.code]} | {loss.follows} | {_prose(loss.instead)} |"
        row = f"{row} {_prose(loss.decision.description)} |" if is_decided else row
        alike.setdefault(row, []).append(_code(loss.subject))
    return "\n".join(f"| {', '.join(subjects)} | {row}" for row, subjects in alike.items())


def _columns(columns: Sequence[Column]) -> str:
    renamed = any(column.prisma and column.prisma != column.name for column in columns)
    rows = ["| Field | Validator | In Prisma |", "| --- | --- | --- |"]
    if not renamed:
        rows = ["| Field | Validator |", "| --- | --- |"]
    for column in columns:
        before = _code(column.prisma) if column.prisma and column.prisma != column.name else ""
        row = f"| {_code(column.name)} | {_code(column.shown)} |"
        rows.append(f"{row} {before} |" if renamed else row)
    return "\n".join(rows)


def _cascades(cascades: Sequence[Cascade]) -> str:
    """Without the columns in which nothing stands."""
    columns: list[tuple[str, str, Callable[[Cascade], str]]] = [
        ("Delete from", "---", lambda one: _code(one.model)),
        ("Deletes in", "---", lambda one: _reach(one.deletes, one.counts.deletes)),
        ("Clears keys in", "---", lambda one: _reach(one.clears, one.counts.clears)),
        ("Is refused by", "---", lambda one: _reach(one.refused_by, one.counts.refused_by)),
        ("Writes", "---:", _writes),
    ]
    shown = [column for column in columns if any(column[2](one) for one in cascades)]
    rows = [[title for title, _, _ in shown], [line for _, line, _ in shown]]
    rows += [[cell(one) for _, _, cell in shown] for one in cascades]
    return "\n".join(f"| {' | '.join(row)} |" for row in rows)


def _writes(one: Cascade) -> str:
    return f"{grouped(one.writes)}{' **over the limit**' if one.exceeds_limit else ''}".strip()


def _indexes(indexes: Iterable[Access]) -> str:
    rows = []
    for name, fields, serves, kind in indexes:
        text = _code(name) if kind == "index" else f"{_code(name)} ({kind})"
        rows.append(f"| {text} | {_code(', '.join(fields))} | {', '.join(map(_code, serves))} |")
    return "\n".join(rows)


def _is_shown(section: Section) -> bool:
    return bool(section.table or section.losses or section.changes or section.advice)


def _place(one: HasPlace) -> str:
    return _code(place(one))


def _key(one: Owned) -> str:
    return _code(f"{one.model}.{one.key}")


def _reach(reached: Sequence[Reach], count: int) -> str:
    shown = [code(reach.model) for reach in reached[:_MOST_REACHED]]
    if count > _MOST_REACHED:
        shown.append(f"{count - _MOST_REACHED} more")
    return ", ".join(shown)


def _link(rule: Rule) -> str:
    """The rule's code, linked to its section of the report."""
    return f"[{rule.code}](#{anchor(f'{rule.code} {rule.name}')})"
