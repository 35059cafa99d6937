"""JavaScript and TypeScript as tokens: enough to find brackets and strings, nothing more.

Any text gives tokens: what can't be read as anything else is a sign of its own.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import Literal, TypeAlias

from prisma_schema_parser.records import NamedTuple

Kind: TypeAlias = Literal["name", "string", "number", "pattern", "template", "sign"]


class LooseToken(NamedTuple):
    """A piece of source at an offset; the text of a string is its value.

    A template with `${...}` in it is a `template`, then the tokens inside between `${` and `}`.
    """

    kind: Kind
    text: str
    at: int

    def is_sign(self, *signs: str) -> bool:
        return self.kind == "sign" and self.text in signs


_BLANK = re.compile(r"(?:[\s\ufeff]+|//[^\r\n\u2028\u2029]*|/\*.*?(?:\*/|\Z))*", re.DOTALL)
_TOKEN = re.compile(
    r"""(?P<name>[^\W\d$][\w$]*|[$\#][\w$]*)
      | (?P<number>\d[\w.]*)
      | (?P<string>"(?:[^"\\\r\n]|\\(?:\r\n|.))*"? | '(?:[^'\\\r\n]|\\(?:\r\n|.))*'?)
      | (?P<sign>\.\.\. | => | [=!]==? | \?\.(?!\d) | .)""",
    re.DOTALL | re.VERBOSE,
)
# Bounded, so that a file of slashes takes no time; a longer pattern is read as what it consists of.
_PATTERN = re.compile(r"/(?![*/])(?:[^/\\\[\r\n]|\\.|\[(?:[^\]\\\r\n]|\\.){0,200}+\]){1,500}+/\w*")
_CHUNK = re.compile(r"(?:[^`\\$]|\\.|\$(?!\{))*(`|\$\{|)", re.DOTALL)
_BEFORE_PATTERN = frozenset({"return", "typeof", "case", "in", "of", "void", "delete", "await"})
_OPEN, _CLOSE = ("{", "(", "[", "${"), ("}", ")", "]")


def tokens(text: str) -> Iterator[LooseToken]:
    """All tokens but blanks and comments."""
    braces: list[str] = []
    last = LooseToken("sign", ";", 0)
    at = _after_blank(text, 0)
    while at < len(text):
        read, at = _read(text, at, last, "${" in braces[-1:])
        for last in read:
            if last.is_sign("{", "${"):
                braces.append(last.text)
            elif last.is_sign("}") and braces:
                braces.pop()
            yield last
        at = _after_blank(text, at)


def _after_blank(text: str, at: int) -> int:
    match = _BLANK.match(text, at)
    return match.end() if match else at


def _read(
    text: str, at: int, last: LooseToken, in_template: bool
) -> tuple[tuple[LooseToken, ...], int]:
    """The next token or two and the offset behind; `last` stood before, innermost in a `${` or not."""
    if text[at] == "`":
        return _template(text, at)
    if text[at] == "}" and in_template:
        return _rest_of_template(text, at)
    if text[at] == "/" and _expects_value(last) and (pattern := _PATTERN.match(text, at)):
        return (LooseToken("pattern", pattern[0], at),), pattern.end()
    match = _TOKEN.match(text, at)
    assert match is not None, "the last alternative takes any character"
    return (_token(match),), match.end()


def _token(match: re.Match[str]) -> LooseToken:
    word, at = match[0], match.start()
    if match["string"]:
        quoted = word[1:-1] if len(word) > 1 and word[-1] == word[0] else word[1:]
        return LooseToken("string", _unescaped(quoted), at)
    if match["name"]:
        return LooseToken("name", word, at)
    return LooseToken("number" if match["number"] else "sign", word, at)


def _expects_value(last: LooseToken) -> bool:
    """Whether a `/` starts a pattern; after a value it divides."""
    if last.kind == "sign":
        return last.text not in _CLOSE
    return last.kind == "name" and last.text in _BEFORE_PATTERN


def _template(text: str, at: int) -> tuple[tuple[LooseToken, ...], int]:
    chunk = _CHUNK.match(text, at + 1)
    assert chunk is not None, "the pattern may be empty"
    if chunk[1] == "${":
        return (
            LooseToken("template", "", at),
            LooseToken("sign", "${", chunk.start(1)),
        ), chunk.end()
    value = text[at + 1 : chunk.start(1)].replace("\r\n", "\n")
    return (LooseToken("string", _unescaped(value), at),), chunk.end()


def _rest_of_template(text: str, at: int) -> tuple[tuple[LooseToken, ...], int]:
    chunk = _CHUNK.match(text, at + 1)
    assert chunk is not None, "the pattern may be empty"
    closed = LooseToken("sign", "}", at)
    if chunk[1] == "${":
        return (closed, LooseToken("sign", "${", chunk.start(1))), chunk.end()
    return (closed,), chunk.end()


_ESCAPE = re.compile(
    r"\\(?:u\{([0-9a-fA-F]+)\}|u([0-9a-fA-F]{4})|x([0-9a-fA-F]{2})|(\r\n|.))", re.DOTALL
)
_CONTROLS = {"n": "\n", "t": "\t", "r": "\r", "b": "\b", "f": "\f", "v": "\v", "0": "\0"}
_CONTINUED = ("\n", "\r", "\r\n", "\u2028", "\u2029")


def _unescaped(text: str) -> str:
    return _ESCAPE.sub(_character, text) if "\\" in text else text


def _character(match: re.Match[str]) -> str:
    if digits := match[1] or match[2] or match[3]:
        code = int(digits, 16)
        return chr(code) if code <= 0x10FFFF else match[0]
    return "" if match[4] in _CONTINUED else _CONTROLS.get(match[4], match[4])


def nested(found: Sequence[LooseToken]) -> Iterator[tuple[int, LooseToken, int]]:
    """Every token with its index and how many brackets are around it; a bracket is not in itself."""
    depth = 0
    for index, token in enumerate(found):
        if token.is_sign(*_CLOSE):
            depth = max(depth - 1, 0)
        yield index, token, depth
        if token.is_sign(*_OPEN):
            depth += 1


def parts(found: Sequence[LooseToken]) -> tuple[list[Sequence[LooseToken]], int]:
    """What commas separate in the bracket that opens the sequence, and the index of its end.

    Empty parts are left out; the end of an unclosed bracket is behind the sequence.
    """
    separated: list[Sequence[LooseToken]] = []
    start = 1
    for index, token, depth in nested(found):
        ends = index > 0 and depth == 0
        if ends or (depth == 1 and token.is_sign(",")):
            separated.append(found[start:index])
            start = index + 1
        if ends:
            return [part for part in separated if part], index
    separated.append(found[start:])
    return [part for part in separated if part], len(found)
