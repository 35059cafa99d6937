"""The name table: what each thing is called in Prisma, in the database and in Convex."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import TypeAlias

from prisma_schema_parser.schema import Enum, Model

from ..lowering.lowered import Lowered, LoweredField, LoweredJoin, LoweredModel
from .model import Name

_Reasons: TypeAlias = Mapping[tuple[str, str, str], str]
"""Why a name is not what a reader would expect, by owner, what it is and Prisma's name."""


def names(lowered: Lowered) -> Iterable[Name]:
    """Every model, enum and composite type; fields where a name differs or a database name was given."""
    reasons = {
        (rename.owner, rename.what, rename.prisma): rename.reason for rename in lowered.renames
    }
    for model in lowered.models.values():
        yield _table(model, reasons)
        yield from _replaced(model)
        yield from _field_names(model.model.name, model.fields.values(), reasons)
    yield from map(_join_table, lowered.joins.values())
    for composite in lowered.composites.values():
        if composite.export:
            name = composite.composite.name
            yield _type(name, composite.export, reasons)
            yield from _field_names(name, composite.fields.values(), reasons)
    for enum in lowered.schema.enums:
        if enum.name in lowered.enums:
            yield _enum(enum, lowered.enums[enum.name], reasons)


def _table(model: LoweredModel, reasons: _Reasons) -> Name:
    name = model.model.name
    return Name(
        what="table",
        prisma=name,
        database=_in_database(model.model),
        convex=model.table,
        reason=reasons.get((name, "table", name), ""),
    )


def _replaced(model: LoweredModel) -> Iterable[Name]:
    """What became of the fields that Convex's own take the place of."""
    places = (
        (model.replaced_id, "_id", "replaced"),
        (model.replaced_id, model.legacy.name if model.legacy else None, "the old value"),
        (model.created, "_creationTime", "replaced"),
    )
    for field, convex, reason in places:
        if field is not None and convex is not None:
            written = model.model.scalar(field)
            yield Name(
                what="field",
                prisma=f"{model.model.name}.{field}",
                database=(written.mapped_name if written else None) or "",
                convex=convex,
                reason=reason,
            )


def _join_table(join: LoweredJoin) -> Name:
    relation = join.relation
    return Name(
        what="join table",
        prisma=f"{relation.model_a}.{relation.field_a}",
        database=f"_{relation.name}",
        convex=join.table,
        reason="implicit many-to-many",
    )


def _type(name: str, export: str, reasons: _Reasons) -> Name:
    reason = reasons.get((name, "validator", name), "")
    return Name(what="type", prisma=name, database="", convex=export, reason=reason)


def _enum(enum: Enum, export: str, reasons: _Reasons) -> Name:
    return Name(
        what="enum",
        prisma=enum.name,
        database=_in_database(enum),
        convex=export,
        reason=reasons.get((enum.name, "validator", enum.name), ""),
    )


def _in_database(block: Model | Enum) -> str:
    """`auth.users` where a schema of the database is named."""
    if block.namespace is None:
        return block.mapped_name or ""
    return f"{block.namespace}.{block.mapped_name or block.name}"


def _field_names(owner: str, fields: Iterable[LoweredField], reasons: _Reasons) -> Iterable[Name]:
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
