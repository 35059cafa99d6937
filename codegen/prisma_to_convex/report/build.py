"""From a compilation to the report."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from typing import get_args

from prisma_schema_parser.diagnostic import Diagnostic, Severity
from prisma_schema_parser.guarantees import FIELD_BY_FIELD

from ..analysis.analyze import analyze
from ..analysis.facts import Size
from ..analysis.verdict.consequences import Consequences
from ..analysis.verdict.measures import Judgements
from ..compiler import Compilation
from ..enforce.grades import grades
from ..ledger.decision import Decisions
from ..ledger.decisions import ledger_decisions, open_errors
from ..ledger.guarantee_ledger import LedgerEntry, times_shown
from ..ledger.subjects import Subjects
from ..rules.outcome import State
from ..rules.table import RULES
from .file_places import Where
from .model import KindTotal, Report, RuleTotal
from .name_table import names
from .sections import sections
from .your_code import your_code


def build(
    compilation: Compilation, source: str, where: Where, sizes: Mapping[str, Size] | None = None
) -> Report:
    """`sizes` by table, where `--stats` gave them."""
    ledger, lowered = compilation.ledger, compilation.lowered
    subjects = Subjects(lowered.schema)
    kinds = _kinds(ledger.entries)
    decisions = ledger_decisions(ledger, subjects, lowered.schema, lowered.options)
    shown = times_shown(ledger.entries)
    rules = _rules(ledger.unsorted_diagnostics(shown))
    judged = _judgements(compilation, decisions, subjects)
    analysis = analyze(compilation, sizes or {}, judged)
    follows = Consequences(lowered, analysis.secrets)
    tables = lowered.convex.tables
    return Report(
        source=source,
        all=len(ledger.entries),
        kept=sum(kind.kept for kind in kinds),
        replaced=sum(kind.replaced for kind in kinds),
        enforced=sum(kind.enforced for kind in kinds),
        lost=sum(kind.lost for kind in kinds),
        severities={
            severity.value: sum(one.times for one in rules if one.rule.severity is severity)
            for severity in Severity
        },
        tables=len(tables),
        index_count=sum(
            len(t.indexes) + len(t.search_indexes) + len(t.vector_indexes) for t in tables
        ),
        kinds=kinds,
        rules=rules,
        sections=tuple(sections(compilation, decisions, subjects, where, follows, shown)),
        names=tuple(names(lowered)),
        decisions=decisions,
        analysis=analysis,
        open_errors=judged.errors,
        open_losses=judged.open,
        by_hand=lowered.by_hand.edits,
        code=your_code(compilation, where, sizes or {}),
        is_subset=bool(lowered.excluded),
    )


def _judgements(compilation: Compilation, decisions: Decisions, subjects: Subjects) -> Judgements:
    """What the analysis asks of the ledger and of enforcement."""
    lowered, by_field = compilation.lowered, _open_by_field(compilation, decisions)
    errors = open_errors(compilation.ledger, decisions)
    owners = (subjects.at(one.span).owner for one in errors)
    return Judgements(
        errors=errors,
        blocked=frozenset(owner for owner in owners if owner in lowered.models),
        open=decisions.losses["open"] - by_field,
        open_by_field=by_field,
        grades=grades(compilation),
    )


def _open_by_field(compilation: Compilation, decisions: Decisions) -> int:
    """Of what so many fields have that it is reported once a table."""
    pairs = zip(compilation.ledger.entries, decisions.entries, strict=True)
    return sum(
        guarantee.kind in FIELD_BY_FIELD and outcome.state == "lost" and decision.state == "open"
        for (guarantee, outcome), decision in pairs
    )


def _kinds(entries: Iterable[LedgerEntry]) -> tuple[KindTotal, ...]:
    count = Counter([(guarantee.kind, outcome.state) for guarantee, outcome in entries])
    return tuple(
        KindTotal(
            kind=kind,
            all=sum(count[kind, state] for state in get_args(State)),
            kept=count[kind, "kept"],
            replaced=count[kind, "replaced"],
            enforced=count[kind, "enforced"],
            lost=count[kind, "lost"],
        )
        for kind in sorted({kind for kind, _ in count})
    )


def _rules(diagnostics: Iterable[Diagnostic]) -> tuple[RuleTotal, ...]:
    """With the severity that holds here."""
    count = Counter([found.rule.code for found in diagnostics])
    effective = {found.rule.code: found.rule for found in diagnostics}
    return tuple(
        RuleTotal(effective[rule.code], count[rule.code])
        for rule in RULES
        if rule.code in effective
    )
