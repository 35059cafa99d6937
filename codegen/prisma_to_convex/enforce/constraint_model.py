"""What constraints.ts says, as frozen data, and which guarantee each line of it gives back.

Tables, fields and indexes have Convex's names, constraints the database's. Values are TypeScript.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Literal, TypeAlias

from prisma_schema_parser.guarantees import Kind
from prisma_schema_parser.records import NamedTuple
from prisma_schema_parser.schema import Action

from .object_layout import Node

Section: TypeAlias = Literal[
    "model",
    "unique",
    "references",
    "defaults",
    "updatedAt",
    "bounds",
    "required",
    "requiredLater",
    "folded",
]


class UniqueKey(NamedTuple):
    name: str
    fields: tuple[str, ...]
    index_name: str


class KeyReference(NamedTuple):
    """`fields` hold the values of `keys` of the table `to`; `by` is the index that finds them, which begins with
    them in any order, empty where one of them is `_id`. `index_name` finds the documents that refer to one; empty: none does.
    """

    name: str
    fields: tuple[str, ...]
    index_name: str
    to: str
    keys: tuple[str, ...]
    by: str
    on_delete: Action
    on_update: Action


class TableConstraints(NamedTuple):
    """`required` are fields that accept null in schema.ts alone; `required_later` may be null while a
    document is inserted. `folded`: fields, and what holds the text of each as it is compared.
    """

    table: str
    model: str
    unique: tuple[UniqueKey, ...] = ()
    references: tuple[KeyReference, ...] = ()
    defaults: tuple[tuple[str, Node], ...] = ()
    updated_at: tuple[str, ...] = ()
    bounds: tuple[tuple[str, str], ...] = ()
    required: tuple[str, ...] = ()
    required_later: tuple[str, ...] = ()
    folded: tuple[tuple[str, str], ...] = ()


class SchemaConstraints(NamedTuple):
    """Tables in the order in which the database's were made. `generators`: what ids.ts must export; `fold`: what of
    collations.ts folds text, empty where none is folded.
    """

    provider: str
    is_emulated: bool
    tables: tuple[TableConstraints, ...]
    generators: tuple[str, ...] = ()
    fold: str = ""


class ConstraintLine(NamedTuple):
    """A place in constraints.ts: a table, a section of it, and the key there; of `model`, there is none."""

    table: str
    section: Section
    key: str

    def __str__(self) -> str:
        return ".".join(filter(None, self))


class GivenBack(NamedTuple):
    """A guarantee that constraints.ts gives back; `partly` says what of it is missing, empty for nothing. `needs`
    are other lines without which it compares text to the letter.
    """

    line: ConstraintLine
    partly: str = ""
    needs: tuple[ConstraintLine, ...] = ()


class GuaranteePlace(NamedTuple):
    """A guarantee by what it is of: `start` is where what gives it stands in its file, -1 for nothing."""

    kind: Kind
    owner: str
    fields: tuple[str, ...]
    start: int
    side: str


class Enforcement(NamedTuple):
    """The constraints of a schema, and what each guarantee gets of them; one that is not in `given_back` gets nothing."""

    constraints: SchemaConstraints
    given_back: Mapping[GuaranteePlace, GivenBack]
