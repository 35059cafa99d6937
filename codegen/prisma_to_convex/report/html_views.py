"""What the HTML templates loop over, ready to print: groups, bars, links, texts already escaped.

Long, as each section of the page has its views here, under the names that its template knows.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from itertools import groupby
from typing import Any, TypeAlias, TypeVar

from markupsafe import Markup

from prisma_schema_parser.diagnostic import Rule, Severity
from prisma_schema_parser.records import NamedTuple
from prisma_schema_parser.source import SourceFile

from ..analysis.background.jobs import REDIS
from ..analysis.facts import (
    Analysis,
    Effort,
    EffortLine,
    EffortPart,
    HarderQuery,
    Import,
    Order,
    Reference,
)
from ..analysis.verdict.consequences import CONSEQUENCES
from ..kit.words import counted
from ..ledger.decision import WORDS, Decision
from ..rules.rule_docs import headings, sections
from .charts import Piece, bar, ranged, stacked
from .code_view import code_view
from .diagram import diagram
from .diagram_svg import svg
from .findings import ReportFinding, ReportFindings
from .html_contents import contents
from .html_findings import WHOLE, filters, groups
from .html_tables import ledger, tables
from .html_text import code, documentation, text
from .markdown_report import ColumnGroup, column_groups
from .model import Details, KindTotal, Report, Section
from .odd_names import RULE, renames_view
from .rulebook import summary
from .view_models import (
    MOST_HUBS,
    MOST_STEPS,
    CascadeView,
    alike,
    cascade_view,
    counted_lines,
    counted_parts,
    enforcement_view,
    features,
    first,
    id_views,
    owner_view,
    ownerships,
    risks,
    total_rows,
)

_T = TypeVar("_T")
_Parts: TypeAlias = dict[str, Any]  # names of a template, each of its own type
_MOST_LOSSES, _MOST_CASCADES, _MOST_REACHED, _MOST_CHAINS, _MOST_LEAKS = 14, 10, 6, 5, 12
_MOST_PLACES = 8
"""Longer lists are folded."""
LONG = 1_500
"""Findings. With more, what is folded becomes part of the page when it is opened."""


class Queries(NamedTuple):
    """Harder queries of which the same is to be said; `is_long`: the places are folded."""

    kind: str
    why: str
    instead: str
    which: Sequence[tuple[str, str]]
    is_long: bool


class _ColumnsView(NamedTuple):
    """Columns whose change is the same; `is_long`: the list is folded."""

    kind: str
    now: str
    change: str
    fields: tuple[str, ...]
    is_long: bool

    @classmethod
    def of(cls, one: ColumnGroup) -> _ColumnsView:
        return cls(
            kind=one.kind,
            now=one.now,
            change=one.change,
            fields=one.fields,
            is_long=bool(first(one.fields, _MOST_PLACES).more),
        )


class State(NamedTuple):
    key: str
    word: str


class Page:
    """One report's views."""

    def __init__(
        self,
        report: Report,
        details: Details,
        found: ReportFindings,
        sources: Mapping[str, SourceFile],
    ) -> None:
        self.report, self.details, self.analysis = report, details, report.analysis
        self.found, self.sources = found, sources
        self.anchors = {section.title: _anchor(section.title) for section in report.sections}
        self.is_long = len(found.findings) > LONG
        self.links = {title: self._link(title) for title in self.anchors}

    def parts(self) -> _Parts:
        """All that the templates print, by name."""
        parts: _Parts = {
            "m": self.model,
            "ref": self._reference,
            "lazy_open": Markup("<template>") if self.is_long else Markup(),
            "lazy_close": Markup("</template>") if self.is_long else Markup(),
            **self._verdict(),
            **self._guarantees(),
            **self._enforcement(),
            **self._relations(),
            **self._data(),
            **self._move(),
            **self._to_look_up(),
            **self._diagram(),
        }
        return {**parts, "contents": list(contents(self.report, parts))}

    # ---- one section or two each ----------------------------------------------------------------

    def _verdict(self) -> _Parts:
        analysis, steps = self.analysis, self.analysis.verdict.next_steps
        return {
            "steps": first(steps, MOST_STEPS).shown,
            "more_steps": steps[MOST_STEPS:],
            "after_steps": MOST_STEPS + 1,
            "owner_view": owner_view(analysis.owners),
            "open_losses": self.report.open_losses,
            "top_risk": analysis.risks[0] if analysis.risks else None,
            "risks": risks(analysis.risks, (total.rule.code for total in self.report.rules)),
            "effort_bars": _effort_bars(analysis.effort),
        }

    def _guarantees(self) -> _Parts:
        report = self.report
        return {
            "words": WORDS,
            "overall": _overall(report),
            "consequences": _consequences(report),
            "states": [
                (State(state, WORDS[state]), count)
                for state, count in self.report.decisions.losses.items()
                if count or state == "open"
            ],
            "decided": [_DecidedRow.of(one) for one in self.found.findings if one.decision.text],
            "kinds": [
                (total, bar(_outcomes(total)))
                for total in sorted(report.kinds, key=lambda one: (-one.lost, one.kind))
            ],
            "losses": list(self._losses()),
            "rules": [(total, summary(total.rule)) for total in report.rules],
            "severities": [
                (severity, severity if count == 1 else f"{severity}s", count)
                for severity, count in report.severities.items()
            ],
        }

    def _enforcement(self) -> _Parts:
        outlook = enforcement_view(self.analysis.enforcement)
        restored = (
            ("In part, and what is missing", outlook.in_part),
            ("Not, so it stays lost or is written by hand", outlook.by_hand),
        )
        return {
            "enforcement": outlook,
            "enforcement_rows": [(heading, rows) for heading, rows in restored if rows],
        }

    def _relations(self) -> _Parts:
        relations, cascades = self.analysis.relations, _cascades(self.analysis)
        return {
            "relations": relations,
            "references": [_reference_row(one) for one in relations.references],
            "cascades": first(cascades, _MOST_CASCADES).shown,
            "more_cascades": cascades[_MOST_CASCADES:],
            "cascade_columns": _cascade_columns(cascades),
            "knows_writes": any(
                one.writes is not None or one.exceeds_limit for one in relations.cascades
            ),
            "hubs": first(relations.hubs, MOST_HUBS).shown,
            "chains": first(relations.chains, _MOST_CHAINS).shown,
        }

    def _data(self) -> _Parts:
        analysis, tenancy = self.analysis, self.analysis.tenancy
        return {
            "ownership": ownerships(tenancy),
            "has_many_leaks": bool(tenancy and first(tenancy.leaks, _MOST_LEAKS).more),
            "ids": [
                (group, bool(first(group.ids, _MOST_PLACES).more))
                for group in id_views(analysis.ids)
            ],
            "columns": [
                (kind, [_ColumnsView.of(one) for one in group])
                for kind, group in _grouped(column_groups(analysis.columns), lambda one: one.kind)
            ],
            "secrets": _grouped(analysis.secrets, lambda one: one.kind),
            "queries": _alike(analysis.queries),
            "redis": REDIS,
        }

    def _move(self) -> _Parts:
        return {
            "waves": _waves(self.analysis.order),
            "total_rows": total_rows(self.analysis.order),
            "features": features(self.analysis.hybrid),
            "code": code_view(self.report.code),
        }

    def _to_look_up(self) -> _Parts:
        report, found = self.report, self.found
        return {
            "renames": renames_view(report.names),
            "naming_rule": RULE,
            "findings": found.findings,
            "filters": list(filters(found.findings)),
            "groups": list(groups(found.findings, self.sources, is_lazy=self.is_long)),
            "tables": list(tables(report, self.details, found.findings, self.anchors)),
            "ledger": list(ledger(self.details, found)),
            "documented": [(total.rule, list(_documented(total.rule))) for total in report.rules],
        }

    # ---- links ----------------------------------------------------------------------------------

    def model(self, name: str) -> Markup:
        """A model's or a join table's name, linked to its table."""
        return self.links.get(name) or code(name)

    def _link(self, title: str) -> Markup:
        return Markup('<a href="#%s">%s</a>') % (self.anchors[title], code(title or WHOLE))

    def _reference(self, one: Reference) -> Markup:
        fields = ", ".join(one.fields) or one.relation
        return Markup("{}.{} → {}").format(
            self.model(one.model), code(fields), self.model(one.target)
        )

    # ---- figures --------------------------------------------------------------------------------

    def _losses(self) -> Iterator[tuple[str, str, Markup, int]]:
        """The tables that lose most, then the rest as one."""
        by_table = [
            (section.title or WHOLE, self.anchors[section.title], _severities(section))
            for section in self.report.sections
            if section.losses
        ]
        by_table.sort(key=lambda one: -one[2].total())
        first, rest = by_table[:_MOST_LOSSES], by_table[_MOST_LOSSES:]
        most = max((count.total() for _, _, count in first), default=1)
        for title, link, count in first:
            pieces = stacked([(one.value, count[one.value]) for one in Severity], most)
            yield title, link, bar(pieces), count.total()
        if rest:
            # All of them together would dwarf the bars above.
            total = sum(count.total() for _, _, count in rest)
            yield counted(len(rest), "more table"), "", Markup(), total

    # ---- the diagram ----------------------------------------------------------------------------

    def _diagram(self) -> _Parts:
        drawn = diagram(self.analysis.clusters, self.analysis.relations.references)
        names = [box.model for box in drawn.boxes]
        return {"diagram": svg(drawn, self.anchors) if names else "", "drawn": sorted(names)}


class _DecidedRow(NamedTuple):
    anchor: str
    label: str
    rule: Rule
    decision: Decision

    @classmethod
    def of(cls, one: ReportFinding) -> _DecidedRow:
        label = ".".join(filter(None, (one.owner, one.subject))) or WHOLE
        return cls(one.anchor, label, one.rule, one.decision)


def _anchor(title: str) -> str:
    return f"table-{text(title)}" if title else "table-whole"


def _overall(report: Report) -> Markup:
    enforced = f"{report.enforced} enforced, " if report.enforced else ""
    caption = f"{report.kept} kept, {report.replaced} replaced, {enforced}{report.lost} lost"
    return bar(_outcomes(report), "Guarantees", caption)


def _outcomes(of: Report | KindTotal) -> tuple[Piece, ...]:
    enforced = (("enforced", of.enforced),) if of.enforced else ()
    parts = (("kept", of.kept), ("replaced", of.replaced), *enforced, ("lost", of.lost))
    return stacked(parts, of.all)


def _severities(section: Section) -> Counter[str]:
    return Counter(loss.rule.severity.value for loss in section.losses)


def _grouped(items: Sequence[_T], key: Callable[[_T], str]) -> list[tuple[str, list[_T]]]:
    """In order of first appearance."""
    order = {kind: at for at, kind in enumerate(dict.fromkeys(map(key, items)))}
    ordered = sorted(items, key=lambda one: order[key(one)])
    return [(kind, list(group)) for kind, group in groupby(ordered, key)]


def _alike(queries: Iterable[HarderQuery]) -> list[Queries]:
    return [
        Queries(
            kind=one.kind,
            why=one.why,
            instead=one.instead,
            which=one.which,
            is_long=bool(first(one.which, _MOST_PLACES).more),
        )
        for one in alike(queries)
    ]


def _consequences(report: Report) -> list[tuple[str, int]]:
    """Of the open losses by kind, the worst first."""
    count = Counter(
        loss.follows
        for section in report.sections
        for loss in section.losses
        if loss.decision.state == "open"
    )
    return [(kind, count[kind]) for kind in CONSEQUENCES if count[kind]]


class _CascadeColumns(NamedTuple):
    """Whether something stands in the column for some delete."""

    deletes: bool
    clears: bool
    refused_by: bool


def _cascade_columns(found: Iterable[CascadeView]) -> _CascadeColumns:
    views = tuple(found)
    return _CascadeColumns(
        any(one.deletes.shown for one in views),
        any(one.clears.shown for one in views),
        any(one.refused_by.shown for one in views),
    )


def _cascades(analysis: Analysis) -> list[CascadeView]:
    """Those that touch most tables first."""
    found = (one for one in analysis.relations.cascades if one.tables)
    views = (cascade_view(one, _MOST_REACHED) for one in found)
    return sorted(views, key=lambda one: -one.tables)


def _reference_row(one: Reference) -> tuple[Reference, str, str]:
    """A reference, whether it is required and what else it is, and what a delete does."""
    words = ["yes" if one.is_required else "no"]
    words += ["unique"] * one.is_unique + ["a list"] * one.is_list + ["a plain key"] * one.is_key
    return one, ", ".join(words), one.on_delete or "no foreign key"


def _waves(order: Order) -> list[list[tuple[str, str]]]:
    """The models of each wave, with their sizes where they are known."""
    sizes = {one.model: _size(one) for one in order.imports}
    return [[(model, sizes.get(model, "")) for model in wave.models] for wave in order.waves]


def _size(one: Import) -> str:
    """Empty where it is not known."""
    if one.size is None:
        return ""
    parts = [f"{one.size.rows:,} {'row' if one.size.rows == 1 else 'rows'}"]
    if one.size.bytes is not None:
        parts.append(f"{one.size.bytes:,} bytes")
    if one.batches is not None:
        parts.append(f"{one.batches:,} {'batch' if one.batches == 1 else 'batches'}")
    return ", ".join(parts)


def _documented(rule: Rule) -> Iterator[tuple[str, Markup]]:
    parts = sections(rule)
    for key, heading in headings(rule).items():
        yield heading, documentation(parts[key])


def _effort_bars(effort: Effort) -> list[tuple[EffortPart, Markup, list[EffortLine]]]:
    """Each part that takes time with its range as a bar, and the lines of what there is."""
    parts = counted_parts(effort)
    top = max((part.hours[1] for part in parts), default=0)
    return [(part, bar(ranged(*part.hours, top)), counted_lines(part)) for part in parts]
