"""CREATE, ALTER and DROP of what is no table: indexes, triggers, policies, views, routines, types."""

from __future__ import annotations

from .cursor import Cursor, SqlName, Unread, items
from .database_state import DatabaseState, EnumValues
from .sql_tokens import Token
from .table_definition import columns_of, read_items
from .things import Code, Thing, whole_statement

# ---- tables and indexes -------------------------------------------------------------------------


def create_table(cursor: Cursor, state: DatabaseState, *, is_passing: bool) -> None:
    """Behind CREATE ... TABLE. What the statement says of a table that is there already is not done."""
    exists = cursor.existence()
    name = cursor.name()
    is_passing = is_passing or name.name.startswith("#")
    if exists and state.has_table(name):
        return
    state.create_table(name, is_passing=is_passing)
    if cursor.key == "(":
        read_items(cursor.parens(), name, cursor, state)


def create_index(cursor: Cursor, state: DatabaseState, *, is_unique: bool) -> None:
    """Behind INDEX."""
    cursor.accept("CONCURRENTLY")
    exists = cursor.existence()
    name = SqlName("", "") if cursor.key == "ON" else cursor.name()
    if cursor.accept("USING"):
        cursor.take()
    cursor.expect("ON")
    cursor.accept("ONLY")
    table = cursor.name()
    if cursor.accept("USING"):
        cursor.take()
    inside = cursor.parens()
    columns, has_expressions = columns_of(inside, cursor)
    cursor.until("WHERE")
    where = Code()
    if cursor.accept("WHERE"):
        where = Code(tuple(cursor.until("WITH", "ON")), cursor.text)
    if not name.name and cursor.dialect.name == "postgres":
        name = SqlName("", f"{table.name}_{'_'.join(columns)}_idx")
    if exists and _is_there(table, name.name, state):
        return
    whole = Code(tuple(cursor.tokens), cursor.text)
    span = cursor.span()
    thing = Thing(
        kind="index",
        name=name.name,
        span=span,
        whole=whole,
        columns=columns,
        code=where,
        is_unique=is_unique,
        has_expressions=has_expressions,
    )
    shown = (_token("("), *inside, _token(")"))
    state.add(table, thing._replace(whole=Code(shown, cursor.text)))


def _is_there(table: SqlName, name: str, state: DatabaseState) -> bool:
    """The index, or a constraint that has one."""
    scope = table if state.dialect.index_scope == "table" else None
    found = state.find(scope, ("index", "constraint"), SqlName(table.schema, name))
    return found is not None and found[0].things[found[1], state.dialect.key(name)].kind in (
        "index",
        "unique",
        "primary-key",
        "exclusion",
    )


def _token(sign: str) -> Token:
    return Token(kind="sign", key=sign, value=sign, start=0, end=0)


# ---- what hangs on a table ----------------------------------------------------------------------


def create_trigger(cursor: Cursor, state: DatabaseState) -> None:
    """What follows TRIGGER. SQL Server names the table after ON; a trigger on the database itself has none.

    Raises `Unread`.
    """
    exists = cursor.existence()
    name = cursor.name()
    cursor.until("ON")
    if not cursor.accept("ON"):
        raise Unread("the table of the trigger was expected")
    table = cursor.name()
    if table.name.upper() in ("DATABASE", "ALL") and cursor.dialect.name == "tsql":
        state.put("event", name, whole_statement("event", name.name, cursor))
        return
    if exists and state.taken(table, "trigger", name.name):
        return
    cursor.until("EXECUTE")
    function = None
    if cursor.accept("EXECUTE") and (cursor.accept("FUNCTION") or cursor.accept("PROCEDURE")):
        function = cursor.name()
    state.add(table, whole_statement("trigger", name.name, cursor)._replace(target=function))


def create_rule(cursor: Cursor, state: DatabaseState) -> None:
    """PostgreSQL's rewrite rule: what else, or what instead, a statement does."""
    name = cursor.word()
    cursor.until("TO")
    cursor.expect("TO")
    state.add(cursor.name(), whole_statement("trigger", name, cursor))


def create_policy(cursor: Cursor, state: DatabaseState) -> None:
    cursor.existence()
    name = cursor.word()
    cursor.expect("ON")
    table = cursor.name()
    state.add(table, whole_statement("policy", name, cursor))


def security_policy(cursor: Cursor, state: DatabaseState) -> None:
    """SQL Server's: ADD FILTER | BLOCK PREDICATE f(...) ON table, several times."""
    name = cursor.name().name
    is_off = any(
        cursor.tokens[at].key == "STATE" and cursor.tokens[at + 2].key == "OFF"
        for at in range(len(cursor.tokens) - 2)
    )
    for number, part in enumerate(items(cursor.rest())):
        one = cursor.part(part)
        one.until("ON")
        if one.accept("ON"):
            table = one.name()
            thing = whole_statement("policy", name if not number else f"{name} {number + 1}", one)
            state.add(table, thing._replace(is_off=is_off))
            found = state.table(table)
            found.row_security = found.row_security or thing


def alter_on_table(cursor: Cursor, state: DatabaseState, group: str) -> None:
    """ALTER TRIGGER | POLICY | RULE name ON table RENAME TO other; else it is defined anew."""
    start = cursor.at
    name = cursor.word()
    if cursor.key == "." or (group == "trigger" and cursor.dialect.name == "tsql"):
        cursor.at = start
        create_trigger(cursor, state)
        return
    cursor.expect("ON")
    table = cursor.name()
    if cursor.accept("RENAME", "TO"):
        new = cursor.word()
        state.change(table, (group,), SqlName("", name), lambda one: one._replace(name=new))
    elif group == "policy":
        kept, span = Code(tuple(cursor.tokens), cursor.text), cursor.span()
        state.change(
            table, (group,), SqlName("", name), lambda one: one._replace(whole=kept, span=span)
        )


def drop_on_table(cursor: Cursor, state: DatabaseState, group: str) -> None:
    """DROP TRIGGER | POLICY | RULE name [ON table], several of them in SQL Server."""
    cursor.existence()
    while cursor.token.is_name:
        name = cursor.name()
        table = cursor.name() if cursor.accept("ON") and cursor.key != "DATABASE" else None
        if table is None:
            state.change(None, (group,), name, lambda _: None)
            state.take("event", name)
        else:
            state.change(table, (group,), SqlName("", name.name), lambda _: None)
        if not cursor.accept(","):
            return


def drop_index(cursor: Cursor, state: DatabaseState) -> None:
    """DROP INDEX a, b; DROP INDEX a ON t; SQL Server's old `t.a`."""
    cursor.accept("CONCURRENTLY")
    cursor.existence()
    while cursor.token.is_name:
        name = cursor.name()
        table = cursor.name() if cursor.accept("ON") else None
        if table is not None:
            state.change_index(table, SqlName("", name.name), lambda _: None)
        elif cursor.dialect.index_scope == "table" and name.schema:
            state.change_index(SqlName("", name.schema), SqlName("", name.name), lambda _: None)
        else:
            state.change_index(None, name, lambda _: None)
        if not cursor.accept(","):
            return


def alter_index(cursor: Cursor, state: DatabaseState) -> None:
    cursor.existence()
    name = cursor.name()
    if cursor.accept("RENAME", "TO"):
        new = cursor.word()
        state.change_index(None, name, lambda one: one._replace(name=new))


# ---- what stands by itself ----------------------------------------------------------------------


def create_view(cursor: Cursor, state: DatabaseState) -> None:
    exists = cursor.existence()
    name = cursor.name()
    if exists and state.get("view", name):
        return
    thing = whole_statement("view", name.name, cursor)
    mentions = tuple(sorted({token.value for token in cursor.rest() if token.is_name}))
    state.put("view", name, thing._replace(values=mentions))


def create_function(cursor: Cursor, state: DatabaseState) -> None:
    """Up to its body: what is shown. Of several with one name and other arguments, each counts."""
    cursor.existence()
    name = cursor.name()
    key = cursor.shown(cursor.parens()) if cursor.key == "(" else ""
    thing = whole_statement("function", name.name, cursor)
    state.put("function", SqlName(name.schema, f"{name.name}({_types(key)})"), thing)


def _types(arguments: str) -> str:
    """What tells functions of one name apart: how many arguments, and roughly which."""
    return ",".join(one.strip().split(" DEFAULT ")[0].lower() for one in arguments.split(","))


def drop_function(cursor: Cursor, state: DatabaseState) -> None:
    cursor.existence()
    while cursor.token.is_name:
        name = cursor.name()
        arguments = cursor.shown(cursor.parens()) if cursor.key == "(" else None
        _drop_function(name, arguments, state)
        if any(token.key == "CASCADE" for token in cursor.tokens[cursor.at :]):
            state.drop_triggers_of(name)
        if not cursor.accept(","):
            return


def _drop_function(name: SqlName, arguments: str | None, state: DatabaseState) -> None:
    key = state.dialect.key
    start = f"{key(name.name)}("
    called = [
        at
        for at in state.free
        if at[0] == "function" and at[1].schema == key(name.schema) and at[1].name.startswith(start)
    ]
    if len(called) > 1 and arguments is not None:
        exact = f"{start}{key(_types(arguments))})"
        count = arguments.count(",") + bool(arguments.strip())
        called = [at for at in called if at[1].name == exact] or [
            at for at in called if _count(at[1].name) == count
        ]
    for at in called[:1] if arguments is not None else called:
        del state.free[at]


def _count(called: str) -> int:
    inside = called.partition("(")[2][:-1]
    return inside.count(",") + bool(inside.strip())


def create_domain(cursor: Cursor, state: DatabaseState) -> None:
    name = cursor.name()
    state.put("domain", name, whole_statement("domain", name.name, cursor))


def alter_domain(cursor: Cursor, state: DatabaseState) -> None:
    name = cursor.name()
    thing = state.take("domain", name)
    if thing is None:
        return
    if cursor.accept("RENAME", "TO"):
        new = cursor.word()
        state.put("domain", SqlName(name.schema, new), thing._replace(name=new))
        return
    if cursor.accept("ADD"):
        thing = thing._replace(whole=_joined(thing.whole, Code(tuple(cursor.rest()), cursor.text)))
    elif cursor.accept("DROP", "CONSTRAINT"):
        cursor.existence()
        thing = thing._replace(whole=_without(thing.whole, cursor.word()))
    state.put("domain", name, thing)


def _joined(first: Code, second: Code) -> Code:
    """Both, in tokens that say what they are by themselves."""
    own = [
        (
            token
            if code.text == first.text
            else token._replace(start=0, end=0, value=_raw(token, code))
        )
        for code in (first, second)
        for token in code.tokens
    ]
    return Code(tuple(own), first.text)


def _raw(token: Token, code: Code) -> str:
    return code.text[token.start : token.end]


def _without(code: Code, name: str) -> Code:
    """Without the constraint of that name."""
    found = code.tokens
    for at in range(len(found) - 1):
        if found[at].key == "CONSTRAINT" and found[at + 1].value == name:
            end = next(
                (to for to in range(at + 2, len(found)) if found[to].key == "CONSTRAINT"),
                len(found),
            )
            return code._replace(tokens=(*found[:at], *found[end:]))
    return code


def create_type(cursor: Cursor, state: DatabaseState) -> None:
    """An enum. SQL Server's alias and PostgreSQL's composite type say nothing of values."""
    name = cursor.name()
    if cursor.accept("AS", "ENUM"):
        values = EnumValues(token.value for token in cursor.parens() if token.kind == "string")
        state.put_enum(name, whole_statement("enum", name.name, cursor), values)


def alter_type(cursor: Cursor, state: DatabaseState) -> None:
    name = cursor.name()
    thing = state.get("enum", name)
    if thing is None:
        return
    values = state.values_of(name)
    if cursor.accept("RENAME", "TO"):
        state.take("enum", name)
        new = cursor.word()
        state.put_enum(SqlName(name.schema, new), thing._replace(name=new), values)
    elif cursor.accept("ADD", "VALUE"):
        cursor.existence()
        values.add(cursor.take().value)
    elif cursor.accept("RENAME", "VALUE"):
        old = cursor.take().value
        cursor.expect("TO")
        values.rename(old, cursor.take().value)


def create_event(cursor: Cursor, state: DatabaseState) -> None:
    """MySQL's timed statement, PostgreSQL's EVENT TRIGGER."""
    cursor.existence()
    name = cursor.name()
    state.put("event", name, whole_statement("event", name.name, cursor))


def drop_free(cursor: Cursor, state: DatabaseState, group: str) -> None:
    """A materialized view goes with its indexes."""
    cursor.existence()
    while cursor.token.is_name:
        name = cursor.name()
        if state.take(group, name) is not None and group == "view" and state.has_table(name):
            state.drop_table(name)
        if not cursor.accept(","):
            return


def rename_free(cursor: Cursor, state: DatabaseState, group: str) -> None:
    """ALTER VIEW a RENAME TO b; what else is altered leaves it as it is."""
    cursor.existence()
    name = cursor.name()
    if cursor.accept("RENAME", "TO") and (thing := state.take(group, name)) is not None:
        new = cursor.word()
        state.put(group, SqlName(name.schema, new), thing._replace(name=new))
