"""From a compilation to the report."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from typing import get_args

from prisma_schema_parser.diagnostic import Diagnostic, Severity

from ..analysis.analyze import analyze
from ..analysis.facts import Size
from ..compiler import Compilation
from ..ledger.decisions import ledger_decisions, open_errors
from ..ledger.guarantee_ledger import LedgerEntry
from ..rules.outcome import State
from ..rules.table import RULES
from .model import KindTotal, Report, RuleTotal, Where
from .name_table import names
from .sections import sections


def build(
    compilation: Compilation, source: str, where: Where, sizes: Mapping[str, Size] | None = None
) -> Report:
    """`sizes` by table, where `--stats` gave them."""
    ledger, lowered = compilation.ledger, compilation.lowered
    kinds, decisions = _kinds(ledger.entries), ledger_decisions(
        compilation.ledger, compilation.lowered.schema, compilation.lowered.options
    )
    rules = _rules(ledger.unsorted_diagnostics)
    errors = open_errors(ledger, decisions)
    tables = lowered.convex.tables
    return Report(
        source,
        len(ledger.entries),
        sum(kind.kept for kind in kinds),
        sum(kind.replaced for kind in kinds),
        sum(kind.lost for kind in kinds),
        {
            severity.value: sum(one.times for one in rules if one.rule.severity is severity)
            for severity in Severity
        },
        len(tables),
        sum(len(t.indexes) + len(t.search_indexes) + len(t.vector_indexes) for t in tables),
        kinds,
        rules,
        tuple(sections(compilation, decisions, where)),
        tuple(names(lowered)),
        decisions.losses,
        analyze(compilation, sizes or {}, len(errors)),
        errors,
        bool(lowered.excluded),
    )


def _kinds(entries: Iterable[LedgerEntry]) -> tuple[KindTotal, ...]:
    count = Counter([(guarantee.kind, outcome.state) for guarantee, outcome in entries])
    kinds = sorted({kind for kind, _ in count})
    states = {kind: [count[kind, state] for state in get_args(State)] for kind in kinds}
    return tuple(KindTotal(kind, sum(found), *found) for kind, found in states.items())


def _rules(diagnostics: Iterable[Diagnostic]) -> tuple[RuleTotal, ...]:
    """With the severity that holds here."""
    count = Counter([found.rule.code for found in diagnostics])
    effective = {found.rule.code: found.rule for found in diagnostics}
    return tuple(
        RuleTotal(effective[rule.code], count[rule.code])
        for rule in RULES
        if rule.code in effective
    )
