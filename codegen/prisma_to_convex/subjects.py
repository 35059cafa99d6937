"""What a diagnostic is about: the declaration that it stands in, and where a declaration stands."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator
from typing import NamedTuple

from prisma_schema_parser.schema import Schema
from prisma_schema_parser.source import SourceFile, Span


class Subject(NamedTuple):
    """A model, composite type, enum or datasource, and the fields of it; both may be empty."""

    owner: str = ""
    fields: tuple[str, ...] = ()

    def __str__(self) -> str:
        """`User`, `User.email`, `User.(a, b)`."""
        if not self.fields:
            return self.owner
        one = self.fields[0] if len(self.fields) == 1 else f"({', '.join(self.fields)})"
        return f"{self.owner}.{one}"


class Subjects:
    """The declarations of a schema; of None, there are none. Read when first asked."""

    def __init__(self, schema: Schema | None) -> None:
        self._schema = schema
        self._read = False
        self._blocks: dict[SourceFile, list[tuple[int, str]]] = {}
        self._lines: dict[SourceFile, dict[int, Subject]] = {}
        self._spans: dict[Subject, Span] = {}

    def at(self, span: Span) -> Subject:
        """The declaration on its line, else the last block that is named before it in its file."""
        self._index()
        on_line = self._lines.get(span.source, {}).get(span.line)
        if on_line is not None:
            return on_line
        blocks = self._blocks.get(span.source, [])
        at = bisect_right(blocks, span.start, key=lambda block: block[0])
        return Subject(blocks[at - 1][1]) if at else Subject()

    def span(self, subject: Subject) -> Span | None:
        """Of a block, or of one field of it."""
        self._index()
        return self._spans.get(subject)

    def _index(self) -> None:
        if self._read:
            return
        self._read = True
        for span, owner, fields in _declarations(self._schema):
            self._blocks.setdefault(span.source, []).append((span.start, owner))
            self._spans.setdefault(Subject(owner), span)
            lines = self._lines.setdefault(span.source, {})
            for name, place in fields:
                subject = Subject(owner, (name,))
                lines.setdefault(place.line, subject)
                self._spans.setdefault(subject, place)
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
