"""What the value of an argument must look like, by kind of parameter."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from .. import rules
from ..diagnostic import Rule
from ..records import NamedTuple
from ..resolve.arguments import int64, items
from ..schema import REFERENTIAL_ACTIONS
from ..suggest import Suggestions
from ..syntax import (
    Array,
    Call,
    Constant,
    Expression,
    NumberLiteral,
    Object,
    StringLiteral,
)
from .operator_classes import OPERATOR_CLASSES


class Problem(NamedTuple):
    """What is wrong within a line; offsets count from the line's base."""

    rule: Rule
    message: str
    start: int
    end: int
    help: str = ""


Problems = Iterator[Problem]
Check = Callable[[Expression], Problems]

_NOUNS = {
    StringLiteral: "a string",
    NumberLiteral: "a number",
    Constant: "a name",
    Call: "a function",
    Array: "a list",
    Object: "an object",
}


def noun(node: Expression) -> str:
    return _NOUNS[type(node)]


def _expected(node: Expression, what: str, help_: str = "") -> Problem:
    message = f"expected {what}, found {noun(node)}"
    return Problem(
        rule=rules.INVALID_ARGUMENT, message=message, start=node.start, end=node.end, help=help_
    )


def _any(_: Expression) -> Problems:
    return iter(())


def _string(node: Expression) -> Problems:
    if not isinstance(node, StringLiteral):
        yield _expected(node, "a string", "write it in double quotes")


def _name(node: Expression) -> Problems:
    yield from _string(node)
    if isinstance(node, StringLiteral) and not node.value:
        yield Problem(rules.INVALID_ARGUMENT, "the name is empty", node.start, node.end)


def _boolean(node: Expression) -> Problems:
    if not (isinstance(node, Constant) and node.name in ("true", "false")):
        yield _expected(node, "`true` or `false`")


def _integer(node: Expression) -> Problems:
    if not (isinstance(node, NumberLiteral) and int64(node.text) is not None):
        yield _expected(
            node, "an integer of 64 bits" if isinstance(node, NumberLiteral) else "an integer"
        )


def _choice(what: str, values: tuple[str, ...]) -> Check:
    suggestions = Suggestions(values)
    listed = ", ".join(f"`{value}`" for value in values)

    def check(node: Expression) -> Problems:
        if not isinstance(node, Constant):
            yield _expected(node, what, f"one of {listed}")
        elif node.name not in values:
            message = f"`{node.name}` is not {what}"
            help_ = suggestions.help(node.name, f"one of {listed}")
            yield Problem(
                rule=rules.INVALID_ARGUMENT,
                message=message,
                start=node.start,
                end=node.end,
                help=help_,
            )

    return check


_sort = _choice("a sort order", ("Asc", "Desc"))


def _field_names(node: Expression) -> Problems:
    for item in items(node):
        if not isinstance(item, Constant):
            yield _expected(item, "the name of a field", "names are written without quotes")


def _index_fields(node: Expression) -> Problems:
    for item in items(node):
        if isinstance(item, Call):
            yield from _index_field(item)
        elif not isinstance(item, Constant):
            yield _expected(item, "the name of a field", "names are written without quotes")


_IN_FIELD: dict[str, Check] = {"sort": _sort, "length": _integer}


def _index_field(call: Call) -> Problems:
    """Prisma looks at the first `sort`, `length` and `ops` and lets anything else pass."""
    seen = set()
    for argument in call.arguments:
        if argument.name is None or argument.value is None or argument.name in seen:
            continue
        seen.add(argument.name)
        if argument.name == "ops":
            yield from _operator_class(argument.value)
        elif check := _IN_FIELD.get(argument.name):
            yield from check(argument.value)


_classes = Suggestions(OPERATOR_CLASSES)


def _operator_class(node: Expression) -> Problems:
    match node:
        case Constant(name=name):
            if name not in OPERATOR_CLASSES:
                yield Problem(
                    rule=rules.INVALID_OPERATOR_CLASS,
                    message=f"`{name}` is not an operator class that Prisma knows",
                    start=node.start,
                    end=node.end,
                    help=_classes.help(
                        name, 'write `raw("...")` for one that Prisma does not know'
                    ),
                )
        case Call(name="raw"):
            yield from _raw(node, rules.INVALID_OPERATOR_CLASS)
        case _:
            message = f'expected an operator class or `raw("...")`, found {noun(node)}'
            yield Problem(rules.INVALID_OPERATOR_CLASS, message, node.start, node.end)


def _raw(call: Call, rule: Rule) -> Problems:
    if len(call.arguments) == 1 and isinstance(call.arguments[0].value, StringLiteral):
        return
    yield Problem(
        rule=rule,
        message="`raw` takes one string",
        start=call.start,
        end=call.end,
        help='write `raw("...")`',
    )


def _condition(node: Expression) -> Problems:
    """The form of `where:`; what its keys and values may be hangs on the model (partial_indexes)."""
    rule = rules.INVALID_PARTIAL_INDEX
    match node:
        case Call(name="raw", arguments=arguments):
            first = arguments[0].value if arguments else None
            if not isinstance(first, StringLiteral):
                yield Problem(
                    rule=rule,
                    message="`raw` takes a string",
                    start=node.start,
                    end=node.end,
                    help='write `raw("...")`',
                )
            elif not first.value:
                yield Problem(rule, "the condition is empty", node.start, node.end)
        case Object(entries=entries):
            if not entries:
                yield Problem(rule, "the condition is empty", node.start, node.end)
        case _:
            message = f"a condition can't be {noun(node)}"
            help_ = 'write `raw("...")` or `{ field: value }`'
            yield Problem(rule=rule, message=message, start=node.start, end=node.end, help=help_)


KINDS: dict[str, Check] = {
    "any": _any,
    "string": _string,
    "name": _name,
    "boolean": _boolean,
    "integer": _integer,
    "sort order": _sort,
    "index type": _choice("an index type", ("BTree", "Hash", "Gist", "Gin", "SpGist", "Brin")),
    "referential action": _choice("a referential action", REFERENTIAL_ACTIONS),
    "field names": _field_names,
    "index fields": _index_fields,
    "condition": _condition,
}
