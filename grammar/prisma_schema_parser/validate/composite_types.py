"""Composite types: supported, not empty, and not without end."""

from __future__ import annotations

from .. import rules
from ..connectors import COMPOSITE_TYPES
from ..diagnostic import Diagnostic, Label
from ..graph import component_numbers
from ..schema import CompositeRef, CompositeType, ScalarField
from .context import Context, Found


def check(context: Context) -> Found:
    if not context.composites:
        return
    for decl, composite in context.composites:
        if not context.has(COMPOSITE_TYPES):
            message = f"{context.connector.label} has no composite types"
            yield Diagnostic(rules.UNSUPPORTED_SCALAR, message, decl.name_span)
        elif not decl.fields and context.is_whole(decl.name):
            message = f"the type `{composite.name}` has no fields"
            yield Diagnostic(rules.INVALID_COMPOSITE_TYPE, message, decl.name_span)
    yield from _cycles(context)


def _cycles(context: Context) -> Found:
    """A required field that leads back to its own type could never be filled."""
    edges = {
        composite.name: [field for field in composite.fields if _leads_on(field)]
        for composite in context.schema.composite_types
    }
    leads = {name: [_target(field) for field in fields] for name, fields in edges.items()}
    component = component_numbers(edges, leads)
    for composite in context.schema.composite_types:
        for field in edges[composite.name]:
            target = _target(field)
            if component.get(target) == component[composite.name]:
                yield _endless(context, composite, field, target)


def _leads_on(field: ScalarField) -> bool:
    return field.arity == "required" and isinstance(field.type, CompositeRef)


def _target(field: ScalarField) -> str:
    return field.type.name if isinstance(field.type, CompositeRef) else ""


def _endless(
    context: Context, composite: CompositeType, field: ScalarField, target: str
) -> Diagnostic:
    labels = (Label(context.schema.composite_types_by_name[target].span, "leads back"),)
    message = f"`{composite.name}.{field.name}` holds its own type without end"
    return Diagnostic(
        rules.INVALID_COMPOSITE_TYPE,
        message,
        field.span,
        labels=labels if target != composite.name else (),
        help="make one field on the way optional, or a list",
    )
