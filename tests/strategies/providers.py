"""What each provider takes, as data: facts of Prisma 7.10's engine, kept apart from the compiler's own tables."""

from collections.abc import Mapping
from dataclasses import dataclass, field

ALL_ACTIONS = ("Cascade", "Restrict", "NoAction", "SetNull", "SetDefault")
_NO_DEFAULT = ("Cascade", "Restrict", "NoAction", "SetNull")
_SCALARS = ("Int", "String", "Boolean", "DateTime", "BigInt", "Float", "Bytes", "Decimal", "Json")


def _without(*scalars: str) -> tuple[str, ...]:
    return tuple(scalar for scalar in _SCALARS if scalar not in scalars)


@dataclass(frozen=True, slots=True, kw_only=True)
class Provider:
    name: str
    scalars: tuple[str, ...] = _SCALARS
    natives: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    unindexed: frozenset[str] = frozenset()
    """Native types, without arguments, that no key or index may hold (MySQL: without `length`)."""
    lists: tuple[str, ...] = ()
    actions: tuple[str, ...] = ALL_ACTIONS
    prisma_actions: tuple[str, ...] = _NO_DEFAULT
    modes: tuple[str, ...] = ("foreignKeys", "prisma")
    index_types: tuple[str, ...] = ("BTree",)
    can: frozenset[str] = frozenset()
    autoincrement: str = "any"
    """`any` column; `first` column of an index, once; the single `id`; "" nowhere."""


_TIME = ("", "(0)", "(3)", "(6)")


def _times(*names: str) -> tuple[str, ...]:
    return tuple(name + size for name in names for size in _TIME)


POSTGRESQL = Provider(
    name="postgresql",
    natives={
        "Int": ("SmallInt", "Integer", "Oid", "SmallInt()"),
        "BigInt": ("BigInt",),
        "Decimal": ("Decimal", "Decimal(10, 2)", "Decimal(1, 0)", "Decimal(1000, 1000)", "Money"),
        "Float": ("Real", "DoublePrecision"),
        "String": (
            *("Text", "Inet", "Citext", "Uuid", "Xml", "Bit", "Bit(8)", "VarBit", "VarBit(1)"),
            *(
                "VarChar",
                "VarChar(255)",
                "VarChar(0)",
                "Char",
                "Char(1)",
                "Char(10485760)",
            ),
        ),
        "Boolean": ("Boolean",),
        "DateTime": (*_times("Timestamp", "Timestamptz", "Time", "Timetz"), "Date", "Date"),
        "Bytes": ("ByteA",),
        "Json": ("Json", "JsonB"),
    },
    unindexed=frozenset({"Xml"}),
    lists=_SCALARS,
    prisma_actions=("Cascade", "Restrict", "SetNull"),
    index_types=("BTree", "Hash", "Gist", "Gin", "SpGist", "Brin"),
    can=frozenset({"enums", "schemas", "extensions", "pk-map", "fk-map", "where", "m-n"}),
)
COCKROACHDB = Provider(
    name="cockroachdb",
    natives={
        "Int": ("Int2", "Int4", "Oid"),
        "BigInt": ("Int8",),
        "Decimal": ("Decimal", "Decimal(10, 2)", "Decimal(1000, 0)"),
        "Float": ("Float4", "Float8"),
        "String": (
            *("String", "String(10)", "Char", "Char(3)", "CatalogSingleChar", "Inet", "Uuid"),
            *("Bit", "Bit(8)", "VarBit", "VarBit(9)"),
        ),
        "Boolean": ("Bool",),
        "DateTime": (*_times("Timestamp", "Timestamptz", "Time", "Timetz"), "Date", "Date"),
        "Bytes": ("Bytes",),
        "Json": ("JsonB",),
    },
    lists=_without("Json"),
    index_types=("BTree", "Gin"),
    can=frozenset({"enums", "schemas", "pk-map", "fk-map", "where", "m-n", "sequence"}),
)
MYSQL = Provider(
    name="mysql",
    natives={
        "Int": (
            *(
                "Int",
                "UnsignedInt",
                "SmallInt",
                "UnsignedSmallInt",
                "MediumInt",
                "UnsignedMediumInt",
            ),
            *("TinyInt", "UnsignedTinyInt", "Year"),
        ),
        "BigInt": ("BigInt", "UnsignedBigInt"),
        "Decimal": ("Decimal", "Decimal(10, 2)", "Decimal(65, 30)", "Decimal(1, 1)"),
        "Float": ("Float", "Double"),
        "String": (
            *("VarChar(191)", "VarChar(0)", "VarChar(65535)", "Char(1)", "Char(255)"),
            *("TinyText", "Text", "MediumText", "LongText"),
        ),
        "Boolean": ("TinyInt", "UnsignedTinyInt", "Bit(1)"),
        "DateTime": (*_times("DateTime", "Timestamp", "Time"), "Date"),
        "Bytes": (
            *("Bit(8)", "Bit(64)", "Binary(16)", "VarBinary(255)"),
            *("TinyBlob", "Blob", "MediumBlob", "LongBlob"),
        ),
        "Json": ("Json",),
    },
    unindexed=frozenset(
        {"TinyText", "Text", "MediumText", "LongText", "TinyBlob", "Blob", "MediumBlob", "LongBlob"}
    ),
    can=frozenset({"enums", "fk-map", "length", "fulltext", "shard-keys", "m-n"}),
    autoincrement="first",
)
SQLITE = Provider(
    name="sqlite",
    prisma_actions=("Cascade", "Restrict", "SetNull"),
    can=frozenset({"enums", "where", "m-n"}),
    autoincrement="id",
)
SQLSERVER = Provider(
    name="sqlserver",
    scalars=_without("Json"),
    natives={
        "Int": ("TinyInt", "SmallInt", "Int", "Bit"),
        "BigInt": ("BigInt",),
        "Decimal": ("Decimal", "Decimal(38, 38)", "Decimal(10, 2)"),
        "Float": ("Float", "Float(1)", "Float(53)", "Real", "Money", "SmallMoney"),
        "String": (
            *(
                "NVarChar",
                "NVarChar(4000)",
                "NVarChar(Max)",
                "NVarChar(max)",
                "NChar",
                "NChar(4000)",
            ),
            *("VarChar", "VarChar(8000)", "VarChar(MAX)", "Char", "Char(8000)"),
            *("Text", "NText", "Xml", "UniqueIdentifier"),
        ),
        "Boolean": ("Bit",),
        "DateTime": ("DateTime2", "DateTime", "Date", "Time", "DateTimeOffset", "SmallDateTime"),
        "Bytes": (
            "VarBinary",
            "VarBinary(8000)",
            "VarBinary(Max)",
            "Binary",
            "Binary(16)",
            "Image",
        ),
    },
    unindexed=frozenset({"Text", "NText", "Image", "Xml"}),
    actions=("Cascade", "NoAction", "SetNull", "SetDefault"),
    can=frozenset(
        {"schemas", "pk-map", "fk-map", "default-map", "clustered", "id-sort", "where", "m-n"}
    ),
)
MONGODB = Provider(
    name="mongodb",
    scalars=_without("Decimal"),
    natives={
        "Int": ("Int", "Long"),
        "BigInt": ("Long",),
        "Float": ("Double",),
        "String": ("ObjectId", "String"),
        "Boolean": ("Bool",),
        "DateTime": ("Date", "Timestamp"),
        "Bytes": ("BinData", "ObjectId"),
        "Json": ("Json",),
    },
    lists=_without("Decimal"),
    actions=_NO_DEFAULT,
    modes=("prisma",),
    can=frozenset({"enums", "composites", "fulltext", "fulltext-sort"}),
    autoincrement="",
)
NONE = Provider(
    name="none",
    scalars=_without("Decimal"),
    modes=("foreignKeys",),
    can=frozenset({"enums", "m-n"}),
    autoincrement="id",
)
"""No datasource at all: Prisma validates against an empty connector."""

PROVIDERS: Mapping[str, Provider] = {
    provider.name: provider
    for provider in (POSTGRESQL, MYSQL, SQLITE, SQLSERVER, MONGODB, COCKROACHDB, NONE)
}
