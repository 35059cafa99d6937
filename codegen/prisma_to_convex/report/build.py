"""From a compilation to the report."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable

from prisma_schema_parser.diagnostic import Diagnostic, Severity

from ..compiler import Compilation
from ..ledger import Entry
from ..rules import RULES
from .model import KindTotal, Report, RuleTotal, Where
from .names import names
from .sections import sections


def build(compilation: Compilation, source: str, where: Where) -> Report:
    ledger, lowered = compilation.ledger, compilation.lowered
    totals = ledger.totals
    severities = Counter(found.severity.value for found in ledger.diagnostics)
    tables = lowered.convex.tables
    return Report(
        source,
        len(ledger.entries),
        totals["kept"],
        totals["replaced"],
        totals["lost"],
        {severity.value: severities[severity.value] for severity in Severity},
        len(tables),
        sum(len(t.indexes) + len(t.search_indexes) + len(t.vector_indexes) for t in tables),
        _kinds(ledger.entries),
        _rules(ledger.diagnostics),
        tuple(sections(compilation, where)),
        tuple(names(lowered)),
        bool(lowered.behind),
    )


def _kinds(entries: Iterable[Entry]) -> tuple[KindTotal, ...]:
    found: dict[str, Counter[str]] = {}
    for entry in entries:
        found.setdefault(entry.guarantee.kind, Counter())[entry.outcome.state] += 1
    return tuple(
        KindTotal(kind, count.total(), count["kept"], count["replaced"], count["lost"])
        for kind, count in sorted(found.items())
    )


def _rules(diagnostics: Iterable[Diagnostic]) -> tuple[RuleTotal, ...]:
    count = Counter(found.rule.code for found in diagnostics)
    return tuple(RuleTotal(rule, count[rule.code]) for rule in RULES if count[rule.code])
