"""Texts of SQL in order -> what stands in the database when all of them have run.

Long, as it is one table of statements, each with what it does to the state.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from itertools import islice, pairwise

from prisma_schema_parser.records import NamedTuple
from prisma_schema_parser.source import SourceFile, Span

from . import objects, sequences
from .alter_table import alter_table, renamed
from .cursor import Cursor, SqlName, Unread, items
from .database_state import DatabaseState
from .dialects import SqlDialect
from .sql_tokens import Token, scan, tokens
from .statements import Statement, statements
from .texts import NotRead
from .things import Thing


class Replayed(NamedTuple):
    state: DatabaseState
    not_read: tuple[NotRead, ...]


def replay(sources: Iterable[SourceFile], dialect: SqlDialect) -> Replayed:
    run = _Replay(dialect)
    for source in sources:
        for one in statements(source.text, dialect):
            run.statement(source, one)
    return Replayed(run.state, tuple(run.not_read))


_MOST_TOKENS = 200_000
_DEEPEST = 5  # code in a text in code

# What changes no guarantee; most of it are rows.
_ROWS = re.compile(
    r"(?:INSERT|UPDATE|DELETE|REPLACE|MERGE|SELECT|VALUES|SET|COMMENT|GRANT|REVOKE|DENY|TRUNCATE|ANALYZE|VACUUM|"
    r"REINDEX|REFRESH|LOCK|UNLOCK|COPY|PRAGMA|START|BEGIN|COMMIT|ROLLBACK|SAVEPOINT|RELEASE|END|USE|SHOW|"
    r"PRINT|DECLARE|EXPLAIN|RESET|CLUSTER|NOTIFY|LISTEN|CHECKPOINT|SECURITY|REASSIGN|IMPORT|THROW|RAISERROR|"
    r"ATTACH|DETACH|CALL|DISCARD|FLUSH|OPTIMIZE|HANDLER|DO\s+(?!\$|'|LANGUAGE|E')|XA|ABORT|DEALLOCATE|\\)\b",
    re.IGNORECASE,
)
_DDL = frozenset({"CREATE", "ALTER", "DROP", "RENAME"})
_MAKES = re.compile(r"\b(?:CREATE|ALTER|DROP|RENAME)\b", re.IGNORECASE)


class _Replay:
    def __init__(self, dialect: SqlDialect) -> None:
        self.dialect = dialect
        self.state = DatabaseState(dialect)
        self.not_read: list[NotRead] = []

    def statement(self, source: SourceFile, one: Statement) -> None:
        if _ROWS.match(source.text, one.start, one.end):
            return
        found = islice(scan(source.text, self.dialect, one.start, one.end), _MOST_TOKENS + 1)
        self._read(Cursor(source, list(found), self.dialect), 0)

    def _read(self, cursor: Cursor, depth: int) -> None:
        if len(cursor.tokens) > _MOST_TOKENS:
            self._complain(cursor, f"longer than {_MOST_TOKENS:,} words")
            return
        try:
            self._dispatch(cursor, depth)
        except Unread as problem:
            self._complain(cursor, str(problem))

    def _complain(self, cursor: Cursor, why: str) -> None:
        self.not_read.append(NotRead(cursor.span(cursor.tokens[:1]), why))

    def _dispatch(self, cursor: Cursor, depth: int) -> None:
        key = cursor.key
        if key == "CREATE":
            self._create(cursor)
        elif key == "ALTER":
            self._alter(cursor)
        elif key == "DROP":
            self._drop(cursor)
        elif key == "RENAME":
            self._rename(cursor)
        elif key == "DO":
            self._block(cursor, depth)
        elif key in ("EXEC", "EXECUTE", "PREPARE"):
            self._execute(cursor, depth)
        elif key in ("DISABLE", "ENABLE"):
            self._switch(cursor)
        elif key in _FLOW:
            self._flow(cursor, depth)
        elif key and key not in ("WITH", ";", "PERFORM", "(", "ELSE", "RETURN", "RAISE", "TABLE"):
            raise Unread(f"`{cursor.token.value[:40]}` begins no statement that is known")

    # ---- CREATE ----

    def _create(self, cursor: Cursor) -> None:
        cursor.expect("CREATE")
        state, is_passing, is_unique = self.state, False, False
        replaces = cursor.accept("OR", "REPLACE") or cursor.accept("OR", "ALTER")
        _skip_options(cursor)
        while cursor.key in _ADJECTIVES:
            word = cursor.take().key
            is_passing |= word in ("TEMP", "TEMPORARY")
            is_unique |= word == "UNIQUE"
        what = cursor.take().key
        match what:
            case "TABLE":
                objects.create_table(cursor, state, is_passing=is_passing)
            case "INDEX":
                objects.create_index(cursor, state, is_unique=is_unique)
            case "TRIGGER":
                if not is_passing:
                    objects.create_trigger(cursor, state)
            case "EVENT":
                cursor.accept("TRIGGER")
                objects.create_event(cursor, state)
            case "RULE":
                if self.dialect.name == "postgres":
                    objects.create_rule(cursor, state)
            case "POLICY":
                objects.create_policy(cursor, state)
            case "SECURITY":
                cursor.expect("POLICY")
                objects.security_policy(cursor, state)
            case "VIEW":
                if not is_passing:
                    objects.create_view(cursor, state)
            case "FUNCTION" | "PROCEDURE" | "PROC":
                objects.create_function(cursor, state)
            case "SEQUENCE":
                if not is_passing:
                    sequences.create_sequence(cursor, state)
            case "DOMAIN":
                objects.create_domain(cursor, state)
            case "TYPE":
                objects.create_type(cursor, state)
            case _ if what not in _HARMLESS:
                raise Unread(f"CREATE {cursor.tokens[cursor.at - 1].value[:40]} is not known")
        del replaces

    # ---- ALTER ----

    def _alter(self, cursor: Cursor) -> None:
        cursor.expect("ALTER")
        cursor.skip("FOREIGN", "MATERIALIZED", "IGNORE", "ONLINE")
        _skip_options(cursor)
        what = cursor.take().key
        match what:
            case "TABLE":
                alter_table(cursor, self.state)
            case "INDEX":
                objects.alter_index(cursor, self.state)
            case "TRIGGER" | "POLICY":
                objects.alter_on_table(cursor, self.state, what.lower())
            case "VIEW" if self.dialect.name in ("tsql", "mysql"):
                objects.create_view(cursor, self.state)
            case "VIEW":
                objects.rename_free(cursor, self.state, "view")
            case "FUNCTION" | "PROCEDURE" | "PROC" if self.dialect.name == "tsql":
                objects.create_function(cursor, self.state)
            case "FUNCTION" | "PROCEDURE" | "ROUTINE":
                _rename_function(cursor, self.state)
            case "SEQUENCE":
                sequences.alter_sequence(cursor, self.state)
            case "DOMAIN":
                objects.alter_domain(cursor, self.state)
            case "TYPE":
                objects.alter_type(cursor, self.state)
            case "SCHEMA" if self.dialect.name == "tsql":
                raise Unread("ALTER SCHEMA moves a table, which is not followed")
            case "EVENT" | "RULE" | "SECURITY":
                return
            case _ if what not in _HARMLESS:
                raise Unread(f"ALTER {cursor.tokens[cursor.at - 1].value[:40]} is not known")

    # ---- DROP ----

    def _drop(self, cursor: Cursor) -> None:
        cursor.expect("DROP")
        cursor.skip("TEMPORARY", "FOREIGN", "MATERIALIZED")
        what = cursor.take().key
        match what:
            case "TABLE":
                self._drop_tables(cursor)
            case "INDEX":
                objects.drop_index(cursor, self.state)
            case "TRIGGER" | "POLICY":
                objects.drop_on_table(cursor, self.state, what.lower())
            case "RULE":
                objects.drop_on_table(cursor, self.state, "trigger")
            case "FUNCTION" | "PROCEDURE" | "PROC" | "ROUTINE":
                objects.drop_function(cursor, self.state)
            case "SEQUENCE":
                sequences.drop_sequences(cursor, self.state)
            case "VIEW" | "DOMAIN":
                objects.drop_free(cursor, self.state, what.lower())
            case "TYPE":
                objects.drop_free(cursor, self.state, "enum")
            case "EVENT":
                cursor.accept("TRIGGER")
                objects.drop_free(cursor, self.state, "event")
            case "SCHEMA":
                cursor.existence()
                self.state.drop_schema(cursor.word())
            case "SECURITY":
                self._drop_security(cursor)
            case _ if what not in _HARMLESS:
                raise Unread(f"DROP {cursor.tokens[cursor.at - 1].value[:40]} is not known")

    def _drop_tables(self, cursor: Cursor) -> None:
        cursor.existence()
        cascades = any(token.key == "CASCADE" for token in cursor.tokens)
        while cursor.token.is_name or cursor.token.kind == "string":
            self.state.drop_table(cursor.name(), cascades=cascades)
            if not cursor.accept(","):
                return

    def _drop_security(self, cursor: Cursor) -> None:
        cursor.accept("POLICY")
        cursor.existence()
        name = cursor.name().name.lower()
        for table in list(self.state.tables.values()):
            for group, called in list(table.things):
                if group == "policy" and (called == name or called.startswith(f"{name} ")):
                    self.state.change(table.name, (group,), SqlName("", called), lambda _: None)

    # ---- the rest ----

    def _rename(self, cursor: Cursor) -> None:
        """MySQL: RENAME TABLE a TO b, c TO d."""
        cursor.expect("RENAME")
        if cursor.accept("USER"):
            return
        cursor.expect("TABLE")
        for part in items(cursor.rest()):
            one = cursor.part(part)
            old = one.name()
            one.expect("TO")
            renamed(old, one.name(), self.state)

    def _switch(self, cursor: Cursor) -> None:
        """SQL Server: DISABLE TRIGGER a ON t."""
        is_off = cursor.take().key == "DISABLE"
        if not cursor.accept("TRIGGER"):
            return
        name = cursor.name().name
        cursor.expect("ON")
        table = cursor.name()
        for (group, called), _ in self.state.on_table(table):
            if group == "trigger" and (name.upper() == "ALL" or called == self.dialect.key(name)):
                self.state.change(
                    table, (group,), SqlName("", called), lambda one: one._replace(is_off=is_off)
                )

    # ---- code in code ----

    def _block(self, cursor: Cursor, depth: int) -> None:
        """DO $$ ... $$: what it may do is taken as done, whatever the condition."""
        for token in cursor.tokens:
            if token.kind == "string":
                self._inner(cursor, token, depth)

    def _inner(self, cursor: Cursor, token: Token, depth: int) -> None:
        """The SQL in a text. That of a `$$` body has places of its own."""
        if depth >= _DEEPEST:
            raise Unread("code in a text in code, too deep to follow")
        raw = cursor.text[token.start : token.end]
        if cursor.place is None and raw.startswith("$"):
            width = raw.index("$", 1) + 1
            first, last = token.start + width, token.end - (width if raw.endswith("$") else 0)
            for one in statements(cursor.text, self.dialect, first, max(first, last)):
                found = tokens(cursor.text, self.dialect, one.start, one.end)
                self._flow(Cursor(cursor.source, found, self.dialect), depth + 1)
            return
        place = cursor.place or Span(cursor.source, token.start, token.end)
        for one in statements(token.value, self.dialect):
            found = tokens(token.value, self.dialect, one.start, one.end)
            inner = Cursor(cursor.source, found, self.dialect, text=token.value, place=place)
            self._flow(inner, depth + 1)

    def _flow(self, cursor: Cursor, depth: int) -> None:
        """A part of a procedure: what begins behind its IF ... THEN, its BEGIN, its ELSE."""
        found = cursor.tokens
        level = 0
        for at, token in enumerate(found):
            key = token.key
            level += (key == "(") - (key == ")")
            if level == 0 and _begins(found, at):
                self._read(cursor.part(found[at:]), depth)
                return
        if any(token.key in ("EXECUTE", "EXEC") for token in found):
            at = next(at for at, token in enumerate(found) if token.key in ("EXECUTE", "EXEC"))
            if not at or found[at - 1].key not in ("GRANT", "ON", "REVOKE"):
                self._read(cursor.part(found[at:]), depth)

    def _execute(self, cursor: Cursor, depth: int) -> None:
        """SQL that stands in a text, as long as it is a text and nothing that is put together."""
        first = cursor.take()
        if self._system(cursor):
            return
        found = [token for token in cursor.tokens[1:] if token.kind == "string"]
        if not found and _is_variable(cursor.tokens):
            raise Unread(f"{first.key} of a text that is put together")
        if not any(_MAKES.search(token.value) for token in found):
            return
        signs = [
            token for token in cursor.tokens[1:] if token.key in ("+", "|", "FORMAT", "CONCAT")
        ]
        if signs or any(token.key.startswith("@") for token in cursor.tokens[1:3]):
            raise Unread(f"{first.key} of a text that is put together")
        for token in found[:1]:
            self._inner(cursor, token, depth)

    def _system(self, cursor: Cursor) -> bool:
        """EXEC sp_rename 'a.b', 'c', 'COLUMN'."""
        names = [token.value.lower() for token in cursor.tokens[1:6] if token.is_name]
        if "sp_rename" not in names:
            return False
        found = [token.value for token in cursor.tokens if token.kind == "string"]
        if len(found) < 2:
            raise Unread("sp_rename without two texts")
        _sp_rename(found, cursor, self.state)
        return True


_ADJECTIVES = frozenset(
    [
        "GLOBAL",
        "LOCAL",
        "TEMP",
        "TEMPORARY",
        "UNLOGGED",
        "UNIQUE",
        "CLUSTERED",
        "NONCLUSTERED",
        "FULLTEXT",
        "SPATIAL",
        "MATERIALIZED",
        "RECURSIVE",
        "CONSTRAINT",
        "VIRTUAL",
        "FOREIGN",
        "COLUMNSTORE",
        "AGGREGATE",
        "EXTERNAL",
        "INVERTED",
        "PRIMARY",
        "XML",
    ]
)
_FLOW = frozenset(
    ["IF", "BEGIN", "WHILE", "LOOP", "FOR", "FOREACH", "CASE", "END", "EXCEPTION", "WHEN", "THEN"]
) | {"<"}
_HARMLESS = frozenset(
    [
        "EXTENSION",
        "SCHEMA",
        "ROLE",
        "USER",
        "LOGIN",
        "DATABASE",
        "PUBLICATION",
        "SUBSCRIPTION",
        "SERVER",
        "COLLATION",
        "CAST",
        "OPERATOR",
        "STATISTICS",
        "TEXT",
        "LANGUAGE",
        "CONVERSION",
        "TABLESPACE",
        "GROUP",
        "SYNONYM",
        "DEFAULT",
        "SYSTEM",
        "ACCESS",
        "TRANSFORM",
        "OWNED",
        "LARGE",
        "PARTITION",
        "DATA",
        "WRAPPER",
        "CREDENTIAL",
        "CERTIFICATE",
        "ASSEMBLY",
        "CONTRACT",
        "QUEUE",
        "SERVICE",
        "MESSAGE",
        "KEY",
        "MASTER",
        "CATALOG",
        "STOPLIST",
        "RESOURCE",
        "PROCEDURAL",
        "TRUSTED",
        "LOGFILE",
        "INSTANCE",
        "STORED",
        "COLUMN",
    ]
)
_OPTIONS = frozenset({"DEFINER", "ALGORITHM", "SQL"})
_OBJECTS = _ADJECTIVES | frozenset(
    [
        "TABLE",
        "INDEX",
        "TRIGGER",
        "EVENT",
        "RULE",
        "POLICY",
        "SECURITY",
        "VIEW",
        "FUNCTION",
        "PROCEDURE",
        "PROC",
        "SEQUENCE",
        "DOMAIN",
        "TYPE",
        "OR",
        "ROUTINE",
        "SCHEMA",
    ]
)


def _begins(found: Sequence[Token], at: int) -> bool:
    """Whether a definition begins here, and not the word CREATE or DROP somewhere else."""
    if found[at].key not in _DDL or at + 1 >= len(found):
        return False
    return found[at + 1].key in _OBJECTS


def _is_variable(found: Sequence[Token]) -> bool:
    """PREPARE s FROM @sql, EXEC(@sql), EXEC sp_executesql @sql."""
    return any(
        token.key.startswith("@")
        and before.key in ("FROM", "(", "EXEC", "EXECUTE", "SP_EXECUTESQL")
        for before, token in pairwise(found)
    )


def _skip_options(cursor: Cursor) -> None:
    """MySQL: DEFINER = u@h, ALGORITHM = MERGE, SQL SECURITY INVOKER."""
    while cursor.key in _OPTIONS:
        word = cursor.take().key
        if word == "SQL":
            cursor.accept("SECURITY")
            cursor.take()
            continue
        cursor.expect("=")
        cursor.take()
        if cursor.accept("(", ")") or cursor.token.value.startswith("@"):
            cursor.at += cursor.token.value.startswith("@")


def _rename_function(cursor: Cursor, state: DatabaseState) -> None:
    name = cursor.name()
    inside = f"({objects._types(cursor.shown(cursor.parens()))})" if cursor.key == "(" else ""
    if cursor.accept("RENAME", "TO"):
        start = f"{state.dialect.key(name.name)}("
        for group, at in list(state.free):
            if group == "function" and at.name.startswith(start) and at.schema == name.schema:
                if inside and at.name != f"{name.name}{inside}" and len(state.free) > 1:
                    continue
                new = cursor.token.value
                thing = state.free.pop((group, at))
                renamed_key = SqlName(at.schema, at.name.replace(start, f"{new}(", 1))
                state.put(group, renamed_key, thing._replace(name=new))
                return


def _sp_rename(found: list[str], cursor: Cursor, state: DatabaseState) -> None:
    old = cursor.inside(found[0], cursor.span())
    parts = [token.value for token in old.tokens if token.key != "."]
    what = found[2].upper() if len(found) > 2 else ""
    new = found[1]
    if what == "COLUMN" and len(parts) > 1:
        state.rename_column(_of(parts[:-1]), parts[-1], new)
    elif what == "INDEX" and len(parts) > 1:
        table = _of(parts[:-1])
        state.change(
            table,
            ("index", "constraint"),
            SqlName("", parts[-1]),
            lambda one: one._replace(name=new),
        )
    else:
        _renamed_object(_of(parts), new, state)


def _renamed_object(old: SqlName, new: str, state: DatabaseState) -> None:
    def changed(thing: Thing) -> Thing:
        return thing._replace(name=new)

    if state.has_table(old):
        state.rename_table(old, SqlName(old.schema, new))
    elif not state.change(None, ("constraint", "trigger"), old, changed):
        thing = state.take("view", old)
        if thing is not None:
            state.put("view", SqlName(old.schema, new), thing._replace(name=new))


def _of(parts: list[str]) -> SqlName:
    schema = parts[-2] if len(parts) > 1 else ""
    return SqlName("" if schema.lower() == "dbo" else schema, parts[-1])
