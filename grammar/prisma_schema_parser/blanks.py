"""White space within a line: TAB and every \\p{Zs}. Form feed, VT, NEL and the line separators are none.

The grammar and the parser's own expressions know TAB and the space alone and see the others as spaces:
a class of characters beyond U+00FF takes a regular expression longer to compile than all else in it.
"""

from __future__ import annotations

_OTHERS = "\u00a0\u1680\u202f\u205f\u3000" + "".join(map(chr, range(0x2000, 0x200B)))
BLANKS = "\t " + _OTHERS


def with_spaces(text: str) -> str:
    """The text with a space for each blank that is neither TAB nor space: of the same length."""
    if not text.isascii():
        for blank in _OTHERS:
            if blank in text:
                text = text.replace(blank, " ")
    return text
