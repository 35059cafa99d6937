"""What stands in the database so far. Each step costs as much as what it touches."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from typing import TypeAlias

from .cursor import SqlName
from .dialects import SqlDialect
from .things import Kind, Thing

# Names of one group are unique in a table.
Group: TypeAlias = str
_GROUPS: dict[Kind, Group] = {
    "check": "constraint",
    "unique": "constraint",
    "primary-key": "constraint",
    "foreign-key": "constraint",
    "exclusion": "constraint",
    "index": "index",
    "trigger": "trigger",
    "generated": "column",
    "policy": "policy",
    "sequence": "sequence",
}
KEYS: tuple[Group, ...] = ("constraint", "index")


class EnumValues:
    """An enum's values in their order, by themselves: each that a migration adds or renames costs the same."""

    def __init__(self, values: Iterable[str]) -> None:
        self._places = {value: at for at, value in enumerate(values)}
        self._next = len(self._places)

    def __contains__(self, value: str) -> bool:
        return value in self._places

    def __iter__(self) -> Iterator[str]:
        return iter(sorted(self._places, key=self._places.__getitem__))

    def add(self, value: str) -> None:
        self._places.setdefault(value, self._next)
        self._next += 1

    def rename(self, old: str, new: str) -> None:
        if old in self._places:
            self._places[new] = self._places.pop(old)


class SqlTable:
    """`name` as it was written last. `row_security` is where it was enabled."""

    def __init__(self, name: SqlName, *, is_passing: bool = False) -> None:
        self.name = name
        self.is_passing = is_passing
        self.things: dict[tuple[Group, str], Thing] = {}
        self.row_security: Thing | None = None


class DatabaseState:
    """Tables are made when first spoken of: the migration that made one may be missing."""

    def __init__(self, dialect: SqlDialect) -> None:
        self.dialect = dialect
        self.tables: dict[SqlName, SqlTable] = {}
        self.free: dict[tuple[Group, SqlName], Thing] = {}
        self.enum_values: dict[SqlName, EnumValues] = {}
        self._holders: dict[tuple[Group, str, str], SqlName] = {}
        self._referrers: dict[SqlName, set[SqlName]] = {}

    def _key(self, name: SqlName) -> SqlName:
        return SqlName(self.dialect.key(name.schema), self.dialect.key(name.name))

    # ---- tables ----

    def table(self, name: SqlName) -> SqlTable:
        key = self._key(name)
        if key not in self.tables:
            self.tables[key] = SqlTable(name)
        return self.tables[key]

    def has_table(self, name: SqlName) -> bool:
        return self._key(name) in self.tables

    def create_table(self, name: SqlName, *, is_passing: bool) -> SqlTable:
        """`is_passing`: the table is gone with its session."""
        self.drop_table(name)
        table = self.tables[self._key(name)] = SqlTable(name, is_passing=is_passing)
        return table

    def drop_table(self, name: SqlName, *, cascades: bool = False) -> None:
        key = self._key(name)
        table = self.tables.pop(key, None)
        if table is not None:
            for group, thing in table.things:
                self._holders.pop((group, key.schema, thing), None)
        if cascades:
            self._drop_dependents(key)

    def _drop_dependents(self, key: SqlName) -> None:
        for holder in self._referrers.pop(key, ()):
            table = self.tables.get(holder)
            if table is not None:
                gone = [
                    at
                    for at, thing in table.things.items()
                    if thing.target is not None
                    and thing.kind == "foreign-key"
                    and self._key(thing.target) == key
                ]
                for at in gone:
                    del table.things[at]
        for free, thing in list(self.free.items()):
            if thing.kind == "view" and key.name in map(self.dialect.key, thing.values):
                del self.free[free]

    def rename_table(self, old: SqlName, new: SqlName) -> None:
        before, after = self._key(old), self._key(new)
        table = self.table(old)
        del self.tables[before]
        self.tables.pop(after, None)
        table.name = new
        self.tables[after] = table
        for group, name in table.things:
            self._holders.pop((group, before.schema, name), None)
            self._holders[group, after.schema, name] = after
        for holder in self._referrers.pop(before, ()):
            self._referrers.setdefault(after, set()).add(holder)
            self._retarget(after if holder == before else holder, before, new)

    def _retarget(self, holder: SqlName, before: SqlName, new: SqlName) -> None:
        table = self.tables.get(holder)
        if table is None:
            return
        self._referrers.setdefault(self._key(new), set()).add(holder)
        for at, thing in table.things.items():
            is_key = thing.kind == "foreign-key" and thing.target is not None
            if is_key and thing.target is not None and self._key(thing.target) == before:
                table.things[at] = thing._replace(target=new)

    def drop_schema(self, schema: str) -> None:
        key = self.dialect.key(schema)
        for name in [name for name in self.tables if name.schema == key]:
            self.drop_table(self.tables[name].name, cascades=True)
        for at in [at for at in self.free if at[1].schema == key]:
            del self.free[at]

    # ---- columns ----

    def rename_column(self, name: SqlName, old: str, new: str) -> None:
        table, is_old = self.table(name), self._is(old)
        moved = table.things.pop(("column", self.dialect.key(old)), None)
        for at, thing in table.things.items():
            table.things[at] = _renamed(thing, is_old, new)
        if moved is not None:
            table.things["column", self.dialect.key(new)] = _renamed(moved, is_old, new)._replace(
                name=new, columns=(new,)
            )
        key = self._key(name)
        for holder in self._referrers.get(key, ()):
            other = self.tables.get(holder)
            for at, thing in other.things.items() if other is not None else ():
                if thing.kind == "foreign-key" and thing.target and self._key(thing.target) == key:
                    to = tuple(new if is_old(one) else one for one in thing.to)
                    other.things[at] = thing._replace(to=to)  # type: ignore[union-attr]  # iterated

    def drop_column(self, name: SqlName, column: str) -> None:
        """With all keys, indexes and checks that speak of it."""
        table, is_it = self.table(name), self._is(column)
        for at, thing in list(table.things.items()):
            about = (*thing.columns, *thing.code.names)
            if thing.kind not in ("trigger", "policy") and any(map(is_it, about)):
                self._discard(table, at)

    def redefine_column(self, name: SqlName, column: str) -> None:
        """What its definition alone said is gone."""
        table = self.table(name)
        self._discard(table, ("column", self.dialect.key(column)))

    def _is(self, name: str) -> Callable[[str], bool]:
        key, of = self.dialect.key(name), self.dialect.key
        return lambda other: of(other) == key

    # ---- what hangs on a table ----

    def add(self, name: SqlName, thing: Thing) -> None:
        """Takes the place of one of the same name, if it has a name."""
        table = self.table(name)
        group = _GROUPS[thing.kind]
        named = self.dialect.key(thing.name) or f"\0{len(table.things)}:{thing.span.start}"
        while not thing.name and (group, named) in table.things:
            named += "'"
        table.things[group, named] = thing
        key = self._key(name)
        self._holders[group, key.schema, named] = key
        if thing.kind == "foreign-key" and thing.target is not None:
            self._referrers.setdefault(self._key(thing.target), set()).add(key)

    def taken(self, name: SqlName, kind: Kind, called: str) -> bool:
        return (_GROUPS[kind], self.dialect.key(called)) in self.table(name).things

    def find(
        self, name: SqlName | None, groups: Iterable[Group], called: SqlName
    ) -> tuple[SqlTable, Group] | None:
        """Where a thing is; without the name of its table, by the thing's own."""
        key = self._key(called)
        for group in groups:
            at = self._key(name) if name else self._holders.get((group, key.schema, key.name))
            table = self.tables.get(at) if at is not None else None
            if table is not None and (group, key.name) in table.things:
                return table, group
        return None

    def change(
        self,
        name: SqlName | None,
        groups: Iterable[Group],
        called: SqlName,
        change: Callable[[Thing], Thing | None],
    ) -> bool:
        """Whether there is such a thing; it is gone where the change gives None."""
        found = self.find(name, groups, called)
        if found is None:
            return False
        table, group = found
        at = (group, self.dialect.key(called.name))
        changed = change(table.things[at])
        if changed is None or changed.name != table.things[at].name:
            self._discard(table, at)
        if changed is not None:
            self.add(table.name, changed)
        return True

    def change_index(
        self, name: SqlName | None, called: SqlName, change: Callable[[Thing], Thing | None]
    ) -> bool:
        """An index, or the constraint that has one: MySQL calls a foreign key's own index like the key."""

        def changed(thing: Thing) -> Thing | None:
            return thing if thing.kind in ("foreign-key", "check") else change(thing)

        return self.change(name, ("index", "constraint"), called, changed)

    def _discard(self, table: SqlTable, at: tuple[Group, str]) -> None:
        if table.things.pop(at, None) is not None:
            self._holders.pop((at[0], self._key(table.name).schema, at[1]), None)

    def on_table(self, name: SqlName) -> Iterator[tuple[tuple[Group, str], Thing]]:
        return iter(list(self.table(name).things.items()))

    # ---- what stands by itself ----

    def put(self, group: Group, name: SqlName, thing: Thing) -> None:
        self.free[group, self._key(name)] = thing

    def get(self, group: Group, name: SqlName) -> Thing | None:
        return self.free.get((group, self._key(name)))

    def take(self, group: Group, name: SqlName) -> Thing | None:
        return self.free.pop((group, self._key(name)), None)

    def put_enum(self, name: SqlName, thing: Thing, values: EnumValues) -> None:
        self.put("enum", name, thing)
        self.enum_values[self._key(name)] = values

    def values_of(self, name: SqlName) -> EnumValues:
        return self.enum_values[self._key(name)]

    def drop_triggers_of(self, function: SqlName) -> None:
        key = self._key(function)
        for table in self.tables.values():
            for at, thing in list(table.things.items()):
                if thing.kind == "trigger" and thing.target and self._key(thing.target) == key:
                    self._discard(table, at)


def _renamed(thing: Thing, is_old: Callable[[str], bool], new: str) -> Thing:
    if thing.kind in ("trigger", "policy") and not thing.code.tokens:
        return thing
    return thing._replace(
        columns=tuple(new if is_old(one) else one for one in thing.columns),
        code=thing.code.renamed(is_old, new),
        whole=thing.whole.renamed(is_old, new),
    )
