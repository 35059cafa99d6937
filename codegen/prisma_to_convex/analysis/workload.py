"""What is written again and again and never changed, how large it is, and whether it is read by adding it up.

Told by structure: a row has the time at which it was made, nothing says when it changed or ends, nothing
but its id is unique. An index that has a column after that time is there to group by that column.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence, Set

from prisma_schema_parser.schema import ForeignKey, Scalar, ScalarField

from ..lowering.lowered import Lowered, LoweredModel
from .facts import AppendedTable, Secret, Size, Workload
from .name_words import words_of

HUGE = 100_000_000
"""Rows of a table. Importing them takes thousands of mutations, and to count them, a query would need as many."""
DIMENSIONS = 3
"""Columns after the time in an index that make a table one that is grouped by."""
_CHANGES = frozenset({
    "accepted", "archived", "cancelled", "canceled", "closed", "completed", "deleted", "edited", "ended", "expire",
    "expiration", "expired", "expiry", "finished", "modified", "processed", "read", "resolved", "revoked", "updated",
    "used", "until", "valid",
})  # fmt: skip  # a table
# What is counted in a row while it stands.
_COUNTED = frozenset({
    "attempt", "click", "comment", "count", "counter", "download", "hit", "like", "retry", "share", "use", "view", "visit",
    "vote",
})  # fmt: skip  # a table
# A table that so many others need a row of is what events are about.
_HUB = 3


def workload(
    lowered: Lowered, sizes: Mapping[str, Size], hidden: Sequence[Secret] = ()
) -> Workload:
    """`sizes` by table, where they are known; `hidden` are the schema's secrets: no event holds what one signs in with."""
    with_secrets = frozenset(one.model for one in hidden if one.kind != "personal")
    appended = tuple(one for one in _appended(lowered, sizes) if one.model not in with_secrets)
    huge = frozenset(name for name, size in sizes.items() if size.in_a_year > HUGE)
    grouped = frozenset(one.model for one in appended if one.grouping >= DIMENSIONS)
    return Workload(
        appended=appended,
        huge=tuple(sorted(huge, key=lambda name: (-sizes[name].in_a_year, name))),
        stays=_with_their_own(huge, lowered),
        events=_with_their_own(grouped, lowered),
        grouping=sum(one.grouping for one in appended if one.grouping >= DIMENSIONS),
        indexes=sum(
            index.kind == "index" and len(index.fields) > 1
            for model in lowered.models.values()
            for index in model.model.indexes
        ),
    )


def _appended(lowered: Lowered, sizes: Mapping[str, Size]) -> Iterator[AppendedTable]:
    keys = lowered.schema.keys_by_model()
    needed = Counter(
        target
        for own in keys.values()
        for target in {one.target for one in own if one.target != one.model}
    )
    for name, model in lowered.models.items():
        time = _time(model) if needed[name] < _HUB else ""
        own = [one.fields for one in keys.get(name, ())]
        choice = lowered.ids.get(name)
        is_thing = choice is not None and choice.ids == "key" and len(choice.fields) == 1
        if time and not is_thing and not _changes(model) and not _has_natural_key(model, own):
            size = sizes.get(name)
            yield AppendedTable(
                model=name,
                time=time,
                grouping=len(set(_grouping(model, time, own))),
                rows=size.rows if size is not None else None,
            )


def _time(model: LoweredModel) -> str:
    """The field that tells when a row was made; empty where none does."""
    times = [field for field in model.model.scalar_fields if _is_time(field)]
    made = [field.name for field in times if field.default is not None and not field.is_updated_at]
    if made:
        return made[0]
    indexed = {name for index in model.model.indexes for name in index.field_names}
    required = [field.name for field in times if field.arity == "required"]
    found = [name for name in required if name in indexed]
    return found[0] if found and len(required) == 1 else ""


def _is_time(field: ScalarField) -> bool:
    return isinstance(field.type, Scalar) and field.type.name == "DateTime"


def _changes(model: LoweredModel) -> bool:
    """Whether a field says when a row changed, ended or was dealt with, or that it may be; or counts from zero."""
    for field in model.model.scalar_fields:
        if field.is_updated_at or _counts(field):
            return True
        is_state = isinstance(field.type, Scalar) and field.type.name in ("DateTime", "Boolean")
        if is_state and _CHANGES.intersection(words_of(field.name)):
            return True
    return False


def _counts(field: ScalarField) -> bool:
    """`views Int @default(0)`: what happens to the row afterwards."""
    is_number = isinstance(field.type, Scalar) and field.type.name in ("Int", "BigInt")
    is_from_zero = field.default is not None and field.default.text == "0"
    return is_number and is_from_zero and not _COUNTED.isdisjoint(words_of(field.name)[-1:])


def _has_natural_key(model: LoweredModel, keys: list[tuple[str, ...]]) -> bool:
    """A unique key beside the id, or an id made of keys: such rows are things, or pairs, that stand once."""
    related = {name for fields in keys for name in fields}
    primary = model.model.primary_key
    ids = primary.field_names if primary is not None else ()
    for index in model.model.indexes:
        if index.kind == "unique" and index.field_names != ids:
            return True
        if index.kind == "id" and related.intersection(index.field_names):
            return True
    return model.model.primary_key is None


def _grouping(
    model: LoweredModel, time: str, keys: list[tuple[str, ...]]
) -> Iterator[tuple[str, ...]]:
    """The columns that are grouped by: what an index has after the time. What stands before it is looked up
    by its value, and so is served by an index of Convex.
    """
    related = {name for fields in keys for name in fields}
    for index in model.model.indexes:
        names = index.field_names
        if index.kind == "index" and time in names:
            after = names[names.index(time) + 1 :]
            if after and not _ids(after, related):
                yield after


def _ids(names: tuple[str, ...], related: Set[str]) -> bool:
    """Whether the last of them tells rows of one time apart, for paging."""
    return names[-1] in related or words_of(names[-1])[-1:] == ("id",)


def _with_their_own(tables: Set[str], lowered: Lowered) -> tuple[str, ...]:
    """The tables, and those whose rows each need a row of them."""
    found = set(tables)
    needed: dict[str, list[str]] = {}
    for one in lowered.schema.relations:
        if isinstance(one, ForeignKey) and one.model != one.target:
            fields = (lowered.schema.model(one.model).scalar(name) for name in one.fields)
            if all(field is not None and field.arity == "required" for field in fields):
                needed.setdefault(one.target, []).append(one.model)
    waiting = list(found)
    while waiting:
        for name in needed.get(waiting.pop(), ()):
            if name not in found:
                found.add(name)
                waiting.append(name)
    return tuple(name for name in lowered.models if name in found)
