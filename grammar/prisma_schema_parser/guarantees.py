"""Everything that a schema guarantees, one `Guarantee` each: the left side of the ledger.

A guarantee is what Prisma or the database enforces, or an access path that it keeps fast, or a name
or setting that it holds. A view, an ignored model and an ignored field count as one each: what is
inside them is not seen by Prisma's client.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial
from typing import Literal, TypeAlias

from .connectors import FOREIGN_KEYS
from .records import NamedTuple
from .schema import (
    CompositeRef,
    CompositeType,
    Default,
    Enum,
    EnumRef,
    ForeignKey,
    Index,
    IndexField,
    ManyToMany,
    Model,
    NativeType,
    Scalar,
    ScalarField,
    Schema,
    Unsupported,
)
from .source import Span

Kind: TypeAlias = Literal[
    "primary-key",
    "unique",
    "one-to-one",
    "many-to-many",
    "foreign-key",
    "on-delete",
    "on-update",
    "default",
    "omitted-value",
    "undefined-skipped",
    "updated-at",
    "not-null",
    "scalar-type",
    "enum-membership",
    "composite-shape",
    "list",
    "native-type",
    "index",
    "full-text-index",
    "index-option",
    "mapped-name",
    "namespace",
    "shard-key",
    "relation-mode",
    "extension",
    "view",
    "ignored-model",
    "ignored-field",
    "check",
    "partial-unique",
    "expression-unique",
    "exclusion",
    "trigger",
    "generated-column",
    "row-policy",
    "view-definition",
    "function",
    "deferrable",
    "sequence",
    "domain",
    "database-index",
]


FIELD_BY_FIELD: frozenset[Kind] = frozenset(["omitted-value", "undefined-skipped"])
"""What so many fields have that it is reported once for a whole block, though each field counts."""


class DatabaseObject(NamedTuple):
    """What stands in the database, and not in the schema: `guarantees` does not know of it.

    `table` is empty for what belongs to none. `condition` is the SQL that a row must meet, that limits
    an index, or that a column is computed from; `columns` are those of a key or an index, by the
    database's names. `code` is the statement, on one line.
    """

    name: str
    table: str
    code: str
    condition: str = ""
    columns: tuple[str, ...] = ()


Subject: TypeAlias = (
    ScalarField
    | Index
    | IndexField
    | ForeignKey
    | ManyToMany
    | Default
    | NativeType
    | Model
    | DatabaseObject
    | None
)


class Guarantee(NamedTuple):
    """`owner` is the model, composite type, enum or datasource; `fields` may be empty.

    `text` is the guarantee in Prisma's own words, as the reader would write it. `subject` is the
    part of the Schema that gives it, `side` tells the two ends of a many-to-many relation apart.
    """

    kind: Kind
    owner: str
    fields: tuple[str, ...]
    text: str
    span: Span
    subject: Subject = None
    side: str = ""


def guarantees(schema: Schema) -> tuple[Guarantee, ...]:
    """All of them, by block in source order, relations with the model that holds the key."""
    by_model: dict[str, list[Guarantee]] = {model.name: [] for model in schema.models}
    one_to_one: dict[str, set[tuple[str, ...]]] = {}
    for relation in schema.relations:
        if isinstance(relation, ForeignKey) and relation.is_unique:
            one_to_one.setdefault(relation.model, set()).add(relation.fields)
    is_skipping = _skips_undefined(schema)
    for model in schema.models:
        unique_keys = one_to_one.get(model.name, set())
        by_model[model.name].extend(_model(model, unique_keys, is_skipping))
    for relation in schema.relations:
        if isinstance(relation, ForeignKey):
            if _is_seen(schema.model(relation.model)):
                by_model[relation.model].extend(_foreign_key(relation))
        elif _is_seen(schema.model(relation.model_a)) and _is_seen(schema.model(relation.model_b)):
            by_model[relation.model_a].extend(_many_to_many(relation))
    found = [guarantee for group in by_model.values() for guarantee in group]
    for composite in schema.composite_types:
        found.extend(_composite(composite, is_skipping))
    for enum in schema.enums:
        found.extend(_enum(enum))
    found.extend(_datasource(schema))
    return tuple(found)


def _skips_undefined(schema: Schema) -> bool:
    """Whether the client passes over a field that is undefined; with `strictUndefinedChecks` it refuses it."""
    return not any(
        "strictUndefinedChecks" in generator.preview_features for generator in schema.generators
    )


def _is_seen(model: Model) -> bool:
    return not model.is_view and not model.is_ignored


# ---- models -------------------------------------------------------------------------------------


def _model(
    model: Model, unique_keys: set[tuple[str, ...]], is_skipping: bool
) -> Iterator[Guarantee]:
    name = model.name
    give = partial(Guarantee, owner=name, fields=(), subject=model)
    if model.is_view:
        yield give(kind="view", text=f"view {name}", span=model.span)
        return
    if model.is_ignored:
        span = model.attribute_spans.get("ignore", model.span)
        yield give(kind="ignored-model", text="@@ignore", span=span)
        return
    for field in model.scalar_fields:
        yield from _field(name, field, is_skipping)
    for index in model.indexes:
        yield from _index(name, index, index.field_names in unique_keys)
    yield from _model_attributes(model)


def _model_attributes(model: Model) -> Iterator[Guarantee]:
    spans = model.attribute_spans
    give = partial(Guarantee, owner=model.name, fields=(), subject=model)
    if model.mapped_name is not None:
        text = f'@@map("{model.mapped_name}")'
        yield give(kind="mapped-name", text=text, span=spans["map"])
    if model.namespace is not None:
        text = f'@@schema("{model.namespace}")'
        yield give(kind="namespace", text=text, span=spans["schema"])
    if model.shard_key:
        span = spans.get("shardKey", model.span)
        text = f"@@shardKey([{', '.join(model.shard_key)}])"
        yield give(kind="shard-key", fields=model.shard_key, text=text, span=span)


def _field(owner: str, field: ScalarField, is_skipping: bool) -> list[Guarantee]:
    """A list, and the field taken apart at once: there is none of which a schema has more."""
    name, _, arity, mapped, default, native, is_updated, is_ignored, _, span, at, spans = field
    fields = (name,)
    give = partial(Guarantee, owner=owner, fields=fields, subject=field)
    if is_ignored:
        span = spans.get("ignore", span)
        return [give(kind="ignored-field", text="@ignore", span=span)]
    kind, text = _type(field)
    found = [give(kind=kind, text=text, span=at)]
    if arity == "required":
        found.append(give(kind="not-null", text="required", span=at))
    elif arity == "list":
        found.append(give(kind="list", text=f"{text}[]", span=at))
    if native is not None:
        found.append(
            give(kind="native-type", text=native.attribute, span=native.span, subject=native)
        )
    if default is not None:
        text, at = f"@default({default.text})", default.span
        found.append(give(kind="default", text=text, span=at, subject=default))
        if default.constraint_name is not None:
            text = f'map: "{default.constraint_name}"'
            found.append(give(kind="mapped-name", text=text, span=at, subject=default))
    elif arity != "required" and not is_updated:
        text = "left out: null" if arity == "optional" else "left out: []"
        found.append(give(kind="omitted-value", text=text, span=at))
    if is_skipping and not isinstance(field.type, Unsupported):
        text = "undefined: left as it is"
        found.append(give(kind="undefined-skipped", text=text, span=field.type_span))
    if is_updated:
        at = spans["updatedAt"]
        found.append(give(kind="updated-at", text="@updatedAt", span=at))
    if mapped is not None:
        at = spans["map"]
        found.append(give(kind="mapped-name", text=f'@map("{mapped}")', span=at))
    return found


def _type(field: ScalarField) -> tuple[Kind, str]:
    match field.type:
        case Scalar(name):
            return "scalar-type", name
        case EnumRef(name):
            return "enum-membership", name
        case CompositeRef(name):
            return "composite-shape", name
        case Unsupported(text):
            return "scalar-type", f'Unsupported("{text}")'


# ---- indexes ------------------------------------------------------------------------------------

_INDEX_KINDS: dict[str, Kind] = {
    "id": "primary-key",
    "unique": "unique",
    "index": "index",
    "fulltext": "full-text-index",
}


def index_text(index: Index) -> str:
    """`@unique` or `@@unique([a, b])`: the constraint without its options."""
    if index.is_on_field:
        return f"@{index.kind}"
    return f"@@{index.kind}([{', '.join(index.field_names)}])"


def _index(owner: str, index: Index, is_one_to_one: bool) -> Iterator[Guarantee]:
    give = partial(Guarantee, owner=owner, fields=index.field_names, subject=index)
    kind = _INDEX_KINDS[index.kind]
    if kind == "unique" and is_one_to_one:
        kind = "one-to-one"
    yield give(kind=kind, text=index_text(index), span=index.span)
    for text in _index_options(index):
        yield give(kind="index-option", text=text, span=index.span)
    if index.mapped_name is not None:
        text = f'map: "{index.mapped_name}"'
        yield give(kind="mapped-name", text=text, span=index.span)


def _index_options(index: Index) -> Iterator[str]:
    for field in index.fields:
        if field.sort is not None:
            yield f"{field.name}(sort: {field.sort})"
        if field.length is not None:
            yield f"{field.name}(length: {field.length})"
        if field.ops is not None:
            yield f"{field.name}(ops: {field.ops})"
    if index.algorithm is not None:
        yield f"type: {index.algorithm}"
    if index.clustered is not None:
        yield f"clustered: {str(index.clustered).lower()}"
    if index.where is not None:
        yield f"where: {index.where}"


# ---- relations ----------------------------------------------------------------------------------


def _foreign_key(relation: ForeignKey) -> Iterator[Guarantee]:
    owner, fields = relation.model, relation.fields
    give = partial(Guarantee, owner=owner, fields=fields, subject=relation)
    key = f"[{', '.join(fields)}] -> {relation.target}[{', '.join(relation.references)}]"
    yield give(kind="foreign-key", text=key, span=relation.span)
    on_delete, on_update = relation.on_delete, relation.on_update
    yield give(
        kind="on-delete", text=f"onDelete: {on_delete.action}", span=on_delete.span or relation.span
    )
    yield give(
        kind="on-update", text=f"onUpdate: {on_update.action}", span=on_update.span or relation.span
    )
    if relation.mapped_name is not None:
        text = f'map: "{relation.mapped_name}"'
        yield give(kind="mapped-name", text=text, span=relation.span)


def _many_to_many(relation: ManyToMany) -> Iterator[Guarantee]:
    """A pair is unique, both references exist, and (not embedded) a deleted side takes its pairs."""
    sides = (
        ("a", relation.field_a, relation.model_b, relation.span_a),
        ("b", relation.field_b, relation.model_a, relation.span_b),
    )
    text = f"{relation.model_b}[] <-> {relation.model_a}[]"
    give = partial(Guarantee, subject=relation)
    yield give(
        kind="many-to-many",
        owner=relation.model_a,
        fields=(relation.field_a,),
        text=text,
        span=relation.span_a,
    )
    for side, field, target, span in sides:
        owner = relation.model_a if side == "a" else relation.model_b
        text = f"{field} -> {target}[]"
        yield give(
            kind="foreign-key", owner=owner, fields=(field,), text=text, span=span, side=side
        )
        if not relation.is_embedded:
            text = "onDelete: Cascade"
            yield give(
                kind="on-delete", owner=owner, fields=(field,), text=text, span=span, side=side
            )


# ---- the rest -----------------------------------------------------------------------------------


def _composite(composite: CompositeType, is_skipping: bool) -> Iterator[Guarantee]:
    for field in composite.fields:
        yield from _field(composite.name, field, is_skipping)


def _enum(enum: Enum) -> Iterator[Guarantee]:
    give = partial(Guarantee, owner=enum.name)
    for value in enum.values:
        if value.mapped_name is not None:
            text = f'{value.name} @map("{value.mapped_name}")'
            yield give(kind="mapped-name", fields=(value.name,), text=text, span=value.span)
    if enum.mapped_name is not None:
        text = f'@@map("{enum.mapped_name}")'
        yield give(kind="mapped-name", fields=(), text=text, span=enum.attribute_spans["map"])
    if enum.namespace is not None:
        text = f'@@schema("{enum.namespace}")'
        yield give(kind="namespace", fields=(), text=text, span=enum.attribute_spans["schema"])


def _datasource(schema: Schema) -> Iterator[Guarantee]:
    source = schema.datasource
    if source is None:
        return
    give = partial(Guarantee, owner=source.name, fields=())
    if source.relation_mode != FOREIGN_KEYS:
        span = source.relation_mode_span or source.span
        text = f'relationMode = "{source.relation_mode}"'
        yield give(kind="relation-mode", text=text, span=span)
    for extension in source.extensions:
        yield give(kind="extension", text=extension.name, span=extension.span)
