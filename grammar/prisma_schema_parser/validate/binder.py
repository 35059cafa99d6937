"""Attributes against their table: unknown, misplaced, repeated; and so their arguments.

All of this hangs on a line's text and its place alone, so it is found once per distinct text.
"""

from __future__ import annotations

from functools import cache

from .. import rules
from ..diagnostic import Rule
from ..suggest import Suggestions
from ..syntax import Argument, Attribute, BlockAttribute, Tail
from .attributes import ATTRIBUTES, MISPLACED, TAKES_NATIVE_TYPE, AttributeSpec, Parameter
from .kinds import KINDS, Problem, Problems

_SUGGESTIONS = {place: Suggestions(table) for place, table in ATTRIBUTES.items()}
_EVERYWHERE = frozenset(name for table in ATTRIBUTES.values() for name in table)
_REPEATABLE = frozenset(
    spec.name for table in ATTRIBUTES.values() for spec in table.values() if spec.is_repeatable
)
_ON_BLOCKS = frozenset({"a model", "an enum", "a composite type"})


class Binder:
    """Remembers what was found for each line's inside, by its text."""

    __slots__ = ("_known", "_lines")

    def __init__(self) -> None:
        self._known: dict[str, dict[str, tuple[Problem, ...]]] = {place: {} for place in ATTRIBUTES}
        self._lines: dict[tuple[str, str], tuple[Problem, ...]] = {}

    def place(self, place: str) -> dict[str, tuple[Problem, ...]]:
        """What is known of a place so far, by the text of the line's inside."""
        return self._known[place]

    def problems(self, tail: Tail, place: str) -> tuple[Problem, ...]:
        known = self._known[place]
        found = known.get(tail.text)
        if found is None:
            seen: set[str] = set()
            found = known[tail.text] = tuple(
                problem
                for attribute in tail.attributes
                for problem in attribute_problems(attribute, place, seen)
            )
        return found

    def line_problems(
        self, line: BlockAttribute, place: str, seen: set[str]
    ) -> tuple[Problem, ...]:
        """Those of a `@@` line; `seen` as in `attribute_problems`."""
        attribute = line.attribute
        if attribute.name in seen and attribute.name not in _REPEATABLE:
            return tuple(attribute_problems(attribute, place, seen))
        seen.add(attribute.name)
        key = (line.tail.text, place)
        found = self._lines.get(key)
        if found is None:
            found = self._lines[key] = tuple(attribute_problems(attribute, place, set()))
        return found


def attribute_problems(attribute: Attribute, place: str, seen: set[str]) -> Problems:
    """`seen` holds the names of the attributes before this one in the same field or block."""
    name = "." if "." in attribute.name else attribute.name
    is_repeated = name in seen
    seen.add(name)
    spec = ATTRIBUTES[place].get(name)
    if name == "." and place in TAKES_NATIVE_TYPE:
        if is_repeated:
            yield _at(rules.DUPLICATE_ATTRIBUTE, attribute, "a field has one native type")
    elif spec is None:
        yield _unknown(attribute, place)
    elif is_repeated and not spec.is_repeatable:
        message = f"`{_sign(place)}{name}` is written twice"
        yield _at(rules.DUPLICATE_ATTRIBUTE, attribute, message)
    else:
        yield from _bind(attribute, spec, place)


def _sign(place: str) -> str:
    return "@@" if place in _ON_BLOCKS else "@"


def _at(rule: Rule, attribute: Attribute, message: str, help_: str = "") -> Problem:
    return Problem(rule=rule, message=message, start=attribute.start, end=attribute.end, help=help_)


def _unknown(attribute: Attribute, place: str) -> Problem:
    name = attribute.name
    end = attribute.name_start + len(name)
    written = f"`{_sign(place)}{name}`"
    help_ = MISPLACED.get((place, name), "")
    if help_ or name in _EVERYWHERE or "." in name:
        message = f"{written} can't stand on {place}"
        return Problem(
            rule=rules.MISPLACED_ATTRIBUTE,
            message=message,
            start=attribute.start,
            end=end,
            help=help_,
        )
    close = _SUGGESTIONS[place].closest(name)
    help_ = f"did you mean `{_sign(place)}{close}`?" if close else ""
    message = f"the attribute {written} is not known"
    return Problem(
        rule=rules.UNKNOWN_ATTRIBUTE, message=message, start=attribute.start, end=end, help=help_
    )


def _bind(attribute: Attribute, spec: AttributeSpec, place: str) -> Problems:
    default = _parameter(spec, None)
    given: dict[str | None, Argument] = {}
    for argument in attribute.arguments:
        if argument.value is None:
            continue  # reported when the line was read
        if argument.name in given:
            yield _twice(argument, attribute)
            continue
        given[argument.name] = argument
        parameter = default if argument.name is None else _parameter(spec, argument.name)
        if parameter is None:
            yield _unknown_argument(argument, spec, place)
        else:
            yield from KINDS[parameter.kind](argument.value)
    if default is None:
        return
    if None in given and default.name in given:
        if not spec.with_twins:
            yield _named_and_unnamed(given[default.name])
    elif default.is_required and None not in given and default.name not in given:
        message = f"`{_sign(place)}{spec.name}` needs the argument `{default.name}`"
        yield _at(rules.MISSING_ARGUMENT, attribute, message)


def _parameter(spec: AttributeSpec, name: str | None) -> Parameter | None:
    """By name; the default one for None."""
    for parameter in spec.parameters:
        if parameter.name == name or (name is None and parameter.is_default):
            return parameter
    return None


def _twice(argument: Argument, attribute: Attribute) -> Problem:
    if argument.name is not None:
        message, help_ = f"the argument `{argument.name}` is given twice", ""
    else:
        message = f"`@{attribute.name}` takes one argument without a name"
        help_ = "several fields are written as a list: `[a, b]`"
    return Problem(
        rule=rules.DUPLICATE_ARGUMENT,
        message=message,
        start=argument.start,
        end=argument.end,
        help=help_,
    )


def _unknown_argument(argument: Argument, spec: AttributeSpec, place: str) -> Problem:
    written = f"`{_sign(place)}{spec.name}`"
    names = [parameter.name for parameter in spec.parameters]
    listed = "it takes " + ", ".join(f"`{name}:`" for name in names)
    if not names:
        message, help_ = f"{written} takes no arguments", ""
    elif argument.name is None:
        message, help_ = f"{written} takes no argument without a name", listed
    else:
        message = f"{written} has no argument `{argument.name}`"
        help_ = _parameters(spec.name, place).help(argument.name, listed)
    return Problem(
        rule=rules.UNKNOWN_ARGUMENT,
        message=message,
        start=argument.start,
        end=argument.end,
        help=help_,
    )


@cache
def _parameters(name: str, place: str) -> Suggestions:
    return Suggestions([parameter.name for parameter in ATTRIBUTES[place][name].parameters])


def _named_and_unnamed(argument: Argument) -> Problem:
    message = f"the argument `{argument.name}` is given with and without its name"
    return Problem(rules.DUPLICATE_ARGUMENT, message, argument.start, argument.end)
