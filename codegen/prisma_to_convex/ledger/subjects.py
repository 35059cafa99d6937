"""What a diagnostic is about: the declaration that it stands in, and where a declaration stands."""

from __future__ import annotations

from bisect import bisect_right
from collections import defaultdict
from collections.abc import Iterator, Sequence
from operator import itemgetter

from prisma_schema_parser.records import NamedTuple
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


class _File(NamedTuple):
    """Where the blocks and the fields of a file start, in order."""

    blocks: Sequence[tuple[int, str]]
    fields: Sequence[tuple[int, str, str]]


class Subjects:
    """The declarations of a schema; of None, there are none. Read when first asked."""

    def __init__(self, schema: Schema | None) -> None:
        self._schema = schema
        self._files: dict[SourceFile, _File] | None = None
        self._spans: dict[Subject, Span] | None = None

    def at(self, span: Span) -> Subject:
        """The declaration on its line, else the last block that is named before it in its file."""
        if self._files is None:
            self._files = self._read_files()
        blocks, fields = self._files.get(span.source, _NO_FILE)
        near = bisect_right(fields, span.start, key=_start)
        for start, owner, name in fields[max(near - 1, 0) : near + 1]:
            if span.source.line(start) == span.line:
                return Subject(owner, (name,))
        at = bisect_right(blocks, span.start, key=_start)
        return Subject(blocks[at - 1][1]) if at else Subject()

    def span(self, subject: Subject) -> Span | None:
        """Of a block, or of one field of it."""
        if self._spans is None:
            self._spans = self._read_spans()
        return self._spans.get(subject)

    def _read_files(self) -> dict[SourceFile, _File]:
        blocks: defaultdict[SourceFile, list[tuple[int, str]]] = defaultdict(list)
        members: defaultdict[SourceFile, list[tuple[int, str, str]]] = defaultdict(list)
        for span, owner, fields in _declarations(self._schema):
            blocks[span.source].append((span.start, owner))
            members[span.source] += ((place.start, owner, name) for name, place in fields)
        return {one: _File(sorted(found), sorted(members[one])) for one, found in blocks.items()}

    def _read_spans(self) -> dict[Subject, Span]:
        found: dict[Subject, Span] = {}
        for span, owner, fields in _declarations(self._schema):
            found.setdefault(Subject(owner), span)
            for name, place in fields:
                found.setdefault(Subject(owner, (name,)), place)
        return found


_NO_FILE = _File((), ())
_start = itemgetter(0)


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
