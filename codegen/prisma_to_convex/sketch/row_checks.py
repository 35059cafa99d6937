"""Conditions that no index looks up -> functions beside the handler that say whether a row passes.

`OR`, `NOT`, related rows, and conditions that some calls do without. SQL has three truths: a comparison with null is
neither true nor false, so what must be false is not what is not true.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from typing import Protocol

from ..calls.call import AnyOf, Condition, NoneOf, Part, Related, Where
from ..convex.convex_schema import NULL, VArray, VObject
from ..lowering.lowered import LoweredModel
from .code_lines import closure, condition
from .function_scope import FunctionScope
from .names_in_scope import camel, capitalized
from .row_query import CHECK, ColumnTest
from .row_reading import RowReading
from .sketch_records import NotSketchable
from .table_columns import TableColumn

_INDENT = 4
_PAD = " " * _INDENT
CHECKED = TableColumn("", NULL)
"""The column of a test that is of none."""

TestsOf = Callable[[LoweredModel, Where, str], Sequence[ColumnTest]]


class RelatedReading(Protocol):
    """What the checks need of `related_rows`."""

    def target(self, name: str) -> LoweredModel: ...

    def referring_rows(
        self,
        model: LoweredModel,
        target: LoweredModel,
        field: str,
        row: str,
        name: str,
        indent: int,
    ) -> list[str]:
        """`name` holds all related rows."""

    def related_row(
        self,
        model: LoweredModel,
        target: LoweredModel,
        field: str,
        row: str,
        name: str,
        indent: int,
    ) -> list[str]:
        """`name` holds the related row, or null."""


class RowChecks:
    """Of one function. `tests_of` makes tests of conditions, behind a prefix for the names of arguments."""

    def __init__(self, scope: FunctionScope, tests_of: TestsOf, related: RelatedReading) -> None:
        self._scope = scope
        self._tests_of = tests_of
        self._related = related
        self._reading = RowReading(scope)

    def any_of(self, model: LoweredModel, part: AnyOf, prefix: str) -> ColumnTest:
        """A row passes where one of the branches holds."""
        self._scope.note(
            "`OR` is checked row by row: where many rows are read for it, read a range for each branch."
        )
        row = self._row()
        lines: list[str] = []
        for number, branch in enumerate(part.branches):
            if number in part.repeated:
                lines += self._any_item(model, branch, prefix, row)
                continue
            given = (
                [self._scope.flag("or", prefix, _named(branch))] if number in part.omitted else []
            )
            holds = [*given, *self._holding(model, branch, prefix, row)]
            lines += condition(holds or ["true"], ["return true;"], _INDENT + 2, "&&")
        return self._made("hasOne", model, row, [*lines, f"{_PAD}  return false;"])

    def _holding(self, model: LoweredModel, where: Where, prefix: str, row: str) -> list[str]:
        tests = self._tests_of(model, where, prefix)
        return [one for test in tests for one in self._reading.holds(test, row)]

    def _any_item(self, model: LoweredModel, branch: Where, prefix: str, row: str) -> list[str]:
        """A branch for each item of a list: the list is an argument."""
        item, made = self._scope.names.new("choice"), len(self._scope.checks)
        with self._scope.items(item) as fields:
            holds = self._holding(model, branch, prefix, row)
        if len(self._scope.checks) > made:
            raise NotSketchable("OR: a list of conditions that are more than a comparison each")
        if not fields:
            given = self._scope.flag("or", prefix, _named(branch))
            return condition([given, *holds], ["return true;"], _INDENT + 2, "&&")
        validator = VArray(VObject(tuple(fields)))
        values = self._scope.argument(camel("any", prefix, _named(branch)), validator)
        return [
            f"{_PAD}  for (const {item} of {values}) {{",
            *condition(holds, ["return true;"], _INDENT + 4, "&&"),
            f"{_PAD}  }}",
        ]

    def where_given(self, model: LoweredModel, test: ColumnTest, *words: str) -> ColumnTest:
        """A row passes where the call does without the condition, which an argument says."""
        self._scope.note(
            "`with...` and `or...` say which conditions a call has; what it does without is given all the same."
        )
        given, row = self._scope.flag("with", *words), self._row()
        lines = [
            *condition([f"!{given}"], ["return true;"], _INDENT + 2),
            *condition(self._reading.fails(test, row), ["return false;"], _INDENT + 2),
            f"{_PAD}  return true;",
        ]
        return self._made(camel("fits", *words), model, row, lines)

    def none_of(self, model: LoweredModel, part: NoneOf, prefix: str) -> ColumnTest:
        """A row passes where one of the conditions is false, which it is not where it meets null."""
        row = self._row()
        lines = [*self._denials(model, part.where, prefix, row), f"{_PAD}  return false;"]
        return self._made("isNone", model, row, lines)

    def optional(self, model: LoweredModel, test: ColumnTest) -> ColumnTest:
        """A row passes where the argument is not given."""
        row = self._row()
        lines = [
            *condition([f"{test.code} === undefined"], ["return true;"], _INDENT + 2),
            *condition(self._reading.fails(test, row), ["return false;"], _INDENT + 2),
            f"{_PAD}  return true;",
        ]
        return self._made(f"fits{capitalized(test.column.name)}", model, row, lines)

    # ---- related rows ---------------------------------------------------------------------------

    def about_related(self, model: LoweredModel, part: Related, prefix: str) -> ColumnTest:
        target = self._related.target(part.target)
        row = self._row()
        given = f"{prefix}{capitalized(part.field)}" if prefix else part.field
        match part.quantifier:
            case "some" | "none":
                lines = self._any_row(model, target, part, given, row)
            case "every":
                lines = self._every_row(model, target, part, given, row)
            case _:
                lines = self._one_row(model, target, part, given, row)
        verb = "lacks" if part.quantifier in ("none", "isNot") else "has"
        return self._made(camel(verb, part.field), model, row, lines)

    def _any_row(
        self, model: LoweredModel, target: LoweredModel, part: Related, given: str, row: str
    ) -> list[str]:
        rows, one = self._scope.names.new(f"{part.field}Found"), self._scope.names.new("related")
        yes, no = ("true", "false") if part.quantifier == "some" else ("false", "true")
        lines = self._related.referring_rows(model, target, part.field, row, rows, _INDENT + 2)
        tests = self._tests_of(target, part.where, given)
        holds = [text for test in tests for text in self._reading.holds(test, one)]
        if not holds:
            sign = ">" if part.quantifier == "some" else "==="
            return [*lines, f"{_PAD}  return {rows}.length {sign} 0;"]
        return [
            *lines,
            f"{_PAD}  for (const {one} of {rows}) {{",
            *condition(holds, [f"return {yes};"], _INDENT + 4, "&&"),
            f"{_PAD}  }}",
            f"{_PAD}  return {no};",
        ]

    def _every_row(
        self, model: LoweredModel, target: LoweredModel, part: Related, given: str, row: str
    ) -> list[str]:
        rows, one = self._scope.names.new(f"{part.field}Found"), self._scope.names.new("related")
        lines = self._related.referring_rows(model, target, part.field, row, rows, _INDENT + 2)
        denials = self._denials(target, part.where, given, one, "return false;")
        return [
            *lines,
            f"{_PAD}  for (const {one} of {rows}) {{",
            *(f"  {line}" for line in denials),
            f"{_PAD}  }}",
            f"{_PAD}  return true;",
        ]

    def _one_row(
        self, model: LoweredModel, target: LoweredModel, part: Related, given: str, row: str
    ) -> list[str]:
        one = self._scope.names.new(f"{part.field}Found")
        lines = self._related.related_row(model, target, part.field, row, one, _INDENT + 2)
        tests = self._tests_of(target, part.where, given)
        if part.quantifier == "isNot" and any(map(_is_either, tests)):
            raise NotSketchable(f"{part.field}.isNot of what may be null")
        no, yes = ("false", "true") if part.quantifier == "is" else ("true", "false")
        misses = [text for test in tests for text in self._reading.fails(test, one)]
        return [
            *lines,
            *condition([f"{one} === null", *misses], [f"return {no};"], _INDENT + 2),
            f"{_PAD}  return {yes};",
        ]

    # ---- what is false --------------------------------------------------------------------------

    def _denials(
        self,
        model: LoweredModel,
        where: Where,
        prefix: str,
        row: str,
        then: str = "return true;",
    ) -> Iterator[str]:
        """Statements that leave where a condition is false."""
        if not where.parts or not all(isinstance(one, Condition) for one in where.parts):
            raise NotSketchable("the contrary of OR, NOT or of a condition on related rows")
        for test in self._tests_of(model, where, prefix):
            if test.operator == CHECK:
                raise NotSketchable("the contrary of a condition that may be missing")
            yield from condition(self._reading.denies(test, row), [then], _INDENT + 2, "&&")

    # ---- the function ---------------------------------------------------------------------------

    def _row(self) -> str:
        return self._scope.names.new("candidate")

    def _made(self, name: str, model: LoweredModel, row: str, lines: Sequence[str]) -> ColumnTest:
        called = self._scope.names.new(name)
        is_async = any("await " in line for line in lines)
        parameter = f"{row}: {self._scope.document(model.table)}"
        self._scope.checks += [
            *closure(called, parameter, is_async=is_async, indent=_INDENT).split("\n"),
            *lines,
            f"{_PAD}}};",
        ]
        return ColumnTest(CHECKED, CHECK, f"await {called}" if is_async else called)


def _is_either(test: ColumnTest) -> bool:
    """Whether null is treated differently after `isNot`: Prisma Client reads with a join, where it does not pass, and
    writes with NOT IN, where it does.
    """
    return test.column.is_nullable or test.operator == CHECK


_MOST_NAMED = 3


def _named(where: Where) -> str:
    """What a branch is about: `userIdAndTeamId`."""
    names = [_name(part) for part in where.parts]
    return "And".join(dict.fromkeys(map(capitalized, names[:_MOST_NAMED])))


def _name(part: Part) -> str:
    match part:
        case Condition(field) | Related(field):
            return field
        case AnyOf():
            return "or"
        case NoneOf():
            return "not"
