"""`idFor` in TypeScript: the same ids, computed in the app."""

from __future__ import annotations

from collections.abc import Mapping

from prisma_schema_parser.records import NamedTuple
from prisma_schema_parser.schema import Scalar, ScalarField

from ...convex.render import environment
from ...lowering.lowered import Lowered
from ...typescript.header import HEADER
from ...typescript.literals import ts_string
from ..tokens.key_texts import identity, is_uuid


class ModelView(NamedTuple):
    """`kinds` are TypeScript, one for each part of the key."""

    name: str
    number: int
    kinds: str


def id_for(lowered: Lowered, numbers: Mapping[str, int]) -> str:
    """The module's text."""
    models = [
        ModelView(name, numbers[one.table], ", ".join(_kind(field) for field in fields))
        for name, one in sorted(lowered.models.items())
        if (fields := identity(one.model))
    ]
    first = models[0] if models else ModelView("User", 0, '"text"')
    loaded = environment()
    loaded.filters["ts_string"] = ts_string
    return loaded.get_template("id_for.ts.j2").render(
        header=HEADER,
        models=models,
        example=first.name,
        example_key=", ".join("key" for _ in first.kinds.split(", ")),
    )


def _kind(field: ScalarField) -> str:
    if is_uuid(field):
        return '"uuid"'
    return '"decimal"' if field.type == Scalar("Decimal") else '"text"'
