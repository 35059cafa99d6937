"""What a variable may hold behind the statements that change it."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from .expressions import (
    Expression,
    InnerChange,
    KeyEntry,
    LaterChange,
    ListItem,
    ObjectShape,
    Terminal,
    optional,
    over,
)
from .list_reading import ListReading
from .object_reading import ObjectReading


class ChangedValues:
    """`follow` gives what an expression comes down to."""

    def __init__(
        self,
        follow: Callable[[Expression], Iterator[Terminal]],
        objects: ObjectReading,
        lists: ListReading,
    ) -> None:
        self._follow = follow
        self._objects = objects
        self._lists = lists

    def of(
        self, start: list[Terminal], change: LaterChange, expression: Expression
    ) -> list[Terminal]:
        """What a variable may hold behind a statement that changes it."""
        if change.inside:
            return [self._changed_key(one, change, expression) for one in start]
        if change.kind == "assigned" and change.value is not None:
            found = list(self._follow(expression.at(change.value)))
            return found if change.is_certain else [*start, *found]
        if change.kind == "item" and change.value is not None:
            item = ListItem(expression.at(change.value), not change.is_certain, change.is_open)
            return [
                one._replace(added=(*one.added, item)) if one.kind == "list" else one
                for one in start
            ]
        if any(one.kind == "list" for one in start):
            start = [self._changed_list(one, change, expression) for one in start]
        if change.kind in ("items", "cut"):
            return start
        if change.kind == "deleted":
            return [self._without_key(one, change) for one in start]
        more = self._later_keys(change, expression)
        return [
            (one._replace(more=over(one.more, more)) if one.kind == "object" else one)
            for one in start
        ]

    def _without_key(self, one: Terminal, change: LaterChange) -> Terminal:
        if one.kind != "object":
            return one
        shape = self._objects.shape_of(one)
        gone = [change.key] if change.key else list(shape.entries)
        if change.is_certain and change.key:
            entries = {key: entry for key, entry in shape.entries.items() if key not in gone}
        else:
            entries = {
                key: entry._replace(is_optional=entry.is_optional or key in gone)
                for key, entry in shape.entries.items()
            }
        return one._replace(more=shape._replace(entries=entries, cases=()), is_rest=True)

    def _changed_key(self, one: Terminal, change: LaterChange, use: Expression) -> Terminal:
        """With the value of a key changed inside."""
        if one.kind != "object":
            return one
        shape = self._objects.shape_of(one)
        key, *inside = change.inside
        entry = shape.entries.get(key)
        if entry is None:
            if shape.unresolved:  # it may hold the key: what comes of that is not known
                return one._replace(more=over(one.more, ObjectShape({}, (change.text,))))
            return one
        inner = InnerChange(change._replace(inside=tuple(inside)), use)
        values = tuple(value._replace(later=(*value.later, inner)) for value in entry.values)
        entries = {**one.more.entries, key: KeyEntry(values, entry.is_optional)}
        return one._replace(more=one.more._replace(entries=entries, cases=()))

    def inside(self, expression: Expression) -> Iterator[Terminal]:
        found = list(self._follow(expression._replace(later=())))
        for change, use in expression.later:
            found = self.of(found, change, use)
        yield from found

    def _changed_list(self, one: Terminal, change: LaterChange, expression: Expression) -> Terminal:
        if one.kind != "list":
            return one
        if change.kind == "cut":
            return one._replace(is_cut=True)
        if change.kind != "items" or change.value is None:
            return one._replace(unclear=(*one.unclear, change.text or "a list that is changed"))
        inner = self._lists.items(expression.at(change.value))
        added = tuple(
            item._replace(
                is_optional=item.is_optional or not change.is_certain,
                is_open=item.is_open or change.is_open,
            )
            for item in inner.items
        )
        return one._replace(added=(*one.added, *added), unclear=(*one.unclear, *inner.unresolved))

    def _later_keys(self, change: LaterChange, expression: Expression) -> ObjectShape:
        if change.value is None:
            return ObjectShape({}, (change.text,))
        value = expression.at(change.value)
        if change.kind == "merged":
            shape = self._objects.shape(value)
        elif change.computed is None:
            shape = ObjectShape({change.key: KeyEntry((value,))})
        else:
            names = self._objects.names_of(expression.at(change.computed))
            if not names:
                return ObjectShape({}, (change.text,))
            shape = ObjectShape({name: KeyEntry((value,), len(names) > 1) for name in names})
        return shape if change.is_certain else optional(shape)
