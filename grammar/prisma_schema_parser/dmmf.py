"""Schema -> Prisma's DMMF: the `datamodel` of the engine's `get_dmmf`, as plain JSON values.

Equal to the engine's for every valid schema, key order included (facts: Prisma 6.19
query-engine/dmmf/src/ast_builders/datamodel_ast_builder). For a schema with errors it is as good
as can be had.

Long, as it is one table of the engine's keys, in the engine's order.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Literal, NotRequired, TypeAlias, TypedDict

from .dmmf_values import Function, Value, default_value
from .records import NamedTuple
from .schema import (
    CompositeRef,
    CompositeType,
    Enum,
    EnumRef,
    EnumValue,
    Field,
    ForeignKey,
    Index,
    IndexField,
    IndexKind,
    Model,
    RelationField,
    Scalar,
    ScalarField,
    Schema,
    Unsupported,
)

__all__ = ["Datamodel", "dmmf"]

# ---- the shape ----------------------------------------------------------------------------------


class DmmfEnumValue(TypedDict):
    name: str
    dbName: str | None
    documentation: NotRequired[str]


class DmmfEnum(TypedDict):
    name: str
    values: list[DmmfEnumValue]
    dbName: str | None
    documentation: NotRequired[str]


class DmmfField(TypedDict):
    """`nativeType` is `[name, [arguments]]`; the relation keys are on relation fields alone."""

    name: str
    dbName: NotRequired[str]
    kind: Literal["scalar", "enum", "object"]
    isList: bool
    isRequired: bool
    isUnique: bool
    isId: bool
    isReadOnly: bool
    hasDefaultValue: bool
    type: str
    nativeType: list[str | list[str]] | None
    default: NotRequired[Value | Function]
    relationName: NotRequired[str]
    relationFromFields: NotRequired[list[str]]
    relationToFields: NotRequired[list[str]]
    relationOnDelete: NotRequired[str]
    relationOnUpdate: NotRequired[str]
    isGenerated: NotRequired[bool]
    isUpdatedAt: NotRequired[bool]
    documentation: NotRequired[str]


class DmmfKey(TypedDict):
    """A `@@id` or `@@unique`."""

    name: str | None
    fields: list[str]


class DmmfModel(TypedDict):
    """A model, a view or a composite type; the last has no `isGenerated`."""

    name: str
    dbName: str | None
    schema: str | None
    fields: list[DmmfField]
    primaryKey: DmmfKey | None
    uniqueFields: list[list[str]]
    uniqueIndexes: list[DmmfKey]
    isGenerated: NotRequired[bool]
    documentation: NotRequired[str]


class DmmfIndexField(TypedDict):
    """`name` is a dotted path inside a composite type."""

    name: str
    sortOrder: NotRequired[str]
    length: NotRequired[int]
    operatorClass: NotRequired[str]


class DmmfIndex(TypedDict):
    model: str
    type: Literal["id", "normal", "unique", "fulltext"]
    isDefinedOnField: bool
    name: NotRequired[str]
    dbName: NotRequired[str]
    algorithm: NotRequired[str]
    clustered: NotRequired[bool]
    fields: list[DmmfIndexField]


class Datamodel(TypedDict):
    enums: list[DmmfEnum]
    models: list[DmmfModel]
    types: list[DmmfModel]
    indexes: list[DmmfIndex]


# ---- blocks -------------------------------------------------------------------------------------


def dmmf(schema: Schema) -> Datamodel:
    """Models in source order, then views; what is `@@ignore`d, `@ignore`d or unsupported is absent."""
    ends = _ends(schema)
    shown = [model for model in schema.models if not model.is_ignored]
    shown.sort(key=lambda model: model.is_view)
    return {
        "enums": [_enum(enum) for enum in schema.enums],
        "models": [_model(model, ends, schema) for model in shown],
        "types": [_type(composite) for composite in schema.composite_types],
        "indexes": [_index(model, index) for model in shown for index in _in_order(model.indexes)],
    }


def _enum(enum: Enum) -> DmmfEnum:
    values = [_enum_value(value) for value in enum.values]
    found: DmmfEnum = {"name": enum.name, "values": values, "dbName": enum.mapped_name}
    if enum.documentation is not None:
        found["documentation"] = enum.documentation
    return found


def _enum_value(value: EnumValue) -> DmmfEnumValue:
    found: DmmfEnumValue = {"name": value.name, "dbName": value.mapped_name}
    if value.documentation is not None:
        found["documentation"] = value.documentation
    return found


def _model(model: Model, ends: Mapping[tuple[str, str], End], schema: Schema) -> DmmfModel:
    roles = _roles(model, ends, schema)
    fields: list[DmmfField] = []
    for field in model.fields:
        if field.is_ignored:
            continue
        if isinstance(field, RelationField):
            fields.append(_relation_field(field, ends.get((model.name, field.name), _NO_KEY)))
        elif not isinstance(field.type, Unsupported):
            fields.append(_scalar_field(field, roles))
    keys = [_key(index) for index in model.indexes if _is_block_key(index, "unique")]
    found: DmmfModel = {
        "name": model.name,
        "dbName": model.mapped_name,
        "schema": model.namespace,
        "fields": fields,
        "primaryKey": next((_key(i) for i in model.indexes if _is_block_key(i, "id")), None),
        "uniqueFields": [key["fields"] for key in keys],
        "uniqueIndexes": keys,
        "isGenerated": False,
    }
    if model.documentation is not None:
        found["documentation"] = model.documentation
    return found


def _type(composite: CompositeType) -> DmmfModel:
    fields = [field for field in composite.fields if not isinstance(field.type, Unsupported)]
    found: DmmfModel = {
        "name": composite.name,
        "dbName": None,
        "schema": None,
        "fields": [_composite_field(field) for field in fields],
        "primaryKey": None,
        "uniqueFields": [],
        "uniqueIndexes": [],
    }
    if composite.documentation is not None:
        found["documentation"] = composite.documentation
    return found


# ---- fields -------------------------------------------------------------------------------------


class Roles(NamedTuple):
    """The fields of a model that are its single id, unique by themselves, or part of a foreign key.

    A field with a partial unique is none of the unique ones, whatever else it has.
    """

    ids: frozenset[str]
    uniques: frozenset[str]
    keys: frozenset[str]


def _roles(model: Model, ends: Mapping[tuple[str, str], End], schema: Schema) -> Roles:
    single = [index for index in model.indexes if len(index.fields) == 1]
    uniques = [index for index in single if index.kind == "unique"]
    keys = (
        name
        for field in model.relation_fields
        for name in ends.get((model.name, field.name), _NO_KEY).fields
    )
    return Roles(
        ids=frozenset(index.fields[0].name for index in single if index.kind == "id"),
        uniques=_names(model, uniques, schema)
        - _names(model, [index for index in uniques if index.where is not None], schema),
        keys=frozenset(keys),
    )


def _names(model: Model, uniques: Sequence[Index], schema: Schema) -> frozenset[str]:
    return frozenset(_unique_name(model, index.fields[0].path, schema) for index in uniques)


def _unique_name(model: Model, path: tuple[str, ...], schema: Schema) -> str:
    """The field that a single-field unique makes `isUnique`.

    A path into a composite type marks whichever field of the model has the position that the path's
    last field has in its type: the engine compares bare positions, and so do we.
    """
    fields: tuple[Field, ...] = model.fields
    for name in path[:-1]:
        outer = next((field for field in fields if field.name == name), None)
        composite = schema.composite_types_by_name.get(_type_name(outer))
        if composite is None:
            return ""
        fields = composite.fields
    position = next((at for at, field in enumerate(fields) if field.name == path[-1]), len(fields))
    return model.fields[position].name if position < len(model.fields) else ""


def _type_name(field: Field | None) -> str:
    return _kind(field)[1] if isinstance(field, ScalarField) else ""


_NO_ROLES = Roles(frozenset(), frozenset(), frozenset())


def _composite_field(field: ScalarField) -> DmmfField:
    found = _scalar_field(field, _NO_ROLES)
    del found["isGenerated"], found["isUpdatedAt"]
    return found


def _scalar_field(field: ScalarField, roles: Roles) -> DmmfField:
    kind, type_name = _kind(field)
    found = _start(field.name, field.mapped_name)
    found["kind"] = kind
    found["isList"] = field.arity == "list"
    found["isRequired"] = field.arity != "optional"
    found["isUnique"] = field.name in roles.uniques and field.name not in roles.ids
    found["isId"] = field.name in roles.ids
    found["isReadOnly"] = field.name in roles.keys
    found["hasDefaultValue"] = field.default is not None
    found["type"] = type_name
    native = field.native_type
    found["nativeType"] = None if native is None else [native.name, list(native.arguments)]
    if field.default is not None:
        found["default"] = default_value(field.default, type_name)
    found["isGenerated"] = False
    found["isUpdatedAt"] = field.is_updated_at
    if field.documentation is not None:
        found["documentation"] = field.documentation
    return found


def _start(name: str, mapped_name: str | None) -> DmmfField:
    """The first keys; the caller adds the others in the DMMF's order."""
    if mapped_name is None:
        return {"name": name}  # type: ignore[typeddict-item]  # see above
    return {"name": name, "dbName": mapped_name}  # type: ignore[typeddict-item]  # see above


def _kind(field: ScalarField) -> tuple[Literal["scalar", "enum", "object"], str]:
    match field.type:
        case Scalar(name):
            return "scalar", name
        case EnumRef(name):
            return "enum", name
        case CompositeRef(name):
            return "object", name
        case Unsupported(text):
            return "scalar", text


class End(NamedTuple):
    """What a relation field's own `@relation` says of keys and actions."""

    fields: tuple[str, ...] = ()
    references: tuple[str, ...] = ()
    on_delete: str | None = None
    on_update: str | None = None


_NO_KEY = End()


def _ends(schema: Schema) -> dict[tuple[str, str], End]:
    """By model and field; the sides that say nothing are left out."""
    ends: dict[tuple[str, str], End] = {}
    for relation in schema.relations:
        if isinstance(relation, ForeignKey):
            ends[relation.model, relation.field] = _foreign_key_end(relation)
        else:
            ends[relation.model_a, relation.field_a] = End(relation.fields_a, relation.references_a)
            ends[relation.model_b, relation.field_b] = End(relation.fields_b, relation.references_b)
    return ends


def _foreign_key_end(relation: ForeignKey) -> End:
    on_delete, on_update = relation.on_delete, relation.on_update
    return End(
        relation.fields,
        relation.references,
        on_delete.action if on_delete.span is not None else None,
        on_update.action if on_update.span is not None else None,
    )


def _relation_field(field: RelationField, end: End) -> DmmfField:
    found: DmmfField = {
        "name": field.name,
        "kind": "object",
        "isList": field.arity == "list",
        "isRequired": field.arity != "optional",
        "isUnique": False,
        "isId": False,
        "isReadOnly": False,
        "hasDefaultValue": False,
        "type": field.target,
        "nativeType": None,
        "relationName": field.relation,
        "relationFromFields": list(end.fields),
        "relationToFields": list(end.references),
    }
    if end.on_delete is not None:
        found["relationOnDelete"] = end.on_delete
    if end.on_update is not None:
        found["relationOnUpdate"] = end.on_update
    found["isGenerated"] = False
    found["isUpdatedAt"] = False
    if field.documentation is not None:
        found["documentation"] = field.documentation
    return found


# ---- keys and indexes ---------------------------------------------------------------------------

IndexType: TypeAlias = Literal["id", "normal", "unique", "fulltext"]
_TYPES: dict[IndexKind, IndexType] = {
    "id": "id",
    "unique": "unique",
    "index": "normal",
    "fulltext": "fulltext",
}
# The DMMF lists a model's id, its fields' @unique, then its blocks' attributes kind by kind.
_ORDER: dict[IndexKind, int] = {"id": 0, "index": 2, "unique": 3, "fulltext": 4}


def _in_order(indexes: tuple[Index, ...]) -> list[Index]:
    if len(indexes) < 2:
        return list(indexes)
    return sorted(
        indexes,
        key=lambda index: 1 if index.is_on_field and index.kind != "id" else _ORDER[index.kind],
    )


def _is_block_key(index: Index, kind: IndexKind) -> bool:
    """Partial uniques are listed among the indexes only."""
    return index.kind == kind and not index.is_on_field and index.where is None


def _key(index: Index) -> DmmfKey:
    return {"name": index.name, "fields": [field.path[-1] for field in index.fields]}


def _index(model: Model, index: Index) -> DmmfIndex:
    found: DmmfIndex = {  # type: ignore[typeddict-item]  # `fields` comes last
        "model": model.name,
        "type": _TYPES[index.kind],
        "isDefinedOnField": index.is_on_field,
    }
    if index.name is not None:
        found["name"] = index.name
    if index.mapped_name is not None:
        found["dbName"] = index.mapped_name
    if index.algorithm is not None:
        found["algorithm"] = index.algorithm
    if index.clustered is not None:
        found["clustered"] = index.clustered
    found["fields"] = [_index_field(field) for field in index.fields]
    return found


# Engine 7.10 names this one wrongly; equality with it is what is promised here.
_MISNAMED = {"UuidMinMaxMultiOps": "BitMinMaxOps"}


def _index_field(field: IndexField) -> DmmfIndexField:
    found: DmmfIndexField = {"name": field.name}
    if field.sort is not None:
        found["sortOrder"] = field.sort.lower()
    if field.length is not None:
        found["length"] = field.length
    if field.operator_class is not None:
        name = field.operator_class
        found["operatorClass"] = _MISNAMED.get(name, name)
    return found
