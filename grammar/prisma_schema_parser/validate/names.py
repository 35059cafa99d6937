"""Names that can't be: reserved ones, and ones that are no identifiers."""

from __future__ import annotations

from .. import rules
from ..diagnostic import Diagnostic
from ..schema import SCALARS
from ..source import Span
from ..syntax import ConfigDecl, EnumDecl, ModelDecl
from .context import Context, Found

# What the client's generators could not write: JavaScript's keywords and their own class.
_RESERVED = frozenset(
    [
        "PrismaClient",
        "async",
        "await",
        "break",
        "case",
        "catch",
        "class",
        "const",
        "continue",
        "debugger",
        "default",
        "delete",
        "do",
        "else",
        "enum",
        "export",
        "extends",
        "false",
        "finally",
        "for",
        "function",
        "if",
        "implements",
        "import",
        "in",
        "instanceof",
        "interface",
        "let",
        "new",
        "null",
        "package",
        "private",
        "protected",
        "public",
        "return",
        "super",
        "switch",
        "this",
        "throw",
        "true",
        "try",
        "typeof",
        "using",
        "var",
        "void",
        "while",
        "with",
        "yield",
    ]
)
_SCALARS = frozenset(SCALARS)
_HELP = "names start with a letter and hold letters, digits and `_`"


def check(context: Context) -> Found:
    names = context.names
    for config in (*names.datasources, *names.generators):
        yield from _scalar(config)
    blocks: list[ModelDecl | EnumDecl] = [*names.models.values(), *names.types.values()]
    blocks.extend(names.enums.values())
    for decl in blocks:
        yield from _scalar(decl)
        if decl.name in _RESERVED and not _is_composite(decl):
            message = f"`{decl.name}` is a reserved word"
            help_ = f'rename it and keep the table with `@@map("{decl.name}")`'
            yield Diagnostic(rules.RESERVED_NAME, message, decl.name_span, help=help_)
        yield from _invalid(decl.name, decl.name_span)
    yield from _members(context)


def _is_composite(decl: ModelDecl | EnumDecl) -> bool:
    return isinstance(decl, ModelDecl) and decl.keyword == "type"


def _scalar(decl: ConfigDecl | ModelDecl | EnumDecl) -> Found:
    if decl.name in _SCALARS:
        message = f"`{decl.name}` is the name of a scalar type"
        yield Diagnostic(rules.RESERVED_NAME, message, decl.name_span, help="rename it")


def _members(context: Context) -> Found:
    """Fields and enum values; those of composite types are not checked (facts section 1)."""
    good: set[str] = set()
    for decl, _ in context.models:
        for field in decl.fields:
            if field.name not in good:
                yield from _invalid(field.name, field.name_span, good)
            for attribute in field.attributes:
                if "." in attribute.name and attribute.name not in good:
                    start = field.base + attribute.name_start
                    span = Span(field.source, start, start + len(attribute.name))
                    yield from _invalid(attribute.name, span, good)
    for enum in context.enums:
        for value in enum.values:
            if value.name not in good:
                yield from _invalid(value.name, value.name_span, good)


def _invalid(name: str, span: Span, good: set[str] | None = None) -> Found:
    if name[0].isdigit():
        message = f"`{name}` starts with a digit"
    elif "-" in name:
        message = f"`{name}` holds a `-`"
    else:
        if good is not None:
            good.add(name)
        return
    yield Diagnostic(rules.INVALID_NAME, message, span, help=_HELP)
