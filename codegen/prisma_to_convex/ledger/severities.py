"""How much each rule matters in a project: the configuration's word, else the rule's own.

Every diagnostic of a run passes here once. What makes a schema invalid stays an error (config_rules.py
refuses to say otherwise), so no setting lets a broken schema through.
"""

from __future__ import annotations

from prisma_schema_parser.diagnostic import Diagnostic, Severity

from ..options.settings import Options
from .guarantee_ledger import Ledger, LedgerEntry


def with_effective_severity(diagnostic: Diagnostic, options: Options) -> Diagnostic:
    """What is `off` is a note: `check` leaves it out, the report tells of every loss."""
    rule = diagnostic.rule
    word = options.severities.get(rule.code)
    if word is None or (rule.code < "PC2" and diagnostic.is_error):
        return diagnostic
    severity = Severity.NOTE if word == "off" else Severity(word)
    return diagnostic._replace(rule=rule._replace(severity=severity))


def with_effective_severities(
    diagnostics: tuple[Diagnostic, ...], options: Options
) -> tuple[Diagnostic, ...]:
    if not options.severities:
        return diagnostics
    return tuple(with_effective_severity(one, options) for one in diagnostics)


def ledger_with_effective_severities(ledger: Ledger, options: Options) -> Ledger:
    if not options.severities:
        return ledger
    entries = tuple(_entry(entry, options) for entry in ledger.entries)
    return Ledger(entries, with_effective_severities(ledger.advice, options))


def codes_off(options: Options) -> frozenset[str]:
    """The codes that `check` leaves out."""
    return frozenset(code for code, word in options.severities.items() if word == "off")


def _entry(entry: LedgerEntry, options: Options) -> LedgerEntry:
    diagnostic = entry.outcome.diagnostic
    if diagnostic is None:
        return entry
    return entry._replace(
        outcome=entry.outcome._replace(diagnostic=with_effective_severity(diagnostic, options))
    )
