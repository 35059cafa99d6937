"""Every attribute and argument of every line, bound to the table of attributes."""

from __future__ import annotations

from collections.abc import Iterable

from ..diagnostic import Diagnostic
from ..syntax import (
    BlockAttribute,
    EnumValueDecl,
    FieldDecl,
    ModelDecl,
)
from .attributes import (
    COMPOSITE_FIELD,
    COMPOSITE_TYPE,
    ENUM,
    ENUM_VALUE,
    MODEL,
    RELATION_FIELD,
    SCALAR_FIELD,
)
from .binder import Binder, attribute_problems
from .context import Context, Found, line_span
from .kinds import Problem


def check(context: Context) -> Found:
    binder = Binder()
    models = context.names.models
    for decl, model in context.models:
        known = model.fields_by_name
        for field in decl.fields:
            if field.tail.attributes and field.name in known:
                relates = field.type_name in models and not field.is_unsupported
                place = RELATION_FIELD if relates else SCALAR_FIELD
                if problems := binder.problems(field.tail, place):
                    yield from _diagnostics(field, problems)
        if decl.attributes:
            yield from _block(decl.attributes, MODEL)
    yield from _composites(context, binder)
    for enum in context.enums:
        for value in enum.values:
            if value.tail.attributes and (problems := binder.problems(value.tail, ENUM_VALUE)):
                yield from _diagnostics(value, problems)
        yield from _block(enum.attributes, ENUM)


def _composites(context: Context, binder: Binder) -> Found:
    decls: Iterable[ModelDecl] = (decl for decl, _ in context.composites)
    for decl in decls:
        for field in decl.fields:
            if problems := binder.problems(field.tail, COMPOSITE_FIELD):
                yield from _diagnostics(field, problems)
        yield from _block(decl.attributes, COMPOSITE_TYPE)


def _block(lines: tuple[BlockAttribute, ...], place: str) -> Found:
    seen: set[str] = set()
    for line in lines:
        yield from _diagnostics(line, attribute_problems(line.attribute, place, seen))


def _diagnostics(
    line: FieldDecl | EnumValueDecl | BlockAttribute, problems: Iterable[Problem]
) -> Found:
    for problem in problems:
        span = line_span(line, problem.start, problem.end)
        yield Diagnostic(problem.rule, problem.message, span, help=problem.help)
