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
from .binder import Binder
from .context import Context, Found, line_span
from .kinds import Problem


def check(context: Context) -> Found:
    binder = Binder()
    models = context.names.models
    scalar, relation = binder.place(SCALAR_FIELD), binder.place(RELATION_FIELD)
    for decl, model in context.models:
        known = model.fields_by_name
        for field in decl.fields:
            tail = field.tail
            if not tail.attributes or field.name not in known:
                continue
            relates = field.type_name in models and not field.is_unsupported
            seen = relation if relates else scalar
            problems = seen.get(tail.text)
            if problems is None:
                place = RELATION_FIELD if relates else SCALAR_FIELD
                problems = binder.problems(tail, place)
            if problems:
                yield from _diagnostics(field, problems)
        if decl.attributes:
            yield from _block(decl.attributes, MODEL, binder)
    yield from _composites(context, binder)
    for enum in context.enums:
        for value in enum.values:
            if value.tail.attributes and (found := binder.problems(value.tail, ENUM_VALUE)):
                yield from _diagnostics(value, found)
        yield from _block(enum.attributes, ENUM, binder)


def _composites(context: Context, binder: Binder) -> Found:
    decls: Iterable[ModelDecl] = (decl for decl, _ in context.composites)
    for decl in decls:
        for field in decl.fields:
            if problems := binder.problems(field.tail, COMPOSITE_FIELD):
                yield from _diagnostics(field, problems)
        yield from _block(decl.attributes, COMPOSITE_TYPE, binder)


def _block(lines: tuple[BlockAttribute, ...], place: str, binder: Binder) -> Found:
    """`@@` lines; repeated ones are seen across the block."""
    seen: set[str] = set()
    for line in lines:
        if problems := binder.line_problems(line, place, seen):
            yield from _diagnostics(line, problems)


def _diagnostics(
    line: FieldDecl | EnumValueDecl | BlockAttribute, problems: Iterable[Problem]
) -> Found:
    for problem in problems:
        span = line_span(line, problem.start, problem.end)
        yield Diagnostic(problem.rule, problem.message, span, help=problem.help)
