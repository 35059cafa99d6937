"""Which values whoever makes them generates: they mean nothing by themselves."""

from __future__ import annotations

from prisma_schema_parser.schema import ScalarField

# A default that makes the value a mere handle: whoever generates it, `_id` can stand in for it.
GENERATORS = frozenset(
    {"autoincrement", "uuid", "cuid", "nanoid", "ulid", "auto", "sequence", "dbgenerated"}
)


def is_generated(field: ScalarField) -> bool:
    return field.default is not None and field.default.kind in GENERATORS
