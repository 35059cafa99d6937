"""The width to which a file is laid out, where a formatter is set to another than 80, and generated text in it."""

from __future__ import annotations

import re
from collections.abc import Sequence

from ..typescript.literals import WIDTH
from ..typescript.tokens import TsToken, lexed

_WIDTHS = (100, 120)
"""What formatters are set to, beside their default of 80."""

_OPENING, _CLOSING = re.compile(r"[(\[{]"), re.compile(r".*[)\]}]")
_STRING = re.compile(r"""(["'])(?:(?!\1)[^\\]|\\.?)*+(?:\1|\Z)""")
_TAB = "  "


def width_of(text: str) -> int:
    """As the longest line of code shows that a formatter would else have broken."""
    longest = max(
        (
            len(line.replace("\t", _TAB))
            for line in map(_code, text.split("\n"))
            if len(line) > WIDTH // 2 and _is_breakable(_STRING.sub("", line))
        ),
        default=0,
    )
    if longest <= WIDTH:
        return WIDTH
    return next((width for width in _WIDTHS if longest <= width), WIDTH)


def _is_breakable(line: str) -> bool:
    """Whether a comma stands between two brackets; a line may be as long as the file."""
    opening, closing = _OPENING.search(line), _CLOSING.match(line)
    if opening is None or closing is None:
        return False
    return ", " in line[opening.end() : closing.end() - 1]


def _code(line: str) -> str:
    return "" if line.lstrip().startswith(("//", "/*", "*")) else _before_comment(line)


def _before_comment(line: str) -> str:
    code, mark, _ = line.partition("//")
    return code.rstrip() if mark else line


def widened(text: str, width: int) -> str:
    """A text that is laid out to 80 columns as Prettier lays it out to more: lists of arguments, arrays and imports
    that fit are on one line. Objects stay as they are, and so does what holds a comment. Raises NotTypeScript.
    """
    return text if width <= WIDTH else _with_lists(_with_values(text, width), width)


def _with_values(text: str, width: int) -> str:
    """A value that stands on the line behind its name, beside it where both fit."""
    lines: list[str] = []
    for line in text.split("\n"):
        before = lines[-1] if lines else ""
        value = line.lstrip()
        together = f"{before} {value}"
        is_whole = value.endswith((",", ";")) and value.count("(") == value.count(")")
        if before.endswith((":", " =")) and is_whole and len(_code(together)) <= width:
            lines[-1] = together
        else:
            lines.append(line)
    return "\n".join(lines)


def _with_lists(text: str, width: int) -> str:
    tokens = list(lexed(text))
    partner = _partners(tokens)
    pieces: list[str] = []
    at = 0
    for number, close in sorted(partner.items()):
        token = tokens[number]
        if token.start < at or "\n" not in text[token.end : tokens[number + 1].start]:
            continue
        joined = _joined(text, tokens[number : close + 1])
        if joined is None or not _fits(text, token, joined, tokens[close], width):
            continue
        pieces += [text[at : token.start], joined]
        at = tokens[close].end
    return "".join([*pieces, text[at:]])


def _partners(tokens: Sequence[TsToken]) -> dict[int, int]:
    found: dict[int, int] = {}
    open_: list[int] = []
    for number, token in enumerate(tokens):
        if token.is_mark("(", "[", "{"):
            open_.append(number)
        elif token.is_mark(")", "]", "}") and open_:
            found[open_.pop()] = number
    return found


def _joined(text: str, tokens: Sequence[TsToken]) -> str | None:
    """The list on one line; None where it has to stay."""
    first, last = tokens[0], tokens[-1]
    is_names = first.text == "{" and _begins_import(text, first)
    if first.text == "{" and not is_names:
        return None
    inside = tokens[1:-1]
    if any(one.kind in ("comment", "template") for one in inside):
        return None
    if any(
        one.is_mark("{") and "\n" in text[one.end : after.start]
        for one, after in zip(inside, tokens[2:], strict=False)
    ):
        return None
    inner = text[first.end : last.start].strip().removesuffix(",")
    inner = re.sub(r"([(\[])\s*\n\s*", r"\1", inner)
    inner = re.sub(r",?\s*\n\s*([)\]])", r"\1", inner)
    inner = re.sub(r"\s*\n\s*", " ", inner)
    return f"{{ {inner} }}" if is_names else f"{first.text}{inner}{last.text}"


def _begins_import(text: str, brace: TsToken) -> bool:
    line = text[text.rfind("\n", 0, brace.start) + 1 : brace.start]
    return re.fullmatch(r"(?:import|export)\s+(?:type\s+)?", line) is not None


def _fits(text: str, first: TsToken, joined: str, last: TsToken, width: int) -> bool:
    before = text[text.rfind("\n", 0, first.start) + 1 : first.start]
    end = text.find("\n", last.end)
    rest = _before_comment(text[last.end : end if end >= 0 else len(text)])
    return len((before + joined + rest).replace("\t", _TAB)) <= width
