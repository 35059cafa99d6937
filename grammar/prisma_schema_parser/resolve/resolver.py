"""Documents -> Schema, in passes: names, configuration, types and attributes, relations."""

from __future__ import annotations

from collections.abc import Sequence

from ..connectors import FOREIGN_KEYS
from ..diagnostic import Diagnostic
from ..records import NamedTuple
from ..schema import (
    CompositeType,
    Enum,
    EnumValue,
    Field,
    Model,
    RelationField,
    ScalarField,
    Schema,
)
from ..source import Span
from ..syntax import BlockAttribute, Document, EnumDecl, FieldDecl, ModelDecl
from . import arguments as read
from .config_blocks import datasource, generator
from .declarations import Names, collect
from .fields import arity, field_type, scalar_field
from .index_declarations import indexes
from .relation_pairs import ResolvedRelations, relations


class Resolved(NamedTuple):
    """The schema, as good as it can be had, what it was made from, and what could not be resolved."""

    schema: Schema
    names: Names
    relations: ResolvedRelations
    diagnostics: tuple[Diagnostic, ...]


def resolve(documents: Sequence[Document]) -> Resolved:
    """Resolves one or more files as one schema; their order does not matter to the meaning.

    A field of an unknown type is left out of its model; `validate` reports it.
    """
    names, diagnostics = collect(documents)
    source = datasource(names.datasources[0]) if names.datasources else None
    provider = source.provider if source else None
    mode = source.relation_mode if source else FOREIGN_KEYS
    related = relations(names, provider, mode)
    models = tuple(_model(decl, names, related) for decl in names.models.values())
    composites = tuple(_composite(decl, names) for decl in names.types.values())
    enums = tuple(_enum(decl) for decl in names.enums.values())
    schema = Schema(
        sources=tuple(document.source for document in documents),
        datasource=source,
        generators=tuple(generator(decl) for decl in names.generators),
        models=models,
        enums=enums,
        composite_types=composites,
        relations=related.relations,
        models_by_name={model.name: model for model in models},
        enums_by_name={enum.name: enum for enum in enums},
        composite_types_by_name={composite.name: composite for composite in composites},
        comments=tuple(comment for document in documents for comment in document.comments),
    )
    return Resolved(schema, names, related, tuple(diagnostics))


def _model(decl: ModelDecl, names: Names, related: ResolvedRelations) -> Model:
    fields: list[Field] = []
    for field in names.fields[decl.name].values():
        resolved = _field(decl.name, field, names, related)
        if resolved is not None:
            fields.append(resolved)
    block = {line.attribute.name: line for line in decl.attributes}
    shard_key = block.get("shardKey")
    keys = read.value(shard_key.attribute, "fields", is_default=True) if shard_key else None
    on_fields = (
        field.name
        for field in decl.fields
        if field.tail.attributes and read.find(field.tail.attributes, "shardKey")
    )
    return Model(
        name=decl.name,
        is_view=decl.keyword == "view",
        mapped_name=_block_string(block, "map", "name"),
        namespace=_block_string(block, "schema", "map"),
        fields=tuple(fields),
        indexes=indexes(decl),
        shard_key=read.names(keys) or tuple(on_fields),
        is_ignored="ignore" in block,
        documentation=decl.documentation,
        span=decl.name_span,
        attribute_spans=_spans(block),
        fields_by_name={field.name: field for field in fields},
    )


def _field(model: str, decl: FieldDecl, names: Names, related: ResolvedRelations) -> Field | None:
    type_ = field_type(decl, names)
    if type_ is not None:
        return scalar_field(decl, type_)
    if decl.type_name not in names.models:
        return None
    return RelationField(
        name=decl.name,
        target=decl.type_name,
        arity=arity(decl),
        relation=related.names[(model, decl.name)],
        is_ignored=read.find(decl.attributes, "ignore") is not None,
        documentation=decl.documentation,
        span=decl.name_span,
        type_span=decl.type_span,
    )


def _composite(decl: ModelDecl, names: Names) -> CompositeType:
    fields: list[ScalarField] = []
    for field in names.fields[decl.name].values():
        type_ = field_type(field, names)
        if type_ is not None:
            fields.append(scalar_field(field, type_))
    return CompositeType(decl.name, tuple(fields), decl.documentation, decl.name_span)


def _enum(decl: EnumDecl) -> Enum:
    block = {line.attribute.name: line for line in decl.attributes}
    values: dict[str, EnumValue] = {}
    for value in decl.values:
        attribute = read.find(value.attributes, "map")
        mapped = read.string(attribute, "name", is_default=True) if attribute else None
        values.setdefault(
            value.name, EnumValue(value.name, mapped, value.documentation, value.name_span)
        )
    return Enum(
        name=decl.name,
        values=tuple(values.values()),
        mapped_name=_block_string(block, "map", "name"),
        namespace=_block_string(block, "schema", "map"),
        documentation=decl.documentation,
        span=decl.name_span,
        attribute_spans=_spans(block),
    )


def _block_string(block: dict[str, BlockAttribute], name: str, argument: str) -> str | None:
    line = block.get(name)
    return read.string(line.attribute, argument, is_default=True) if line else None


def _spans(block: dict[str, BlockAttribute]) -> dict[str, Span]:
    return {name: line.span(line.attribute) for name, line in block.items()}
