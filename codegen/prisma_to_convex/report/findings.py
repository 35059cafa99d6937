"""What is lost, changed or advised, one by one with a name to link to: what a person filters."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from typing import Literal, TypeAlias

from prisma_schema_parser.diagnostic import Rule
from prisma_schema_parser.records import NamedTuple

from ..analysis.verdict.consequences import Consequence, rank
from ..ledger.decision import Decision
from .file_places import Place
from .model import Details, Fact, Note, Report

Outcome: TypeAlias = Literal["lost", "changed", "advice"]
OUTCOMES: tuple[Outcome, ...] = ("lost", "changed", "advice")


class ReportFinding(NamedTuple):
    """`anchor` names it in a link, the same as long as its rule, model and fields are.

    `owner` is the title of its section, empty for what no block owns.
    """

    anchor: str
    owner: str
    subject: str
    rule: Rule
    outcome: Outcome
    decision: Decision
    place: Place
    was: str
    message: str
    help: str
    consequence: Consequence | None = None

    @property
    def follows(self) -> str:
        """The kind of the consequence; empty where nothing follows."""
        return self.consequence.kind if self.consequence is not None else ""


class ReportFindings(NamedTuple):
    """`findings` by section, those of a section the worst first.

    `anchors`: one for each guarantee of the ledger, empty for what is kept, or replaced without a word.
    """

    findings: tuple[ReportFinding, ...]
    anchors: tuple[str, ...]


def report_findings(report: Report, details: Details) -> ReportFindings:
    anchor = _anchors()
    found: list[ReportFinding] = []
    anchors: list[str] = []
    anchors_by_fact: dict[tuple[str, str, str], str] = {}
    for fact, decision in zip(details.guarantees, report.decisions.entries, strict=True):
        if fact.rule is None:
            anchors.append("")
            continue
        said = (fact.home, fact.rule.code, fact.message)
        if not (fact.shown_before and said in anchors_by_fact):
            anchors_by_fact[said] = anchor(fact.rule, fact.home, fact.about)
            found.append(_of_guarantee(fact, fact.rule, anchors_by_fact[said], decision))
        anchors.append(anchors_by_fact[said])
    for (home, note), decision in zip(details.advice, report.decisions.advice, strict=True):
        found.append(_of_advice(home, note, anchor(note.rule, home, ()), decision))
    order = {section.title: number for number, section in enumerate(report.sections)}
    found.sort(
        key=lambda one: (
            order.get(one.owner, -1),
            rank(one.rule, one.consequence),
            one.place,
            one.rule.code,
        )
    )
    return ReportFindings(tuple(found), tuple(anchors))


def _of_guarantee(fact: Fact, rule: Rule, anchor: str, decision: Decision) -> ReportFinding:
    return ReportFinding(
        anchor=anchor,
        owner=fact.home,
        subject=", ".join(fact.about),
        rule=rule,
        outcome="lost" if fact.outcome == "lost" else "changed",
        decision=decision,
        place=fact.place,
        was=fact.promise,
        message=fact.message,
        help=fact.help,
        consequence=fact.consequence,
    )


def _of_advice(home: str, note: Note, anchor: str, decision: Decision) -> ReportFinding:
    return ReportFinding(
        anchor=anchor,
        owner=home,
        subject="",
        rule=note.rule,
        outcome="advice",
        decision=decision,
        place=note.place,
        was="",
        message=note.message,
        help=note.help,
        consequence=note.consequence,
    )


def _anchors() -> Callable[[Rule, str, tuple[str, ...]], str]:
    """`PC201-User.email`; the second one of that name gets `~2`."""
    seen: Counter[str] = Counter()

    def anchor(rule: Rule, owner: str, fields: tuple[str, ...]) -> str:
        name = "-".join(
            filter(None, (rule.code, ".".join(filter(None, (owner, "+".join(fields))))))
        )
        seen[name] += 1
        return name if seen[name] == 1 else f"{name}~{seen[name]}"

    return anchor


def by_owner(findings: Iterable[ReportFinding]) -> Iterator[tuple[str, list[ReportFinding]]]:
    """Neighbours with one owner."""
    group: list[ReportFinding] = []
    for one in findings:
        if group and group[0].owner != one.owner:
            yield group[0].owner, group
            group = []
        group.append(one)
    if group:
        yield group[0].owner, group
