"""`autoincrement()`, `auto()` and `dbgenerated()`: where the provider can count or make ids."""

from __future__ import annotations

from collections.abc import Callable

from .. import rules
from ..connectors import (
    AUTO_INCREMENT,
    AUTO_INCREMENT_MULTIPLE,
    AUTO_INCREMENT_NON_INDEXED,
    AUTO_INCREMENT_ON_INT,
    AUTO_INCREMENT_ON_NON_ID,
)
from ..diagnostic import Diagnostic, Label
from ..schema import Model, Scalar, ScalarField
from ..source import Span
from .context import Context, Found

_NUMBERS = (Scalar("Int"), Scalar("BigInt"))


def check(context: Context) -> Found:
    for _, model in context.models:
        if model.is_view:
            continue
        fields = [field for field in model.scalar_fields if _counts(field)]
        if fields:
            yield from _model(context, model, fields)


def _counts(field: ScalarField) -> bool:
    return (
        field.default is not None
        and field.default.kind == "autoincrement"
        and field.type in _NUMBERS
    )


def _model(context: Context, model: Model, fields: list[ScalarField]) -> Found:
    label = context.connector.label
    if not context.has(AUTO_INCREMENT):
        for field in fields:
            yield _bad(_span(field), f"{label} has no `autoincrement()`")
        return
    if len(fields) > 1 and not context.has(AUTO_INCREMENT_MULTIPLE):
        message = f"{label} counts up one field of a model, and here are {len(fields)}"
        labels = (Label(_span(fields[0]), "the first"), Label(_span(fields[1]), "and another"))
        yield _bad(model.span, message, *labels)
    for field in fields:
        for capability, is_met, fact in _NEEDS:
            if not context.has(capability) and not is_met(model, field):
                yield _bad(_span(field), f"{label} counts up {fact}")


def _span(field: ScalarField) -> Span:
    return field.default.span if field.default is not None else field.span


def _bad(span: Span, message: str, *labels: Label) -> Diagnostic:
    return Diagnostic(rules.AUTO_INCREMENT, message, span, labels=labels)


def _is_id(model: Model, field: ScalarField) -> bool:
    key = model.primary_key
    return key is not None and key.field_names == (field.name,)


def _leads_an_index(model: Model, field: ScalarField) -> bool:
    return any(index.fields and index.fields[0].path == (field.name,) for index in model.indexes)


def _is_big(_: Model, field: ScalarField) -> bool:
    return field.type == Scalar("BigInt")


_NEEDS: tuple[tuple[str, Callable[[Model, ScalarField], bool], str], ...] = (
    (AUTO_INCREMENT_ON_NON_ID, _is_id, "nothing but a single-field id"),
    (AUTO_INCREMENT_NON_INDEXED, _leads_an_index, "nothing but the first field of an index"),
    (AUTO_INCREMENT_ON_INT, _is_big, "nothing but BigInt: write `sequence()` for an Int"),
)
