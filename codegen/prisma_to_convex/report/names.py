"""The name table: what each thing is called in Prisma, in the database and in Convex."""

from __future__ import annotations

from collections.abc import Iterable

from ..lowering.lowered import Lowered, LoweredModel
from .model import Name


def names(lowered: Lowered) -> Iterable[Name]:
    """Every model, enum and composite type; fields where a name differs or a database name was given."""
    reasons = {
        (rename.owner, rename.what, rename.prisma): rename.reason for rename in lowered.renames
    }
    for model in lowered.models.values():
        name, database = model.model.name, model.model.mapped_name or ""
        yield Name("table", name, database, model.table, reasons.get((name, "table", name), ""))
        if model.replaced_id is not None:
            field = model.model.scalar(model.replaced_id)
            mapped = (field.mapped_name if field else None) or ""
            yield Name("field", f"{name}.{model.replaced_id}", mapped, "_id", "replaced")
            if model.legacy is not None:
                told = f"{name}.{model.replaced_id}", mapped, model.legacy.name, "the old value"
                yield Name("field", *told)
        yield from _field_names(name, model, reasons)
    for join in lowered.joins.values():
        relation = join.relation
        database = f"_{relation.name}"
        ends = f"{relation.model_a}.{relation.field_a}"
        yield Name("join table", ends, database, join.table, "implicit many-to-many")
    for composite in lowered.composites.values():
        name = composite.composite.name
        if composite.export:
            reason = reasons.get((name, "validator", name), "")
            yield Name("type", name, "", composite.export, reason)
    for enum in lowered.schema.enums:
        reason = reasons.get((enum.name, "validator", enum.name), "")
        if enum.name in lowered.enums:
            yield Name("enum", enum.name, enum.mapped_name or "", lowered.enums[enum.name], reason)


def _field_names(
    owner: str, model: LoweredModel, reasons: dict[tuple[str, str, str], str]
) -> Iterable[Name]:
    for name, field in model.fields.items():
        mapped = field.field.mapped_name
        if field.name != name or mapped is not None:
            reason = reasons.get((owner, "field", name), "")
            yield Name("field", f"{owner}.{name}", mapped or "", field.name, reason)
