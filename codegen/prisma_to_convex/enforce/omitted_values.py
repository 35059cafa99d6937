"""What an insert stores for a field that it leaves out, as Prisma's create did."""

from __future__ import annotations

from prisma_schema_parser.schema import ScalarField

from ..convex.convex_schema import VArray, accepts_anything, accepts_null
from ..lowering.lowered import LoweredField
from .object_layout import ArrayNode, FunctionNode, Node


def may_be_omitted(field: ScalarField) -> bool:
    """Whether a create may leave it out, with no default that tells what then."""
    return field.arity != "required" and field.default is None and not field.is_updated_at


def omitted_value(field: LoweredField) -> Node | None:
    """The code of a default that fills it in: empty where the runtime sees in schema.ts that it is null,
    None where nothing can be filled in.
    """
    validator = field.validator
    if isinstance(validator, VArray):
        return FunctionNode(ArrayNode(()))
    if not accepts_null(validator):
        return None
    return "null" if accepts_anything(validator) or field.may_be_absent else ""
