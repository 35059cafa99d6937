"""Schema -> ConvexSchema. The defaults are strict, lossless, idiomatic; `Options` has the rest.

Long, as it is the table of contents of a stage: each step with what it hands to the next.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence

from prisma_schema_parser.schema import (
    Enum,
    Index,
    ManyToMany,
    Model,
    Schema,
    Unsupported,
)

from ..convex import convex_schema as convex
from ..convex.convex_schema import (
    ConvexSchema,
    Export,
    Field,
    LiteralComment,
    VId,
    VLiteral,
    VObject,
    VUnion,
)
from ..convex.identifiers import index_name, unique
from ..options.carried_comments import carried_comments
from ..options.settings import DEFAULTS, OptionProblem, Options
from .composites import Graph, graph_of, in_order, recursive, unchecked
from .creation_times import creation_times
from .field_emission import FieldEmission, above, beside
from .field_lowering import FieldLowering, vector_dimensions
from .id_choices import id_choices
from .index_plan import (
    IndexPlan,
    IndexRequest,
    Scope,
    embedded_request,
    index_requests,
    key_request,
    plan_indexes,
    request_of,
    scalar_request,
)
from .keys import Keys, keys
from .lowered import (
    Lowered,
    LoweredComposite,
    LoweredField,
    LoweredJoin,
    LoweredModel,
    OriginKey,
    Path,
    VectorField,
    origin_key,
)
from .naming import JoinNames, Naming, naming
from .needs import without_cycles
from .resolved_options import ResolvedOptions, excluded_models, resolve_options
from .soft import SoftReference, soft_references

__all__ = ["Lowered", "lower"]


def lower(schema: Schema, options: Options = DEFAULTS) -> Lowered:
    """Lowers a valid schema. Pure; what is lost on the way is reported by the rules."""
    chosen = id_choices(schema, options, excluded_models(schema, options))
    created = creation_times(schema, options, chosen)
    resolved = resolve_options(schema, options, chosen, created)
    found_keys = keys(schema, resolved, chosen, created.fields)
    named = naming(schema, found_keys, resolved)
    soft = soft_references(schema, found_keys)
    if followed := _followed(soft, resolved):
        resolved = resolved._replace(references={**followed, **resolved.references})
        found_keys = keys(schema, resolved, chosen, created.fields)
        soft = {place: one for place, one in soft.items() if place not in followed}
    fields, contained = _field_lowering(schema, found_keys, named, resolved, soft)
    composites = _composites(schema, fields)
    exports = (*_enums(schema, fields), *_composite_exports(schema, contained, fields, composites))
    joins = _joins(schema, named)
    stored = without_cycles(
        _stored(schema, fields),
        exports,
        named.tables,
        {join.table: join for join, _ in joins.values()},
    )
    models = {
        model.name: _model(model, stored[model.name], fields, composites)
        for model in schema.models
        if model.name in found_keys.emitted
    }
    tables = {name: table for name, (_, table, _) in models.items()}
    return Lowered(
        schema=schema,
        convex=ConvexSchema(exports, tuple(_in_order(schema, tables, joins))),
        models={name: lowered for name, (lowered, _, _) in models.items()},
        joins={key: join for key, (join, _) in joins.items()},
        composites=composites,
        enums=_enum_names(schema, named, resolved),
        renames=named.renames,
        vectors=tuple(vector for _, _, vectors in models.values() for vector in vectors),
        paths_by_origin=_paths_by_origin(
            [lowered for lowered, _, _ in models.values()], [join for join, _ in joins.values()]
        ),
        options=resolved.options,
        excluded=resolved.excluded,
        skipped=resolved.skipped,
        problems=(*resolved.problems, *_override_problems(fields, composites, stored)),
        soft=soft,
        unchecked=unchecked(schema, contained, fields.recursive),
        ids=chosen.by_model,
    )


def _followed(
    soft: Mapping[tuple[str, str], SoftReference], resolved: ResolvedOptions
) -> dict[tuple[str, str], str]:
    """The soft references to one model alone that are to be taken for references to it."""
    found: dict[tuple[str, str], str] = {}
    for (owner, name), one in soft.items():
        settings = resolved.options.field(owner, name)
        is_clear = len(one.targets) == 1 and not one.by and settings.type is None
        if is_clear and settings.soft_references == "follow":
            found[owner, name] = one.targets[0]
    return found


def _field_lowering(
    schema: Schema,
    found_keys: Keys,
    named: Naming,
    resolved: ResolvedOptions,
    soft: Mapping[tuple[str, str], SoftReference],
) -> tuple[FieldLowering, Graph]:
    """With which composite types each one contains: a recursive one can't be written down."""
    fields = FieldLowering(
        schema=schema,
        keys=found_keys,
        naming=named,
        recursive=frozenset(),
        resolved=resolved,
        soft=soft,
        comments=carried_comments(schema),
    )
    contained = graph_of(schema, fields.cut())
    return fields._replace(recursive=recursive(contained)), contained


def _paths_by_origin(
    models: Iterable[LoweredModel], joins: Iterable[LoweredJoin]
) -> dict[tuple[OriginKey, str], Path]:
    paths = [path for model in models for path in model.paths]
    paths += [path for join in joins for path in join.paths]
    return {(origin_key(path.origin), path.side): path for path in paths}


def _override_problems(
    fields: FieldLowering,
    composites: Mapping[str, LoweredComposite],
    stored: Mapping[str, Mapping[str, LoweredField]],
) -> Iterator[OptionProblem]:
    """The validators that were chosen and can't be taken."""
    owners = (*((name, one.fields) for name, one in composites.items()), *stored.items())
    for owner, lowered_fields in owners:
        for lowered in lowered_fields.values():
            problem = fields.problem(owner, lowered)
            if problem is not None:
                yield problem


# ---- exported validators ------------------------------------------------------------------------


def _enum_names(schema: Schema, named: Naming, resolved: ResolvedOptions) -> dict[str, str]:
    """The export of each enum that is emitted."""
    emitted = (enum.name for enum in schema.enums if enum.name not in resolved.excluded)
    return {name: named.exports[name] for name in emitted}


def _enums(schema: Schema, fields: FieldLowering) -> list[Export]:
    found, resolved = [], fields.resolved
    for enum in schema.enums:
        if enum.name in resolved.excluded:
            continue
        is_mapped = resolved.options.block(enum.name).enum_values == "database"
        values = [value.database_name if is_mapped else value.name for value in enum.values]
        literals = tuple(VLiteral(value) for value in dict.fromkeys(values))
        validator = literals[0] if len(literals) == 1 else VUnion(literals)
        documentation = above(enum.documentation, fields.said(enum.name))
        literals_said = dict(_literals_said(enum, values, fields))
        if len(literals) == 1 and literals_said:
            documentation, literals_said = _joined(documentation, literals_said), {}
        found.append(
            Export(fields.naming.exports[enum.name], validator, documentation, literals_said)
        )
    return found


def _literals_said(
    enum: Enum, stored: Sequence[str], fields: FieldLowering
) -> Iterator[tuple[str, LiteralComment]]:
    """What is said of the values; of two that are stored alike, of the first."""
    seen: set[str] = set()
    for value, literal in zip(enum.values, stored, strict=True):
        said = fields.said(enum.name, value.name)
        documentation, comment = above(value.documentation, said) or "", beside(said)
        if (documentation or comment) and literal not in seen:
            yield literal, LiteralComment(documentation, comment)
        seen.add(literal)


def _joined(documentation: str | None, literals: Mapping[str, LiteralComment]) -> str:
    """Of a union of one, which is a literal by itself."""
    lines = [documentation or ""]
    for said in literals.values():
        lines += [said.documentation, said.comment]
    return "\n".join(filter(None, lines))


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
    emission = FieldEmission(fields)
    found = []
    for composite in in_order(schema, contained, fields.recursive | fields.resolved.excluded):
        lowered = composites[composite.name]
        name = composite.name
        members = tuple(emission.emit_member(name, member) for member in lowered.fields.values())
        documentation = above(composite.documentation, fields.said(name))
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
    gone = (fields.keys.replaced.get(name), fields.keys.created.get(name))
    return {
        field.name: fields.lower(name, field)
        for field in model.scalar_fields
        if not field.is_ignored and field.name not in gone and (name, field.name) not in skipped
    }


def _model(
    model: Model,
    stored: Mapping[str, LoweredField],
    fields: FieldLowering,
    composites: dict[str, LoweredComposite],
) -> tuple[LoweredModel, convex.Table, tuple[VectorField, ...]]:
    replaced = fields.keys.replaced.get(model.name)
    legacy = _legacy(model, fields)
    columns = [*([legacy] if legacy else ()), *stored.values()]
    order = {lowered.name: number for number, lowered in enumerate(columns)}
    sizes = _vector_sizes(stored)
    scope = Scope(
        fields=stored,
        replaced_id=replaced,
        created=fields.keys.created.get(model.name),
        composites=composites,
        order=order,
        vectors=len(sizes),
    )
    fulltext = tuple(index for index in model.indexes if index.kind == "fulltext")
    plan = plan_indexes(_index_requests(model, fields, scope, legacy), fulltext, scope)
    vectors = _vectors(model, sizes, plan)
    emission = FieldEmission(fields)
    table_name = fields.naming.tables[model.name]
    table = convex.Table(
        name=table_name,
        fields=(
            *([emission.emit_legacy(legacy)] if legacy else ()),
            *(emission.emit(model, lowered) for lowered in stored.values()),
        ),
        indexes=plan.indexes,
        search_indexes=plan.search_indexes,
        vector_indexes=_vector_indexes(vectors, stored),
        documentation=above(model.documentation, fields.said(model.name)),
    )
    return (
        LoweredModel(
            model=model,
            table=table_name,
            replaced_id=replaced,
            created=fields.keys.created.get(model.name),
            handle=fields.keys.handles.get(model.name),
            fields=stored,
            paths=tuple(_by_vector(path, vectors) for path in plan.paths),
            legacy=legacy,
        ),
        table,
        vectors,
    )


def _vector_indexes(
    vectors: Iterable[VectorField], stored: Mapping[str, LoweredField]
) -> tuple[convex.VectorIndex, ...]:
    return tuple(
        convex.VectorIndex(one.index_name, stored[one.field].name, one.dimensions)
        for one in vectors
    )


def _legacy(model: Model, fields: FieldLowering) -> LoweredField | None:
    """The field that keeps a generated id, where it is to be kept."""
    field = model.scalar(fields.keys.legacy.get(model.name, ""))
    return fields.lower_legacy(model.name, field) if field else None


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
    for requested in fields.resolved.options.requested.get(model.name, ()):
        request = request_of(requested, scope)
        if request is not None:
            found.append(request)
    return found


def _vectors(
    model: Model, sizes: list[tuple[LoweredField, int]], plan: IndexPlan
) -> tuple[VectorField, ...]:
    taken = {index.name for index in plan.indexes}
    taken.update(search.name for search in plan.search_indexes)
    found: list[VectorField] = []
    for lowered, size in sizes:
        index = unique(index_name("by", (lowered.name,)), taken)
        taken.add(index)
        found.append(VectorField(model.name, lowered.field.name, size, index))
    return tuple(found)


def _by_vector(path: Path, vectors: tuple[VectorField, ...]) -> Path:
    """An index of a vector alone is its vector index."""
    names = path.origin.field_names if isinstance(path.origin, Index) else ()
    for vector in vectors:
        if path.status == "dropped" and names == (vector.field,):
            return path._replace(status="vector", index_name=vector.index_name, reason="")
    return path


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
    order = {column: number for number, column in enumerate(columns)}
    scope = Scope(fields={}, replaced_id=None, composites={}, order=order)
    pair = IndexRequest(
        origin=relation,
        label="",
        fields=columns,
        rank=0,
        comment=f"@@unique([{', '.join(columns)}])",
    )
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
    lowered = LoweredJoin(
        relation=relation,
        table=called.table,
        column_a=called.column_a,
        column_b=called.column_b,
        paths=plan.paths,
    )
    return lowered, table


def _join_documentation(relation: ManyToMany) -> str:
    if relation.model_a == relation.model_b:
        ends = f"{relation.model_a}.{relation.field_a} <-> {relation.model_b}.{relation.field_b}"
    else:
        ends = f"{relation.model_a}[] <-> {relation.model_b}[]"
    return f"{ends}: one document a pair."
