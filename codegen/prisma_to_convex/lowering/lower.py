"""Schema -> ConvexSchema. The defaults are strict, lossless, idiomatic; `Options` has the rest."""

from __future__ import annotations

from collections.abc import Mapping

from prisma_schema_parser.schema import (
    ManyToMany,
    Model,
    Schema,
    Unsupported,
)

from ..convex import convex_schema as convex
from ..convex.convex_schema import ConvexSchema, Export, Field, VId, VLiteral, VObject, VUnion
from ..convex.identifiers import index_name, unique
from ..options.mention import strip_directives
from ..options.settings import DEFAULTS, Options
from .composites import Graph, graph_of, in_order, recursive, unchecked
from .field_lowering import FieldLowering, vector_dimensions
from .index_plan import (
    IndexPlan,
    IndexRequest,
    Scope,
    embedded_request,
    index_requests,
    key_request,
    plan_indexes,
    scalar_request,
)
from .keys import keys
from .lowered import (
    Lowered,
    LoweredComposite,
    LoweredField,
    LoweredJoin,
    LoweredModel,
    VectorField,
)
from .naming import JoinNames, Naming, naming
from .needs import without_cycles
from .resolved_options import ResolvedOptions, resolve_options
from .soft import soft_references

__all__ = ["Lowered", "lower"]


def lower(schema: Schema, options: Options = DEFAULTS) -> Lowered:
    """Lowers a valid schema. Pure; what is lost on the way is told by the rules."""
    resolved = resolve_options(schema, options)
    found_keys = keys(schema, resolved)
    named = naming(schema, found_keys, resolved)
    soft = soft_references(schema, found_keys)
    fields = FieldLowering(schema, found_keys, named, frozenset(), resolved, soft)
    contained = graph_of(schema, fields.cut())
    fields = fields._replace(recursive=recursive(contained))
    composites = _composites(schema, fields)
    exports = (
        *_enums(schema, named, resolved),
        *_composite_exports(schema, contained, fields, composites),
    )
    joins = _joins(schema, named)
    stored = without_cycles(
        _stored(schema, fields),
        exports,
        named.tables,
        {join.table: join for join, _ in joins.values()},
    )
    models: dict[str, LoweredModel] = {}
    tables: dict[str, convex.Table] = {}
    vectors: list[VectorField] = []
    for model in schema.models:
        if model.name in found_keys.emitted:
            lowered, table = _model(model, stored[model.name], fields, composites, vectors)
            models[model.name], tables[model.name] = lowered, table
    lowered_joins = {key: join for key, (join, _) in joins.items()}
    paths = [path for model in models.values() for path in model.paths]
    paths.extend(path for join in lowered_joins.values() for path in join.paths)
    emitted = ConvexSchema(exports, tuple(_in_order(schema, tables, joins)))
    return Lowered(
        schema,
        emitted,
        models,
        lowered_joins,
        composites,
        _enum_names(schema, named, resolved),
        tuple(named.renames),
        tuple(vectors),
        {(id(path.origin), path.side): path for path in paths},
        resolved.options,
        resolved.excluded,
        resolved.skipped,
        tuple(resolved.problems),
        soft,
        unchecked(schema, contained, fields.recursive),
    )


# ---- exported validators ------------------------------------------------------------------------


def _enum_names(schema: Schema, named: Naming, resolved: ResolvedOptions) -> dict[str, str]:
    """The export of each enum that is emitted."""
    emitted = (enum.name for enum in schema.enums if enum.name not in resolved.excluded)
    return {name: named.exports[name] for name in emitted}


def _enums(schema: Schema, named: Naming, resolved: ResolvedOptions) -> list[Export]:
    found = []
    for enum in schema.enums:
        if enum.name in resolved.excluded:
            continue
        is_mapped = resolved.options.block(enum.name).enum_values == "database"
        values = [value.database_name if is_mapped else value.name for value in enum.values]
        literals = tuple(VLiteral(value) for value in dict.fromkeys(values))
        validator = literals[0] if len(literals) == 1 else VUnion(literals)
        documentation = strip_directives(enum.documentation)
        found.append(Export(named.exports[enum.name], validator, documentation))
    return found


def _composites(schema: Schema, fields: FieldLowering) -> dict[str, LoweredComposite]:
    found = {}
    for composite in schema.composite_types:
        if composite.name in fields.resolved.excluded:
            continue
        is_recursive = composite.name in fields.recursive
        members = {
            field.name: fields.lower(composite.name, field)
            for field in composite.fields
            if not field.is_ignored and (composite.name, field.name) not in fields.resolved.skipped
        }
        export = "" if is_recursive else fields.naming.exports[composite.name]
        found[composite.name] = LoweredComposite(composite, export, members)
    return found


def _composite_exports(
    schema: Schema, contained: Graph, fields: FieldLowering, composites: dict[str, LoweredComposite]
) -> list[Export]:
    found = []
    for composite in in_order(schema, contained, fields.recursive | fields.resolved.excluded):
        lowered = composites[composite.name]
        members = tuple(fields.emit_member(member) for member in lowered.fields.values())
        documentation = strip_directives(composite.documentation)
        found.append(Export(lowered.export, VObject(members), documentation))
    return found


# ---- tables -------------------------------------------------------------------------------------


def _stored(schema: Schema, fields: FieldLowering) -> dict[str, dict[str, LoweredField]]:
    """The stored fields of each emitted model, by name."""
    return {
        model.name: _columns(model, fields)
        for model in schema.models
        if model.name in fields.keys.emitted
    }


def _columns(model: Model, fields: FieldLowering) -> dict[str, LoweredField]:
    name, skipped = model.name, fields.resolved.skipped
    replaced = fields.keys.replaced.get(name)
    return {
        field.name: fields.lower(name, field)
        for field in model.scalar_fields
        if not field.is_ignored and field.name != replaced and (name, field.name) not in skipped
    }


def _model(
    model: Model,
    stored: Mapping[str, LoweredField],
    fields: FieldLowering,
    composites: dict[str, LoweredComposite],
    vectors: list[VectorField],
) -> tuple[LoweredModel, convex.Table]:
    replaced = fields.keys.replaced.get(model.name)
    legacy = _legacy(model, fields, replaced)
    columns = [*([legacy] if legacy else ()), *stored.values()]
    order = {lowered.name: number for number, lowered in enumerate(columns)}
    sizes = _vector_sizes(stored)
    scope = Scope(stored, replaced, composites, order, len(sizes))
    fulltext = tuple(index for index in model.indexes if index.kind == "fulltext")
    plan = plan_indexes(_index_requests(model, fields, scope, legacy), fulltext, scope)
    table_name = fields.naming.tables[model.name]
    table = convex.Table(
        table_name,
        (
            *([fields.emit_legacy(legacy)] if legacy else ()),
            *(fields.emit(model, lowered) for lowered in stored.values()),
        ),
        plan.indexes,
        plan.search_indexes,
        _vector_indexes(model, sizes, plan, vectors),
        strip_directives(model.documentation),
    )
    return LoweredModel(model, table_name, replaced, stored, plan.paths, legacy), table


def _legacy(model: Model, fields: FieldLowering, replaced: str | None) -> LoweredField | None:
    """The field that keeps a replaced id, where it is to be kept."""
    field = model.scalar(replaced or "")
    is_kept = fields.resolved.options.block(model.name).ids == "keep"
    return fields.lower_legacy(model.name, field) if field and is_kept else None


def _index_requests(
    model: Model, fields: FieldLowering, scope: Scope, legacy: LoweredField | None
) -> list[IndexRequest]:
    found = index_requests(model.indexes, scope)
    if legacy is not None:
        found.append(scalar_request(legacy, f"the old {legacy.field.name}"))
    found.extend(key_request(key, scope) for key in fields.keys.foreign.get(model.name, ()))
    found.extend(
        embedded_request(relation, side, field)
        for relation, side, field in fields.keys.embedded.get(model.name, ())
    )
    found.extend(
        scalar_request(lowered, f"{name}: {fields.keys.declared[(model.name, name)]}")
        for name, lowered in scope.fields.items()
        if (model.name, name) in fields.keys.declared and lowered.field.arity != "list"
    )
    return found


def _vector_indexes(
    model: Model,
    sizes: list[tuple[LoweredField, int]],
    plan: IndexPlan,
    vectors: list[VectorField],
) -> tuple[convex.VectorIndex, ...]:
    taken = {index.name for index in plan.indexes}
    taken.update(search.name for search in plan.search_indexes)
    found: list[convex.VectorIndex] = []
    for lowered, size in sizes:
        index = unique(index_name("by", (lowered.name,)), taken)
        taken.add(index)
        found.append(convex.VectorIndex(index, lowered.name, size))
        vectors.append(VectorField(model.name, lowered.field.name, size, index))
    return tuple(found)


def _vector_sizes(stored: Mapping[str, LoweredField]) -> list[tuple[LoweredField, int]]:
    """The fields that get a vector index, with their dimensions: as many as a table may have."""
    found: list[tuple[LoweredField, int]] = []
    for lowered in stored.values():
        if lowered.override is not None or lowered.field.arity == "list":
            continue
        if isinstance(lowered.field.type, Unsupported):
            size = vector_dimensions(lowered.field.type.text)
            if size is not None:
                found.append((lowered, size))
    return found[: convex.MAX_VECTOR_INDEXES]


def _in_order(
    schema: Schema,
    tables: dict[str, convex.Table],
    joins: dict[tuple[str, str], tuple[LoweredJoin, convex.Table]],
) -> list[convex.Table]:
    """Models in source order; a join table behind the later of the two that it joins."""
    order = {model.name: number for number, model in enumerate(schema.models)}
    after: dict[str, list[convex.Table]] = {}
    for join, table in joins.values():
        last = max(join.relation.model_a, join.relation.model_b, key=lambda name: order[name])
        after.setdefault(last, []).append(table)
    found: list[convex.Table] = []
    for model, emitted in tables.items():
        found.extend((emitted, *after.get(model, ())))
    return found


# ---- join tables --------------------------------------------------------------------------------


def _joins(
    schema: Schema, named: Naming
) -> dict[tuple[str, str], tuple[LoweredJoin, convex.Table]]:
    found = {}
    for relation in schema.relations:
        if isinstance(relation, ManyToMany):
            key = (relation.model_a, relation.field_a)
            if key in named.joins:
                found[key] = _join(relation, named.joins[key], named, schema.is_relation_emulated)
    return found


def _join(
    relation: ManyToMany, called: JoinNames, named: Naming, is_emulated: bool
) -> tuple[LoweredJoin, convex.Table]:
    action = "" if is_emulated else "onDelete: Cascade"
    table_a, table_b = named.tables[relation.model_a], named.tables[relation.model_b]
    columns = (called.column_a, called.column_b)
    scope = Scope({}, None, {}, {column: number for number, column in enumerate(columns)})
    pair = IndexRequest(relation, "", columns, 0, f"@@unique([{', '.join(columns)}])")
    requests = [
        pair._replace(label=pair.comment),
        IndexRequest(
            relation, f"{relation.field_a}: {relation.model_b}[]", columns[:1], 1, side="a"
        ),
        IndexRequest(
            relation, f"{relation.field_b}: {relation.model_a}[]", columns[1:], 1, side="b"
        ),
    ]
    plan = plan_indexes(requests, (), scope)
    table = convex.Table(
        called.table,
        (
            Field(called.column_a, VId(table_a), comment=action),
            Field(called.column_b, VId(table_b), comment=action),
        ),
        plan.indexes,
        documentation=_join_documentation(relation),
    )
    return LoweredJoin(relation, called.table, *columns, plan.paths), table


def _join_documentation(relation: ManyToMany) -> str:
    if relation.model_a == relation.model_b:
        ends = f"{relation.model_a}.{relation.field_a} <-> {relation.model_b}.{relation.field_b}"
    else:
        ends = f"{relation.model_a}[] <-> {relation.model_b}[]"
    return f"{ends}: one document a pair."
