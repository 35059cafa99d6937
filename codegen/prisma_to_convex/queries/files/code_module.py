"""One file of code, parsed: its syntax tree, and where an offset of it is in the text that is shown."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cached_property
from typing import TYPE_CHECKING, Any, Literal, TypeAlias

from prisma_schema_parser.source import SourceFile, Span

from .code_files import CodeFile
from .extra import parse
from .script_text import only_scripts

if TYPE_CHECKING:
    from tree_sitter import Node

_JSX = (".tsx", ".jsx", ".js", ".mjs", ".cjs")
_CONTINUATION = bytes(range(0x80, 0xC0))
_STEP = 4096
_BLANKS = re.compile(rb"[ \t\r\n\f\v]{2,}|[\t\r\n\f\v]")
_QUOTED = frozenset({"string", "template_string", "regex", "jsx_text"})

SyntaxNode: TypeAlias = "Node"
Left: TypeAlias = Literal["all", "present", "nothing"]
"""What is left of the value that a variable started with."""


class CodeModule:
    """Compared by identity. `scopes`, `outer`, `changes` and those that follow keep what `scopes.py`, `later_changes.py` and
    `assigned_ways.py` found in it.
    """

    def __init__(self, file: CodeFile) -> None:
        self.name = file.name
        is_page = file.name.endswith((".vue", ".svelte"))
        self.data = only_scripts(file.data) if is_page else file.data
        self.scopes: dict[int, object] = {}
        self.outer: dict[int, tuple[SyntaxNode | None]] = {}
        self.changes: dict[tuple[int, str], list[Any]] = {}
        self.deciding: dict[tuple[int, str], list[tuple[SyntaxNode, Left]]] = {}
        self.deciding_words: dict[int, dict[bytes, list[SyntaxNode]]] = {}
        self._shown = file.data

    @cached_property
    def root(self) -> SyntaxNode:
        found = parse(self.data, is_tsx=self.name.endswith(_JSX))
        if found.has_error and self.name.endswith((".ts", ".mts", ".cts", ".vue", ".svelte")):
            other = parse(self.data, is_tsx=True)  # a .vue of `lang="tsx"`, a .ts with an odd cast
            if not other.has_error:
                return other
        return found

    @cached_property
    def source(self) -> SourceFile:
        return SourceFile(self.name, self._shown.decode("utf-8", "replace"))

    @cached_property
    def _is_ascii(self) -> bool:
        return self._shown.isascii()

    @cached_property
    def _characters(self) -> list[int]:
        """How many characters stand before each `_STEP` bytes."""
        found = [0]
        for start in range(0, len(self._shown), _STEP):
            found.append(found[-1] + _characters(self._shown[start : start + _STEP]))
        return found

    def offset(self, byte: int) -> int:
        """In characters. Exact where the file is UTF-8."""
        if self._is_ascii:
            return byte
        step = byte // _STEP
        return self._characters[step] + _characters(self._shown[step * _STEP : byte])

    def span(self, node: SyntaxNode) -> Span:
        start, end = self.offset(node.start_byte), self.offset(node.end_byte)
        most = len(self.source.text)
        return Span(self.source, min(start, most), min(end, most))

    def text(self, node: SyntaxNode, most: int = 2000) -> str:
        start, end = node.start_byte, node.end_byte
        return self.data[start : min(end, start + most)].decode("utf-8", "replace")

    def squeezed(self, node: SyntaxNode, most: int) -> str:
        """The text with each run of blanks as one, but for what stands in quotes."""
        start, end = node.start_byte, min(node.end_byte, node.start_byte + most)
        data = self.data[start:end]
        if not _BLANKS.search(data):
            return data.decode("utf-8", "replace")
        parts: list[bytes] = []
        at = start
        for literal in _literals(node, end):
            parts.append(_BLANKS.sub(b" ", self.data[at : literal.start_byte]))
            at = min(literal.end_byte, end)
            parts.append(self.data[literal.start_byte : at])
        parts.append(_BLANKS.sub(b" ", self.data[at:end]))
        return b"".join(parts).strip().decode("utf-8", "replace")


def _literals(node: SyntaxNode, end: int) -> Iterator[SyntaxNode]:
    """Those in a node whose blanks mean something, as far as `end`, in order of place."""
    waiting = [node]
    while waiting:
        at = waiting.pop()
        if at.start_byte >= end:
            continue
        if at.type in _QUOTED:
            yield at
        else:
            waiting.extend(reversed(at.children))


def _characters(data: bytes) -> int:
    return len(data.translate(None, _CONTINUATION))
