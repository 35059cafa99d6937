"""What a table's definition says: columns with their own constraints, constraints, indexes.

Long, as it is one grammar with the spellings of four dialects side by side.
"""

from __future__ import annotations

from collections.abc import Sequence

from .cursor import Cursor, SqlName, Unread, items
from .database_state import DatabaseState
from .sql_tokens import Token
from .things import Code, Kind, Thing

_TABLE_ITEMS = frozenset(
    [
        "CONSTRAINT",
        "CHECK",
        "UNIQUE",
        "PRIMARY",
        "FOREIGN",
        "EXCLUDE",
        "INDEX",
        "KEY",
        "FULLTEXT",
        "SPATIAL",
        "LIKE",
        "PERIOD",
    ]
)


def read_items(
    given: Sequence[Token], table: SqlName, cursor: Cursor, state: DatabaseState
) -> None:
    """All that stands in the parentheses of CREATE TABLE."""
    for item in items(given):
        read_item(cursor.part(item), table, state)


def read_item(item: Cursor, table: SqlName, state: DatabaseState) -> None:
    """A column or a constraint."""
    first = item.token
    if first.kind == "word" and first.key in _TABLE_ITEMS and not _is_column(item):
        read_constraint(item, table, state)
    elif first.is_name or first.kind == "string":
        read_column(item, table, state)


def _is_column(item: Cursor) -> bool:
    """`key TEXT`, `index INTEGER`: a column that is called like a constraint."""
    after = item.tokens[item.at + 1] if item.at + 1 < len(item.tokens) else None
    word = item.key
    if after is None or after.key == "(":
        return False
    if word in ("PRIMARY", "FOREIGN"):
        return after.key != "KEY"
    if word in ("CONSTRAINT", "LIKE", "EXCLUDE", "CHECK", "FULLTEXT", "SPATIAL"):
        return False
    if word == "UNIQUE":
        return (
            after.key
            not in (
                "KEY",
                "INDEX",
                "NULLS",
                "CLUSTERED",
                "NONCLUSTERED",
                "USING",
            )
            and item.dialect.name != "mysql"
        )
    return after.kind == "word" and after.key in _TYPES


_TYPES = frozenset(
    [
        "TEXT",
        "VARCHAR",
        "CHAR",
        "CHARACTER",
        "NVARCHAR",
        "NCHAR",
        "INT",
        "INTEGER",
        "BIGINT",
        "SMALLINT",
        "TINYINT",
        "SERIAL",
        "BIGSERIAL",
        "REAL",
        "DOUBLE",
        "FLOAT",
        "DECIMAL",
        "NUMERIC",
        "BOOLEAN",
        "BOOL",
        "BIT",
        "BLOB",
        "BYTEA",
        "VARBINARY",
        "DATE",
        "DATETIME",
        "DATETIME2",
        "TIMESTAMP",
        "TIMESTAMPTZ",
        "TIME",
        "JSON",
        "JSONB",
        "UUID",
        "UNIQUEIDENTIFIER",
        "LONGTEXT",
        "MEDIUMTEXT",
        "XML",
        "MONEY",
        "CITEXT",
        "INET",
    ]
)


# ---- constraints --------------------------------------------------------------------------------


def read_constraint(
    item: Cursor, table: SqlName, state: DatabaseState, *, is_checked: bool = True
) -> None:
    """One constraint of a table, into `state`; `is_checked`: rows that stand there are too. Raises `Unread`."""
    name = ""
    if item.accept("CONSTRAINT") and item.key not in _KINDS:
        name = item.word()
    kind = item.key
    read = _KINDS.get(kind)
    if read is None:
        if kind in ("LIKE", "PERIOD", "NOT", "DEFAULT", "NULL"):
            return
        raise Unread(f"a constraint `{item.token.value[:40]}` is not known")
    read(item, table, name, state, is_checked)


def _check(item: Cursor, table: SqlName, name: str, state: DatabaseState, is_checked: bool) -> None:
    start = item.at
    item.expect("CHECK")
    item.accept("NOT", "FOR", "REPLICATION")
    item.accept("IF", "NOT", "EXISTS")
    inside = item.parens()
    whole = item.tokens[start : item.at]
    more = item.rest()
    is_off = not is_checked or _has(more, "NOT", "ENFORCED")
    code = Code(tuple(inside), item.text)
    named = name or _check_name(table, code, state)
    span = item.span(whole)
    add(
        table,
        Thing(
            kind="check",
            name=named,
            span=span,
            whole=_code(whole, item),
            columns=(),
            code=code,
            is_off=is_off,
        ),
        state,
    )


def _check_name(table: SqlName, code: Code, state: DatabaseState) -> str:
    """As the database makes it up."""
    if state.dialect.name == "mysql":
        return _free(table, "check", f"{table.name}_chk_", state, first=1)
    if state.dialect.name != "postgres":
        return ""
    columns = sorted(code.names & set(_known(code)))
    middle = f"_{columns[0]}" if len(columns) == 1 else ""
    return _free(table, "check", f"{table.name}{middle}_check", state)


def _known(code: Code) -> list[str]:
    """The names that are no function, type, keyword or text."""
    found = []
    for at, token in enumerate(code.tokens):
        after = code.tokens[at + 1].key if at + 1 < len(code.tokens) else ""
        before = code.tokens[at - 1].key if at else ""
        is_plain = token.kind == "name" or token.key not in _KEYWORDS
        if token.is_name and is_plain and after != "(" and before != "::":
            found.append(token.value)
    return found


_KEYWORDS = frozenset(
    [
        "AND",
        "OR",
        "NOT",
        "IN",
        "IS",
        "NULL",
        "TRUE",
        "FALSE",
        "LIKE",
        "ILIKE",
        "BETWEEN",
        "SIMILAR",
        "TO",
        "ANY",
        "ALL",
        "ARRAY",
        "CASE",
        "WHEN",
        "THEN",
        "ELSE",
        "END",
        "DISTINCT",
        "FROM",
        "AS",
        "COLLATE",
        "ESCAPE",
        "UNKNOWN",
        "INTERVAL",
        "DATE",
        "TIMESTAMP",
        "TIME",
        "SYMMETRIC",
        "CURRENT_DATE",
        "CURRENT_TIMESTAMP",
        "SOME",
        "EXISTS",
        "SELECT",
        "REGEXP",
        "RLIKE",
        "BINARY",
    ]
)


def _free(table: SqlName, kind: Kind, base: str, state: DatabaseState, *, first: int = 0) -> str:
    number = first
    name = f"{base}{number or ''}"
    while state.taken(table, kind, name):
        number += 1
        name = f"{base}{number}"
    return name


def _unique(
    item: Cursor, table: SqlName, name: str, state: DatabaseState, is_checked: bool
) -> None:
    start = item.at
    item.expect("UNIQUE")
    item.skip("KEY", "INDEX", "CLUSTERED", "NONCLUSTERED")
    if not name and item.token.is_name and item.key not in ("NULLS", "USING"):
        name = item.word()
    item.accept("NULLS", "NOT", "DISTINCT")
    if item.accept("USING", "INDEX"):
        index = item.word()
        _from_index("unique", table, index, name or index, deferrable(item), state)
        return
    if item.accept("USING"):
        item.take()
    _keyed("unique", item, table, name, start, state)


def _from_index(
    kind: Kind, table: SqlName, index: str, name: str, deferred: str, state: DatabaseState
) -> None:
    def changed(thing: Thing) -> Thing | None:
        made = thing._replace(kind=kind, name=name, deferrable=deferred)
        state.add(table, made)
        return None

    state.change(table, ("index",), SqlName("", index), changed)


def _primary(
    item: Cursor, table: SqlName, name: str, state: DatabaseState, is_checked: bool
) -> None:
    start = item.at
    item.expect("PRIMARY", "KEY")
    item.skip("CLUSTERED", "NONCLUSTERED")
    if item.accept("USING", "INDEX"):
        index = item.word()
        _from_index("primary-key", table, index, name or index, deferrable(item), state)
        return
    if item.accept("USING"):
        item.take()
    _keyed("primary-key", item, table, name or "PRIMARY", start, state)


def _keyed(
    kind: Kind, item: Cursor, table: SqlName, name: str, start: int, state: DatabaseState
) -> None:
    columns, code = columns_of(item.parens(), item)
    whole = item.tokens[start : item.at]
    deferred = deferrable(item)
    if state.dialect.name == "postgres" and name in ("", "PRIMARY"):
        made = f"{table.name}_{'_'.join(columns)}_key" if kind == "unique" else f"{table.name}_pkey"
        name = _free(table, kind, made, state)
    thing = Thing(
        kind=kind,
        name=name,
        span=item.span(whole),
        whole=_code(whole, item),
        columns=columns,
        is_unique=True,
        has_expressions=code,
        deferrable=deferred,
    )
    add(table, thing, state)


def _foreign(
    item: Cursor, table: SqlName, name: str, state: DatabaseState, is_checked: bool
) -> None:
    start = item.at
    item.expect("FOREIGN", "KEY")
    item.existence()
    if item.token.is_name:
        item.word()
    columns, _ = columns_of(item.parens(), item)
    _references(item, table, name, columns, start, state, is_checked)


def _references(
    item: Cursor,
    table: SqlName,
    name: str,
    columns: tuple[str, ...],
    start: int,
    state: DatabaseState,
    is_checked: bool,
) -> None:
    item.expect("REFERENCES")
    target = item.name()
    to = columns_of(item.parens(), item)[0] if item.key == "(" else ()
    whole = item.tokens[start : item.at]
    _skip_actions(item)
    deferred = deferrable(item, only_next=True)
    if state.dialect.name == "postgres" and not name:
        name = _free(table, "foreign-key", f"{table.name}_{'_'.join(columns)}_fkey", state)
    thing = Thing(
        kind="foreign-key",
        name=name,
        span=item.span(whole),
        whole=_code(whole, item),
        columns=columns,
        target=target,
        to=to,
        is_off=not is_checked,
        deferrable=deferred,
    )
    add(table, thing, state)


def _skip_actions(item: Cursor) -> None:
    """MATCH, ON DELETE and ON UPDATE; behind them a column may have more constraints."""
    while not item.is_done:
        if item.accept("MATCH"):
            item.take()
        elif item.accept("ON", "DELETE") or item.accept("ON", "UPDATE"):
            if not item.accept("NO", "ACTION"):
                item.accept("SET")
                item.take()
                if item.key == "(":
                    item.parens()
        else:
            return


def _exclude(
    item: Cursor, table: SqlName, name: str, state: DatabaseState, is_checked: bool
) -> None:
    start = item.at
    item.expect("EXCLUDE")
    if item.accept("USING"):
        item.take()
    inside = item.parens()
    item.until("WHERE", "DEFERRABLE", "INITIALLY", "NOT")
    if item.accept("WHERE"):
        item.parens()
    whole = item.tokens[start : item.at]
    deferred = deferrable(item)
    columns = tuple(one[0].value for one in items(inside) if one and one[0].is_name and _alone(one))
    named = name or _free(table, "exclusion", f"{table.name}_{'_'.join(columns)}_excl", state)
    thing = Thing(
        kind="exclusion",
        name=named,
        span=item.span(whole),
        whole=_code(whole, item),
        columns=columns,
        code=Code(tuple(inside), item.text),
        deferrable=deferred,
    )
    add(table, thing, state)


def _alone(one: Sequence[Token]) -> bool:
    return len(one) < 2 or one[1].key != "("


def _index(item: Cursor, table: SqlName, name: str, state: DatabaseState, is_checked: bool) -> None:
    """MySQL and SQL Server: an index in the definition of its table."""
    start = item.at
    unique = False
    while item.key in (
        "FULLTEXT",
        "SPATIAL",
        "INDEX",
        "KEY",
        "UNIQUE",
        "CLUSTERED",
        "NONCLUSTERED",
    ):
        unique |= item.take().key == "UNIQUE"
    item.existence()
    named = item.word() if item.token.is_name and item.key != "USING" else name
    item.skip("UNIQUE", "CLUSTERED", "NONCLUSTERED")
    if item.accept("USING"):
        item.take()
    columns, has_expressions = columns_of(item.parens(), item)
    where = Code()
    item.until("WHERE")
    if item.accept("WHERE"):
        where = Code(tuple(item.until("WITH")), item.text)
    whole = item.tokens[start : item.at]
    thing = Thing(
        kind="index",
        name=named,
        span=item.span(whole),
        whole=_code(whole, item),
        columns=columns,
        code=where,
        is_unique=unique,
        has_expressions=has_expressions,
    )
    add(table, thing, state)


_KINDS = {
    "CHECK": _check,
    "UNIQUE": _unique,
    "PRIMARY": _primary,
    "FOREIGN": _foreign,
    "EXCLUDE": _exclude,
    "INDEX": _index,
    "KEY": _index,
    "FULLTEXT": _index,
    "SPATIAL": _index,
}


# ---- columns ------------------------------------------------------------------------------------


def read_column(item: Cursor, table: SqlName, state: DatabaseState) -> None:
    """A column's definition: name, type, and its own constraints in any order."""
    column = item.take().value
    name = ""
    while not item.is_done:
        start, key = item.at, item.key
        if item.accept("CONSTRAINT"):
            name = item.word() if item.token.is_name else ""
            continue
        if key == "CHECK":
            _column_check(item, table, name, column, state)
        elif item.accept("GENERATED") or (key == "AS" and _is_computed(item)):
            _generated(item, table, column, start, state)
        elif key == "REFERENCES":
            _references(item, table, name, (column,), start, state, True)
            continue
        elif item.accept("PRIMARY", "KEY"):
            _own_key("primary-key", item, table, name or "PRIMARY", column, start, state)
        elif item.accept("UNIQUE"):
            item.skip("KEY", "CLUSTERED", "NONCLUSTERED")
            _own_key("unique", item, table, name, column, start, state)
        elif item.accept("DEFAULT"):
            _value(item)
        elif key == "(":
            item.parens()
        else:
            item.at += 1
            continue
        name = ""


def _value(item: Cursor) -> None:
    if item.key == "(":
        item.parens()
    else:
        item.at += 1


def _is_computed(item: Cursor) -> bool:
    return item.at + 1 < len(item.tokens) and item.tokens[item.at + 1].key == "("


def _column_check(
    item: Cursor, table: SqlName, name: str, column: str, state: DatabaseState
) -> None:
    start = item.at
    item.expect("CHECK")
    inside = item.parens()
    whole = item.tokens[start : item.at]
    is_off = item.accept("NOT", "ENFORCED")
    code = Code(tuple(inside), item.text)
    named = name or _check_name(table, code, state)
    thing = Thing(
        kind="check",
        name=named,
        span=item.span(whole),
        whole=_code(whole, item),
        columns=(),
        code=code,
        is_off=is_off,
    )
    add(table, thing, state)


def _generated(item: Cursor, table: SqlName, column: str, start: int, state: DatabaseState) -> None:
    """GENERATED ALWAYS AS (...) STORED, AS (...) PERSISTED; not AS IDENTITY."""
    item.accept("ALWAYS")
    item.accept("BY", "DEFAULT")
    if not item.accept("AS") or item.key != "(":
        if item.accept("IDENTITY") and item.key == "(":
            item.parens()
        return
    code = Code(tuple(item.parens()), item.text)
    item.skip("STORED", "VIRTUAL", "PERSISTED", "PERSISTENT")
    whole = item.tokens[start : item.at]
    thing = Thing(
        kind="generated",
        name=column,
        span=item.span(whole),
        whole=_code(whole, item),
        columns=(column,),
        code=code,
    )
    add(table, thing, state)


def _own_key(
    kind: Kind,
    item: Cursor,
    table: SqlName,
    name: str,
    column: str,
    start: int,
    state: DatabaseState,
) -> None:
    whole = item.tokens[start : item.at]
    if state.dialect.name == "postgres" and name in ("", "PRIMARY"):
        name = f"{table.name}_pkey" if kind == "primary-key" else f"{table.name}_{column}_key"
    if state.dialect.name == "mysql" and not name:
        name = column
    deferred = deferrable(item, only_next=True)
    span = item.span(whole)
    key = Thing(
        kind=kind,
        name=name,
        span=span,
        whole=_code(whole, item),
        columns=(column,),
        is_unique=True,
        deferrable=deferred,
    )
    add(table, key, state)


# ---- what they share ----------------------------------------------------------------------------


def columns_of(given: Sequence[Token], cursor: Cursor) -> tuple[tuple[str, ...], bool]:
    """The columns of a key or index, and whether one is an expression."""
    found, has_expressions = [], False
    for one in items(given):
        first = one[0] if one else None
        is_length = (
            len(one) >= 4 and one[1].key == "(" and one[2].kind == "number" and one[3].key == ")"
        )
        is_length = is_length and cursor.dialect.name == "mysql"
        if (
            first is not None
            and (first.is_name or first.kind == "string")
            and (_alone(one) or is_length)
        ):
            found.append(first.value)
            has_expressions |= any(token.key in ("||", "+", "->", "::") for token in one)
        else:
            has_expressions = True
    return tuple(found), has_expressions


def deferrable(item: Cursor, *, only_next: bool = False) -> str:
    """`DEFERRABLE INITIALLY DEFERRED`, as far as it is said."""
    if not only_next:
        item.until("DEFERRABLE", "INITIALLY")
    if item.at and item.tokens[item.at - 1].key == "NOT" and item.key == "DEFERRABLE":
        item.rest()
        return ""
    if only_next and item.accept("NOT", "DEFERRABLE"):
        return ""
    words = []
    if item.accept("DEFERRABLE"):
        words.append("DEFERRABLE")
    if item.ahead("INITIALLY", "DEFERRED"):
        words = ["DEFERRABLE", "INITIALLY", "DEFERRED"]
        item.at += 2
    return " ".join(words)


def add(table: SqlName, thing: Thing, state: DatabaseState) -> None:
    state.add(table, thing)


def _code(given: Sequence[Token], cursor: Cursor) -> Code:
    return Code(tuple(given), cursor.text)


def _has(given: Sequence[Token], *keys: str) -> bool:
    found = [token.key for token in given]
    return any(tuple(found[at : at + len(keys)]) == keys for at in range(len(found)))
