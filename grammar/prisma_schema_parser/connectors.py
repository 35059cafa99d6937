"""What each provider can do. One row a provider; nothing else in the code names a provider.

Source: Prisma's connector capabilities (facts/prisma.md sections 3, 5, 7),
checked against the engines of 6.19 and 7.10.
"""

from __future__ import annotations

from .native_types import NATIVE_TYPES, NativeTypeSpec
from .records import NamedTuple

FOREIGN_KEYS = "foreignKeys"
PRISMA = "prisma"

# Configuration of the tool that connects: any value passes, and none is needed (facts section 9).
URL_KEYS = frozenset({"url", "directUrl", "shadowDatabaseUrl"})

# ---- capabilities: the ones that validation asks for, under Prisma's names -----------------------

AUTO_INCREMENT = "AutoIncrement"
AUTO_INCREMENT_ON_NON_ID = "AutoIncrementAllowedOnNonId"
AUTO_INCREMENT_MULTIPLE = "AutoIncrementMultipleAllowed"
AUTO_INCREMENT_NON_INDEXED = "AutoIncrementNonIndexedAllowed"
AUTO_INCREMENT_ON_INT = "AutoIncrementOnInt"
CLUSTERING = "ClusteringSetting"
COMPOSITE_TYPES = "CompositeTypes"
COMPOUND_IDS = "CompoundIds"
DECIMAL = "DecimalType"
DEFAULT_AUTO = "DefaultValueAuto"
DOCUMENT_IDS = "DocumentIds"
ENUMS = "Enums"
EXTENSIONS = "Extensions"
FULL_TEXT_INDEX = "FullTextIndex"
FULL_TEXT_MULTIPLE = "MultipleFullTextAttributesPerModel"
FULL_TEXT_SORT = "SortOrderInFullTextIndex"
IMPLICIT_MANY_TO_MANY = "ImplicitManyToManyRelation"
EMBEDDED_MANY_TO_MANY = "TwoWayEmbeddedManyToManyRelation"
INDEX_LENGTH = "IndexColumnLengthPrefixing"
JSON = "Json"
JSON_LISTS = "JsonLists"
MULTI_SCHEMA = "MultiSchema"
NAMED_DEFAULTS = "NamedDefaultValues"
NAMED_FOREIGN_KEYS = "NamedForeignKeys"
NAMED_PRIMARY_KEYS = "NamedPrimaryKeys"
NATIVE_SET_DEFAULT = "NativeSetDefault"
OPERATOR_CLASSES = "OperatorClasses"
PARTIAL_INDEX = "PartialIndex"
PRIMARY_KEY_SORT = "PrimaryKeySortOrderDefinition"
REFERENCE_CYCLE_DETECTION = "ReferenceCycleDetection"
REFERENCES_IN_ANY_ORDER = "RelationFieldsInArbitraryOrder"
RELATION_INDEX_ADVICE = "RelationIndexAdvice"
SCALAR_LISTS = "ScalarLists"
SEQUENCES = "Sequences"
SET_NULL_ON_REQUIRED = "SetNullOnRequiredFields"
SHARD_KEYS = "ShardKeys"


class NameScope(NamedTuple):
    """Within what the database wants which names of constraints to be distinct.

    `kinds` are some of "id", "index" (uniques too), "relation" and "default"; a global scope spans
    the tables of a database schema, any other one table. `checked` are the kinds for which Prisma
    looks into this scope: with "relation" in it, an index that clashes with another goes unnoticed.
    """

    is_global: bool
    kinds: frozenset[str]
    checked: frozenset[str]


class Connector(NamedTuple):
    """`provider` as written in the datasource; `relation_modes` has the default first.

    `max_name_bytes` bounds names of constraints; `index_types` are the values of `type:`.
    """

    provider: str
    relation_modes: tuple[str, ...]
    foreign_key_actions: frozenset[str]
    prisma_actions: frozenset[str]
    label: str = ""
    capabilities: frozenset[str] = frozenset()
    max_name_bytes: int = 1 << 62
    index_types: frozenset[str] = frozenset({"BTree"})
    name_scopes: tuple[NameScope, ...] = ()

    def actions(self, relation_mode: str) -> frozenset[str]:
        """The referential actions that the provider accepts in this mode."""
        return self.foreign_key_actions if relation_mode == FOREIGN_KEYS else self.prisma_actions

    def has(self, capability: str) -> bool:
        return capability in self.capabilities

    @property
    def native_types(self) -> dict[str, NativeTypeSpec]:
        return NATIVE_TYPES.get(self.provider, {})


_ALL = frozenset({"Cascade", "Restrict", "NoAction", "SetNull", "SetDefault"})
_EMULATED = frozenset({"Cascade", "Restrict", "NoAction", "SetNull"})
_SQL_MODES = (FOREIGN_KEYS, PRISMA)

_SQL = frozenset({
    AUTO_INCREMENT, AUTO_INCREMENT_ON_INT, COMPOUND_IDS, DECIMAL, IMPLICIT_MANY_TO_MANY,
    NATIVE_SET_DEFAULT, RELATION_INDEX_ADVICE,
})  # fmt: skip  # one line a theme
_FREE_AUTO_INCREMENT = frozenset({
    AUTO_INCREMENT_ON_NON_ID, AUTO_INCREMENT_MULTIPLE, AUTO_INCREMENT_NON_INDEXED,
})  # fmt: skip
_NAMED_KEYS = frozenset({NAMED_PRIMARY_KEYS, NAMED_FOREIGN_KEYS})


def _scope(is_global: bool, *kinds: str) -> NameScope:
    checked = frozenset(kinds) - ({"index"} if "relation" in kinds else set())
    return NameScope(is_global, frozenset(kinds), checked)


_POSTGRESQL = Connector(
    provider="postgresql",
    relation_modes=_SQL_MODES,
    foreign_key_actions=_ALL,
    prisma_actions=_EMULATED - {"NoAction"},
    label="PostgreSQL",
    capabilities=_SQL | _FREE_AUTO_INCREMENT | _NAMED_KEYS | {
        ENUMS, EXTENSIONS, JSON, JSON_LISTS, MULTI_SCHEMA, OPERATOR_CLASSES, PARTIAL_INDEX,
        REFERENCES_IN_ANY_ORDER, SCALAR_LISTS, SET_NULL_ON_REQUIRED,
    },
    max_name_bytes=63,
    index_types=frozenset({"BTree", "Hash", "Gist", "Gin", "SpGist", "Brin"}),
    name_scopes=(_scope(True, "id", "index"), _scope(False, "id", "index", "relation")),
)  # fmt: skip

CONNECTORS: dict[str, Connector] = {
    "postgresql": _POSTGRESQL,
    "postgres": _POSTGRESQL,
    "cockroachdb": Connector(
        provider="cockroachdb",
        relation_modes=_SQL_MODES,
        foreign_key_actions=_ALL,
        prisma_actions=_EMULATED,
        label="CockroachDB",
        capabilities=(_SQL | _FREE_AUTO_INCREMENT | _NAMED_KEYS | {
            ENUMS, JSON, MULTI_SCHEMA, PARTIAL_INDEX, REFERENCES_IN_ANY_ORDER, SCALAR_LISTS,
            SEQUENCES,
        }) - {AUTO_INCREMENT_ON_INT},
        max_name_bytes=63,
        index_types=frozenset({"BTree", "Gin"}),
        name_scopes=(_scope(False, "id", "index", "relation"),),
    ),
    "mysql": Connector(
        provider="mysql",
        relation_modes=_SQL_MODES,
        foreign_key_actions=_ALL,
        prisma_actions=_EMULATED,
        label="MySQL",
        capabilities=(_SQL | {
            AUTO_INCREMENT_ON_NON_ID, ENUMS, FULL_TEXT_INDEX, FULL_TEXT_MULTIPLE, INDEX_LENGTH,
            JSON, NAMED_FOREIGN_KEYS, REFERENCES_IN_ANY_ORDER, SHARD_KEYS,
        }) - {NATIVE_SET_DEFAULT},
        max_name_bytes=64,
        index_types=frozenset({"BTree"}),
        name_scopes=(_scope(True, "relation"), _scope(False, "index")),
    ),
    "sqlite": Connector(
        provider="sqlite",
        relation_modes=_SQL_MODES,
        foreign_key_actions=_ALL,
        prisma_actions=_EMULATED - {"NoAction"},
        label="SQLite",
        capabilities=_SQL | {ENUMS, JSON, PARTIAL_INDEX, REFERENCES_IN_ANY_ORDER},
        max_name_bytes=10000,
        index_types=frozenset({"BTree"}),
        name_scopes=(_scope(True, "index"),),
    ),
    "sqlserver": Connector(
        provider="sqlserver",
        relation_modes=_SQL_MODES,
        foreign_key_actions=_ALL - {"Restrict"},
        prisma_actions=_EMULATED,
        label="SQL Server",
        capabilities=_SQL | _FREE_AUTO_INCREMENT | _NAMED_KEYS | {
            CLUSTERING, MULTI_SCHEMA, NAMED_DEFAULTS, PARTIAL_INDEX, PRIMARY_KEY_SORT,
            REFERENCE_CYCLE_DETECTION,
        },
        max_name_bytes=128,
        index_types=frozenset({"BTree"}),
        name_scopes=(_scope(True, "id", "relation", "default"), _scope(False, "id", "index")),
    ),
    "mongodb": Connector(
        provider="mongodb",
        relation_modes=(PRISMA,),
        foreign_key_actions=_EMULATED,
        prisma_actions=_EMULATED,
        label="MongoDB",
        capabilities=frozenset({
            COMPOSITE_TYPES, DEFAULT_AUTO, DOCUMENT_IDS, EMBEDDED_MANY_TO_MANY, ENUMS,
            FULL_TEXT_INDEX, FULL_TEXT_SORT, JSON, JSON_LISTS, REFERENCES_IN_ANY_ORDER,
            SCALAR_LISTS,
        }),
        max_name_bytes=127,
        index_types=frozenset({"BTree"}),
        name_scopes=(_scope(False, "index"),),
    ),
}  # fmt: skip
# Prisma's connector for a schema without a datasource.
EMPTY = Connector(
    provider="",
    relation_modes=_SQL_MODES,
    foreign_key_actions=_ALL,
    prisma_actions=_EMULATED,
    label="a schema without a datasource",
    capabilities=frozenset({
        AUTO_INCREMENT, AUTO_INCREMENT_ON_INT, COMPOUND_IDS, ENUMS, IMPLICIT_MANY_TO_MANY, JSON,
        NATIVE_SET_DEFAULT, RELATION_INDEX_ADVICE,
    }),
)  # fmt: skip


def connector(provider: str | None) -> Connector:
    """The row of a provider; the empty connector for none or an unknown one."""
    return CONNECTORS.get(provider or "", EMPTY)
