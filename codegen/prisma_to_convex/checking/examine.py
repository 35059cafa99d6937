"""One schema's sources -> everything that can be said of it, each with what it is about. Pure."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator, Sequence

from prisma_schema_parser import Diagnostic, Schema, SourceFile, Span, read_schema
from prisma_schema_parser.diagnostic import sort_key

from ..compiler import Compilation, translate
from ..options import DEFAULTS, Options, Problem
from .finding import Examined, Finding, Subject


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
    places = _Places(schema)
    findings = tuple(_other(one, places) for one in found)
    return Examined(path, tuple(sources), False, findings, {}, frozenset())


def _valid(path: str, sources: Sequence[SourceFile], compiled: Compilation) -> Examined:
    ledger = compiled.ledger
    places = _Places(compiled.lowered.schema)
    findings = [*_of_guarantees(compiled)]
    findings += [_other(one, places) for one in (*compiled.warnings, *ledger.advice)]
    findings.sort(key=lambda finding: sort_key(finding.diagnostic))
    states = {state: ledger.totals[state] for state in ("kept", "replaced", "lost")}
    held = frozenset(
        (entry.guarantee.kind, str(Subject(entry.guarantee.owner, entry.guarantee.fields)))
        for entry in ledger.entries
        if entry.outcome.state != "lost"
    )
    return Examined(path, tuple(sources), True, tuple(findings), states, held)


def _of_guarantees(compiled: Compilation) -> Iterator[Finding]:
    for guarantee, outcome in compiled.ledger.entries:
        if outcome.diagnostic is not None:
            subject = Subject(guarantee.owner, guarantee.fields)
            is_loss = outcome.state == "lost"
            yield Finding(outcome.diagnostic, subject, guarantee.kind, guarantee.text, is_loss)


def _other(diagnostic: Diagnostic, places: _Places) -> Finding:
    return Finding(diagnostic, places.subject(diagnostic.span), "", diagnostic.message, False)


class _Places:
    """Which declaration a span stands in: the last one that is named before it, in the same file."""

    def __init__(self, schema: Schema | None) -> None:
        self._schema = schema
        self._read = False
        self._blocks: dict[SourceFile, list[tuple[int, str]]] = {}
        self._lines: dict[SourceFile, dict[int, Subject]] = {}

    def subject(self, span: Span) -> Subject:
        if not self._read:
            self._read = True
            self._index()
        on_line = self._lines.get(span.source, {}).get(span.line)
        if on_line is not None:
            return on_line
        blocks = self._blocks.get(span.source, [])
        at = bisect_right(blocks, span.start, key=lambda block: block[0])
        return Subject(blocks[at - 1][1]) if at else Subject()

    def _index(self) -> None:
        for span, owner, fields in _declarations(self._schema):
            self._blocks.setdefault(span.source, []).append((span.start, owner))
            lines = self._lines.setdefault(span.source, {})
            for name, place in fields:
                lines.setdefault(place.line, Subject(owner, (name,)))
        for blocks in self._blocks.values():
            blocks.sort()


def _declarations(schema: Schema | None) -> Iterator[tuple[Span, str, list[tuple[str, Span]]]]:
    if schema is None:
        return
    for model in schema.models:
        yield model.span, model.name, [(field.name, field.span) for field in model.fields]
    for composite in schema.composite_types:
        fields = [(field.name, field.span) for field in composite.fields]
        yield composite.span, composite.name, fields
    for enum in schema.enums:
        yield enum.span, enum.name, [(value.name, value.span) for value in enum.values]
    for block in (schema.datasource, *schema.generators):
        if block is not None:
            yield block.span, block.name, []
