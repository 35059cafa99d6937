"""CREATE, ALTER and DROP of sequences. One that a column owns stands with its table: it is renamed, and gone, with it."""

from __future__ import annotations

from .cursor import Cursor, SqlName
from .database_state import DatabaseState
from .things import Thing, whole_statement

_OWNED = ("sequence",)


def create_sequence(cursor: Cursor, state: DatabaseState) -> None:
    exists = cursor.existence()
    name = cursor.name()
    if exists and (state.get("sequence", name) or state.find(None, _OWNED, name)):
        return
    _put(whole_statement("sequence", name.name, cursor), name, cursor, state)


def alter_sequence(cursor: Cursor, state: DatabaseState) -> None:
    cursor.existence()
    name = cursor.name()
    if cursor.accept("RENAME", "TO"):
        new = cursor.word()
        if not state.change(None, _OWNED, name, lambda one: one._replace(name=new)):
            thing = state.take("sequence", name)
            if thing is not None:
                state.put("sequence", SqlName(name.schema, new), thing._replace(name=new))
        return
    thing = state.get("sequence", name)
    found = state.find(None, _OWNED, name)
    if found is not None:
        thing = found[0].things["sequence", state.dialect.key(name.name)]
    if thing is not None:
        _put(thing, name, cursor, state)


def _put(thing: Thing, name: SqlName, cursor: Cursor, state: DatabaseState) -> None:
    """With the column that it belongs to, and with which it goes; by itself where there is none."""
    cursor.until("OWNED")
    if not cursor.accept("OWNED", "BY"):
        if not state.find(None, _OWNED, name):
            state.put("sequence", name, thing)
        return
    _drop(name, state)
    if cursor.key == "NONE":
        state.put("sequence", name, thing._replace(columns=()))
    else:
        table, column = cursor.column()
        state.add(table, thing._replace(columns=(column,)))


def drop_sequences(cursor: Cursor, state: DatabaseState) -> None:
    cursor.existence()
    while cursor.token.is_name:
        _drop(cursor.name(), state)
        if not cursor.accept(","):
            return


def _drop(name: SqlName, state: DatabaseState) -> None:
    state.take("sequence", name)
    state.change(None, _OWNED, name, lambda _: None)
