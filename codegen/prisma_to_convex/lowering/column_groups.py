"""Columns that hold the same values: a foreign key's column and the one that it refers to, both ways.

    Replay.tenancyId -> Tenancy.id           holds ids of Tenancy
    Replay.tenancyId -> Person.tenancyId     so Person.tenancyId holds ids of Tenancy too

The two ends of a key have one type, or no lookup would find a thing. A column that refers to an id
that `_id` stands for holds that model's ids; the id itself, where it stays, does not.
"""

from __future__ import annotations

from collections.abc import Container, Iterable, Iterator, Mapping
from typing import TypeAlias

from prisma_schema_parser.records import NamedTuple
from prisma_schema_parser.schema import ForeignKey

Column: TypeAlias = tuple[str, str]
"""Model and field."""

Link: TypeAlias = tuple[Column, Column]
"""A column of a key, and the column that it refers to."""


class ColumnGroups(NamedTuple):
    """`of` names each linked column's group by one of its columns; `members` in the order of the keys.

    `models` has the models whose ids a group holds: more than one where keys contradict each other.
    """

    of: Mapping[Column, Column]
    members: Mapping[Column, tuple[Column, ...]]
    models: Mapping[Column, tuple[str, ...]]

    def model(self, column: Column) -> str | None:
        """The first model whose ids the column holds."""
        found = self.models.get(self.of.get(column, column), ())
        return found[0] if found else None


def links_of(keys: Iterable[ForeignKey]) -> tuple[Link, ...]:
    """Of the keys of the fewest columns first, then as they are written."""
    return tuple(
        ((key.model, field), (key.target, reference))
        for key in sorted(keys, key=lambda key: len(key.fields))
        for field, reference in zip(key.fields, key.references, strict=False)
    )


def column_groups(
    links: Iterable[Link], handles: Mapping[str, str], by_value: frozenset[Link]
) -> ColumnGroups:
    """`handles` has each model's id that `_id` stands for; `by_value` the links that hold its old value."""
    parents: dict[Column, Column] = {}
    repeated: list[Link] = []
    for link in links:
        column, to = link
        parents.setdefault(column, column)
        if handles.get(to[0]) == to[1] and link not in by_value:
            repeated.append(link)
            continue
        parents.setdefault(to, to)
        one, other = _top(column, parents), _top(to, parents)
        parents[one] = other
    of = {column: _top(column, parents) for column in parents}
    members: dict[Column, list[Column]] = {}
    for column, top in of.items():
        members.setdefault(top, []).append(column)
    models: dict[Column, dict[str, None]] = {}
    for column, to in repeated:
        models.setdefault(of[column], {})[to[0]] = None
    return ColumnGroups(
        of,
        {top: tuple(group) for top, group in members.items()},
        {top: tuple(found) for top, found in models.items()},
    )


def _top(column: Column, parents: dict[Column, Column]) -> Column:
    while parents[column] != column:
        parents[column] = column = parents[parents[column]]
    return column


def contradictions(links: tuple[Link, ...], handles: Mapping[str, str]) -> frozenset[Link]:
    """The links that hold old values, so that no group is to hold the ids of two models.

    A model whose id is itself a column of the group gives way alone: `Profile.userId` is an id of
    User, and what refers to it holds that. Else no value can be an `_id` of both, and all give way.
    """
    by_value: frozenset[Link] = frozenset()
    while True:
        found = column_groups(links, handles, by_value)
        given_up = frozenset(_given_up(links, handles, by_value, found))
        if not given_up:
            return by_value
        by_value |= given_up


def _given_up(
    links: tuple[Link, ...],
    handles: Mapping[str, str],
    by_value: frozenset[Link],
    groups: ColumnGroups,
) -> Iterator[Link]:
    for link in links:
        column, (target, field) = link
        if handles.get(target) != field or link in by_value:
            continue
        models = groups.models[groups.of[column]]
        if len(models) < 2:
            continue
        shared = [model for model in models if (model, handles[model]) in groups.of]
        if target in (shared or models):
            yield link


def roots(
    groups: ColumnGroups, links: Iterable[Link], chosen: Container[Column]
) -> dict[Column, Column]:
    """The column as which each one is represented, where a group holds values of its own.

    It is one that refers to no other; `chosen` are those of which somebody said how they are represented.
    """
    sources = {column for column, _ in links}
    found: dict[Column, Column] = {}
    for top, members in groups.members.items():
        if top in groups.models:
            continue
        last = [column for column in members if column not in sources]
        own = [column for column in (*last, *members) if column in chosen]
        root = (own or last or members)[0]
        found.update(dict.fromkeys(members, root))
    return found
