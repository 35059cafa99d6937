"""Quotes, semicolons and indentation of a file that a formatter or a person laid out anew, so that what is
merged into it looks like the rest of it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import pairwise

from prisma_schema_parser.records import NamedTuple

from ..typescript.literals import WIDTH
from ..typescript.tokens import NotTypeScript, TsToken, lexed
from .print_width import widened, width_of

_IMPORT = re.compile(r"""^import\b[^;'"]*+""", re.MULTILINE)
_MODULE = re.compile(r"""(['"])[^'"\n]*+\1(;?)""")
_INDENTED = re.compile(r"^(\t| {2,})(?=[^\s*])", re.MULTILINE)
_OURS = "  "


class CodeStyle(NamedTuple):
    """`commas` has the brackets before which a comma ends the last line of a list; `width` is what a line is broken
    beyond."""

    quote: str = '"'
    semicolon: str = ";"
    unit: str = _OURS
    commas: str = ")]}"
    width: int = WIDTH


def style_of(text: str) -> CodeStyle:
    """As the first import and the first indented line show it; ours where there is none."""
    modules = (_MODULE.match(text, one.end()) for one in _IMPORT.finditer(text))
    found, indented = next(filter(None, modules), None), _INDENTED.search(text)
    unit = indented.group(1) if indented else _OURS
    style = CodeStyle(unit=unit, commas=_commas(text), width=width_of(text))
    return style._replace(quote=found.group(1), semicolon=found.group(2)) if found else style


def _commas(text: str) -> str:
    """Where the lists that are broken over lines end with a comma: where one does, and where none is broken;
    what holds for parentheses holds for the others too."""
    ends = list(_broken_ends(text))
    return "".join(
        bracket
        for bracket in ")]}"
        if any(has for one, has in ends if one == bracket)
        or (
            not any(one == bracket for one, _ in ends)
            and not any(not has for one, has in ends if one in "]}")
        )
    )


def _broken_ends(text: str) -> Iterator[tuple[str, bool]]:
    """Each bracket that closes a list on a line of its own, and whether a comma stands before it."""
    try:
        tokens = [one for one in lexed(text) if one.kind != "comment"]
    except NotTypeScript:
        return
    for last, closing in pairwise(tokens):
        is_broken = "\n" in text[last.end : closing.start]
        if closing.is_mark(*")]}") and is_broken and not last.is_mark(*"([{;"):
            yield closing.text, last.is_mark(",")


def styled(text: str, style: CodeStyle) -> str:
    """A generated text in this style. Raises NotTypeScript."""
    return text if style == CodeStyle() else "".join(_pieces(widened(text, style.width), style))


def _pieces(text: str, style: CodeStyle) -> Iterator[str]:
    at = 0
    tokens = list(lexed(text))
    left_out = _left_out(tokens, text, style.commas)
    for token in tokens:
        yield _indented(text[at : token.start], style.unit)
        at = token.end
        if token.kind == "comment":
            yield _indented(token.text, style.unit)
        elif token.kind == "string":
            yield _quoted(token, style.quote)
        elif token.start in left_out:
            continue
        elif token.text != ";" or style.semicolon or text[at : at + 1] not in ("\n", ""):
            yield token.text
    yield _indented(text[at:], style.unit)


def _left_out(tokens: Sequence[TsToken], text: str, commas: str) -> frozenset[int]:
    """The commas at the end of a list that this style does without."""
    code = [token for token in tokens if token.kind != "comment"]
    return frozenset(
        token.start
        for token, after in pairwise(code)
        if token.text == ","
        and after.text in (")", "]", "}")
        and after.text not in commas
        and "\n" in text[token.end : after.start]
    )


def _quoted(token: TsToken, quote: str) -> str:
    inside = token.text[1:-1]
    return token.text if '"' in inside or "'" in inside else f"{quote}{inside}{quote}"


def _indented(text: str, unit: str) -> str:
    if unit == _OURS or "\n" not in text:
        return text
    return re.sub(r"(?<=\n)(?:  )+", lambda found: unit * (len(found.group()) // 2), text)
