"""Which tables refer to which: the edges that order, cascades and clusters are found on."""

from __future__ import annotations

from collections.abc import Iterator

from prisma_schema_parser.schema import Action, ForeignKey, ManyToMany

from ..lowering.lowered import Lowered, LoweredJoin, LoweredModel
from .facts import Reference


def references(lowered: Lowered) -> tuple[Reference, ...]:
    """All that emitted tables hold, targets that stay behind included; in source order of the holders."""
    by_model: dict[str, list[ForeignKey]] = {}
    for relation in lowered.schema.relations:
        if isinstance(relation, ForeignKey):
            by_model.setdefault(relation.model, []).append(relation)
    lists = _embedded(lowered)
    found: list[Reference] = []
    for name, model in lowered.models.items():
        keys = [_foreign_key(key, lowered) for key in by_model.get(name, ())]
        embedded = lists.get(name, [])
        related = {field for key in (*keys, *embedded) for field in key.fields}
        found.extend((*keys, *embedded, *_declared(model, related)))
    for home, join in joins(lowered):
        found.extend(_join(home, join, lowered.schema.is_relation_emulated))
    return tuple(found)


def joins(lowered: Lowered) -> Iterator[tuple[str, LoweredJoin]]:
    """The join tables by the field that gives them, as in `Post.tags`."""
    for (model, field), join in lowered.joins.items():
        yield f"{model}.{field}", join


def homes(lowered: Lowered) -> tuple[str, ...]:
    """All emitted tables: models in source order, then join tables."""
    return (*lowered.models, *(home for home, _ in joins(lowered)))


def table_of(home: str, lowered: Lowered) -> str:
    """Convex's name of a table."""
    model, _, field = home.partition(".")
    return lowered.joins[(model, field)].table if field else lowered.models[model].table


def is_freed(reference: Reference, lowered: Lowered) -> bool:
    """Whether a required key of a model was made nullable, as it was part of a cycle."""
    fields = lowered.models[reference.model].fields
    return any(fields[name].is_freed for name in reference.fields if name in fields)


def _foreign_key(key: ForeignKey, lowered: Lowered) -> Reference:
    model = lowered.models[key.model]
    stored = [model.fields[name] for name in key.fields if name in model.fields]
    return Reference(
        model=key.model,
        relation=key.field,
        fields=key.fields,
        target=key.target,
        is_required=bool(stored)
        and all(field.field.arity == "required" and not field.is_freed for field in stored),
        is_unique=key.is_unique,
        is_list=False,
        is_key=not any(field.reference == key.target for field in stored),
        on_delete=None if model.model.is_view else key.on_delete.action,
    )


def _declared(model: LoweredModel, related: set[str]) -> Iterator[Reference]:
    """Ids that are held without a relation: by a setting, or since a key refers to the column."""
    for name, field in model.fields.items():
        if field.reference is not None and name not in related:
            required = field.field.arity == "required" and not field.is_freed
            many = field.field.arity == "list"
            yield Reference(
                model=model.model.name,
                relation="",
                fields=(name,),
                target=field.reference,
                is_required=required,
                is_unique=False,
                is_list=many,
                is_key=False,
                on_delete=None,
            )


def _embedded(lowered: Lowered) -> dict[str, list[Reference]]:
    """Lists of ids on one or both sides (MongoDB)."""
    found: dict[str, list[Reference]] = {}
    for relation in lowered.schema.relations:
        if not isinstance(relation, ManyToMany):
            continue
        ends = (
            (relation.model_a, relation.field_a, relation.fields_a, relation.model_b),
            (relation.model_b, relation.field_b, relation.fields_b, relation.model_a),
        )
        for name, field, fields, target in ends:
            model = lowered.models.get(name)
            if fields and model is not None:
                is_key = not any(
                    model.fields[one].reference == target for one in fields if one in model.fields
                )
                reference = Reference(
                    model=name,
                    relation=field,
                    fields=fields,
                    target=target,
                    is_required=False,
                    is_unique=False,
                    is_list=True,
                    is_key=is_key,
                    on_delete=None,
                )
                found.setdefault(name, []).append(reference)
    return found


def _join(home: str, join: LoweredJoin, is_emulated: bool) -> Iterator[Reference]:
    """Prisma itself deletes no pairs: where relations are emulated, nothing does."""
    relation = join.relation
    action: Action | None = None if is_emulated else "Cascade"
    for column, target in ((join.column_a, relation.model_a), (join.column_b, relation.model_b)):
        yield Reference(
            model=home,
            relation="",
            fields=(column,),
            target=target,
            is_required=True,
            is_unique=False,
            is_list=False,
            is_key=False,
            on_delete=action,
        )
