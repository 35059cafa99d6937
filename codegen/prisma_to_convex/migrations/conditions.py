"""A condition of SQL as one of TypeScript that lets the same rows through, or None where none is sure to.

Long, as it is one recursion: each kind of expression calls all others.

SQL knows three answers: a CHECK lets a row through unless its condition is *false*. So each condition
is asked for with what counts beside true: `yes(e, unknown=True)` is "not false". Null is `null` or an
absent field: `doc.a == null` finds both.

The text is parsed by sqlglot, which is imported when there is a condition to translate, not before.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, Literal, TypeAlias

from prisma_schema_parser.records import NamedTuple

from ..typescript.literals import ts_string
from .dialects import SqlDialect
from .known_values import UNKNOWN_VALUES, Values, among, compared, lengths
from .patterns import like, regex

if TYPE_CHECKING:
    from sqlglot import exp

Holds: TypeAlias = Literal[
    "number", "bigint", "decimal", "text", "enum", "boolean", "list", "other"
]


class ConditionColumn(NamedTuple):
    """A column as the document has it: `code` reads it.

    `values` are the stored texts of an enum by the database's. `is_exact`: a decimal that a number of
    JavaScript tells from its neighbours. `allowed`: all that the validator lets in beside null, as TypeScript, if
    that is a union of literals.
    """

    code: str
    holds: Holds
    is_nullable: bool
    values: Mapping[str, str] = {}
    is_exact: bool = False
    allowed: Values = UNKNOWN_VALUES


class Translated(NamedTuple):
    """`note` says what TypeScript asks more strictly than the database did."""

    code: str
    note: str = ""


_LONGEST = 4_000
_DEEPEST = 40


def passes(
    sql: str, dialect: SqlDialect, columns: Mapping[str, ConditionColumn]
) -> Translated | None:
    """For a CHECK: true where the condition is not false. `columns` by the dialect's key."""
    return _translated(sql, dialect, columns, unknown=True)


def holds(
    sql: str, dialect: SqlDialect, columns: Mapping[str, ConditionColumn]
) -> Translated | None:
    """For the WHERE of an index: true where the condition is true."""
    return _translated(sql, dialect, columns, unknown=False)


def _translated(
    sql: str, dialect: SqlDialect, columns: Mapping[str, ConditionColumn], *, unknown: bool
) -> Translated | None:
    parsed = _parsed(sql, dialect)
    if parsed is None:
        return None
    writer = _Writer(dialect, columns)
    try:
        found = writer.yes(parsed, negated=False, unknown=unknown)
    except (_Untranslatable, RecursionError):
        return None
    return Translated(found.text, writer.note)


def _parsed(sql: str, dialect: SqlDialect) -> exp.Expr | None:
    if len(sql) > _LONGEST or _depth(sql) > _DEEPEST:
        return None
    import logging

    from sqlglot import parse_one
    from sqlglot.errors import SqlglotError

    logging.getLogger("sqlglot").setLevel(logging.CRITICAL)
    try:
        return parse_one(sql, dialect=dialect.name)
    except (SqlglotError, RecursionError, ValueError):
        return None


def _depth(sql: str) -> int:
    deepest = depth = 0
    for char in sql:
        depth += (char in "([") - (char in ")]")
        deepest = max(deepest, depth)
    return deepest + sql.upper().count("NOT NOT") + sql.upper().count("CASE")


class _Untranslatable(Exception):
    """Nothing that is sure to mean the same."""


# ---- code ---------------------------------------------------------------------------------------

_OR, _AND, _COMPARED, _ADDED, _TIMES, _ATOM = range(1, 7)


class _Code(NamedTuple):
    """A text and how tightly it holds together."""

    text: str
    level: int

    def under(self, level: int) -> str:
        return self.text if self.level >= level else f"({self.text})"


_TRUE, _FALSE = _Code("true", _ATOM), _Code("false", _ATOM)


def _all(parts: Sequence[_Code]) -> _Code:
    if _FALSE in parts:
        return _FALSE
    left = list(dict.fromkeys(part for part in parts if part != _TRUE))
    if len(left) < 2:
        return left[0] if left else _TRUE
    return _Code(" && ".join(part.under(_AND) for part in left), _AND)


def _any(parts: Sequence[_Code]) -> _Code:
    if _TRUE in parts:
        return _TRUE
    left = list(dict.fromkeys(part for part in parts if part != _FALSE))
    if len(left) < 2:
        return left[0] if left else _FALSE
    # A reader is glad of parentheses around && inside ||.
    texts = (
        _said_once(part, left) if part.level == _OR else part.under(_COMPARED) for part in left
    )
    return _Code(" || ".join(texts), _OR)


def _said_once(part: _Code, others: Sequence[_Code]) -> str:
    """`a || b` beside another `a`, as `b`."""
    text = part.text
    for one in others:
        if one.level != _OR:
            text = text.removeprefix(f"{one.under(_COMPARED)} || ")
    return text


class _Value(NamedTuple):
    """A value of SQL: `nulls` are the conditions under which it is null.

    `literal` has what a constant says, `values` the stored texts of an enum, `is_exact` and `allowed` as in the column.
    """

    code: _Code
    holds: Holds
    nulls: tuple[_Null, ...] = ()
    literal: str | None = None
    values: Mapping[str, str] = {}
    is_exact: bool = False
    allowed: Values = UNKNOWN_VALUES


class _Null(NamedTuple):
    yes: str
    no: str


_OPERATORS = {"GT": ">", "GTE": ">=", "LT": "<", "LTE": "<=", "EQ": "===", "NEQ": "!=="}
_INVERSE = {">": "<=", ">=": "<", "<": ">=", "<=": ">", "===": "!==", "!==": "==="}
_MIRRORED = {">": "<", ">=": "<=", "<": ">", "<=": ">=", "===": "===", "!==": "!=="}
_IGNORES_CASE = frozenset({"mysql", "tsql"})


class _Writer:
    def __init__(self, dialect: SqlDialect, columns: Mapping[str, ConditionColumn]) -> None:
        self.dialect, self.columns = dialect, columns
        self.note = ""

    # ---- conditions ----

    def yes(self, e: exp.Expr, *, negated: bool, unknown: bool) -> _Code:
        """True where the condition (or, `negated`, its opposite) is true; and where it is unknown, if so asked."""
        name = type(e).__name__
        if e.args.get("negate"):
            plain = e.copy()
            plain.set("negate", None)
            return self.yes(plain, negated=not negated, unknown=unknown)
        if name == "Paren":
            return self.yes(e.this, negated=negated, unknown=unknown)
        if name == "Not":
            return self.yes(e.this, negated=not negated, unknown=unknown)
        if name == "Or":
            for membership in _memberships(e):
                found = self._among(*membership, False, unknown != negated)
                if found == _TRUE:
                    return _FALSE if negated else _TRUE
        if name in ("And", "Or"):
            parts = [
                self.yes(part, negated=negated, unknown=unknown) for part in (e.this, e.expression)
            ]
            return _all(parts) if (name == "And") != negated else _any(parts)
        if name == "Boolean":
            return _TRUE if bool(e.this) != negated else _FALSE
        if name == "Null":
            return _TRUE if unknown else _FALSE
        read = getattr(self, f"_{name.lower()}", None) if name in _CONDITIONS else None
        if read is not None:
            found = read(e, negated, unknown)
            assert isinstance(found, _Code)
            return found
        if name in _OPERATORS:
            return self._compared(e, _OPERATORS[name], negated, unknown)
        return self._truth(e, negated, unknown)

    def _truth(self, e: exp.Expr, negated: bool, unknown: bool) -> _Code:
        """A value that is a condition by itself."""
        value = self.value(e)
        if value.holds != "boolean":
            raise _Untranslatable
        text = value.code.under(_ATOM)
        return _guarded(_Code(f"!{text}" if negated else text, _ATOM), value.nulls, unknown)

    def _compared(self, e: exp.Expr, operator: str, negated: bool, unknown: bool) -> _Code:
        if type(e.expression).__name__ == "Any":
            return self._among(e.this, _any_of(e.expression), negated, unknown, operator)
        left, right = self.value(e.this), self.value(e.expression)
        return self._pair(left, right, _INVERSE[operator] if negated else operator, unknown)

    def _pair(self, left: _Value, right: _Value, operator: str, unknown: bool) -> _Code:
        if "null" in (left.literal, right.literal):
            return _TRUE if unknown else _FALSE
        left, right = self._alike(left, right), self._alike(right, left)
        code = self._operation(left, right, operator)
        return _guarded(code, (*left.nulls, *right.nulls), unknown)

    def _operation(self, left: _Value, right: _Value, operator: str) -> _Code:
        kinds = {left.holds, right.holds}
        is_order = operator not in ("===", "!==")
        if (
            len(kinds) > 1
            or kinds & {"list", "other"}
            or (is_order and kinds & {"text", "enum", "boolean"})
        ):
            raise _Untranslatable
        if kinds == {"decimal"}:
            left, right = _as_numbers(left, right)
        decided = self._decided(left, right, operator)
        if decided is not None:
            return _TRUE if decided else _FALSE
        if kinds == {"text"} and self.dialect.name in _IGNORES_CASE:
            self.note = "letter case counts here, which it did not in the database"
        if (
            kinds == {"boolean"}
            and operator in ("===", "!==")
            and right.literal in ("true", "false")
        ):
            is_true = (right.literal == "true") == (operator == "===")
            text = left.code.under(_ATOM)
            return left.code if is_true else _Code(f"!{text}", _ATOM)
        text = f"{left.code.under(_ADDED)} {operator} {right.code.under(_ADDED)}"
        return _Code(text, _COMPARED)

    def _decided(self, left: _Value, right: _Value, operator: str) -> bool | None:
        """What the comparison with a constant is for all that the validator lets in."""
        if left.literal is not None:
            left, right, operator = right, left, _MIRRORED[operator]
        if right.literal is None or not left.allowed:
            return None
        return compared(
            left.allowed, operator, right.code.text, ignores_case=self.dialect.name in _IGNORES_CASE
        )

    def _alike(self, one: _Value, other: _Value) -> _Value:
        """A constant in the form of what it is compared with."""
        literal = one.literal
        if literal is None or one.holds == other.holds == "text":
            return one
        if other.holds == "bigint" and one.holds == "number" and literal.lstrip("-").isdigit():
            return one._replace(code=_Code(f"{literal}n", _ATOM), holds="bigint")
        if other.holds == "decimal" and one.holds == "number":
            return one._replace(holds="decimal", is_exact=len(literal.strip("-0.")) <= 15)
        if other.holds == "enum" and one.holds == "text":
            stored = other.values.get(literal)
            if stored is None:
                raise _Untranslatable
            return one._replace(code=_Code(ts_string(stored), _ATOM), holds="enum")
        if other.holds == "boolean" and literal in ("0", "1"):
            word = "true" if literal == "1" else "false"
            return _Value(_Code(word, _ATOM), "boolean", literal=word)
        return one

    def _is(self, e: exp.Expr, negated: bool, unknown: bool) -> _Code:
        what = type(e.expression).__name__
        if what == "Null":
            return self._null(e.this, negated)
        if what == "Boolean":  # IS TRUE is never unknown
            wants = bool(e.expression.this)
            inner = self.yes(e.this, negated=not wants, unknown=False)
            return _not(inner) if negated else inner
        raise _Untranslatable

    def _null(self, e: exp.Expr, negated: bool) -> _Code:
        value = self.value(e)
        if not value.nulls:
            return _TRUE if negated else _FALSE
        parts = [_Code(one.no if negated else one.yes, _COMPARED) for one in value.nulls]
        return _all(parts) if negated else _any(parts)

    def _in(self, e: exp.Expr, negated: bool, unknown: bool) -> _Code:
        if e.args.get("query") or e.args.get("unnest") or e.args.get("field"):
            raise _Untranslatable
        return self._among(e.this, e.expressions, negated, unknown)

    def _among(
        self,
        e: exp.Expr,
        members: Sequence[exp.Expr],
        negated: bool,
        unknown: bool,
        operator: str = "===",
    ) -> _Code:
        if operator != "===":
            raise _Untranslatable
        has_null = any(type(one).__name__ == "Null" for one in members)
        if has_null and (unknown if not negated else not unknown):
            # One null among them: never false, or (negated) never true.
            return _TRUE if unknown else _FALSE
        value = self.value(e)
        pairs = [
            self._pair(value._replace(nulls=()), self.value(one), "===", False)
            for one in members
            if type(one).__name__ != "Null"
        ]
        found = _any(pairs)
        decided = self._all_among(value, members)
        if decided is not None:
            found = _TRUE if decided else _FALSE
        elif len(pairs) > 2 and all(self.value(one).literal is not None for one in members):
            found = self._list(value, members)
        return _guarded(_not(found) if negated else found, value.nulls, unknown)

    def _all_among(self, value: _Value, members: Sequence[exp.Expr]) -> bool | None:
        """Whether all that the validator lets in is among constants."""
        given = [
            self._alike(self.value(one), value) for one in members if type(one).__name__ != "Null"
        ]
        if not value.allowed or any(one.literal is None for one in given):
            return None
        constants = [one.code.text for one in given]
        return among(value.allowed, constants, ignores_case=self.dialect.name in _IGNORES_CASE)

    def _list(self, value: _Value, members: Sequence[exp.Expr]) -> _Code:
        given = [
            self._alike(self.value(one), value) for one in members if type(one).__name__ != "Null"
        ]
        if any(one.holds != value.holds or one.nulls for one in given) or value.holds == "decimal":
            raise _Untranslatable
        inside = ", ".join(one.code.text for one in given)
        return _Code(f"[{inside}].includes({value.code.text})", _ATOM)

    def _between(self, e: exp.Expr, negated: bool, unknown: bool) -> _Code:
        value, low, high = self.value(e.this), self.value(e.args["low"]), self.value(e.args["high"])
        if e.args.get("symmetric"):
            raise _Untranslatable
        ends = [(value, low, "<" if negated else ">="), (value, high, ">" if negated else "<=")]
        parts = [self._pair(*one, unknown) for one in ends]
        return _any(parts) if negated else _all(parts)

    def _nullsafeeq(self, e: exp.Expr, negated: bool, unknown: bool) -> _Code:
        """IS NOT DISTINCT FROM: two nulls are alike, and the answer is never unknown."""
        left, right = self.value(e.this), self.value(e.expression)
        for one, other in ((left, e.expression), (right, e.this)):
            if one.literal == "null":
                return self._null(other, negated)
        equal = self._pair(left._replace(nulls=()), right._replace(nulls=()), "===", False)
        ends = [_any([_Code(one.yes, _COMPARED) for one in side.nulls]) for side in (left, right)]
        both = _all([*ends, _TRUE])
        none = _all([*map(_not, ends), equal])
        found = _any([both, none])
        return _not(found) if negated else found

    def _nullsafeneq(self, e: exp.Expr, negated: bool, unknown: bool) -> _Code:
        return self._nullsafeeq(e, not negated, unknown)

    def _xor(self, e: exp.Expr, negated: bool, unknown: bool) -> _Code:
        left, right = self._definite(e.this), self._definite(e.expression)
        return _Code(
            f"{left.under(_ADDED)} {'===' if negated else '!=='} {right.under(_ADDED)}", _COMPARED
        )

    def _case(self, e: exp.Expr, negated: bool, unknown: bool) -> _Code:
        """The first WHEN that is true decides."""
        default = e.args.get("default")
        rest = (
            self.yes(default, negated=negated, unknown=unknown)
            if default is not None
            else _TRUE if unknown else _FALSE
        )
        if e.this is not None:
            raise _Untranslatable
        for one in reversed(e.args["ifs"]):
            when = self.yes(one.this, negated=False, unknown=False)
            then = self.yes(one.args["true"], negated=negated, unknown=unknown)
            rest = _Code(
                f"{when.under(_COMPARED)} ? {then.under(_COMPARED)} : {rest.under(_COMPARED)}", 0
            )
        return _Code(f"({rest.text})", _ATOM)

    # ---- patterns ----

    def _escape(self, e: exp.Expr, negated: bool, unknown: bool) -> _Code:
        inner = e.this
        name = type(inner).__name__
        if name not in ("Like", "ILike"):
            raise _Untranslatable
        escape = _text(e.expression)
        negated ^= bool(inner.args.get("negate"))
        return self._matched(inner, negated, unknown, name == "ILike", escape or "")

    def _like(self, e: exp.Expr, negated: bool, unknown: bool) -> _Code:
        ignores = self.dialect.name != "postgres"
        return self._matched(e, negated, unknown, ignores, self._default_escape)

    def _ilike(self, e: exp.Expr, negated: bool, unknown: bool) -> _Code:
        return self._matched(e, negated, unknown, True, self._default_escape)

    @property
    def _default_escape(self) -> str:
        return "\\" if self.dialect.name in ("postgres", "mysql") else ""

    def _matched(
        self, e: exp.Expr, negated: bool, unknown: bool, ignores_case: bool, escape: str
    ) -> _Code:
        value, pattern = self.value(e.this), _text(e.expression)
        if value.holds != "text" or pattern is None:
            raise _Untranslatable
        source = like(pattern, escape, has_classes=self.dialect.name == "tsql")
        if source is None:
            raise _Untranslatable
        return self._tested(value, source, f"{'i' if ignores_case else ''}su", negated, unknown)

    def _tested(
        self, value: _Value, source: str, flags: str, negated: bool, unknown: bool
    ) -> _Code:
        test = f"/{source}/{flags}.test({value.code.text})"
        return _guarded(_Code(f"!{test}" if negated else test, _ATOM), value.nulls, unknown)

    def _regexplike(self, e: exp.Expr, negated: bool, unknown: bool) -> _Code:
        if self.dialect.name == "mysql":
            return self._regex(e, "iu", negated, unknown)
        return self._regex(e, "su", negated, unknown)

    def _regexpilike(self, e: exp.Expr, negated: bool, unknown: bool) -> _Code:
        return self._regex(e, "isu", negated, unknown)

    def _regex(self, e: exp.Expr, flags: str, negated: bool, unknown: bool) -> _Code:
        value, pattern = self.value(e.this), _text(e.expression)
        source = regex(pattern) if pattern else None
        is_known = self.dialect.name in ("postgres", "mysql") and not e.args.get("flag")
        if value.holds != "text" or source is None or not is_known:
            raise _Untranslatable
        return self._tested(value, source, flags, negated, unknown)

    # ---- values ----

    def value(self, e: exp.Expr) -> _Value:
        name = type(e).__name__
        if name == "Paren":
            return self.value(e.this)
        read = _VALUES.get(name)
        if read is not None:
            return read(self, e)
        if name in _CONDITIONS or name in _OPERATORS or name in ("And", "Or", "Not"):
            return _Value(self._definite(e), "boolean")
        raise _Untranslatable

    def _definite(self, e: exp.Expr) -> _Code:
        """A condition as a value: only one that is never unknown."""
        is_true = self.yes(e, negated=False, unknown=False)
        if is_true != self.yes(e, negated=False, unknown=True):
            raise _Untranslatable
        return is_true

    def column(self, e: exp.Expr) -> _Value:
        found = self.columns.get(self.dialect.key(e.name))
        if found is None:
            raise _Untranslatable
        nulls = (
            (_Null(f"{found.code} == null", f"{found.code} != null"),) if found.is_nullable else ()
        )
        code = _Code(found.code, _ATOM)
        return _Value(
            code=code,
            holds=found.holds,
            nulls=nulls,
            literal=None,
            values=found.values,
            is_exact=found.is_exact,
            allowed=found.allowed,
        )

    def constant(self, e: exp.Expr) -> _Value:
        name = type(e).__name__
        if name == "Null":
            return _Value(_FALSE, "other", literal="null")
        if name == "Boolean":
            word = "true" if e.this else "false"
            return _Value(_Code(word, _ATOM), "boolean", literal=word)
        if name == "National" or e.args.get("is_string"):
            return _Value(_Code(ts_string(str(e.this)), _ATOM), "text", literal=str(e.this))
        number = _number(str(e.this))
        return _Value(_Code(number, _ATOM), "number", literal=number)

    def cast(self, e: exp.Expr) -> _Value:
        """Casts that change nothing; a condition as a number."""
        to = e.args["to"].this.name if hasattr(e.args["to"].this, "name") else ""
        inner = type(e.this).__name__
        if inner == "Paren" and to in _NUMBERS:
            return _Value(_Code(f"Number({self._definite(e.this).text})", _ATOM), "number")
        value = self.value(e.this)
        if value.literal == "null":
            return value
        if to in _TEXTS and value.holds in ("text", "enum"):
            return value
        if (
            to in _NUMBERS
            and value.holds in ("number", "bigint", "decimal")
            and value.literal is not None
        ):
            return value
        if to in _DECIMALS and value.holds in ("number", "bigint", "decimal"):
            return value
        if (
            value.holds == "text"
            and value.literal is not None
            and to in ("USERDEFINED", "UNKNOWN", "")
        ):
            return value  # 'A'::"Role"
        if value.holds == "boolean" and to in _NUMBERS and not value.nulls:
            return _Value(_Code(f"Number({value.code.text})", _ATOM), "number")
        raise _Untranslatable

    def arithmetic(self, e: exp.Expr) -> _Value:
        sign, level = _SIGNS[type(e).__name__]
        left, right = self.value(e.this), self.value(e.expression)
        left, right = self._alike(left, right), self._alike(right, left)
        if left.holds != right.holds or left.holds not in ("number", "bigint"):
            raise _Untranslatable
        text = f"{left.code.under(level)} {sign} {right.code.under(level + 1)}"
        return _Value(_Code(text, level), left.holds, (*left.nulls, *right.nulls))

    def counted(self, e: exp.Expr) -> _Value:
        """`CASE WHEN a IS NULL THEN 1 ELSE 0 END`: of whole numbers that are written there."""
        default = e.args.get("default")
        if e.this is not None or default is None:
            raise _Untranslatable
        code = self._written_number(default)
        for one in reversed(e.args["ifs"]):
            when = self.yes(one.this, negated=False, unknown=False)
            then = self._written_number(one.args["true"])
            code = f"{when.under(_COMPARED)} ? {then} : {code}"
        return _Value(_Code(f"({code})", _ATOM), "number")

    def _written_number(self, e: exp.Expr) -> str:
        value = self.value(e)
        if value.holds != "number" or value.literal is None:
            raise _Untranslatable
        return value.code.text

    def negative(self, e: exp.Expr) -> _Value:
        value = self.value(e.this)
        if value.holds not in ("number", "bigint"):
            raise _Untranslatable
        literal = f"-{value.literal}" if value.literal is not None else None
        code = _Code(f"-{value.code.under(_ATOM)}", _ATOM)
        return value._replace(code=code, literal=literal, allowed=UNKNOWN_VALUES)

    def length(self, e: exp.Expr) -> _Value:
        is_server = self.dialect.name == "tsql"
        inner = e.this.this if is_server and type(e.this).__name__ == "Cast" else e.this
        value = self.value(inner)
        if value.holds != "text":
            raise _Untranslatable
        code = value.code.text
        if e.args.get("binary"):
            text = f"new TextEncoder().encode({code}).length"
        elif is_server:
            text = f'{value.code.under(_ATOM)}.replace(/ +$/, "").length'
        else:
            text = f"[...{code}].length"
        allowed = lengths(value.allowed) if not is_server else UNKNOWN_VALUES
        return _Value(_Code(text, _ATOM), "number", value.nulls, allowed=allowed)

    def changed_text(self, e: exp.Expr) -> _Value:
        name = type(e).__name__
        if e.args.get("expression") or e.args.get("position"):
            raise _Untranslatable
        value = self.value(e.this)
        if value.holds != "text":
            raise _Untranslatable
        return value._replace(
            code=_Code(f"{value.code.under(_ATOM)}{_METHODS[name]}", _ATOM),
            literal=None,
            allowed=UNKNOWN_VALUES,
        )

    def coalesce(self, e: exp.Expr) -> _Value:
        values = [self.value(one) for one in (e.this, *e.expressions)]
        values = [self._alike(one, values[0]) for one in values]
        if len({one.holds for one in values}) > 1 or any(one.literal == "null" for one in values):
            raise _Untranslatable
        if values[-1].nulls or any(len(one.nulls) > 1 for one in values):
            raise _Untranslatable
        text = " ?? ".join(one.code.under(_ATOM) for one in values)
        return values[0]._replace(
            code=_Code(text, 0), nulls=(), literal=None, allowed=UNKNOWN_VALUES
        )

    def absolute(self, e: exp.Expr) -> _Value:
        value = self.value(e.this)
        if value.holds != "number":
            raise _Untranslatable
        code = _Code(f"Math.abs({value.code.text})", _ATOM)
        return value._replace(code=code, literal=None, allowed=UNKNOWN_VALUES)

    def size(self, e: exp.Expr) -> _Value:
        """array_length(a, 1): null of an empty list."""
        value = self.value(e.this)
        dimension = e.args.get("expression")
        if value.holds != "list" or (dimension is not None and str(dimension.this) != "1"):
            raise _Untranslatable
        code = f"{value.code.text}.length"
        empty = _Null(f"{code} === 0", f"{code} !== 0")
        return _Value(_Code(code, _ATOM), "number", (*value.nulls, empty))

    def function(self, e: exp.Expr) -> _Value:
        name = str(e.this).lower()
        given = e.expressions
        if name in ("num_nonnulls", "num_nulls") and given:
            test = "!= null" if name == "num_nonnulls" else "== null"
            inside = ", ".join(self.value(one).code.text for one in given)
            return _Value(
                _Code(f"[{inside}].filter((value) => value {test}).length", _ATOM), "number"
            )
        if name == "cardinality" and len(given) == 1:
            value = self.value(given[0])
            if value.holds == "list":
                return _Value(_Code(f"{value.code.text}.length", _ATOM), "number", value.nulls)
        if name in ("char_length", "character_length", "octet_length") and len(given) == 1:
            value = self.value(given[0])
            if value.holds == "text":
                is_bytes = name == "octet_length"
                code = value.code.text
                text = (
                    f"new TextEncoder().encode({code}).length"
                    if is_bytes
                    else f"[...{code}].length"
                )
                return _Value(
                    _Code(text, _ATOM), "number", value.nulls, allowed=lengths(value.allowed)
                )
        raise _Untranslatable


_CONDITIONS = frozenset(
    [
        "Is",
        "In",
        "Between",
        "NullSafeEQ",
        "NullSafeNEQ",
        "Xor",
        "Case",
        "Escape",
        "Like",
        "ILike",
        "RegexpLike",
        "RegexpILike",
    ]
)
_VALUES = {
    "Column": _Writer.column,
    "Literal": _Writer.constant,
    "National": _Writer.constant,
    "Boolean": _Writer.constant,
    "Null": _Writer.constant,
    "Cast": _Writer.cast,
    "Add": _Writer.arithmetic,
    "Sub": _Writer.arithmetic,
    "Mul": _Writer.arithmetic,
    "Mod": _Writer.arithmetic,
    "Neg": _Writer.negative,
    "Length": _Writer.length,
    "Lower": _Writer.changed_text,
    "Upper": _Writer.changed_text,
    "Trim": _Writer.changed_text,
    "Coalesce": _Writer.coalesce,
    "Case": _Writer.counted,
    "Abs": _Writer.absolute,
    "ArraySize": _Writer.size,
    "Anonymous": _Writer.function,
}
_SIGNS = {"Add": ("+", _ADDED), "Sub": ("-", _ADDED), "Mul": ("*", _TIMES), "Mod": ("%", _TIMES)}
_METHODS = {
    "Lower": ".toLowerCase()",
    "Upper": ".toUpperCase()",
    "Trim": '.replace(/^ +| +$/g, "")',
}
_NUMBERS = frozenset({"INT", "BIGINT", "SMALLINT", "TINYINT"})
_DECIMALS = frozenset({"DECIMAL", "DOUBLE", "FLOAT"})
_TEXTS = frozenset({"TEXT", "VARCHAR", "CHAR", "NVARCHAR", "NCHAR", "BPCHAR"})


def _guarded(code: _Code, nulls: tuple[_Null, ...], unknown: bool) -> _Code:
    if unknown:
        return _any([*(_Code(one.yes, _COMPARED) for one in nulls), code])
    return _all([*(_Code(one.no, _COMPARED) for one in nulls), code])


def _not(code: _Code) -> _Code:
    if code in (_TRUE, _FALSE):
        return _FALSE if code == _TRUE else _TRUE
    return _Code(f"!{code.under(_ATOM)}", _ATOM)


def _memberships(e: exp.Expr) -> Iterator[tuple[exp.Expr, Sequence[exp.Expr]]]:
    """What `a = 1 OR a IN (2, 3) OR ...` asks of each column: whether it is among constants."""
    waiting = [e]
    found: dict[str, tuple[exp.Expr, list[exp.Expr]]] = {}
    while waiting:
        one = waiting.pop()
        match type(one).__name__:
            case "Or":
                waiting += [one.expression, one.this]
            case "Paren":
                waiting.append(one.this)
            case "EQ" if type(one.this).__name__ == "Column":
                if type(one.expression).__name__ == "Literal":
                    found.setdefault(one.this.sql(), (one.this, []))[1].append(one.expression)
            case "In" if type(one.this).__name__ == "Column" and not one.args.get("negate"):
                found.setdefault(one.this.sql(), (one.this, []))[1].extend(one.expressions)
    yield from found.values()


def _any_of(e: exp.Expr) -> Sequence[exp.Expr]:
    """The members of ANY (ARRAY[...])."""
    inner = e.this
    while type(inner).__name__ in ("Paren", "Cast"):
        inner = inner.this
    if type(inner).__name__ != "Array":
        raise _Untranslatable
    return list(inner.expressions)


def _text(e: exp.Expr) -> str | None:
    while type(e).__name__ in ("Cast", "Paren"):
        e = e.this
    if type(e).__name__ == "National" or (
        type(e).__name__ == "Literal" and e.args.get("is_string")
    ):
        return str(e.this)
    return None


def _number(text: str) -> str:
    """As JavaScript writes it; one that it can't hold exactly is no number of its."""
    digits = text.lower().partition("e")[0].replace(".", "").strip("0")
    if (
        len(digits) > 15
        or not text.replace(".", "", 1)
        .replace("e", "", 1)
        .replace("E", "", 1)
        .replace("-", "", 1)
        .replace("+", "", 1)
        .isdigit()
    ):
        raise _Untranslatable
    found = text.lstrip("0") or "0"
    if found.startswith((".", "e", "E")):
        found = f"0{found}"
    return found.removesuffix(".")


def _as_numbers(left: _Value, right: _Value) -> tuple[_Value, _Value]:
    """Decimals are texts: as numbers they are distinguished if they have few digits, or one is zero."""
    is_zero = any(one.literal is not None and not one.literal.strip("-0.") for one in (left, right))
    if not is_zero and not (left.is_exact and right.is_exact):
        raise _Untranslatable
    made = [
        (
            one
            if one.literal is not None
            else one._replace(code=_Code(f"Number({one.code.text})", _ATOM))
        )
        for one in (left, right)
    ]
    return made[0], made[1]
