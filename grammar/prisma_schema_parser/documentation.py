"""Which comments document a declaration, and their text (facts: Prisma 6.19 schema-ast/parse_comments).

Comments that touch one another form one block: `///` and `/* */` count, `//` between them is dropped.
A block documents the next declaration; a later block takes its place, even one of `//` alone.
"""

from __future__ import annotations

from collections.abc import Sequence

from .comments import SPACE, touches
from .syntax import CommentNode


class Documentation:
    """The block of comments that waits for a declaration below it."""

    __slots__ = ("_end", "_lines", "_text")

    def __init__(self, text: str) -> None:
        self._text = text
        self._lines: list[str] | None = None
        self._end = 0

    def add(self, comment: CommentNode) -> None:
        kind, text, start, end = comment
        indent = ""
        if self._lines is None or not self.touches(start):
            self._lines = []
        else:
            indent = self._text[self._end : start].lstrip("\r\n")
        if kind == "/*" and indent:
            self._lines.append(_indented(indent, self._text[start:end]))
        elif kind != "//":
            self._lines.append(text)
        self._end = end

    def touches(self, offset: int) -> bool:
        """Whether there are comments, and no empty line between them and what starts at `offset`."""
        return self._lines is not None and touches(self._text, self._end, offset)

    def take(self, trailing: Sequence[CommentNode] = ()) -> str | None:
        """The text for the declaration found now, with the comment on its own line at the end."""
        lines = self._lines
        self._lines = None
        if trailing and trailing[0].is_doc:
            lines = [*(lines or ()), trailing[0].text]
        return "\n".join(lines) if lines else None


def _indented(indent: str, text: str) -> str:
    """An indented `/* */` that is not the first of its block: the engine's cut of two bytes for the
    `/*` hits the indentation, so that ` /* a */` gives `* a`."""
    return (indent + text[:-2]).encode()[2:].decode(errors="replace").strip(SPACE)
