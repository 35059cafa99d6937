"""One schema's sources -> everything that can be said of it, each with what it is about. Pure."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence

from prisma_schema_parser import Diagnostic, Schema, SourceFile, read_schema
from prisma_schema_parser.diagnostic import sort_key
from prisma_schema_parser.guarantees import FIELD_BY_FIELD, Guarantee

from ..analysis.secrets import secrets
from ..analysis.verdict.consequences import Consequence, Consequences
from ..compiler import Compilation, translate
from ..ledger import severities
from ..ledger.decision import OPEN, Decision, DiagnosticSubject
from ..ledger.decisions import decide
from ..ledger.guarantee_ledger import times_shown
from ..ledger.subjects import Subject, Subjects
from ..migrations.texts import NO_MIGRATIONS, Migrations
from ..options.settings import DEFAULTS, OptionProblem, Options
from ..project.edited_on_disk import NOTHING_WRITTEN, WrittenFiles, with_written_files
from .finding import CheckedSchema, Finding


class OptionsError(Exception):
    """The options speak of what the schema does not have."""

    def __init__(self, problems: Sequence[OptionProblem]) -> None:
        super().__init__(*problems)
        self.problems = problems


def examine(
    path: str,
    sources: Sequence[SourceFile],
    unreadable: Sequence[Diagnostic],
    options: Options = DEFAULTS,
    migrations: Migrations = NO_MIGRATIONS,
    convex: str = "",
    written: WrittenFiles = NOTHING_WRITTEN,
) -> CheckedSchema:
    """`unreadable` tells of bytes that are no text: nothing else is said of such a schema. `convex` is the
    folder where constraints.ts may stand, `written` the schema.ts that may have been edited.

    Raises `OptionsError`.
    """
    if unreadable:
        return _invalid(path, sources, unreadable, None, options)
    result = read_schema(sources)
    compiled = translate(result, options, migrations)
    if isinstance(compiled, Compilation):
        if written != NOTHING_WRITTEN:
            compiled = with_written_files(compiled, path, written)
        note = ""
        if convex and options.enforce:
            from ..project.enforced import with_enforcement_on_disk

            on_disk = with_enforcement_on_disk(compiled, path, convex)
            compiled, note = on_disk.compilation, on_disk.note
        spoken_of = (one.span.source for one in migrations.not_read)
        read = (*sources, *migrations.sources, *spoken_of)
        return _valid(path, read, compiled)._replace(note=note)
    if compiled.problems:
        raise OptionsError(compiled.problems)
    return _invalid(path, sources, compiled.diagnostics, result.schema, options)


def without_repeats(schemas: Sequence[CheckedSchema]) -> Sequence[CheckedSchema]:
    """A decision of a configuration that several schemas share is unused where none of them needs it, and
    the first one tells.
    """
    if len(schemas) == 1:
        return schemas
    times = Counter(place for schema in schemas for place, _ in _shared(schema))
    seen: set[tuple[str, int]] = set()
    found = []
    for schema in schemas:
        hidden = {one for place, one in _shared(schema) if times[place] < len(schemas)}
        hidden |= {one for place, one in _shared(schema) if place in seen}
        seen.update(place for place, _ in _shared(schema))
        left = tuple(finding for finding in schema.findings if finding not in hidden)
        found.append(schema._replace(findings=left))
    return found


def _shared(schema: CheckedSchema) -> list[tuple[tuple[str, int], Finding]]:
    """What is said of places outside the schema, with these."""
    return [
        ((finding.diagnostic.span.source.name, finding.diagnostic.span.start), finding)
        for finding in schema.findings
        if finding.diagnostic.span.source not in schema.sources
    ]


def _invalid(
    path: str,
    sources: Sequence[SourceFile],
    found: Sequence[Diagnostic],
    schema: Schema | None,
    options: Options,
) -> CheckedSchema:
    places = Subjects(schema)
    findings = tuple(_other(one, places) for one in found)
    return CheckedSchema(
        path=path,
        sources=tuple(sources),
        is_valid=False,
        findings=findings,
        states={},
        upheld=frozenset(),
        max_diagnostics=options.max_diagnostics,
    )


def _valid(path: str, sources: Sequence[SourceFile], compiled: Compilation) -> CheckedSchema:
    ledger = compiled.ledger
    lowered = compiled.lowered
    places, consequences = Subjects(lowered.schema), Consequences(lowered, secrets(lowered))
    findings = [*_of_guarantees(compiled, consequences)]
    findings += [
        _other(one, places, consequences.of_advice(one))
        for one in (*compiled.warnings, *ledger.advice)
    ]
    findings = _with_decisions(findings, compiled, consequences)
    findings.sort(key=lambda finding: (finding.rank, sort_key(finding.diagnostic)))
    totals = ledger.totals
    states = {state: totals[state] for state in ("kept", "replaced", "enforced", "lost")}
    upheld = frozenset(
        (entry.guarantee.kind, str(subject))
        for entry in ledger.entries
        if entry.outcome.state != "lost"
        for subject in _subjects(entry.guarantee)
    )
    off = severities.codes_off(compiled.lowered.options)
    return CheckedSchema(
        path=path,
        sources=tuple(sources),
        is_valid=True,
        findings=tuple(findings),
        states=states,
        upheld=upheld,
        off=off,
        is_empty=not compiled.lowered.schema.models,
        max_diagnostics=compiled.lowered.options.max_diagnostics,
    )


def _subjects(guarantee: Guarantee) -> Iterator[Subject]:
    """What a finding says of it when it is lost: of its fields, or of its block."""
    yield Subject(guarantee.owner, guarantee.fields)
    if guarantee.kind in FIELD_BY_FIELD:
        yield Subject(guarantee.owner)


def _with_decisions(
    findings: list[Finding], compiled: Compilation, consequences: Consequences
) -> list[Finding]:
    """With what was decided of each, and what is wrong with what decides."""
    subjects = [DiagnosticSubject(finding.diagnostic, finding.subject) for finding in findings]
    lowered = compiled.lowered
    found = decide(subjects, lowered.schema, lowered.options)
    decided = [
        finding if finding.decision.state == "enforced" else finding._replace(decision=decision)
        for finding, decision in zip(findings, found.decisions, strict=True)
    ]
    for diagnostic, subject in found.problems:
        effective = severities.with_effective_severity(diagnostic, lowered.options)
        decided.append(
            Finding(
                diagnostic=effective,
                subject=subject,
                kind="",
                text=diagnostic.message,
                is_loss=False,
                consequence=consequences.of_advice(effective),
            )
        )
    return decided


def _of_guarantees(compiled: Compilation, consequences: Consequences) -> Iterator[Finding]:
    entries = compiled.ledger.entries
    for entry, times in zip(entries, times_shown(entries), strict=True):
        guarantee, outcome = entry
        if times and outcome.diagnostic is not None:
            enforced = outcome.enforced
            is_loss = outcome.state in ("lost", "enforced")
            yield Finding(
                diagnostic=outcome.diagnostic,
                subject=entry.subject,
                kind=guarantee.kind,
                text=entry.text,
                is_loss=is_loss,
                times=times,
                decision=OPEN if enforced is None else Decision("enforced", str(enforced)),
                consequence=consequences.of(guarantee, outcome.diagnostic.rule),
            )


def _other(
    diagnostic: Diagnostic, places: Subjects, consequence: Consequence | None = None
) -> Finding:
    return Finding(
        diagnostic=diagnostic,
        subject=places.at(diagnostic.span),
        kind="",
        text=diagnostic.message,
        is_loss=False,
        consequence=consequence,
    )
