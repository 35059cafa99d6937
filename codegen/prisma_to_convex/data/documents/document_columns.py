"""Documents turned round: the values of each field in a row, so that what looks at them does so a thousand at a time."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from operator import itemgetter
from typing import Any, TypeAlias

Document: TypeAlias = Mapping[str, Any]
Columns: TypeAlias = Mapping[str, Sequence[Any]]
"""By field, in the order of the documents."""

ABSENT: Any = object()
"""Stands where a document has no such field."""
MISSING = frozenset((type(None), type(ABSENT)))
"""The types of what is no value: null, and nothing at all."""


def columns_of(documents: Sequence[Document]) -> Columns:
    """Where all have the same fields, as most have, one call takes all values of a document."""
    names = tuple(documents[0]) if documents else ()
    if len(names) > 1 and set(map(len, documents)) == {len(names)}:
        try:
            values = zip(*map(itemgetter(*names), documents), strict=True)
            return dict(zip(names, values, strict=True))
        except KeyError:
            pass
    every = sorted(set().union(*documents))
    return {name: [one.get(name, ABSENT) for one in documents] for name in every}
