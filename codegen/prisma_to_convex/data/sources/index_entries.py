"""What a unique index of MongoDB has of a document: an entry for each item of a list on its way.

{tags: ["a", "b"]}                          index of tags: a, b
{n: 1, homes: [{zip: "x"}, {zip: "y"}]}     index of n, homes.zip: (1, x), (1, y)
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from typing import Any

from bson.raw_bson import RawBSONDocument

from prisma_schema_parser.records import NamedTuple

from ..dialects.staged_values import staged, unstaged


class _Reached(NamedTuple):
    """How far one field of the index is reached: `way` so far, `names` left. Fields of one list take the same item."""

    value: Any
    way: tuple[str, ...]
    names: tuple[str, ...]


def entries(paths: str, *columns: Any) -> str:
    """JSON of lists of texts: each a letter for the kind of value, then the value. One that lacks a value is left out,
    as for the other databases."""
    places = [
        _Reached(unstaged(value), (column,), tuple(names))
        for value, (column, *names) in zip(columns, json.loads(paths), strict=True)
    ]
    return json.dumps(list(_spread(places)))


def _spread(places: Sequence[_Reached]) -> Iterator[list[str]]:
    listed = next((one for one in places if isinstance(one.value, list)), None)
    if listed is not None:
        for item in listed.value:
            yield from _spread(
                [
                    one._replace(value=item, way=(*one.way, "")) if one.way == listed.way else one
                    for one in places
                ]
            )
    elif any(one.names for one in places):
        yield from _spread([_deeper(one) for one in places])
    else:
        texts = [_text(one.value) for one in places]
        if None not in texts:
            yield [text for text in texts if text is not None]


def _deeper(one: _Reached) -> _Reached:
    if not one.names:
        return one
    name, *names = one.names
    inner = one.value.get(name) if isinstance(one.value, RawBSONDocument) else None
    return _Reached(inner, (*one.way, name), tuple(names))


def _text(value: Any) -> str | None:
    if value is None:
        return None
    found = staged(value)
    if isinstance(found, bytes):
        return f"b{found.hex()}"
    if isinstance(found, float) and found.is_integer():
        found = int(found)  # 1.0 is 1 to MongoDB
    return f"t{found}" if isinstance(found, str) else f"i{found}"
