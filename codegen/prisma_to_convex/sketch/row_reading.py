"""Rows that are asked for -> the statements that read them: index ranges, checks, a sort in code."""

from __future__ import annotations

from collections.abc import Sequence

from ..typescript.literals import WIDTH, ts_string, width
from .code_lines import (
    IndexCall,
    called,
    chain,
    chosen,
    condition,
)
from .function_scope import FunctionScope
from .row_query import CHECK, ColumnTest, Ordering, RowAccess, RowQuery, access_for
from .sketch_records import NotSketchable


class RowReading:
    """Reads rows into variables of one function."""

    def __init__(self, scope: FunctionScope) -> None:
        self._scope = scope

    def many(self, query: RowQuery, name: str, indent: int) -> list[str]:
        """`name` holds the rows, in their order."""
        access = access_for(query)
        if access.is_single:
            row = self._scope.names.new(f"{name}Found", "found")
            lines = self.one(query, row, indent)
            limit = f".slice(0, {query.limit})" if query.limit and query.limit != "1" else ""
            given = f"[{row}]{limit}"
            return [*lines, *chosen(f"const {name}", f"{row} === null", "[]", given, indent)]
        if not access.rest and access.among is None and not access.has_nulls_apart:
            return self._plain(query, access, name, indent)
        return self._collected(query, access, name, indent)

    def one(self, query: RowQuery, name: str, indent: int) -> list[str]:
        """`name` holds the row, or null: the first in order."""
        access = access_for(query)
        if access.is_single:
            return self._single(query, access, name, indent)
        is_plain = not access.rest and access.among is None and not access.has_nulls_apart
        if is_plain and access.is_ordered:
            calls = [*self._range(query, access), ".first()"]
            return chain(f"const {name} = await ", "ctx.db", calls, indent)
        rows = self._scope.names.new("rows", f"{name}Rows")
        first = f"const {name} = {rows}[0] ?? null;"
        return [
            *self.many(query._replace(limit="1"), rows, indent),
            f"{' ' * indent}{first}",
        ]

    # ---- one row by its key ---------------------------------------------------------------------

    def _single(self, query: RowQuery, access: RowAccess, name: str, indent: int) -> list[str]:
        first = access.equal[0]
        found = name
        if access.rest:
            found = self._scope.names.new(f"{name}ByKey", "byKey")
        if first.column.is_id:
            lines = called(
                f"const {found} = await ctx.db.get(",
                (ts_string(query.table.name), first.code),
                indent,
            )
        else:
            calls = [*self._range(query, access), ".unique()"]
            lines = chain(f"const {found} = await ", "ctx.db", calls, indent)
        if access.rest:
            misses = [f"{found} === null", *self._misses(access, found)]
            lines += chosen(f"const {name}", " || ".join(misses), "null", found, indent)
        return lines

    # ---- ranges ---------------------------------------------------------------------------------

    def _plain(self, query: RowQuery, access: RowAccess, name: str, indent: int) -> list[str]:
        if access.is_ordered:
            end = f".take({query.limit})" if query.limit else ".collect()"
            calls = [*self._range(query, access), end]
            return chain(f"const {name} = await ", "ctx.db", calls, indent)
        unsorted = self._scope.names.new("unsorted", f"{name}Unsorted")
        calls = [*self._range(query, access), ".collect()"]
        return [
            *chain(f"const {unsorted} = await ", "ctx.db", calls, indent),
            *self._sorted(query, unsorted, name, indent),
        ]

    def _range(
        self, query: RowQuery, access: RowAccess, extra: tuple[str, ...] = (), among: str = ""
    ) -> list[str | IndexCall]:
        calls: list[str | IndexCall] = [f".query({ts_string(query.table.name)})"]
        if access.index_name:
            bounds = [
                f".eq({ts_string(one.column.name)}, {among if one is access.among else one.code})"
                for one in access.equal
            ]
            bounds += [
                bound for one in _by_side(access.within) for bound in self._bounds(one, access)
            ]
            calls.append(IndexCall(access.index_name, (*bounds, *extra)))
        if access.ordered and query.order and _direction(query, access) == "desc":
            calls.append('.order("desc")')
        return calls

    def _bounds(self, test: ColumnTest, access: RowAccess) -> list[str]:
        """Null is below every value of an index: an upper bound alone would let it in."""
        column = ts_string(test.column.name)
        above_null = f".gt({column}, {test.column.missing})"
        match test.operator:
            case "present":
                return [above_null]
            case "startsWith":
                end = self._scope.prefix_end(test.code)
                return [f".gte({column}, {test.code})", f".lt({column}, {end})"]
            case operator:
                own = f".{operator}({column}, {test.code})"
                has_lower = any(one.operator in ("gt", "gte") for one in access.within)
                is_upper = operator in ("lt", "lte")
                needs_null_out = is_upper and not has_lower and test.column.is_nullable
                return [above_null, own] if needs_null_out else [own]

    # ---- several ranges, checks -----------------------------------------------------------------

    def _collected(self, query: RowQuery, access: RowAccess, name: str, indent: int) -> list[str]:
        """Rows pushed one by one, as far as the limit where they come in order."""
        is_final = access.is_ordered
        rows = name if is_final else self._scope.names.new("unsorted", f"{name}Unsorted")
        limit = query.limit if is_final else ""
        lines = [f"{' ' * indent}const {rows}: {self._scope.document(query.table.name)}[] = [];"]
        if access.among is not None:
            lines += self._each_value(query, access, rows, limit, indent)
        elif access.has_nulls_apart:
            lines += self._apart(query, access, rows, limit, indent)
        else:
            lines += self._each_row(query, access, rows, limit, (), "", indent)
        if not is_final:
            lines += self._sorted(query, rows, name, indent)
        return lines

    def _each_value(
        self, query: RowQuery, access: RowAccess, rows: str, limit: str, indent: int
    ) -> list[str]:
        assert access.among is not None
        pad = " " * indent
        column = access.among.column
        value = self._scope.names.new(
            "oneId" if column.is_id else column.name, f"{column.name}Value"
        )
        lines = [f"{pad}for (const {value} of new Set({access.among.code})) {{"]
        if column.is_id:
            row = self._scope.names.new("row")
            table = ts_string(query.table.name)
            lines += called(f"const {row} = await ctx.db.get(", (table, value), indent + 2)
            misses = [f"{row} === null", *self._misses(access, row)]
            lines += condition(misses, ["continue;"], indent + 2)
            lines.append(f"{pad}  {rows}.push({row});")
        else:
            is_counted = bool(limit) and not access.rest
            left = f"{limit} - {rows}.length" if is_counted else limit
            lines += self._each_row(query, access, rows, left, (), value, indent + 2)
        lines.append(f"{pad}}}")
        if limit and column.is_id:
            lines.append(f"{pad}{rows}.splice({limit});")
        return lines

    def _apart(
        self, query: RowQuery, access: RowAccess, rows: str, limit: str, indent: int
    ) -> list[str]:
        """First the rows with a value, then those without; or the other way round."""
        first = next(one for one in query.order if one.column.name == access.ordered[0])
        column, missing = ts_string(first.column.name), first.column.missing
        values, none = (f".gt({column}, {missing})",), (f".eq({column}, {missing})",)
        parts = (values, none) if first.nulls == "last" else (none, values)
        lines: list[str] = []
        for number, extra in enumerate(parts):
            is_later = bool(limit and number and not access.rest)
            left = f"{limit} - {rows}.length" if is_later else limit
            lines += self._each_row(query, access, rows, left, extra, "", indent)
        return lines

    def _each_row(
        self,
        query: RowQuery,
        access: RowAccess,
        rows: str,
        limit: str,
        extra: tuple[str, ...],
        among: str,
        indent: int,
    ) -> list[str]:
        """Pushes the rows of one range that pass. Behind each is looked whether they are enough."""
        pad = " " * indent
        calls = self._range(query, access, extra, among)
        if not access.rest:
            part = self._scope.names.new("part")
            end = f".take({limit})" if limit else ".collect()"
            lines = chain(f"const {part} = await ", "ctx.db", [*calls, end], indent)
            return [*lines, f"{pad}{rows}.push(...{part});"]
        range_, row = self._scope.names.new("range"), self._scope.names.new("row")
        is_ordered = isinstance(calls[-1], str) and calls[-1].startswith(".order(")
        every = [_EVERY] if _is_short(calls) and not is_ordered else []
        lines = chain(f"const {range_} = ", "ctx.db", [*calls, *every], indent)
        lines.append(f"{pad}for await (const {row} of {range_}) {{")
        if limit:
            lines += condition([f"{rows}.length >= {limit}"], ["break;"], indent + 2)
        for test in access.rest:
            lines += condition(self.fails(test, row), ["continue;"], indent + 2)
        return [*lines, f"{pad}  {rows}.push({row});", f"{pad}}}"]

    def _misses(self, access: RowAccess, row: str) -> list[str]:
        return [part for test in access.rest for part in self.fails(test, row)]

    def fails(self, test: ColumnTest, row: str) -> list[str]:
        """The row does not pass where one of these holds; null passes nothing but a look for null."""
        if test.operator == CHECK:
            return [f"!({test.code}({row}))" if " " in test.code else f"!{test.code}({row})"]
        own, column, code = _own(test, row), test.column, _compared(test)
        missing = [column.is_missing_in(row)] if column.is_nullable else []
        match test.operator:
            case "equals" if test.code == column.missing:
                return [f"{own} !== {column.missing}"]
            case "equals":
                return [f"{own} !== {code}"]
            case "present":
                return missing
            case "not":
                return [*missing, f"{own} === {code}"]
            case "in":
                return [*missing, f"!{test.code}.includes({own})"]
            case "notIn" if missing:
                helper = self._scope.helper("isNoneOf")
                return [f"!{helper}({own}, {test.code})"]
            case "notIn":
                return [f"{test.code}.includes({own})"]
            case "contains" | "startsWith" | "endsWith" as operator:
                return [*missing, f"!{own}.{_METHODS[operator]}({code})"]
            case operator:
                sign = {"gt": "<=", "gte": "<", "lt": ">=", "lte": ">"}[operator]
                compare = self._scope.helper("compareValues")
                return [*missing, f"{compare}({own}, {test.code}) {sign} 0"]

    def holds(self, test: ColumnTest, row: str) -> list[str]:
        """The row passes where all of these hold."""
        if test.operator == CHECK:
            return [f"({test.code}({row}))" if " " in test.code else f"{test.code}({row})"]
        own, column, code = _own(test, row), test.column, _compared(test)
        present = [column.is_present_in(row)] if column.is_nullable else []
        match test.operator:
            case "equals" if test.code == column.missing:
                return [f"{own} === {column.missing}"]
            case "equals":
                return [f"{own} === {code}"]
            case "present":
                return present or ["true"]
            case "not":
                return [*present, f"{own} !== {code}"]
            case "in":
                return [*present, f"{test.code}.includes({own})"]
            case "notIn" if present:
                return [f"{self._scope.helper('isNoneOf')}({own}, {test.code})"]
            case "notIn":
                return [f"!{test.code}.includes({own})"]
            case "contains" | "startsWith" | "endsWith" as operator:
                return [*present, f"{own}.{_METHODS[operator]}({code})"]
            case operator:
                sign = {"gt": ">", "gte": ">=", "lt": "<", "lte": "<="}[operator]
                compare = self._scope.helper("compareValues")
                return [*present, f"{compare}({own}, {test.code}) {sign} 0"]

    def denies(self, test: ColumnTest, row: str) -> list[str]:
        """The condition is false, not only unknown, where all of these hold."""
        own, column, code = _own(test, row), test.column, _compared(test)
        present = [column.is_present_in(row)] if column.is_nullable else []
        match test.operator:
            case "equals" if test.code == column.missing:
                return present or ["true"]
            case "equals":
                return [*present, f"{own} !== {code}"]
            case "present":
                return [column.is_missing_in(row)] if present else ["false"]
            case "not":
                return [*present, f"{own} === {code}"]
            case "in":
                raise NotSketchable("the contrary of a list")
            case "notIn":
                return [*present, f"{test.code}.includes({own})"]
            case "contains" | "startsWith" | "endsWith" as operator:
                return [*present, f"!{own}.{_METHODS[operator]}({code})"]
            case operator:
                sign = {"gt": "<=", "gte": "<", "lt": ">=", "lte": ">"}[operator]
                compare = self._scope.helper("compareValues")
                return [*present, f"{compare}({own}, {test.code}) {sign} 0"]

    # ---- order ----------------------------------------------------------------------------------

    def _sorted(self, query: RowQuery, rows: str, name: str, indent: int) -> list[str]:
        head = f"const {name} = {self._scope.helper('inOrder')}({rows}, "
        if not query.limit:
            return ordered_call(head, query.order, indent)
        cut = f".slice(0, {query.limit})"
        whole = ordered_call(head, query.order, indent, f"){cut};")
        if len(whole) == 1:
            return whole
        sorted_ = self._scope.names.new("sorted", f"{name}Sorted")
        return [
            *self._sorted(query._replace(limit=""), rows, sorted_, indent),
            f"{' ' * indent}const {name} = {sorted_}{cut};",
        ]


def ordered_call(head: str, order: Sequence[Ordering], indent: int, tail: str = ");") -> list[str]:
    """A call whose last argument is the order; `head` ends where it begins."""
    pad, entries = " " * indent, [_order_entry(one) for one in order]
    one_line = f"{pad}{head}[{', '.join(entries)}]{tail}"
    if width(one_line) <= WIDTH and len(entries) == 1:
        return [one_line]
    return [f"{pad}{head}[", *(f"{pad}  {entry}," for entry in entries), f"{pad}]{tail}"]


_METHODS = {"contains": "includes", "startsWith": "startsWith", "endsWith": "endsWith"}


def _own(test: ColumnTest, row: str) -> str:
    """The row's value; of a text whose case does not matter, that in small letters."""
    own = f"{row}.{test.column.name}"
    if not test.ignores_case:
        return own
    may_be_missing = test.column.is_nullable and test.operator == "equals"
    return f"{own}?.toLowerCase()" if may_be_missing else f"{own}.toLowerCase()"


def _compared(test: ColumnTest) -> str:
    return f"{test.code}.toLowerCase()" if test.ignores_case else test.code


_EVERY = '.order("asc")'


def _is_short(calls: Sequence[str | IndexCall]) -> bool:
    return len(calls) <= 2


def _by_side(tests: tuple[ColumnTest, ...]) -> list[ColumnTest]:
    """Lower bounds first, as Convex wants them."""
    return sorted(tests, key=lambda one: one.operator in ("lt", "lte"))


def _direction(query: RowQuery, access: RowAccess) -> str:
    return next(one.direction for one in query.order if one.column.name == access.ordered[0])


def _order_entry(one: Ordering) -> str:
    nulls = f', nulls: "{one.nulls}"' if one.nulls else ""
    return f'{{ field: {ts_string(one.column.name)}, direction: "{one.direction}"{nulls} }}'
