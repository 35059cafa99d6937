"""`@db.Name(...)`: known to the provider, on a field of its type, with arguments in its limits."""

from __future__ import annotations

import re
from functools import lru_cache

from .. import rules
from ..diagnostic import Diagnostic
from ..native_types import NativeTypeSpec
from ..schema import RelationField, Scalar, ScalarField, Unsupported
from ..suggest import Suggestions
from ..syntax import Attribute, FieldDecl, ModelDecl
from .context import Context, Found, text_of

_U32 = (1 << 32) - 1
# `Unsupported("VarChar(10)")`: the name, and what the first parentheses hold.
_UNSUPPORTED = r"(?s)([^(]+)(?:\((.*?)\))?.*"


def check(context: Context) -> Found:
    checker = _Checker(context)
    for decl, model in context.models:
        for field in model.fields:
            if isinstance(field, RelationField):
                continue
            if field.native_type is not None:
                yield from checker.native_type(decl, field)
            elif isinstance(field.type, Unsupported) and context.schema.datasource:
                yield from checker.unsupported(decl, field, field.type.text)
    for decl, composite in context.composites:
        for field in composite.fields:
            if field.native_type is not None:
                yield from checker.native_type(decl, field)


class _Checker:
    """Remembers what was found for each text on each type: most fields repeat one."""

    def __init__(self, context: Context) -> None:
        self._context = context
        self._datasource = context.schema.datasource
        self._specs = context.connector.native_types
        self._known = Suggestions(self._specs)
        self._good: set[tuple[str, str]] = set()

    def native_type(self, decl: ModelDecl, field: ScalarField) -> Found:
        written = self._context.decls(decl.name)[field.name]
        attribute = next(one for one in written.attributes if "." in one.name)
        if not isinstance(field.type, Scalar):
            message = "native types go on scalar fields, and this one is not"
            span = written.span(attribute)
            yield Diagnostic(rules.MISPLACED_ATTRIBUTE, message, span, help="remove it")
            return
        key = (written.span(attribute).text, field.type.name)
        if key in self._good:
            return
        found = list(self._check(written, attribute, field.type.name))
        if not found:
            self._good.add(key)
        yield from found

    def _check(self, line: FieldDecl, attribute: Attribute, scalar: str) -> Found:
        prefix, _, name = attribute.name.partition(".")
        if not self._context.knows_provider:
            return
        if self._datasource is not None and prefix != self._datasource.name:
            message = f"`{prefix}` is not the name of the datasource"
            help_ = f"write `@{self._datasource.name}.{name}`"
            yield self._at(line, attribute, message, help_)
        spec = self._specs.get(name)
        if spec is None:
            label = self._context.connector.label
            message = f"{label} has no native type `{name}`"
            yield self._at(line, attribute, message, self._known.help(name))
            return
        if scalar not in spec.scalars:
            wanted = " or ".join(spec.scalars)
            message = f"the native type `{name}` goes with {wanted}, not with {scalar}"
            yield self._at(line, attribute, message)
            return
        arguments = [
            text_of(line, argument.value) for argument in attribute.arguments if argument.value
        ]
        if problem := argument_problem(spec, arguments, scalar):
            yield self._at(line, attribute, f"`{name}` {problem}")

    def _at(
        self, line: FieldDecl, attribute: Attribute, message: str, help_: str = ""
    ) -> Diagnostic:
        return Diagnostic(rules.NATIVE_TYPE, message, line.span(attribute), help=help_)

    def unsupported(self, decl: ModelDecl, field: ScalarField, text: str) -> Found:
        """A type that Prisma knows must not be called unsupported."""
        match = re.fullmatch(_UNSUPPORTED, text)
        name = match[1].strip() if match else ""
        spec = self._specs.get(name)
        if match is None or spec is None:
            return
        arguments = [part.strip() for part in match[2].split(",")] if match[2] is not None else []
        if not parses(spec, arguments):
            return
        span = self._context.decls(decl.name)[field.name].type_span
        assert self._datasource is not None
        help_ = f"write `{spec.scalars[0]} @{self._datasource.name}.{text}`"
        message = f"Prisma supports the type `{name}`"
        yield Diagnostic(rules.NEEDLESS_UNSUPPORTED, message, span, help=help_)


def parses(spec: NativeTypeSpec, arguments: list[str]) -> bool:
    """Whether Prisma can read the arguments; a type without any ignores what it is given."""
    most = spec.required + spec.optional
    if not most:
        return True
    if len(arguments) not in {most, spec.required}:
        return False
    return all(_is_u32(text) or text.lower() == spec.word != "" for text in arguments)


def argument_problem(spec: NativeTypeSpec, arguments: list[str], scalar: str) -> str:
    """What is wrong with the arguments, or nothing."""
    most = spec.required + spec.optional
    if len(arguments) not in {most, spec.required}:
        return f"takes {_count(spec)}, not {len(arguments)}"
    if not parses(spec, arguments):
        return f"takes {'a number or `Max`' if spec.word else 'numbers without a sign or a point'}"
    numbers = [_number(text) for text in arguments if text.lower() != spec.word or not spec.word]
    for number, (low, high) in zip(numbers, spec.limits, strict=False):
        if not low <= number <= high:
            return f"takes a number from {low} to {high}, not {number}"
    if len(numbers) == 2 and numbers[1] > numbers[0]:
        return "has a scale larger than its precision"
    if spec.boolean_limit and scalar == "Boolean" and numbers[0] > spec.boolean_limit:
        return f"goes with Boolean only as {spec.boolean_limit}"
    return ""


def _count(spec: NativeTypeSpec) -> str:
    most = spec.required + spec.optional
    words = ("no arguments", "one argument", "two arguments")[most]
    return words if spec.required or not most else f"none or {words}"


@lru_cache(maxsize=256)
def _is_u32(text: str) -> bool:
    return (
        text.isascii() and text.isdigit() and len(text.lstrip("0")) <= 10 and _number(text) <= _U32
    )


def _number(text: str) -> int:
    return int(text.lstrip("0") or "0")
