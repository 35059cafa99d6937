"""Which comments document a declaration, and their text (facts: Prisma 6.19 schema-ast/parse_comments).

Comments that touch one another form one block: `///` and `/* */` count, `//` between them is dropped.
A block documents the next declaration; a later block takes its place, even one of `//` alone.
"""

from __future__ import annotations

from .blanks import BLANKS
from .lalr import Lexeme
from .syntax import Comment

# What Unicode calls white space; str.strip() would take U+001C to U+001F as well.
_SPACE = "\t\n\x0b\x0c\r \x85\u00a0\u1680\u2028\u2029\u202f\u205f\u3000" + "".join(
    map(chr, range(0x2000, 0x200B))
)


def comment(text: str) -> Comment:
    """A comment from its first to its last character, as written."""
    if text.startswith("///"):
        return Comment(text[3:].lstrip(_SPACE), True)
    if text.startswith("//"):
        return Comment(text[2:], False)
    return Comment(text[2:-2].strip(_SPACE), True)


class Documentation:
    """The block of comments that waits for a declaration below it."""

    __slots__ = ("_end", "_lines", "_text")

    def __init__(self, text: str) -> None:
        self._text = text
        self._lines: list[str] | None = None
        self._end = 0

    def add(self, lexeme: Lexeme) -> None:
        _, text, start, end = lexeme
        indent = ""
        if self._lines is None or not self.touches(start):
            self._lines = []
        else:
            indent = self._text[self._end : start].lstrip("\r\n")
        note = comment(text)
        if note.is_doc:
            is_indented = indent and text[1] == "*"
            self._lines.append(_indented(indent, text) if is_indented else note.text)
        self._end = end

    def touches(self, offset: int) -> bool:
        """Whether there are comments, and no empty line between them and what starts at `offset`."""
        if self._lines is None:
            return False
        between = self._text[self._end : offset]
        newline = 2 if between.startswith("\r\n") else between.startswith(("\n", "\r"))
        return not between[newline:].strip(BLANKS)

    def take(self, trailing: Comment | None = None) -> str | None:
        """The text for the declaration found now, with the comment on its own line at the end."""
        lines = self._lines
        self._lines = None
        if trailing is not None and trailing.is_doc:
            lines = [*(lines or ()), trailing.text]
        return "\n".join(lines) if lines else None


def _indented(indent: str, text: str) -> str:
    """An indented `/* */` that is not the first of its block: the engine's cut of two bytes for the
    `/*` hits the indentation, so that ` /* a */` gives `* a`."""
    return (indent + text[:-2]).encode()[2:].decode(errors="replace").strip(_SPACE)
