"""The schema while it is being drawn: only what later choices have to know."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import count

from . import markup
from .dice import Dice
from .markup import quoted
from .names import Names
from .providers import Provider


@dataclass
class Column:
    name: str
    base: str
    """A scalar, the name of an enum or composite type, or "Unsupported"."""
    type: str
    arity: str = ""
    native: str = ""
    """Without the `@db.`."""
    attributes: list[str] = field(default_factory=list)

    @property
    def required(self) -> bool:
        return self.arity == ""

    def render(self) -> str:
        return markup.field(self.name, self.type, self.arity, self.attributes)


@dataclass
class Table:
    """A model or a view."""

    name: str
    columns: list[Column] = field(default_factory=list)
    relations: list[str] = field(default_factory=list)
    attributes: list[str] = field(default_factory=list)
    names: Names = field(default_factory=Names)
    keys: list[tuple[Column, ...]] = field(default_factory=list)
    """What a relation may refer to: the id, the uniques."""
    id: tuple[Column, ...] = ()
    used: set[tuple[str, ...]] = field(default_factory=set)
    """Column lists that have a key or an index already: generated constraint names would clash."""
    view: bool = False
    ignored: bool = False
    clustered: bool = False
    """SQL Server: something is the clustered index already; by default the id is."""
    counted: bool = False
    """It has an autoincrement column."""
    cascades: bool = False
    """One of its foreign keys changes or deletes rows."""

    def claim(self, columns: tuple[Column, ...]) -> bool:
        """False if the same columns carry a constraint already."""
        names = tuple(column.name for column in columns)
        if names in self.used:
            return False
        self.used.add(names)
        return True

    def members(self, dice: Dice) -> list[str]:
        """Block attributes may stand anywhere, and so may relation fields."""
        lines = [column.render() for column in self.columns]
        if dice.chance(6):
            return dice.shuffled([*lines, *self.relations, *self.attributes])
        return [*lines, *self.relations, *self.attributes]


@dataclass
class Draft:
    dice: Dice
    provider: Provider
    mode: str
    features: frozenset[str]
    source: str = "db"
    """The datasource's name, which is the prefix of native types."""
    schemas: tuple[str, ...] = ()
    enums: dict[str, list[str]] = field(default_factory=dict)
    types: dict[str, list[Column]] = field(default_factory=dict)
    tables: list[Table] = field(default_factory=list)
    names: Names = field(default_factory=Names)
    pairs: set[frozenset[str]] = field(default_factory=set)
    serial: Iterator[int] = field(default_factory=lambda: count(1))

    def can(self, capability: str) -> bool:
        return capability in self.provider.can

    @property
    def mongodb(self) -> bool:
        return self.can("composites")

    @property
    def safe_cycles(self) -> bool:
        """Whether the engine looks for cycles of referential actions."""
        return self.mode == "prisma" or self.can("clustered")

    def unique_name(self) -> str:
        """A database name that nothing else has, as a string literal."""
        stem = self.dice.pick(
            ("map", "with blank", "Ünïcode", 'quo"te', "dash-ed", "new\nline", "a*/b", "`${x}`")
        )
        return quoted(f"{stem}_{next(self.serial)}", ascii_only=self.dice.chance(4))

    def map_attribute(self, path: str = "map") -> str:
        name = self.unique_name()
        return markup.attribute(path, markup.named("name", name) if self.dice.chance(4) else name)
