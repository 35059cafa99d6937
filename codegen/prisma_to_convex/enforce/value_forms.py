"""Where a value had more spellings in the database than it has here, so that keys over it are compared otherwise."""

from __future__ import annotations

import re
from collections.abc import Iterable

from prisma_schema_parser.schema import ForeignKey

from ..lowering.folded_fields import is_folded
from ..lowering.lowered import LoweredField, LoweredModel
from .column_bounds import bound_of

_ADDRESS = "addresses are compared as they are spelt: 10.0.0.1 and 10.0.0.1/32 are two"
_TWO_FORMS = "the key and what it refers to have types that are stored in two forms, which are compared as they are"
_FORM = re.compile(r'\{ (char): |\{ (decimal): \[\d+, (\d+)\]|"(decimal|real)"')


def compared_as_spelt(fields: Iterable[LoweredField]) -> str:
    """What a key over these fields lacks; empty where equal values are always written alike."""
    natives = (field.field.native_type for field in fields)
    return _ADDRESS if any(one is not None and one.name == "Inet" for one in natives) else ""


def compared_across_forms(
    model: LoweredModel, relation: ForeignKey, target: LoweredModel, provider: str | None
) -> str:
    """What a foreign key lacks where Decimal(10, 2) refers to Decimal(12, 4): 1.50 and 1.5000 are two texts."""
    pairs = zip(relation.fields, relation.references, strict=True)
    ends = ((model.fields.get(own), target.fields.get(key)) for own, key in pairs)
    differs = any(
        own is not None and key is not None and _form(own, provider) != _form(key, provider)
        for own, key in ends
    )
    return _TWO_FORMS if differs else ""


def _form(field: LoweredField, provider: str | None) -> tuple[str | None, ...]:
    """How its values are written down, as far as that depends on the column's type."""
    if is_folded(field, provider):
        return ("folded",)
    found = _FORM.match(bound_of(field, provider))
    return tuple(filter(None, found.groups())) if found else ()
