"""The fields of a table, as the report shows them."""

from __future__ import annotations

from ..convex import layout
from ..convex.convex_schema import Field, Table
from ..lowering.lowered import LoweredModel
from .accesses import Group
from .model import Column


def columns(group: Group, table: Table) -> tuple[Column, ...]:
    prisma = (
        {field.name: name for name, field in group.fields.items()}
        if isinstance(group, LoweredModel)
        else {}
    )
    return tuple(_column(field, prisma.get(field.name)) for field in table.fields)


def _column(field: Field, prisma: str | None) -> Column:
    """The validator on one line, unless an object in it needs several."""
    text = layout.flat(field.validator) or layout.expression(field.validator, 0, 0)
    return Column(field.name, prisma, text, field.is_optional)
