"""In which order tables are filled: waves, and the references that must wait for the end."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from ..convex.convex_schema import MAX_BYTES_WRITTEN, MAX_WRITES
from ..kit import reachability
from ..kit.acyclic import Acyclic
from ..lowering.lowered import Lowered
from .facts import Import, Order, Reference, Size, Wave
from .references import homes


def order(
    lowered: Lowered,
    references: Sequence[Reference],
    closing: Sequence[Reference],
    sizes: Mapping[str, Size],
) -> Order:
    """`closing` as below. `sizes` by table; where one is missing, the sum of all rows is not known."""
    waiting = frozenset(closing)
    following: dict[str, list[str]] = {}
    for reference in references:
        if reference not in waiting and reference.target in lowered.models:
            following.setdefault(reference.model, []).append(reference.target)
    names = homes(lowered)
    level = reachability.levels(names, following)
    waves: dict[int, list[str]] = {}
    for name in names:
        waves.setdefault(level[name] + 1, []).append(name)
    imports = tuple(_import(name, sizes.get(name)) for name in names)
    known = [one.size.rows for one in imports if one.size is not None]
    return Order(
        tuple(Wave(number, tuple(models)) for number, models in sorted(waves.items())),
        tuple(one for one in closing if not one.is_key),
        imports,
        sum(known) if len(known) == len(imports) else None,
    )


def closing(lowered: Lowered, references: Sequence[Reference]) -> tuple[Reference, ...]:
    """Those that would close a ring, in source order: keys that may be null, before required plain keys.

    Required ids have no ring: lowering made one of each nullable. A plain key is known beforehand,
    so it closes a ring for the order alone: nothing has to be filled later.
    """
    inside = [one for one in references if one.target in lowered.models]
    groups = _rings(inside)
    ring = {model: number for number, group in enumerate(groups) for model in group}
    kept = Acyclic(model for group in reversed(groups) for model in group)
    late: set[Reference] = set()
    for reference in sorted(inside, key=_weight):
        may_close = ring[reference.model] == ring[reference.target]
        if may_close and not kept.add(reference.model, reference.target):
            late.add(reference)
    return tuple(one for one in inside if one in late)


def _rings(references: Iterable[Reference]) -> list[tuple[str, ...]]:
    """The models that lead to one another: only between these does a ring close."""
    following: dict[str, list[str]] = {}
    for one in references:
        following.setdefault(one.model, []).append(one.target)
        following.setdefault(one.target, [])
    return reachability.components(following, following)


def _weight(reference: Reference) -> int:
    return 2 if not reference.is_required else 1 if reference.is_key else 0


def _import(name: str, size: Size | None) -> Import:
    if size is None:
        return Import(name, None, None)
    batches = -(-size.rows // MAX_WRITES)
    if size.bytes is not None:
        batches = max(batches, -(-size.bytes // MAX_BYTES_WRITTEN))
    return Import(name, size, batches)
