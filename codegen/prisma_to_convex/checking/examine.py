"""One schema's sources -> everything that can be said of it, each with what it is about. Pure."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from prisma_schema_parser import Diagnostic, Schema, SourceFile, read_schema
from prisma_schema_parser.diagnostic import sort_key

from ..compiler import Compilation, translate
from ..decisions import About, decide
from ..options import DEFAULTS, Options, Problem
from ..subjects import Subject, Subjects
from .finding import Examined, Finding


class Misfit(Exception):
    """The options speak of what the schema does not have."""

    def __init__(self, problems: Sequence[Problem]) -> None:
        super().__init__(*problems)
        self.problems = problems


def examine(
    path: str,
    sources: Sequence[SourceFile],
    unreadable: Sequence[Diagnostic],
    options: Options = DEFAULTS,
) -> Examined:
    """`unreadable` tells of bytes that are no text: nothing else is said of such a schema.

    Raises `Misfit`.
    """
    if unreadable:
        return _invalid(path, sources, unreadable, None)
    result = read_schema(sources)
    compiled = translate(result, options)
    if isinstance(compiled, Compilation):
        return _valid(path, sources, compiled)
    if compiled.problems:
        raise Misfit(compiled.problems)
    return _invalid(path, sources, compiled.diagnostics, result.schema)


def _invalid(
    path: str, sources: Sequence[SourceFile], found: Sequence[Diagnostic], schema: Schema | None
) -> Examined:
    places = Subjects(schema)
    findings = tuple(_other(one, places) for one in found)
    return Examined(path, tuple(sources), False, findings, {}, frozenset())


def _valid(path: str, sources: Sequence[SourceFile], compiled: Compilation) -> Examined:
    ledger = compiled.ledger
    places = Subjects(compiled.lowered.schema)
    findings = [*_of_guarantees(compiled)]
    findings += [_other(one, places) for one in (*compiled.warnings, *ledger.advice)]
    findings = _decided(findings, compiled)
    findings.sort(key=lambda finding: sort_key(finding.diagnostic))
    states = {state: ledger.totals[state] for state in ("kept", "replaced", "lost")}
    held = frozenset(
        (entry.guarantee.kind, str(Subject(entry.guarantee.owner, entry.guarantee.fields)))
        for entry in ledger.entries
        if entry.outcome.state != "lost"
    )
    return Examined(path, tuple(sources), True, tuple(findings), states, held)


def _decided(findings: list[Finding], compiled: Compilation) -> list[Finding]:
    """With what was decided of each, and what is wrong with what decides."""
    told = [About(finding.diagnostic, finding.subject) for finding in findings]
    lowered = compiled.lowered
    found = decide(told, lowered.schema, lowered.options)
    decided = [
        finding._replace(decision=decision)
        for finding, decision in zip(findings, found.decisions, strict=True)
    ]
    return decided + [
        Finding(problem.diagnostic, problem.subject, "", problem.diagnostic.message, False)
        for problem in found.problems
    ]


def _of_guarantees(compiled: Compilation) -> Iterator[Finding]:
    for guarantee, outcome in compiled.ledger.entries:
        if outcome.diagnostic is not None:
            subject = Subject(guarantee.owner, guarantee.fields)
            is_loss = outcome.state == "lost"
            yield Finding(outcome.diagnostic, subject, guarantee.kind, guarantee.text, is_loss)


def _other(diagnostic: Diagnostic, places: Subjects) -> Finding:
    return Finding(diagnostic, places.at(diagnostic.span), "", diagnostic.message, False)
