"""The fields of a table, as the report shows them."""

from __future__ import annotations

from collections.abc import Mapping

from ..convex import layout
from ..convex.convex_schema import Field, Table
from ..lowering.lowered import LoweredModel
from .accesses import Group
from .model import Column


def columns(
    group: Group | None, table: Table, texts: Mapping[tuple[str, str], str]
) -> tuple[Column, ...]:
    """`texts` are validators as they stand in schema.ts, where that was edited; by table and field."""
    prisma = (
        {field.name: name for name, field in group.fields.items()}
        if isinstance(group, LoweredModel)
        else {}
    )
    return tuple(
        _column(field, prisma.get(field.name), texts.get((table.name, field.name)))
        for field in table.fields
    )


def _column(field: Field, prisma: str | None, written: str | None) -> Column:
    """The validator on one line, unless an object in it needs several."""
    text = written or layout.flat(field.validator) or layout.expression(field.validator, 0, 0)
    return Column(field.name, prisma, text, field.is_optional)
