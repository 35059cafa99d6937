"""What is emitted: a Convex schema as frozen data, and Convex's limits (facts/convex.md section 1)."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import TypeAlias

from prisma_schema_parser.records import NamedTuple

# ---- validators: a closed union -----------------------------------------------------------------


class VSimple(NamedTuple):
    """`v.<name>()`: string, number, int64, float64, boolean, bytes, any or null."""

    name: str


class VId(NamedTuple):
    """`v.id("table")`."""

    table: str


class VLiteral(NamedTuple):
    """`v.literal("value")`."""

    value: str


class VConstant(NamedTuple):
    """`v.literal(text)` of a number, a bigint, true or false; the text as TypeScript."""

    text: str


class VArray(NamedTuple):
    item: Validator


class VUnion(NamedTuple):
    members: tuple[Validator, ...]


class VObject(NamedTuple):
    fields: tuple[Field, ...]


class VRecord(NamedTuple):
    key: Validator
    value: Validator


class VReference(NamedTuple):
    """The name of an exported validator."""

    name: str


Validator: TypeAlias = (
    VSimple | VId | VLiteral | VConstant | VArray | VUnion | VObject | VRecord | VReference
)

STRING, NUMBER, INT64 = VSimple("string"), VSimple("number"), VSimple("int64")
FLOAT64, BOOLEAN, BYTES = VSimple("float64"), VSimple("boolean"), VSimple("bytes")
ANY, NULL = VSimple("any"), VSimple("null")


def accepts_anything(validator: Validator) -> bool:
    """`v.any()`. (Named tuples of different classes may be equal, so ask this instead of `==`.)"""
    return isinstance(validator, VSimple) and validator.name == ANY.name


def accepts_null(validator: Validator) -> bool:
    """Whether null, too, is a value of it."""
    match validator:
        case VSimple(name):
            return name in (ANY.name, NULL.name)
        case VUnion(members):
            return any(accepts_null(member) for member in members)
        case _:
            return False


def or_null(validator: Validator) -> Validator:
    """The validator with null among its values."""
    if accepts_null(validator):
        return validator
    members = validator.members if isinstance(validator, VUnion) else (validator,)
    return VUnion((*members, NULL))


# ---- tables -------------------------------------------------------------------------------------


class Field(NamedTuple):
    """A field of a table or object. `is_optional`: it may be absent (`v.optional`)."""

    name: str
    validator: Validator
    is_optional: bool = False
    comment: str = ""
    documentation: str | None = None


class TableIndex(NamedTuple):
    """A database index; `comments` name, in Prisma's words, the constraints it stands for."""

    name: str
    fields: tuple[str, ...]
    comments: tuple[str, ...] = ()


class SearchIndex(NamedTuple):
    name: str
    search_field: str


class VectorIndex(NamedTuple):
    name: str
    vector_field: str
    dimensions: int


class Table(NamedTuple):
    name: str
    fields: tuple[Field, ...]
    indexes: tuple[TableIndex, ...] = ()
    search_indexes: tuple[SearchIndex, ...] = ()
    vector_indexes: tuple[VectorIndex, ...] = ()
    documentation: str | None = None


class LiteralComment(NamedTuple):
    """What is said of one literal of an exported union: above it, and behind it on its line."""

    documentation: str
    comment: str


class Export(NamedTuple):
    """`export const name = validator;`, and the type of its values, `export type Name = ...`. `literals`: what
    is said of the members of a union of literals, by value."""

    name: str
    validator: Validator
    documentation: str | None = None
    literals: Mapping[str, LiteralComment] = MappingProxyType({})

    @property
    def type_name(self) -> str:
        """`role` -> `Role`; never the name that is imported to say it."""
        name = self.name[0].upper() + self.name[1:]
        return f"{name}Value" if name == "Infer" else name


class ConvexSchema(NamedTuple):
    """Exported validators in dependency order, then tables."""

    exports: tuple[Export, ...]
    tables: tuple[Table, ...]


# ---- limits: the documented ones, where the backend's code allows more --------------------------

MAX_IDENTIFIER = 64
MAX_INDEX_FIELDS = 15
MAX_INDEXES = 32
MAX_SEARCH_INDEXES = 4
MAX_VECTOR_INDEXES = 4
MIN_VECTOR_DIMENSIONS, MAX_VECTOR_DIMENSIONS = 2, 4096
MAX_FIELDS = 1022  # of 1024, since _id and _creationTime count
MAX_OBJECT_FIELDS = 1024
MAX_KEY = 1024  # characters of an object's key in data, where an identifier has 64
MAX_ELEMENTS = 8192
MAX_NESTING = 16
MAX_DOCUMENT_SIZE = 1 << 20  # bytes
MAX_TABLES = 10_000
MAX_WRITES, MAX_BYTES_WRITTEN = 16_000, 16 * 2**20  # documents and bytes in one mutation
MAX_READS, MAX_BYTES_READ = 32_000, 16 * 2**20  # documents and bytes in one query or mutation

RESERVED_INDEX_NAMES = frozenset({"by_id", "by_creation_time"})
