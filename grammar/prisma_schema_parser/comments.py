"""Every comment of a file, and what it speaks of."""

from __future__ import annotations

from collections.abc import Iterable

from .blanks import BLANKS
from .lalr import Lexeme
from .source import SourceFile, Span
from .syntax import Comment, CommentNode, Owner

# What Unicode calls white space; str.strip() would take U+001C to U+001F as well.
SPACE = "\t\n\x0b\x0c\r \x85\u00a0\u1680\u2028\u2029\u202f\u205f\u3000" + "".join(
    map(chr, range(0x2000, 0x200B))
)


def comment_node(lexeme: Lexeme) -> CommentNode:
    _, text, start, end = lexeme
    if text.startswith("///"):
        return CommentNode("///", text[3:].lstrip(SPACE), start, end)
    if text.startswith("//"):
        return CommentNode("//", text[2:], start, end)
    return CommentNode("/*", text[2:-2].strip(SPACE), start, end)


def touches(text: str, end: int, start: int) -> bool:
    """Whether there is no empty line between a comment's end and what starts behind it."""
    between = text[end:start]
    newline = 2 if between.startswith("\r\n") else between.startswith(("\n", "\r"))
    return not between[newline:].strip(BLANKS)


class Comments:
    """The comments of a file, found in order of place; those on lines of their own wait for an owner."""

    __slots__ = ("_found", "_source", "waiting")

    def __init__(self, source: SourceFile) -> None:
        self._source = source
        self._found: list[Comment] = []
        self.waiting: list[CommentNode] = []

    def add(self, node: CommentNode) -> None:
        """One on lines of its own."""
        self.waiting.append(node)

    def declare(self, owner: Owner) -> None:
        """What comes next is this declaration."""
        if self.waiting:
            at = owner.span.start
            first = len(self.waiting)
            while first and touches(self._source.text, self.waiting[first - 1].end, at):
                first -= 1
                at = self.waiting[first].start
            self._keep(self.waiting[:first], None)
            self._keep(self.waiting[first:], owner)
            self.waiting.clear()

    def part(self) -> None:
        """What waits belongs to nothing: a block ends here, or a line that can't be read."""
        self._keep(self.waiting, None)
        self.waiting.clear()

    def trailing(self, nodes: Iterable[CommentNode], base: int, owner: Owner | None) -> None:
        """Comments behind code, at offsets from `base`."""
        self._keep(nodes, owner, base, is_trailing=True)

    def all(self) -> tuple[Comment, ...]:
        self.part()
        return tuple(self._found)

    def _keep(
        self,
        nodes: Iterable[CommentNode],
        owner: Owner | None,
        base: int = 0,
        *,
        is_trailing: bool = False,
    ) -> None:
        for node in nodes:
            span = Span(self._source, base + node.start, base + node.end)
            self._found.append(Comment(span, node.kind, is_trailing, owner))
