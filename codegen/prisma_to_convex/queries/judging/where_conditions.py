"""The parts of a `where` by what an index can do with them. Pure."""

from __future__ import annotations

from prisma_schema_parser.records import NamedTuple
from prisma_schema_parser.schema import CompositeRef, Index, Model, Scalar, ScalarField, Unsupported

from ...calls.call import Condition, Part, Where

RANGES = frozenset({"lt", "lte", "gt", "gte", "startsWith"})


class Conditions(NamedTuple):
    """The parts of a `where` by what an index can do with them; `rest` has fields that it can't serve."""

    equal: tuple[str, ...]
    one_of: tuple[str, ...]
    ranges: tuple[str, ...]
    rest: tuple[str, ...]
    others: tuple[Part, ...]

    @property
    def enters(self) -> bool:
        return bool(self.equal or self.one_of or self.ranges)


def conditions(where: Where, model: Model) -> Conditions:
    equal: dict[str, None] = {}
    one_of: dict[str, None] = {}
    ranges: dict[str, None] = {}
    rest: dict[str, None] = {}
    others: list[Part] = []
    for part in where.parts:
        if not isinstance(part, Condition):
            others.append(part)
            continue
        field = model.scalar(part.field)
        if field is None or part.is_optional or part.is_insensitive or not is_indexable(field):
            rest[part.field] = None
        elif part.operator == "equals":
            equal[part.field] = None
        elif part.operator == "in":
            one_of[part.field] = None
        elif part.operator in RANGES or is_not_null(part):
            ranges[part.field] = None
        else:
            rest[part.field] = None
    return Conditions(
        equal=tuple(equal),
        one_of=tuple(name for name in one_of if name not in equal),
        ranges=tuple(name for name in ranges if name not in equal and name not in one_of),
        rest=tuple(rest),
        others=tuple(others),
    )


def is_not_null(one: Condition) -> bool:
    """Null comes first in an index: what is not null is a range of it."""
    return one.operator == "not" and one.value.kind == "null"


def is_indexable(field: ScalarField) -> bool:
    """Whether a condition on it says something of one value."""
    is_whole = isinstance(field.type, CompositeRef | Unsupported) or field.type == Scalar("Json")
    return field.arity != "list" and not is_whole


def unique_keys(model: Model) -> list[frozenset[str]]:
    return [frozenset(one.field_names) for one in model.indexes if is_key(one)]


def is_key(index: Index) -> bool:
    return index.kind in ("id", "unique") and index.where is None
