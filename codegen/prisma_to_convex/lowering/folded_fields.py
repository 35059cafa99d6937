"""Fields for text that the database did not compare to the letter: what its collation made of each, with an index
for every key that is over it. Where enforcement is asked for.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence

from prisma_schema_parser.records import NamedTuple
from prisma_schema_parser.schema import ForeignKey, Scalar

from ..convex import convex_schema as convex
from ..convex import identifiers
from ..convex.convex_schema import MAX_INDEX_FIELDS, MAX_INDEXES, STRING
from .lowered import Lowered, LoweredField, LoweredModel

COLLATIONS: Mapping[str, str] = {
    "postgresql": "citext",
    "mysql": "unicodeCi",
    "sqlserver": "latin1GeneralCiAs",
}
"""What folds text as the provider's collation does, by its name in collations.ts."""

_BINARY = frozenset(["Uuid", "UniqueIdentifier", "Bit", "VarBit", "Xml"])
_COMMENT = "{}, as it is compared"


class _Key(NamedTuple):
    """Convex's fields, and how the index is called that holds them as they are."""

    fields: tuple[str, ...]
    label: str


def is_folded(field: LoweredField, provider: str | None) -> bool:
    """Whether two spellings of its text were one value to the database."""
    if field.field.type != Scalar("String") or field.field.arity == "list":
        return False
    if field.reference is not None or field.override is not None:
        return False
    native = field.field.native_type
    if provider == "postgresql":
        return native is not None and native.name == "Citext"
    return provider in COLLATIONS and not (native is not None and native.name in _BINARY)


def with_folded_fields(lowered: Lowered) -> Lowered:
    """The schema with what its unique and foreign keys need of it."""
    found: dict[tuple[str, str], str] = {}
    tables = {table.name: table for table in lowered.convex.tables}
    references: defaultdict[str, list[ForeignKey]] = defaultdict(list)
    for relation in lowered.schema.relations:
        if isinstance(relation, ForeignKey):
            references[relation.model].append(relation)
    for name, model in lowered.models.items():
        texts = _texts(model, lowered.schema.provider)
        all_keys = _keys(model, references[name], lowered) if texts else ()
        keys = [key for key in all_keys if set(key.fields) & texts.keys()]
        if not keys or model.model.is_view:
            continue
        table, folded = _with_keys(tables[model.table], keys, texts)
        tables[model.table] = table
        by_name = {field.name: prisma for prisma, field in model.fields.items()}
        found |= {(name, by_name[field]): by for field, by in folded.items()}
    if not found:
        return lowered
    emitted = tuple(tables[table.name] for table in lowered.convex.tables)
    return lowered._replace(convex=lowered.convex._replace(tables=emitted), folded=found)


def _texts(model: LoweredModel, provider: str | None) -> dict[str, LoweredField]:
    return {field.name: field for field in model.fields.values() if is_folded(field, provider)}


def _keys(
    model: LoweredModel, references: Sequence[ForeignKey], lowered: Lowered
) -> Iterator[_Key]:
    """Unique keys, and foreign keys that hold the values of others."""
    for index in model.model.indexes:
        path = lowered.path(index)
        is_whole = path is not None and not path.cut and path.status != "dropped"
        is_partial = index.where is not None or any(
            part.length is not None for part in index.fields
        )
        if index.kind in ("id", "unique") and path is not None and is_whole and not is_partial:
            yield _Key(path.fields[: len(index.fields)], path.label)
    for reference in references:
        path = lowered.path(reference)
        if path is not None and not path.cut and path.status != "dropped":
            yield _Key(path.fields[: len(reference.fields)], path.label)


def _with_keys(
    table: convex.Table, keys: list[_Key], texts: Mapping[str, LoweredField]
) -> tuple[convex.Table, dict[str, str]]:
    """With an index for each key, as far as there is room, and the fields that these need."""
    names = _names(table, keys, texts)
    wanted = [
        _Key(tuple(names.get(field, field) for field in key.fields), key.label)
        for key in keys
        if len(key.fields) <= MAX_INDEX_FIELDS
    ]
    indexes = list(table.indexes)
    for fields, label in _longest(wanted):
        if not _serves(indexes, fields) and _count(table, indexes) < MAX_INDEXES:
            name = identifiers.unique(
                identifiers.index_name("by", fields), {index.name for index in indexes}
            )
            indexes.append(convex.TableIndex(name, fields, (f"{label}, folded",)))
    served = {field for key in wanted if _serves(indexes, key.fields) for field in key.fields}
    folded = {field: by for field, by in names.items() if by in served}
    return _with_fields(table, folded)._replace(indexes=tuple(indexes)), folded


def _names(
    table: convex.Table, keys: list[_Key], texts: Mapping[str, LoweredField]
) -> dict[str, str]:
    """What the folded text of each field is called that a key is over."""
    taken = {field.name for field in table.fields}
    names: dict[str, str] = {}
    for key in keys:
        for field in key.fields:
            if field in texts and field not in names:
                names[field] = identifiers.unique(_name(field), taken | set(names.values()))
    return names


def _longest(keys: list[_Key]) -> Iterator[_Key]:
    """Those that no other begins with; of several alike, the first."""
    starts = {key.fields[:length] for key in keys for length in range(1, len(key.fields))}
    first = {key.fields: key for key in reversed(keys)}
    for key in keys:
        if key.fields not in starts and first[key.fields] is key:
            yield key


def _serves(indexes: Sequence[convex.TableIndex], fields: tuple[str, ...]) -> bool:
    return any(index.fields[: len(fields)] == fields for index in indexes)


def _count(table: convex.Table, indexes: list[convex.TableIndex]) -> int:
    return len(indexes) + len(table.search_indexes) + len(table.vector_indexes)


def _with_fields(table: convex.Table, folded: Mapping[str, str]) -> convex.Table:
    """Each stands behind the field that it is made of."""
    fields: list[convex.Field] = []
    for field in table.fields:
        fields.append(field)
        by = folded.get(field.name)
        if by is not None:
            comment = _COMMENT.format(field.name)
            fields.append(convex.Field(by, STRING, is_optional=True, comment=comment))
    return table._replace(fields=tuple(fields))


def _name(field: str) -> str:
    return f"{field}_folded" if "_" in field else f"{field}Folded"
