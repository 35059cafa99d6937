"""Columns of texts that are tokens as they stand, or nearly: made and judged a column at a time, never a value.

`12`, `-3` -> `12.0`, `-3.0`          `a "b"` -> `"a \\"b\\""`          `1.50` -> `"1.5"`

A column that holds anything else is none of these, and is read value by value.
"""

from __future__ import annotations

import re
from base64 import b64encode
from collections.abc import Callable, Mapping, Sequence
from typing import TypeAlias

from prisma_schema_parser.records import NamedTuple

from .plain_documents import is_utf8

Texts: TypeAlias = Sequence[bytes]

_SEPARATOR = b"\n"
_DOUBLE = 24  # octets of the longest
_MOST = 12_000
"""Octets of a text: fewer than a plain document may have."""


class Made(NamedTuple):
    """Tokens are `before`, one of `texts`, `after`; none has more than `longest` octets."""

    before: bytes
    texts: Texts
    after: bytes
    longest: int


PlainMake: TypeAlias = Callable[[Texts], Made | None]
"""None for texts that have to be read one by one; there is at least one."""


class Plain(NamedTuple):
    """`kind`: the type of validator that the tokens fit. `tokens`: all that there are, where they are few."""

    kind: str
    make: PlainMake
    tokens: Texts = ()


def matching(pattern: str, longest: int, before: bytes = b"", after: bytes = b"") -> PlainMake:
    """Texts of which each matches, of so many octets at most."""
    every = re.compile(f"(?:{pattern}\n)*+".encode())
    width = longest + len(before) + len(after)

    def make(texts: Texts) -> Made | None:
        joined = _SEPARATOR.join(texts) + _SEPARATOR
        if joined.count(_SEPARATOR) != len(texts) or every.fullmatch(joined) is None:
            return None
        return Made(before, texts, after, width)

    return make


def named(kind: str, values: Mapping[bytes, bytes]) -> Plain:
    """Texts of which there are few, by the token of each."""
    longest = max(map(len, values.values()), default=0)

    def make(texts: Texts) -> Made | None:
        try:
            return Made(b"", list(map(values.__getitem__, texts)), b"", longest)
        except KeyError:
            return None

    return Plain(kind, make, list(values.values()))


def floats(texts: Texts) -> Made | None:
    """Of doubles, each to the last bit."""
    try:
        tokens = _SEPARATOR.join(map(str.encode, map(repr, map(float, texts))))
    except ValueError:
        return None
    return None if b"n" in tokens else Made(b"", tokens.split(_SEPARATOR), b"", _DOUBLE)


def strings(texts: Texts) -> Made | None:
    """As JSON's strings, which escape nothing that they need not."""
    longest = max(map(len, texts))
    if longest > _MOST:
        return None
    joined = _SEPARATOR.join(texts)
    bare = joined.translate(None, _TO_ESCAPE)
    is_bare = len(bare) == len(joined)
    if joined.count(_SEPARATOR) != len(texts) - 1 or not (is_bare or _is_quoted_only(joined)):
        return None
    if not is_utf8(joined):
        return None
    if is_bare:
        return Made(b'"', texts, b'"', longest + 2)
    escaped = joined.replace(b"\\", b"\\\\").replace(b'"', b'\\"').split(_SEPARATOR)
    return Made(b'"', escaped, b'"', max(map(len, escaped)) + 2)


_CONTROL = bytes(at for at in range(32) if at != 10)
_TO_ESCAPE = _CONTROL + b'"\\'


def _is_quoted_only(joined: bytes) -> bool:
    return len(joined.translate(None, _CONTROL)) == len(joined)


def blobs(values: Texts) -> Made | None:
    """Of bytes as they are."""
    longest = max(map(len, values)) * 4 // 3 + 4
    if longest > _MOST:
        return None
    return Made(b'{"$bytes":"', list(map(b64encode, values)), b'"}', longest + 13)


def trimmed(make: PlainMake) -> PlainMake:
    """Of decimals, without the zeros at the end of their fractions."""

    def trim(texts: Texts) -> Made | None:
        if b"." in b"".join(texts):
            texts = [one.rstrip(b"0").rstrip(b".") if b"." in one else one for one in texts]
        return make(texts)

    return trim


WHOLE = Plain("number", matching("(?:0|-?[1-9][0-9]{0,14}+)", 16, b"", b".0"))
INT64 = Plain("bigint", matching("(?:0|-?[1-9][0-9]{0,17}+)", 19))
TIME = Plain("number", matching("(?:0|-?[1-9][0-9]{0,14}+)", 16, b"", b".0"))
DECIMAL = Plain(
    "string", matching(r"-?(?:0|[1-9][0-9]{0,99}+)(?:\.[0-9]{0,98}[1-9])?", 201, b'"', b'"')
)
TRIMMED_DECIMAL = Plain("string", trimmed(DECIMAL.make))
BOOLEAN = named("boolean", {b"0": b"false", b"1": b"true"})
DAY = Plain("string", matching("[0-9]{4}-[0-9]{2}-[0-9]{2}", 10, b'"', b'"'))
BASE64 = Plain(
    "bytes",
    matching(
        "(?:[A-Za-z0-9+/]{4}){0,2000}+(?:[A-Za-z0-9+/]{2}==|[A-Za-z0-9+/]{3}=)?",
        8004,
        b'{"$bytes":"',
        b'"}',
    ),
)
BLOB = Plain("bytes", blobs)
FLOAT = Plain("number", floats)
STRING = Plain("string", strings)
