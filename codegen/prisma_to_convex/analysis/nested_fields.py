"""The fields of a model with those of the composite types in it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from itertools import islice

from prisma_schema_parser.records import NamedTuple
from prisma_schema_parser.schema import CompositeRef

from ..lowering.lowered import Lowered, LoweredField

_MOST = 10_000
"""Of one model. Types that hold one another in pairs have as many paths as a chessboard has grains."""
_DEEPEST = 64
"""Deeper than any document may be (16 levels)."""


class NestedField(NamedTuple):
    """`path` leads from the model to the field; `siblings` are the names of all fields beside it, without
    `_` and in lower case. `is_overridden`: a validator that somebody chose stands around it.
    """

    path: tuple[str, ...]
    field: LoweredField
    siblings: frozenset[str]
    is_overridden: bool = False


def nested_fields(fields: Mapping[str, LoweredField], lowered: Lowered) -> Iterator[NestedField]:
    """Each followed by those inside it; a type is not looked for in itself."""
    return islice(_walk(fields, lowered, (), frozenset(), False), _MOST)


def _walk(
    fields: Mapping[str, LoweredField],
    lowered: Lowered,
    path: tuple[str, ...],
    seen: frozenset[str],
    is_overridden: bool,
) -> Iterator[NestedField]:
    siblings = frozenset(name.replace("_", "").lower() for name in fields)
    for name, field in fields.items():
        yield NestedField((*path, name), field, siblings, is_overridden)
        inner = field.field.type
        if not isinstance(inner, CompositeRef) or inner.name in seen or len(path) == _DEEPEST:
            continue
        composite = lowered.composites.get(inner.name)
        if composite is not None:
            within, is_within = seen | {inner.name}, is_overridden or field.override is not None
            yield from _walk(composite.fields, lowered, (*path, name), within, is_within)
