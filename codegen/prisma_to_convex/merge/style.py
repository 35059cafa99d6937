"""Quotes, semicolons and indentation of a file that a formatter or a person laid out anew, so that what is
merged into it looks like the rest of it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from prisma_schema_parser.records import NamedTuple

from ..typescript.tokens import TsToken, lexed

_IMPORT = re.compile(r"""^import\b[^;'"]*?(['"])[^'"\n]*\1(;?)""", re.MULTILINE)
_INDENTED = re.compile(r"^(\t| {2,})(?=[^\s*])", re.MULTILINE)
_OURS = "  "


class CodeStyle(NamedTuple):
    quote: str = '"'
    semicolon: str = ";"
    unit: str = _OURS


def style_of(text: str) -> CodeStyle:
    """As the first import and the first indented line show it; ours where there is none."""
    found, indented = _IMPORT.search(text), _INDENTED.search(text)
    unit = indented.group(1) if indented else _OURS
    return CodeStyle(found.group(1), found.group(2), unit) if found else CodeStyle(unit=unit)


def styled(text: str, style: CodeStyle) -> str:
    """A generated text in this style. Raises NotTypeScript."""
    return text if style == CodeStyle() else "".join(_pieces(text, style))


def _pieces(text: str, style: CodeStyle) -> Iterator[str]:
    at = 0
    for token in lexed(text):
        yield _indented(text[at : token.start], style.unit)
        at = token.end
        if token.kind == "comment":
            yield _indented(token.text, style.unit)
        elif token.kind == "string":
            yield _quoted(token, style.quote)
        elif token.text != ";" or style.semicolon or text[at : at + 1] not in ("\n", ""):
            yield token.text
    yield _indented(text[at:], style.unit)


def _quoted(token: TsToken, quote: str) -> str:
    inside = token.text[1:-1]
    return token.text if '"' in inside or "'" in inside else f"{quote}{inside}{quote}"


def _indented(text: str, unit: str) -> str:
    if unit == _OURS or "\n" not in text:
        return text
    return re.sub(r"(?<=\n)(?:  )+", lambda found: unit * (len(found.group()) // 2), text)
