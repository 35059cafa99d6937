"""Composite types: supported, not empty, and not without end."""

from __future__ import annotations

from .. import rules
from ..connectors import COMPOSITE_TYPES
from ..diagnostic import Diagnostic, Label
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
    component = _components(edges)
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


def _components(edges: dict[str, list[ScalarField]]) -> dict[str, int]:
    """Types -> the number of their strongly connected component (Tarjan, without recursion).

    A type alone in its component is on a cycle only if it refers to itself: its edge to itself then
    stays within the component, and no other does.
    """
    order: dict[str, int] = {}
    low: dict[str, int] = {}
    component: dict[str, int] = {}
    stack: list[str] = []
    for root in edges:
        if root in order:
            continue
        work = [(root, 0)]
        while work:
            name, at = work.pop()
            if at == 0:
                order[name] = low[name] = len(order)
                stack.append(name)
            targets = edges[name]
            if at and (done := _target(targets[at - 1])) not in component:
                low[name] = min(low[name], low[done])
            if at < len(targets):
                work.append((name, at + 1))
                target = _target(targets[at])
                if target not in order and target in edges:
                    work.append((target, 0))
                elif target not in component and target in order:
                    low[name] = min(low[name], order[target])
            elif low[name] == order[name]:
                _close(name, stack, component)
    return component


def _close(name: str, stack: list[str], component: dict[str, int]) -> None:
    number = len(component)
    while True:
        member = stack.pop()
        component[member] = number
        if member == name:
            return
