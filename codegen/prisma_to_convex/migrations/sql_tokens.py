"""SQL as tokens. Comments are blanks; what is quoted is one token. Linear, and nothing is refused."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from functools import lru_cache
from typing import Literal, TypeAlias

from prisma_schema_parser.records import NamedTuple

from .dialects import SqlDialect

Kind: TypeAlias = Literal["word", "name", "string", "number", "sign"]


class Token(NamedTuple):
    """`key` is a word in capitals or a sign, and empty for what is quoted. `value` is the name, or the
    text without quotes. `start` and `end` are offsets in the text.
    """

    kind: Kind
    key: str
    value: str
    start: int
    end: int

    @property
    def is_name(self) -> bool:
        return self.kind in ("word", "name")


_DOLLAR = r"\$(?:[^\W\d][\w]*+)?\$"


@lru_cache(maxsize=8)
def _pattern(dialect: SqlDialect) -> re.Pattern[str]:
    line = r"--[^\n]*+" if not dialect.hashes else r"(?:--(?=[\s]|\Z)|\#)[^\n]*+"
    inner = r"(?:[^'\\]|\\.|'')*+" if dialect.escapes else r"[^']*+(?:''[^']*+)*+"
    double = (
        r'"(?:[^"\\]|\\.|"")*+(?:"|\Z)' if dialect.escapes else r'"[^"]*+(?:""[^"]*+)*+(?:"|\Z)'
    )
    code = r"|/\*M?!\d*+|\*/" if dialect.hashes else ""
    parts = [
        r"(?P<comment>/\*)",
        r"(?P<escaped>[eE]'(?:[^'\\]|\\.|'')*+(?:'|\Z))" if dialect.dollars else "",
        rf"(?P<string>(?:[nNbBxX]|[uU]&|_[a-z0-9]+\s*+)?'{inner}(?:'|\Z))",
        rf"(?P<dollar>{_DOLLAR})" if dialect.dollars else "",
        rf"(?P<{'text' if dialect.texts else 'double'}>{double})",
        r"(?P<back>`[^`]*+(?:``[^`]*+)*+(?:`|\Z))" if dialect.backticks else "",
        r"(?P<bracket>\[[^\]]*+(?:\]\][^\]]*+)*+(?:\]|\Z))" if dialect.brackets else "",
        r"(?P<number>\d[\w.]*+(?:(?<=[eE])[+-]\d++)?|\.\d[\w]*+)",
        (
            r"(?P<word>(?:[^\W\d]|[@\#])[\w$@\#]*+)"
            if not dialect.hashes
            else r"(?P<word>(?:[^\W\d]|@)[\w$@]*+)"
        ),
        r"(?P<sign>::|.)",
    ]
    found = "|".join(part for part in parts if part)
    return re.compile(rf"(?:\s++|{line}{code})*+(?:{found})", re.DOTALL)


def tokens(text: str, dialect: SqlDialect, start: int = 0, end: int | None = None) -> list[Token]:
    return list(scan(text, dialect, start, end))


def scan(text: str, dialect: SqlDialect, start: int = 0, end: int | None = None) -> Iterator[Token]:
    """The tokens of a part of the text, one after the other."""
    stop = len(text) if end is None else end
    pattern = _pattern(dialect)
    folds = dialect.folds
    at = start
    while at < stop:
        for match in pattern.finditer(text, at, stop):
            kind = match.lastgroup
            assert kind is not None
            first, at = match.span(kind)
            raw = match[kind]
            if kind == "word":
                yield Token(
                    kind="word",
                    key=raw.upper(),
                    value=raw.lower() if folds else raw,
                    start=first,
                    end=at,
                )
            elif kind == "sign":
                yield Token(kind="sign", key=raw, value=raw, start=first, end=at)
            elif kind == "comment":
                at = comment_end(text, first, stop, nests=dialect.nests)
                break
            elif kind == "dollar":
                found = text.find(raw, at, stop)
                body = found if found >= 0 else stop
                inside, at = text[at:body], min(body + len(raw), stop)
                yield Token(kind="string", key="", value=inside, start=first, end=at)
                break
            else:
                yield _token(kind, raw, first, at, dialect)
        else:
            return


_QUOTED = {"double": '"', "back": "`", "bracket": "]"}


def _token(kind: str, raw: str, start: int, end: int, dialect: SqlDialect) -> Token:
    if kind == "number":
        return Token(kind="number", key="", value=raw, start=start, end=end)
    quote = _QUOTED.get(kind)
    if quote is not None:
        inside = raw[1:].removesuffix(quote)
        return Token(
            kind="name", key="", value=inside.replace(quote * 2, quote), start=start, end=end
        )
    mark = '"' if kind == "text" else "'"
    inside = raw[raw.index(mark) + 1 :].removesuffix(mark).replace(mark * 2, mark)
    if dialect.escapes or kind == "escaped":
        inside = _ESCAPE.sub(_unescaped, inside)
    return Token(kind="string", key="", value=inside, start=start, end=end)


_ESCAPE = re.compile(r"\\(.)", re.DOTALL)
_ESCAPED = {"n": "\n", "r": "\r", "t": "\t", "0": "\0", "b": "\b", "%": r"\%", "_": r"\_"}


def _unescaped(match: re.Match[str]) -> str:
    return _ESCAPED.get(match[1], match[1])


_COMMENT_EDGE = re.compile(r"/\*|\*/")


def comment_end(text: str, start: int, stop: int, *, nests: bool) -> int:
    """Where the comment that starts here ends; one that is not closed ends with the text."""
    if not nests:
        found = text.find("*/", start + 2, stop)
        return found + 2 if found >= 0 else stop
    depth = 0
    for edge in _COMMENT_EDGE.finditer(text, start, stop):
        depth += 1 if edge[0] == "/*" else -1
        if depth == 0:
            return edge.end()
    return stop


# ---- back to text -------------------------------------------------------------------------------

_PLAIN = re.compile(r"[^\W\d]\w*\Z")


def shown(given: Sequence[Token], text: str) -> str:
    """The tokens on one line as a person reads them: no quotes around a name that needs none."""
    return _joined(given, text, _person)


def sql(given: Sequence[Token], text: str, dialect: SqlDialect) -> str:
    """The tokens on one line, for what parses them."""
    quote = "`" if dialect.texts else '"'
    return _joined(given, text, lambda token, text: _machine(token, text, quote))


def _joined(given: Sequence[Token], text: str, written: Callable[[Token, str], str]) -> str:
    parts: list[str] = []
    before = -1
    for token in given:
        if before >= 0 and token.start > before and parts[-1] != "(" and token.key != ")":
            parts.append(" ")
        parts.append(written(token, text))
        before = token.end
    return "".join(parts)


def _person(token: Token, text: str) -> str:
    if token.kind == "name":
        return token.value if _PLAIN.match(token.value) else _quoted(token.value, '"')
    return " ".join(_raw(token, text).split())


_BITS = frozenset("bBxX")


def _machine(token: Token, text: str, quote: str) -> str:
    if token.kind == "name":
        return _quoted(token.value, quote)
    raw = _raw(token, text)
    if token.kind != "string" or raw[0] in _BITS:
        return raw
    value = token.value.replace("\\", "\\\\") if quote == "`" else token.value
    return _quoted(value, "'")


def _raw(token: Token, text: str) -> str:
    return token.value if token.start >= token.end else text[token.start : token.end]


def _quoted(name: str, quote: str) -> str:
    return f"{quote}{name.replace(quote, quote * 2)}{quote}"
