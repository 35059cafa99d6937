"""What the names of all fields of a model say together."""

from __future__ import annotations

from prisma_schema_parser.schema import Model

from .foreign_ids import words_in


def has_one_of(model: Model, names: frozenset[tuple[str, ...]]) -> bool:
    return any(words_in(field.name) in names for field in model.scalar_fields)


def folded_names(model: Model) -> frozenset[str]:
    return frozenset(field.name.lower() for field in model.scalar_fields)


def unique_alone(model: Model) -> frozenset[str]:
    """The fields of which no two rows have the same."""
    indexes = (index for index in model.indexes if index.kind == "unique")
    return frozenset(index.fields[0].name for index in indexes if len(index.fields) == 1)
