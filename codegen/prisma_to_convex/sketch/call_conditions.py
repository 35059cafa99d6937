"""`where` and `orderBy` of a call -> tests and an order on columns, with arguments for their values."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Literal

from ..calls.call import AnyOf, CodeValue, Condition, NoneOf, Part, Related, RowOrder, Where
from ..convex.convex_schema import NUMBER, STRING, VSimple
from ..lowering.creation_order import CREATION_TIME, grows
from ..lowering.lowered import Lowered, LoweredModel
from .function_scope import FunctionScope
from .names_in_scope import capitalized
from .row_checks import RelatedReading, RowChecks
from .row_query import ColumnTest, Ordering, RowQuery
from .sketch_records import NotSketchable
from .table_columns import (
    TableColumn,
    argument_validator,
    column_of,
    comparable,
    literal,
    ordered,
)

_OPERATORS = frozenset({"equals", "in", "notIn", "not", "lt", "lte", "gt", "gte", "startsWith"})
_PARTS_OF_TEXT = frozenset({"contains", "endsWith"})
_FOLDED = frozenset({"equals", "contains", "startsWith", "endsWith"})
_LOOKED_AT = "No index looks into `{}`: each row is looked at. A search index finds words."
_ORDERED = frozenset({"lt", "lte", "gt", "gte"})
_SIGNS: dict[type[Part], str] = {AnyOf: "or", NoneOf: "not"}
_NO_ORDER = RowOrder()
_MOST_OPTIONAL = 8
"""More are a form of a search, such as all that a type allows: nobody writes a test for each."""
_IGNORES_CASE = frozenset({"mysql", "sqlserver"})


class CallConditions:
    """Of one function. `is_unique`: no key can be null, as in `findUnique`."""

    def __init__(self, lowered: Lowered, scope: FunctionScope, related: RelatedReading) -> None:
        self._lowered = lowered
        self._scope = scope
        self._provider = lowered.schema.provider
        self._checks = RowChecks(scope, self._tests_of, related)
        self._tables = {table.name: table for table in lowered.convex.tables}

    def query(
        self,
        model: LoweredModel,
        where: Where,
        order: RowOrder = _NO_ORDER,
        *,
        limit: str = "",
        prefix: str = "",
        fixed: tuple[ColumnTest, ...] = (),
        is_unique: bool = False,
    ) -> RowQuery:
        """`prefix` stands before the names of arguments; `fixed` are tests of a relation's key."""
        tests = tuple(self.tests(model, where, prefix, is_unique=is_unique))
        return RowQuery(
            table=self._tables[model.table],
            tests=(*fixed, *tests),
            order=tuple(self.order(model, order)),
            limit=limit,
            keys=tuple(_keys(model)),
            nullable=frozenset(
                one.name for one in model.fields.values() if one.field.arity == "optional"
            ),
        )

    def _tests_of(self, model: LoweredModel, where: Where, prefix: str) -> list[ColumnTest]:
        return list(self.tests(model, where, prefix))

    # ---- where ----------------------------------------------------------------------------------

    def tests(
        self, model: LoweredModel, where: Where, prefix: str = "", *, is_unique: bool = False
    ) -> Iterator[ColumnTest]:
        if where.certainty != "known":
            code = where.unresolved[0] if where.unresolved else "where"
            raise NotSketchable(f"a condition that the code does not show: {code}")
        where = _with_its_key(where, model) if is_unique else where
        optional = sum(one.is_optional for one in where.parts)
        if optional > _MOST_OPTIONAL:
            raise NotSketchable(f"{optional} conditions, each of which may be missing")
        for part in where.parts:
            yield self._test(model, part, prefix, is_unique)

    def _test(self, model: LoweredModel, part: Part, prefix: str, is_unique: bool) -> ColumnTest:
        match part:
            case AnyOf() | NoneOf() | Related() if part.is_optional:
                test = self._test(model, part._replace(is_optional=False), prefix, is_unique)
                about = part.field if isinstance(part, Related) else _SIGNS[type(part)]
                return self._checks.where_given(model, test, prefix, about)
            case AnyOf():
                return self._checks.any_of(model, part, prefix)
            case NoneOf():
                return self._checks.none_of(model, part, prefix)
            case Related():
                return self._checks.about_related(model, part, prefix)
            case Condition() if part.is_optional or (part.value.may_be_undefined and not is_unique):
                return self._optional(model, part, prefix)
            case Condition():
                return self._condition(model, part, prefix, is_unique)

    def _optional(self, model: LoweredModel, part: Condition, prefix: str) -> ColumnTest:
        """An argument that may be left out, and then there is no condition."""
        if part.value.kind == "null":
            test = self._condition(model, part._replace(is_optional=False), prefix, False)
            return self._checks.where_given(model, test, prefix, part.field)
        self._scope.note(
            f"Prisma drops the condition on `{part.field}` where its value is undefined: no index looks it up."
        )
        plain = part._replace(is_optional=False, value=CodeValue("expression", part.value.text))
        test = self._condition(model, plain, prefix, False, is_argument_optional=True)
        return self._checks.optional(model, test)

    def _condition(
        self,
        model: LoweredModel,
        part: Condition,
        prefix: str,
        is_unique: bool,
        *,
        is_argument_optional: bool = False,
    ) -> ColumnTest:
        if part.is_insensitive and part.operator not in _FOLDED:
            raise NotSketchable(f"{part.field} is compared without regard to case")
        if part.operator not in _OPERATORS | _PARTS_OF_TEXT:
            raise NotSketchable(f"no index looks into {part.field}: {part.operator}")
        column = comparable(column_of(model, part.field))
        if part.operator in _ORDERED or (part.operator == "startsWith" and not part.is_insensitive):
            ordered(column, self._provider)
        self._note(part, column)
        if part.operator == "not" and part.value.kind == "null":
            return ColumnTest(column, "present")
        if part.operator == "equals" and part.value.kind == "null":
            return self._is_null(column, part)
        is_key = is_unique and frozenset([column.name]) in _keys(model)
        return self._valued(part, column, prefix, is_key, is_argument_optional)

    def _valued(
        self,
        part: Condition,
        column: TableColumn,
        prefix: str,
        is_key: bool,
        is_argument_optional: bool,
    ) -> ColumnTest:
        if part.operator not in ("in", "notIn"):
            code = literal(part.value, column, self._lowered)
            if code:
                return ColumnTest(column, part.operator, code, ignores_case=part.is_insensitive)
        validator = argument_validator(column, part.operator)
        if (is_key and part.operator == "equals") or part.is_insensitive:
            validator = column.value
        name = _argument_name(prefix, part)
        code = self._scope.argument(name, validator, is_optional=is_argument_optional)
        is_nullable = (
            part.operator == "equals" and column.is_null_stored and validator != column.value
        )
        return ColumnTest(
            column=column,
            operator=part.operator,
            code=code,
            is_value_nullable=is_nullable,
            ignores_case=part.is_insensitive,
        )

    def _is_null(self, column: TableColumn, part: Condition) -> ColumnTest:
        if not column.is_nullable:
            raise NotSketchable(f"{part.field} is never null")
        if (
            column.lowered is not None
            and column.lowered.may_be_absent
            and column.lowered.takes_null
        ):
            raise NotSketchable(f"no value of {part.field} is null or a field that is not there")
        return ColumnTest(column, "equals", column.missing, is_value_nullable=True)

    def _note(self, part: Condition, column: TableColumn) -> None:
        if part.value.may_be_undefined:
            self._scope.note(
                f"Prisma drops the condition on `{part.field}` where its value is undefined; here it is required."
            )
        if part.is_insensitive or part.operator in _PARTS_OF_TEXT:
            self._scope.note(_LOOKED_AT.format(part.field))
        is_text = isinstance(column.value, VSimple) and column.value == STRING
        ignores = self._provider in _IGNORES_CASE or (
            self._provider == "sqlite" and part.operator in (*_PARTS_OF_TEXT, "startsWith")
        )
        if is_text and ignores and part.value.kind != "null":
            self._scope.note(f"The database ignores case in `{part.field}`; Convex does not.")

    # ---- order ----------------------------------------------------------------------------------

    def order(self, model: LoweredModel, order: RowOrder) -> Iterator[Ordering]:
        if order.certainty != "known":
            raise NotSketchable("the order is computed")
        for one in order.fields:
            if len(one.path) > 1:
                raise NotSketchable(f"an order by related rows: {'.'.join(one.path)}")
            if not one.direction or one.nulls not in ("", "first", "last"):
                raise NotSketchable("the order is computed")
            yield self.by_field(model, one.path[0], one.direction, one.nulls)

    def by_field(
        self,
        model: LoweredModel,
        name: str,
        direction: Literal["asc", "desc"] = "asc",
        nulls: str = "",
    ) -> Ordering:
        if name == model.replaced_id and grows(model.model.scalar(name)):
            self._scope.note(
                f"`{name}` grows from row to row: the order is that of `_creationTime`."
            )
            return Ordering(TableColumn(CREATION_TIME, NUMBER), direction)
        column = ordered(column_of(model, name), self._provider)
        return Ordering(column, direction, self._nulls(column, direction, nulls))

    def _nulls(
        self, column: TableColumn, direction: str, written: str
    ) -> Literal["first", "last", ""]:
        """PostgreSQL has nulls above all values, the others below."""
        if not column.is_nullable:
            return ""
        is_above = self._provider == "postgresql"
        is_last = written == "last" if written else is_above == (direction == "asc")
        return "last" if is_last else "first"

    # ---- take -----------------------------------------------------------------------------------

    def limit(self, take: CodeValue | None, prefix: str = "") -> str:
        """The code of `take`; empty where there is none."""
        if take is None:
            return ""
        if take.text.startswith("-"):
            raise NotSketchable("take counts from the end")
        if take.kind == "number" and take.text.isdigit():
            return str(int(take.text))
        if take.may_be_undefined:
            self._scope.note(
                "Prisma takes all rows where `take` is undefined; here it is required."
            )
        return self._scope.argument(f"{prefix}{'Take' if prefix else 'take'}", NUMBER)


def _with_its_key(where: Where, model: LoweredModel) -> Where:
    """Prisma Client refuses a call without a key: the only one that it may have, it has."""
    equal = [one for one in where.conditions if one.operator == "equals"]
    certain = {one.field for one in equal if not one.is_optional}
    equal_fields = {one.field for one in equal}
    indexes = [one for one in model.model.indexes if one.kind in ("id", "unique")]
    keys = [set(one.field_names) for one in indexes if one.where is None]
    possible = [key for key in keys if key <= equal_fields]
    if not possible or any(key <= certain for key in possible):
        return where
    if len(possible) > 1:
        raise NotSketchable("which of its keys finds the row depends on a value")
    return where._replace(
        parts=tuple(
            one._replace(is_optional=False) if one in equal and one.field in possible[0] else one
            for one in where.parts
        )
    )


def _keys(model: LoweredModel) -> Iterator[frozenset[str]]:
    for index in model.model.indexes:
        if index.kind in ("id", "unique") and index.where is None:
            names = [
                "_id" if name == model.replaced_id else model.fields[name].name
                for name in index.field_names
                if name == model.replaced_id or name in model.fields
            ]
            if len(names) == len(index.field_names):
                yield frozenset(names)


def _argument_name(prefix: str, part: Condition) -> str:
    """`createdAt` for equality, `createdAtGte`; behind a prefix `postsCreatedAtGte`."""
    suffix = "" if part.operator == "equals" else capitalized(part.operator)
    name = f"{prefix}{capitalized(part.field)}" if prefix else part.field
    return f"{name}{suffix}"
