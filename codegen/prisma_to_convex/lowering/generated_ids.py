"""Which ids `_id` takes the place of (MAPPING.md)."""

from __future__ import annotations

from prisma_schema_parser.schema import ForeignKey, Model, Schema

# A default that makes the key a mere handle: whoever generates it, `_id` can stand in for it.
GENERATORS = frozenset(
    {"autoincrement", "uuid", "cuid", "nanoid", "ulid", "auto", "sequence", "dbgenerated"}
)


def generated_ids(schema: Schema) -> dict[str, str]:
    """Each model's id field that is a mere handle, by the model's name."""
    foreign: dict[str, list[ForeignKey]] = {}
    for relation in schema.relations:
        if isinstance(relation, ForeignKey):
            foreign.setdefault(relation.model, []).append(relation)
    return {
        model.name: field
        for model in schema.models
        if (field := replaced_id(model, foreign.get(model.name, []))) is not None
    }


def replaced_id(model: Model, foreign: list[ForeignKey]) -> str | None:
    """The single-field id with a generated default, unless it is itself a foreign key."""
    key = model.primary_key
    if key is None or len(key.fields) != 1:
        return None
    name = key.fields[0].name
    field = model.scalar(name)
    if field is None or field.default is None or field.default.kind not in GENERATORS:
        return None
    return None if any(name in relation.fields for relation in foreign) else name
