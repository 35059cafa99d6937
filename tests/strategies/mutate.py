"""Small edits to a text, for tests that no input may crash the compiler."""

import re
from collections.abc import Callable

from hypothesis import strategies as st
from hypothesis.strategies import DrawFn

from .dice import Dice

_TOKEN = re.compile(r"\w+|\s+|.", re.DOTALL)
_LINE = re.compile(r"[^\n]*\n|[^\n]+")
_WORDS = (
    *(
        "",
        " ",
        "\n",
        "{",
        "}",
        "(",
        ")",
        "[",
        "]",
        "@",
        "@@",
        ",",
        ":",
        ".",
        "=",
        "?",
        "[]",
        '"',
        "//",
        "///",
    ),
    *(
        "/*",
        "*/",
        "\\",
        "-",
        "1",
        "9" * 400,
        "0.5",
        "true",
        "null",
        "model",
        "enum",
        "type",
        "datasource",
    ),
    *(
        "generator",
        "view",
        "Int",
        "String",
        "Unsupported",
        "@id",
        "@default",
        "@relation",
        "@@unique",
        "id",
        "x",
    ),
    *(
        "fields",
        "env(",
        "autoincrement()",
        "dbgenerated",
        "[" * 300,
        "(" * 300,
        "{" * 300,
        "a." * 300,
    ),
)
_HOSTILE = (
    *(
        "\x00",
        "\x07",
        "\x1b[31m",
        "\x0b",
        "\x0c",
        "\r",
        "\x85",
        "\xa0",
        "\xad",
        "\ufeff",
        "\u200b",
        "\u2028",
    ),
    *(
        "\u202e",
        "\u0301",
        "\ufffd",
        "\uffff",
        "😀",
        "\U000e0041",
        "١",
        "Ⅷ",
        "²",
        "İ",
        "ﬁ",
        "<script>",
        "${x}",
        "`",
    ),
)
Edit = Callable[[DrawFn, Dice, str], str]


@st.composite
def mutations(draw: DrawFn, text: str) -> str:
    """`text` after a few edits of tokens, lines or characters."""
    dice = Dice(draw)
    for _ in dice.parts(4, least=1):
        text = dice.pick(_EDITS)(draw, dice, text)
    return text


def _at(draw: DrawFn, count: int) -> int:
    return draw(st.integers(0, max(count - 1, 0)))


def _parts(draw: DrawFn, dice: Dice, text: str, pattern: re.Pattern[str]) -> str:
    """Delete, double, swap or move one part."""
    parts = pattern.findall(text) or [""]
    here, there = _at(draw, len(parts)), _at(draw, len(parts))
    match dice.below(4):
        case 0:
            del parts[here]
        case 1:
            parts.insert(there, parts[here])
        case 2:
            parts[here], parts[there] = parts[there], parts[here]
        case _:
            parts.insert(there, parts.pop(here))
    return "".join(parts)


def _tokens(draw: DrawFn, dice: Dice, text: str) -> str:
    return _parts(draw, dice, text, _TOKEN)


def _lines(draw: DrawFn, dice: Dice, text: str) -> str:
    return _parts(draw, dice, text, _LINE)


def _replace_token(draw: DrawFn, dice: Dice, text: str) -> str:
    parts = _TOKEN.findall(text) or [""]
    parts[_at(draw, len(parts))] = dice.pick(_WORDS)
    return "".join(parts)


def _insert(draw: DrawFn, dice: Dice, text: str) -> str:
    at = _at(draw, len(text) + 1)
    return text[:at] + dice.pick(_HOSTILE if dice.chance(2) else _WORDS) + text[at:]


def _change_character(draw: DrawFn, dice: Dice, text: str) -> str:
    at = _at(draw, len(text))
    new = draw(st.characters(exclude_categories=["Cs"])) if dice.chance(2) else ""
    return text[:at] + new + text[at + 1 :]


def _cut(draw: DrawFn, dice: Dice, text: str) -> str:
    at = _at(draw, len(text) + 1)
    return text[:at] if dice.chance(2) else text[at:]


_EDITS: tuple[Edit, ...] = (_tokens, _lines, _replace_token, _insert, _change_character, _cut)
