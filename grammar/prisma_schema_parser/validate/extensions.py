"""`extensions` of a datasource: PostgreSQL, behind a preview feature."""

from __future__ import annotations

from collections.abc import Iterator

from .. import rules
from ..diagnostic import Diagnostic
from ..resolve.arguments import items
from ..syntax import Call, Constant, Expression, Pair, StringLiteral
from .context import Context, Found
from .kinds import noun

_FEATURE = "postgresqlExtensions"
_ARGUMENTS = ("map", "schema", "version")


def extension_problems(context: Context, pair: Pair, value: Expression) -> Found:
    if _FEATURE.lower() not in context.features:
        message = f"extensions are a preview feature: `{_FEATURE}`"
        help_ = f'add `previewFeatures = ["{_FEATURE}"]` to the generator'
        yield Diagnostic(rules.MISSING_PREVIEW_FEATURE, message, pair.key_span, help=help_)
    for item in items(value):
        for problem, node in _item(item):
            yield Diagnostic(rules.INVALID_CONFIGURATION, problem, pair.span(node))


def _item(item: Expression) -> Iterator[tuple[str, Expression]]:
    match item:
        case Constant(name=name):
            pass
        case Call(name=name):
            yield from _arguments(item)
        case _:
            yield f"expected the name of an extension, found {noun(item)}", item
            return
    if "-" in name or name[0].isdigit():
        yield f"`{name}` is not a name: use `map:` for the extension's own", item


def _arguments(call: Call) -> Iterator[tuple[str, Expression]]:
    seen: set[str] = set()
    for argument in call.arguments:
        value = argument.value
        if value is None:
            continue
        if argument.name is None:
            yield "the arguments of an extension have names", value
        elif argument.name not in _ARGUMENTS:
            yield f"an extension has no `{argument.name}`: it has map, schema and version", value
        elif argument.name in seen:
            yield f"the argument `{argument.name}` is given twice", value
        elif not isinstance(value, StringLiteral):
            yield f"expected a string, found {noun(value)}", value
        seen.add(argument.name or "")
