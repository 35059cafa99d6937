"""Which attributes there are, where they may stand, and which arguments they take.

Source: Prisma 6.19 parser-database/attributes; facts/prisma.md section 5.
"""

from __future__ import annotations

from ..records import NamedTuple

# ---- places --------------------------------------------------------------------------------------

SCALAR_FIELD = "a stored field"
RELATION_FIELD = "a relation field"
COMPOSITE_FIELD = "a field of a composite type"
ENUM_VALUE = "an enum value"
MODEL = "a model"
ENUM = "an enum"
COMPOSITE_TYPE = "a composite type"


class Parameter(NamedTuple):
    """`kind` names a row of `kinds.KINDS`; the default parameter may be given without its name."""

    name: str
    kind: str
    is_default: bool = False
    is_required: bool = False


class AttributeSpec(NamedTuple):
    """`with_twins`: whether giving the default argument both with and without its name is let pass."""

    name: str
    parameters: tuple[Parameter, ...] = ()
    is_repeatable: bool = False
    with_twins: bool = False


_P = Parameter
_FIELDS = _P("fields", "index fields", is_default=True, is_required=True)
_MAP = _P("map", "name")
_CLUSTERED = _P("clustered", "boolean")
_LENGTH = _P("length", "integer")
_SORT = _P("sort", "sort order")
_WHERE = _P("where", "condition")
_MAPPED = AttributeSpec("map", (_P("name", "string", is_default=True, is_required=True),))
_SCHEMA = AttributeSpec("schema", (_P("map", "string", is_default=True, is_required=True),))
_VALUE = _P("value", "any", is_default=True, is_required=True)
_IGNORE = AttributeSpec("ignore")


def _table(*specs: AttributeSpec) -> dict[str, AttributeSpec]:
    return {spec.name: spec for spec in specs}


ATTRIBUTES: dict[str, dict[str, AttributeSpec]] = {
    SCALAR_FIELD: _table(
        _MAPPED,
        _IGNORE,
        AttributeSpec("id", (_MAP, _LENGTH, _SORT, _CLUSTERED)),
        AttributeSpec("unique", (_MAP, _LENGTH, _SORT, _CLUSTERED, _WHERE)),
        AttributeSpec("updatedAt"),
        AttributeSpec("default", (_VALUE, _MAP)),
        AttributeSpec("shardKey"),
    ),
    RELATION_FIELD: _table(
        AttributeSpec(
            "relation",
            (
                _P("name", "name", is_default=True),
                _P("fields", "field names"),
                _P("references", "field names"),
                _P("onDelete", "referential action"),
                _P("onUpdate", "referential action"),
                _MAP,
            ),
            with_twins=True,
        ),
        _IGNORE,
    ),
    COMPOSITE_FIELD: _table(_MAPPED, AttributeSpec("default", (_VALUE,))),
    ENUM_VALUE: _table(_MAPPED),
    MODEL: _table(
        _IGNORE,
        _MAPPED,
        _SCHEMA,
        AttributeSpec("id", (_FIELDS, _P("name", "name"), _MAP, _CLUSTERED)),
        AttributeSpec("unique", (_FIELDS, _P("name", "name"), _MAP, _CLUSTERED, _WHERE), True),
        AttributeSpec(
            "index",
            (
                _FIELDS,
                _P("name", "name"),
                _MAP,
                _P("type", "index type"),
                _CLUSTERED,
                _WHERE,
            ),
            True,
        ),
        AttributeSpec("fulltext", (_FIELDS, _MAP), True),
        AttributeSpec(
            "shardKey", (_P("fields", "field names", is_default=True, is_required=True),)
        ),
    ),
    ENUM: _table(_MAPPED, _SCHEMA),
    COMPOSITE_TYPE: {},
}

# What may carry a native type, `@db.Text`: stored fields of a scalar type (native_type_use.py).
TAKES_NATIVE_TYPE = frozenset({SCALAR_FIELD, COMPOSITE_FIELD})

# Why a known attribute can't stand in a place, where there is more to say than that it can't.
MISPLACED: dict[tuple[str, str], str] = {
    (RELATION_FIELD, "id"): "mark the scalar field of the key, or write `@@id([...])`",
    (RELATION_FIELD, "unique"): "mark the scalar field of the key, or write `@@unique([...])`",
    (RELATION_FIELD, "map"): "`@map` goes on the scalar field of the key",
    (RELATION_FIELD, "default"): "set the default on the scalar field of the key",
    (SCALAR_FIELD, "relation"): "`@relation` goes on the field whose type is a model",
    (COMPOSITE_FIELD, "id"): "a composite type has no id of its own",
    (COMPOSITE_FIELD, "unique"): "write `@@unique([field.path])` in the model",
    (COMPOSITE_FIELD, "relation"): "a composite type can't hold relations",
}
