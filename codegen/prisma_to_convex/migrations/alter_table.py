"""ALTER TABLE: each of its actions in turn."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

from .cursor import Cursor, SqlName, Unread, items
from .database_state import KEYS, DatabaseState
from .sql_tokens import Token
from .table_definition import deferrable, read_column, read_constraint, read_item, read_items
from .things import Code, Thing

_Action = Callable[[Cursor, SqlName, DatabaseState], None]


def alter_table(cursor: Cursor, state: DatabaseState) -> None:
    """Behind ALTER TABLE."""
    cursor.existence()
    cursor.accept("ONLY")
    table = cursor.name()
    cursor.accept("*")
    verb: Sequence[Token] = ()
    for part in items(cursor.rest()):
        table, verb = _part(cursor, part, verb, table, state)


def _part(
    cursor: Cursor,
    part: Sequence[Token],
    verb: Sequence[Token],
    table: SqlName,
    state: DatabaseState,
) -> tuple[SqlName, Sequence[Token]]:
    """The table's name and the verb that the next part may leave out, as SQL Server's do."""
    action = cursor.part(part)
    key = action.key
    if key not in _ACTIONS and verb:
        action = cursor.part((*verb, *part))
        key = action.key
    if key == "RENAME":
        return _rename(action, table, state), ()
    read = _ACTIONS.get(key)
    if read is None:
        raise Unread(f"ALTER TABLE ... {action.token.value[:40]} is not known")
    read(action, table, state)
    return table, _verb(action.tokens)


_SECOND = frozenset({"COLUMN", "CONSTRAINT", "INDEX", "KEY"})


def _verb(given: Sequence[Token]) -> Sequence[Token]:
    """`ADD`, `DROP COLUMN`: what is not said again before the next of a list."""
    if given and given[0].key == "WITH":
        given = given[2:]
    if not given or given[0].key not in ("ADD", "DROP"):
        return ()
    if given[0].key == "ADD":
        return given[:1]
    is_two = len(given) > 1 and given[1].key in _SECOND
    return given[: 2 if is_two else 1]


# ---- ADD ----------------------------------------------------------------------------------------


def _add(action: Cursor, table: SqlName, state: DatabaseState, *, is_checked: bool = True) -> None:
    action.expect("ADD")
    if action.accept("COLUMN"):
        action.existence()
        _column(action, table, state)
        return
    action.existence()
    if action.key == "(":
        read_items(action.parens(), table, action, state)
    elif action.key == "CONSTRAINT" or not is_checked:
        read_constraint(action, table, state, is_checked=is_checked)
    elif action.key in ("PARTITION", "PERIOD", "SIGNATURE"):
        return
    else:
        read_item(action, table, state)


def _column(action: Cursor, table: SqlName, state: DatabaseState) -> None:
    if action.key == "(":
        read_items(action.parens(), table, action, state)
    else:
        read_column(action, table, state)


def _with(action: Cursor, table: SqlName, state: DatabaseState) -> None:
    """SQL Server's WITH CHECK | NOCHECK: whether the rows that are there are looked at."""
    action.expect("WITH")
    action.skip("CHECK", "NOCHECK")
    if action.key == "ADD":
        _add(action, table, state)
    elif action.key == "CHECK":
        _enforce(action, table, state)


# ---- DROP ---------------------------------------------------------------------------------------


def _drop(action: Cursor, table: SqlName, state: DatabaseState) -> None:
    action.expect("DROP")
    if action.accept("PRIMARY", "KEY"):
        for (group, name), thing in state.on_table(table):
            if thing.kind == "primary-key":
                state.change(table, (group,), SqlName("", name), lambda _: None)
    elif action.accept("FOREIGN", "KEY"):
        action.existence()
        _gone(table, ("constraint",), action.word(), state)
    elif action.accept("CONSTRAINT") or action.accept("CHECK"):
        action.existence()
        _gone(table, ("constraint", "index"), action.word(), state)
    elif action.accept("INDEX") or action.accept("KEY"):
        action.existence()
        state.change_index(table, SqlName("", action.word()), lambda _: None)
    elif action.key in ("PARTITION", "PERIOD", "SYSTEM"):
        return
    else:
        action.accept("COLUMN")
        action.existence()
        if action.dialect.name == "tsql" and state.find(table, ("constraint",), _here(action)):
            _gone(table, ("constraint",), action.word(), state)
        elif action.token.is_name:
            state.drop_column(table, action.word())


def _here(action: Cursor) -> SqlName:
    return SqlName("", action.token.value)


def _gone(table: SqlName, groups: Sequence[str], name: str, state: DatabaseState) -> None:
    state.change(table, groups, SqlName("", name), lambda _: None)


# ---- ALTER, MODIFY, CHANGE ----------------------------------------------------------------------


def _alter(action: Cursor, table: SqlName, state: DatabaseState) -> None:
    action.expect("ALTER")
    if action.accept("CONSTRAINT") or action.accept("CHECK"):
        name = action.word()
        _constraint(action, table, name, state)
        return
    if action.accept("INDEX"):  # MySQL: VISIBLE, INVISIBLE
        return
    action.accept("COLUMN")
    action.existence()
    column = action.word()
    if action.accept("DROP", "EXPRESSION"):
        state.redefine_column(table, column)
    elif action.ahead("SET", "EXPRESSION"):
        _new_expression(action, table, column, state)
    elif action.dialect.name == "tsql" or action.ahead("ADD", "GENERATED"):
        return


def _constraint(action: Cursor, table: SqlName, name: str, state: DatabaseState) -> None:
    """NOT ENFORCED, ENFORCED, DEFERRABLE ..."""
    is_off = action.ahead("NOT", "ENFORCED")
    says = is_off or action.key == "ENFORCED"
    start = action.at
    deferred = deferrable(action)
    is_deferred = any(token.key in ("DEFERRABLE", "INITIALLY") for token in action.tokens[start:])

    def changed(thing: Thing) -> Thing:
        if says:
            thing = thing._replace(is_off=is_off)
        return thing._replace(deferrable=deferred) if is_deferred else thing

    state.change(table, KEYS, SqlName("", name), changed)


def _new_expression(action: Cursor, table: SqlName, column: str, state: DatabaseState) -> None:
    start = action.at
    action.expect("SET", "EXPRESSION")
    action.expect("AS")
    code = Code(tuple(action.parens()), action.text)
    whole = Code(tuple(action.tokens[start + 2 : action.at]), action.text)
    span = action.span(action.tokens[start:])
    state.add(
        table,
        Thing(kind="generated", name=column, span=span, whole=whole, columns=(column,), code=code),
    )


def _modify(action: Cursor, table: SqlName, state: DatabaseState) -> None:
    """MySQL: a column defined anew."""
    action.expect("MODIFY")
    action.accept("COLUMN")
    action.existence()
    state.redefine_column(table, action.token.value)
    read_column(action, table, state)


def _change(action: Cursor, table: SqlName, state: DatabaseState) -> None:
    """MySQL: a column renamed and defined anew."""
    action.expect("CHANGE")
    action.accept("COLUMN")
    action.existence()
    old = action.word()
    state.redefine_column(table, old)
    if action.token.value != old:
        state.rename_column(table, old, action.token.value)
    read_column(action, table, state)


# ---- RENAME -------------------------------------------------------------------------------------


def _rename(action: Cursor, table: SqlName, state: DatabaseState) -> SqlName:
    """The name that the table has now."""
    action.expect("RENAME")
    of_index = action.accept("INDEX") or action.accept("KEY")
    if of_index or action.accept("CONSTRAINT"):
        called = SqlName("", action.word())
        action.expect("TO")
        new = action.word()
        if of_index:
            state.change_index(table, called, lambda thing: thing._replace(name=new))
        else:
            state.change(table, KEYS, called, lambda thing: thing._replace(name=new))
        return table
    if action.accept("TO") or action.accept("AS"):
        return renamed(table, action.name(), state)
    is_column = action.accept("COLUMN")
    if not is_column and action.dialect.name == "mysql":
        return renamed(table, action.name(), state)
    action.existence()
    old = action.word()
    action.expect("TO")
    state.rename_column(table, old, action.word())
    return table


def renamed(old: SqlName, new: SqlName, state: DatabaseState) -> SqlName:
    """A new name without a schema leaves the table where it is."""
    full = new if new.schema or not old.schema else SqlName(old.schema, new.name)
    state.rename_table(old, full)
    return full


# ---- what is switched ---------------------------------------------------------------------------


def _enable(action: Cursor, table: SqlName, state: DatabaseState) -> None:
    start = action.at
    action.expect("ENABLE")
    action.skip("ALWAYS", "REPLICA")
    if action.accept("ROW", "LEVEL", "SECURITY"):
        whole = Code(tuple(action.tokens[start : action.at]), action.text)
        span = action.span()
        state.table(table).row_security = Thing("policy", "", span, whole)
    else:
        _switch(action, table, state, is_off=False)


def _disable(action: Cursor, table: SqlName, state: DatabaseState) -> None:
    action.expect("DISABLE")
    if action.accept("ROW", "LEVEL", "SECURITY"):
        state.table(table).row_security = None
    else:
        _switch(action, table, state, is_off=True)


def _switch(action: Cursor, table: SqlName, state: DatabaseState, *, is_off: bool) -> None:
    if not (action.accept("TRIGGER") or action.accept("RULE")):
        return
    if action.is_done or not action.token.is_name:
        return
    name = action.word()
    everything = name.upper() in ("ALL", "USER")
    for (group, called), thing in state.on_table(table):
        if group == "trigger" and (everything or called == state.dialect.key(name)):
            state.change(
                table, (group,), SqlName("", called), lambda one: one._replace(is_off=is_off)
            )
            del thing


def _enforce(action: Cursor, table: SqlName, state: DatabaseState) -> None:
    """SQL Server: CHECK CONSTRAINT and NOCHECK CONSTRAINT, of one, several or ALL."""
    is_off = action.take().key == "NOCHECK"
    if not action.accept("CONSTRAINT"):
        return
    name = action.word()
    for (group, called), thing in state.on_table(table):
        is_meant = name.upper() == "ALL" or called == state.dialect.key(name)
        if group == "constraint" and is_meant and thing.kind in ("check", "foreign-key"):
            state.change(
                table, (group,), SqlName("", called), lambda one: one._replace(is_off=is_off)
            )


def _set(action: Cursor, table: SqlName, state: DatabaseState) -> None:
    action.expect("SET")
    if action.accept("SCHEMA"):
        schema = action.word()
        default = action.dialect.default_schema
        state.rename_table(table, SqlName("" if schema == default else schema, table.name))


def _nothing(action: Cursor, table: SqlName, state: DatabaseState) -> None:
    """What no guarantee depends on."""


_ACTIONS: Mapping[str, _Action] = {
    "ADD": _add,
    "DROP": _drop,
    "ALTER": _alter,
    "MODIFY": _modify,
    "CHANGE": _change,
    "ENABLE": _enable,
    "DISABLE": _disable,
    "CHECK": _enforce,
    "NOCHECK": _enforce,
    "WITH": _with,
    "SET": _set,
    "RENAME": _nothing,  # read by `_part`: it gives the table another name
} | dict.fromkeys(
    [
        "VALIDATE",
        "OWNER",
        "CLUSTER",
        "RESET",
        "INHERIT",
        "NO",
        "FORCE",
        "REPLICA",
        "ATTACH",
        "DETACH",
        "COMMENT",
        "ENGINE",
        "AUTO_INCREMENT",
        "CONVERT",
        "COLLATE",
        "CHARACTER",
        "CHARSET",
        "DEFAULT",
        "ROW_FORMAT",
        "ALGORITHM",
        "LOCK",
        "ORDER",
        "PARTITION",
        "REBUILD",
        "SWITCH",
        "OF",
        "NOT",
        "CONFIGURE",
        "EXPERIMENTAL_AUDIT",
        "LOCALITY",
        "SPLIT",
        "UNSPLIT",
        "TABLESPACE",
        "KEY_BLOCK_SIZE",
        "STATS_PERSISTENT",
        "CHECKSUM",
        "IMPORT",
        "DISCARD",
        "COALESCE",
        "REORGANIZE",
        "EXCHANGE",
        "ANALYZE",
        "OPTIMIZE",
        "REPAIR",
        "REMOVE",
        "TRUNCATE",
    ],
    _nothing,
)
