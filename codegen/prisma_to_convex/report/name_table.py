"""The name table: what each thing is called in Prisma, in the database and in Convex."""

from __future__ import annotations

from collections.abc import Iterable

from prisma_schema_parser.schema import Enum, Model

from ..lowering.lowered import Lowered, LoweredField
from .model import Name


def names(lowered: Lowered) -> Iterable[Name]:
    """Every model, enum and composite type; fields where a name differs or a database name was given."""
    reasons = {
        (rename.owner, rename.what, rename.prisma): rename.reason for rename in lowered.renames
    }
    for model in lowered.models.values():
        name = model.model.name
        reason = reasons.get((name, "table", name), "")
        yield Name(
            what="table",
            prisma=name,
            database=_in_database(model.model),
            convex=model.table,
            reason=reason,
        )
        if model.replaced_id is not None:
            field = model.model.scalar(model.replaced_id)
            mapped = (field.mapped_name if field else None) or ""
            yield Name(
                what="field",
                prisma=f"{name}.{model.replaced_id}",
                database=mapped,
                convex="_id",
                reason="replaced",
            )
            if model.legacy is not None:
                yield Name(
                    what="field",
                    prisma=f"{name}.{model.replaced_id}",
                    database=mapped,
                    convex=model.legacy.name,
                    reason="the old value",
                )
        if model.created is not None:
            made = model.model.scalar(model.created)
            yield Name(
                what="field",
                prisma=f"{name}.{model.created}",
                database=(made.mapped_name if made else None) or "",
                convex="_creationTime",
                reason="replaced",
            )
        yield from _field_names(name, model.fields.values(), reasons)
    for join in lowered.joins.values():
        relation = join.relation
        database = f"_{relation.name}"
        ends = f"{relation.model_a}.{relation.field_a}"
        yield Name(
            what="join table",
            prisma=ends,
            database=database,
            convex=join.table,
            reason="implicit many-to-many",
        )
    for composite in lowered.composites.values():
        name = composite.composite.name
        if composite.export:
            reason = reasons.get((name, "validator", name), "")
            yield Name(
                what="type", prisma=name, database="", convex=composite.export, reason=reason
            )
            yield from _field_names(name, composite.fields.values(), reasons)
    for enum in lowered.schema.enums:
        reason = reasons.get((enum.name, "validator", enum.name), "")
        if enum.name in lowered.enums:
            yield Name(
                what="enum",
                prisma=enum.name,
                database=_in_database(enum),
                convex=lowered.enums[enum.name],
                reason=reason,
            )


def _in_database(block: Model | Enum) -> str:
    """`auth.users` where a schema of the database is named."""
    if block.namespace is None:
        return block.mapped_name or ""
    return f"{block.namespace}.{block.mapped_name or block.name}"


def _field_names(
    owner: str, fields: Iterable[LoweredField], reasons: dict[tuple[str, str, str], str]
) -> Iterable[Name]:
    for field in fields:
        name, mapped = field.field.name, field.field.mapped_name
        if field.name != name or mapped is not None:
            reason = reasons.get((owner, "field", name), "")
            yield Name(
                what="field",
                prisma=f"{owner}.{name}",
                database=mapped or "",
                convex=field.name,
                reason=reason,
            )
