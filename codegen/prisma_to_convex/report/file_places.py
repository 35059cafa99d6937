"""Places of spans, as outputs name them."""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeAlias

from prisma_schema_parser.records import NamedTuple
from prisma_schema_parser.source import SourceFile, Span

# `file:line`, from the folder or file's folder that was given: no absolute path reaches the output.
Where: TypeAlias = Callable[[Span], str]


class Place(NamedTuple):
    file: str
    line: int
    column: int


class FilePlaces:
    """Each file is asked for its name once."""

    def __init__(self, where: Where) -> None:
        self._where = where
        self._files: dict[SourceFile, str] = {}

    def at(self, span: Span) -> Place:
        source = span.source
        if source not in self._files:
            self._files[source] = self._where(span).rpartition(":")[0]
        return Place(self._files[source], *source.position(span.start))
