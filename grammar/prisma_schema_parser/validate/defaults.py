"""`@default(...)`: a value or a function that goes with the field (facts/prisma.md section 6)."""

from __future__ import annotations

from collections.abc import Callable

from .. import rules
from ..connectors import DEFAULT_AUTO, NAMED_DEFAULTS, SEQUENCES
from ..diagnostic import Diagnostic
from ..resolve.arguments import int64
from ..schema import (
    CompositeRef,
    Default,
    EnumRef,
    RelationField,
    Scalar,
    ScalarField,
)
from ..suggest import Suggestions
from ..syntax import (
    Argument,
    Array,
    Call,
    Constant,
    Expression,
    FieldDecl,
    ModelDecl,
    NumberLiteral,
    StringLiteral,
)
from .context import Context, Found, text_of
from .default_literals import LITERALS
from .kinds import KINDS, noun

Arguments = tuple[Argument, ...]

# ---- functions -----------------------------------------------------------------------------------


def _none(arguments: Arguments) -> str:
    return "takes no arguments" if arguments else ""


def _one_of(*numbers: int) -> Callable[[Arguments], str]:
    def check(arguments: Arguments) -> str:
        number = _single_u8(arguments)
        if arguments and number not in numbers:
            return f"takes nothing or one of {' and '.join(map(str, numbers))}"
        return ""

    return check


def _nanoid(arguments: Arguments) -> str:
    number = _single_u8(arguments)
    if arguments and (number is None or number < 2):
        return "takes nothing or a length from 2 to 255"
    return ""


def _single_u8(arguments: Arguments) -> int | None:
    if len(arguments) != 1 or not isinstance(arguments[0].value, NumberLiteral):
        return None
    text = arguments[0].value.text.lstrip("0") or "0"
    return int(text) if text.isdigit() and len(text) <= 3 and int(text) < 256 else None


# Name -> (types it goes on, types it goes on inside composite types, check of its arguments).
_STRINGS, _NUMBERS, _TIMES = ("String",), ("Int", "BigInt"), ("DateTime",)
_ANY: tuple[str, ...] = (
    "String", "Boolean", "Int", "BigInt", "Float", "Decimal", "DateTime", "Json", "Bytes",
)  # fmt: skip  # one line a table
FUNCTIONS: dict[str, tuple[tuple[str, ...], tuple[str, ...], Callable[[Arguments], str]]] = {
    "autoincrement": (_NUMBERS, (), _none),
    "cuid": (_STRINGS, _STRINGS, _one_of(1, 2)),
    "uuid": (_STRINGS, _STRINGS, _one_of(4, 7)),
    "ulid": (_STRINGS, _STRINGS, _none),
    "nanoid": (_STRINGS, (), _nanoid),
    "now": (_TIMES, _TIMES, _none),
    "auto": (_ANY, (), _none),
}
_SUGGESTIONS = Suggestions((*FUNCTIONS, "dbgenerated", "sequence"))
_SEQUENCE = {
    "virtual": "boolean",
    "cache": "integer",
    "increment": "integer",
    "minValue": "integer",
    "maxValue": "integer",
    "start": "integer",
}


def check(context: Context) -> Found:
    good: set[tuple[str, object, str]] = set()
    named = context.has(NAMED_DEFAULTS)
    for decl, model in context.models:
        for field in model.fields:
            if isinstance(field, RelationField) or field.default is None:
                continue
            line = context.decls(decl.name)[field.name]
            if field.default.constraint_name is not None and not named:
                message = f"{context.connector.label} does not name its defaults"
                yield _bad(field.default, message, "remove `map:`")
            key = (field.default.text, field.type, field.arity)
            if key not in good:
                found = list(_on_model(context, line, field, field.default))
                if not found:
                    good.add(key)
                yield from found
    for decl, composite in context.composites:
        for field in composite.fields:
            if field.default is not None:
                yield from _on_composite(context, decl, field, field.default)


def _bad(default: Default, message: str, help_: str = "") -> Diagnostic:
    return Diagnostic(rules.INVALID_DEFAULT, message, default.span, help=help_)


def _on_model(context: Context, line: FieldDecl, field: ScalarField, default: Default) -> Found:
    value = default.value
    if isinstance(value, Call) and value.name == "dbgenerated":
        yield from _dbgenerated(default, value)
        return
    match field.type:
        case CompositeRef():
            yield _bad(default, "a field of a composite type can't have a default")
        case EnumRef(name=name):
            yield from _enum(context, line, field, default, name)
        case Scalar(name=name):
            if isinstance(value, Call):
                yield from _function(context, line, default, value, name)
            else:
                yield from _literal(line, field, default, name)
        case _:
            help_ = 'write `@default(dbgenerated("..."))`'
            yield _bad(default, "an unsupported type takes no default but `dbgenerated`", help_)


def _dbgenerated(default: Default, call: Call) -> Found:
    given = [argument.value for argument in call.arguments]
    if len(given) > 1 or (given and not isinstance(given[0], StringLiteral)):
        yield _bad(default, "`dbgenerated` takes one string")
    elif given and isinstance(given[0], StringLiteral) and not given[0].value:
        yield _bad(default, "`dbgenerated` takes a string that is not empty, or nothing")


def _function(
    context: Context, line: FieldDecl, default: Default, call: Call, scalar: str
) -> Found:
    if call.name == "autoincrement" and default.constraint_name is not None:
        yield _bad(default, "the default `autoincrement()` can't be named", "remove `map:`")
    elif call.name == "sequence" and context.has(SEQUENCES):
        yield from _sequence(line, call)
    elif call.name not in FUNCTIONS:
        yield _unknown_function(line, call)
    else:
        scalars, _, check_arguments = FUNCTIONS[call.name]
        if scalar not in scalars:
            wanted = " or ".join(scalars)
            yield _bad(default, f"`{call.name}()` goes with {wanted}, not with {scalar}")
        elif problem := check_arguments(call.arguments):
            yield _bad(default, f"`{call.name}()` {problem}")
        elif call.name == "auto" and not context.has(DEFAULT_AUTO):
            yield _bad(default, f"{context.connector.label} has no `auto()`")


def _unknown_function(line: FieldDecl, call: Call) -> Diagnostic:
    start = line.base + call.start
    span = line.name_span._replace(start=start, end=start + len(call.name))
    close = _SUGGESTIONS.closest(call.name)
    help_ = (
        f"did you mean `{close}()`?"
        if close
        else 'write `dbgenerated("...")` for the database\'s own'
    )
    message = f"the function `{call.name}()` is not known"
    return Diagnostic(rules.UNKNOWN_DEFAULT_FUNCTION, message, span, help=help_)


def _sequence(line: FieldDecl, call: Call) -> Found:
    for argument in call.arguments:
        kind = _SEQUENCE.get(argument.name or "")
        if kind is None or argument.value is None:
            message = f"`sequence()` has no argument `{argument.name or ''}`"
            help_ = "it takes " + ", ".join(f"`{name}:`" for name in _SEQUENCE)
            yield Diagnostic(rules.UNKNOWN_ARGUMENT, message, line.span(argument), help=help_)
            continue
        for problem in KINDS[kind](argument.value):
            span = line.span(argument.value)
            yield Diagnostic(problem.rule, problem.message, span, help=problem.help)


# ---- literals ------------------------------------------------------------------------------------

_FORMS: dict[str, tuple[type, ...]] = {
    "String": (StringLiteral,),
    "Json": (StringLiteral,),
    "Bytes": (StringLiteral,),
    "DateTime": (StringLiteral,),
    "Int": (NumberLiteral,),
    "BigInt": (NumberLiteral,),
    "Float": (NumberLiteral,),
    "Decimal": (NumberLiteral, StringLiteral),
}


def _literal(line: FieldDecl, field: ScalarField, default: Default, scalar: str) -> Found:
    value = default.value
    if field.arity == "list":
        if not isinstance(value, Array):
            yield _bad(default, "the default of a list is a list", f"write `[{default.text[:40]}]`")
            return
        for item in value.items:
            yield from _item(line, item, scalar)
    elif isinstance(value, Array):
        yield _bad(default, "a list is the default of a field that is no list")
    else:
        yield from _item(line, value, scalar)


def _item(line: FieldDecl, item: Expression, scalar: str) -> Found:
    problem = item_problem(item, scalar)
    if problem:
        yield Diagnostic(rules.INVALID_DEFAULT, problem, line.span(item))


def item_problem(item: Expression, scalar: str) -> str:
    """What keeps a literal from being a value of the scalar, or nothing."""
    if scalar == "Boolean":
        fits = isinstance(item, Constant) and item.name in ("true", "false")
        return "" if fits else f"expected `true` or `false`, found {noun(item)}"
    if not isinstance(item, _FORMS[scalar]):
        wanted = "a number" if _FORMS[scalar][0] is NumberLiteral else "a string"
        return f"expected {wanted} for {scalar}, found {noun(item)}"
    if isinstance(item, NumberLiteral):
        is_bad = scalar in ("Int", "BigInt") and int64(item.text) is None
        return "the number is not an integer of 64 bits" if is_bad else ""
    if isinstance(item, StringLiteral) and scalar in LITERALS:
        is_value, what = LITERALS[scalar]
        return "" if is_value(item.value) else f"the text is not {what}"
    return ""


def _enum(
    context: Context, line: FieldDecl, field: ScalarField, default: Default, name: str
) -> Found:
    value = default.value
    items: tuple[Expression, ...] = (value,)
    if field.arity == "list":
        if not isinstance(value, Array):
            yield _bad(default, "the default of a list is a list", f"write `[{default.text[:40]}]`")
            return
        items = value.items
    known = context.values_of(name)
    for item in items:
        if not isinstance(item, Constant):
            help_ = "values are written without quotes" if isinstance(item, StringLiteral) else ""
            message = f"expected a value of the enum `{name}`, found {noun(item)}"
            yield Diagnostic(rules.INVALID_DEFAULT, message, line.span(item), help=help_)
        elif item.name not in known and context.is_whole(name):
            help_ = context.suggest_value(name, item.name)
            message = f"`{text_of(line, item)}` is not a value of the enum `{name}`"
            yield Diagnostic(rules.INVALID_DEFAULT, message, line.span(item), help=help_)


# ---- composite types -----------------------------------------------------------------------------


def _on_composite(context: Context, decl: ModelDecl, field: ScalarField, default: Default) -> Found:
    line = context.decls(decl.name)[field.name]
    value = default.value
    match field.type:
        case CompositeRef():
            yield _bad(default, "a field of a composite type can't have a default")
        case EnumRef(name=name):
            yield from _enum(context, line, field, default, name)
        case Scalar(name=name):
            if isinstance(value, Call):
                yield from _composite_function(line, default, value, name)
            else:
                yield from _literal(line, field, default, name)
        case _:
            yield _bad(default, "an unsupported type in a composite type takes no default")


def _composite_function(line: FieldDecl, default: Default, call: Call, scalar: str) -> Found:
    if call.name not in FUNCTIONS and call.name != "dbgenerated":
        yield _unknown_function(line, call)
        return
    _, scalars, check_arguments = FUNCTIONS.get(call.name, ((), (), _none))
    if scalar not in scalars:
        yield _bad(default, f"`{call.name}()` can't fill a {scalar} in a composite type")
    elif problem := check_arguments(call.arguments):
        yield _bad(default, f"`{call.name}()` {problem}")
