"""Columns that repeat others: a foreign key's column holds what the column that it refers to holds, which may
be part of a foreign key itself.

    model A { id String @id  b B @relation(fields: [id], references: [id]) }    A.id repeats B.id
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping
from typing import TypeAlias

from prisma_schema_parser.records import NamedTuple
from prisma_schema_parser.schema import ForeignKey

Column: TypeAlias = tuple[str, str]
"""Model and field."""


class Step(NamedTuple):
    """To the column that a key's column refers to; `is_id` where `_id` takes that one's place."""

    to: Column
    is_id: bool


Steps: TypeAlias = Mapping[Column, tuple[Step, ...]]


def steps_of(keys: Iterable[ForeignKey], replaced: Mapping[str, str]) -> Steps:
    """The keys of the fewest columns come first, then those that are written first."""
    found: dict[Column, list[Step]] = {}
    for key in sorted(keys, key=lambda key: len(key.fields)):
        referred = dict(zip(key.fields, key.references, strict=False))
        for field, reference in referred.items():
            step = Step((key.target, reference), replaced.get(key.target) == reference)
            found.setdefault((key.model, field), []).append(step)
    return {column: tuple(steps) for column, steps in found.items()}


def referred_models(direct: Mapping[Column, str], steps: Steps) -> dict[Column, str]:
    """The model whose `_id` each column holds, through other keys too; `direct` is known beforehand."""
    known: dict[Column, str | None] = dict(direct)
    of_rings: dict[Column, str | None] = {}
    for column in steps:
        if column not in known:
            model, way, has_ring = _searched(column, steps, known)
            if has_ring:
                of_rings[column] = model
            else:
                known.update(dict.fromkeys(way, model))
    found = {**known, **of_rings}
    return {column: model for column, model in found.items() if model is not None}


def _searched(
    start: Column, steps: Steps, known: Mapping[Column, str | None]
) -> tuple[str | None, Collection[Column], bool]:
    """The model at the end of the first way that ends at an id, and the columns on it; None and all columns
    that were met where there is no such way. Last, whether a ring was met: then the others may have another
    first way.
    """
    way: list[Column] = [start]
    left: list[Iterator[Step]] = [iter(steps.get(start, ()))]
    seen = {start}
    has_ring = False
    while left:
        step = next(left[-1], None)
        if step is None:
            left.pop()
            way.pop()
            continue
        model = step.to[0] if step.is_id else known.get(step.to)
        if model is not None:
            return model, way, has_ring
        if step.to in seen:
            has_ring = True
        elif step.to not in known:
            seen.add(step.to)
            way.append(step.to)
            left.append(iter(steps.get(step.to, ())))
    return None, seen, has_ring


def roots(steps: Steps) -> dict[Column, Column]:
    """The last column of each that repeats another; of a ring, the one before the first again."""
    found: dict[Column, Column] = {}
    of_rings: dict[Column, Column] = {}
    for start in steps:
        way = {start: None}
        column = start
        while column in steps and column not in found:
            column = steps[column][0].to
            if column in way:
                of_rings[start] = next(reversed(way))
                break
            way[column] = None
        else:
            found.update(dict.fromkeys(way, found.get(column, column)))
    return {**found, **of_rings}
