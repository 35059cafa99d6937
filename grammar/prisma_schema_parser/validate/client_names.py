"""The names that keys have in the client: `name:` of `@@id` and `@@unique`, or their fields joined."""

from __future__ import annotations

import re

from .. import rules
from ..diagnostic import Diagnostic, Label
from ..schema import Index, Model
from ..source import Span
from .context import Context, Found

_ALLOWED = re.compile(r"[_a-zA-Z0-9]*+")


def check(context: Context) -> Found:
    for _, model in context.models:
        if not model.indexes:
            continue
        keys = [index for index in model.indexes if index.kind in ("id", "unique")]
        if any(key.name for key in keys):
            yield from _names(model, keys)
        for key in keys:
            if len(key.fields) > 1:
                yield from _joined(model, key)


def _names(model: Model, keys: list[Index]) -> Found:
    seen: dict[str, Span] = {}
    for key in keys:
        if not key.name:
            continue
        if not _ALLOWED.fullmatch(key.name):
            message = f"the name `{key.name}` holds more than letters, digits and `_`"
            yield Diagnostic(rules.INVALID_NAME, message, key.span)
        if key.name in model.fields_by_name:
            yield _taken(model, key, key.name)
        first = seen.setdefault(key.name, key.span)
        if first is not key.span:
            message = f"the name `{key.name}` is given to two keys"
            labels = (Label(first, "first given here"),)
            yield Diagnostic(rules.CLIENT_NAME_CLASH, message, key.span, labels=labels)


def _taken(model: Model, key: Index, name: str) -> Diagnostic:
    return Diagnostic(
        rules.CLIENT_NAME_CLASH,
        f"`{name}` is the name of a field and of a key of `{model.name}`",
        model.span,
        labels=(Label(key.span, "the key"), Label(model.fields_by_name[name].span, "the field")),
        help="give the key another `name:`",
    )


def _joined(model: Model, key: Index) -> Found:
    """Checked even where there is a `name:` (facts section 5)."""
    joined = "_".join(part for field in key.fields for part in field.path)
    field = model.scalar(joined)
    if field is not None:
        yield _clash(joined, key.span, field.span)


def _clash(name: str, span: Span, field: Span) -> Diagnostic:
    return Diagnostic(
        rules.CLIENT_NAME_CLASH,
        f"the client's name of this key, `{name}`, is the name of a field",
        span,
        labels=(Label(field, "the field"),),
        help="rename the field",
    )
