"""MongoDB: a dump, read into a temporary SQLite, which is gone when it is closed, even by a kill.

A collection is a table, a field a column; a column more names the fields that are null and not missing. What no model
maps is counted by name, and not read.
"""

from __future__ import annotations

import base64
import hashlib
import itertools
import sqlite3
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

import bson
from bson.raw_bson import RawBSONDocument

from prisma_schema_parser.excerpt import plain

from ..dialects.bson_tokens import milliseconds, whole
from ..dialects.dialect import ALIAS
from ..dialects.mongodb_forms import NULLS, MongoDB
from ..dialects.staged_values import OPTIONS, check, staged, unstaged
from ..planning.export_plan import ExportTable, Plan
from . import mongodump
from .index_entries import entries
from .row_source import Catalog, CatalogColumn, CatalogTable, UnusableSource
from .sqlite_rows import SQLiteRows, prepare

_SLICE = 100_000
_AT_ONCE = 500
_NAMES = 1000
"""Names of fields that no model maps, of one collection, that are reported."""


class MongoDBSource(SQLiteRows):
    """Raises `UnusableSource` where the dump can't be read to its end."""

    def __init__(self, folder: Path, plan: Plan) -> None:
        self._dump = mongodump.found(folder)
        self.dialect: MongoDB = MongoDB(plan.composites)
        self._connection = sqlite3.connect("", isolation_level=None)
        prepare(self._connection)
        there = _There(self._connection)
        for name, count, function in (
            ("p2c_text", 2, _counted_text),
            ("p2c_size", 1, _size),
            ("p2c_items", 1, _items),
            ("p2c_there", 3, there),
            ("p2c_within", -1, _within),
            ("p2c_entries", -1, entries),
        ):
            self._connection.create_function(name, count, function)
        try:
            self._tables = self._read(plan)
        except sqlite3.Error as error:
            self.close()
            raise UnusableSource(f"the dump could not be read into SQLite: {error}") from None
        except UnusableSource:
            self.close()
            raise
        server = f"MongoDB {plain(self._dump.server)}" if self._dump.server else "MongoDB"
        self.description = f"{server}, the dump of `{plain(self._dump.database)}`"

    # -- documents to rows

    def _read(self, plan: Plan) -> dict[str, CatalogTable]:
        for setting in ("journal_mode = off", "synchronous = off", "temp_store = file"):
            self._connection.execute(f"pragma {setting}")
        wanted: dict[str, set[str]] = {}
        for target in plan.targets.values():
            key = {target.key.column} if target.key else set()
            wanted.setdefault(target.source, set()).update(key)
        for table in plan.tables:
            wanted.setdefault(table.source, set()).update(table.mapped)
        found: dict[str, CatalogTable] = {}
        self._connection.execute("begin")
        for name, columns in sorted(wanted.items()):
            if name in self._dump.files:
                found[name] = self._collection(name, sorted(columns))
            else:
                self._create(name, sorted(columns))
        self._connection.execute("commit")
        self._connection.execute("begin")
        return found

    def _create(self, name: str, columns: Sequence[str]) -> str:
        quoted = self.dialect.quoted
        declared = ", ".join([*(f"{quoted(one)} blob" for one in columns), f"{NULLS} text"])
        table = self.dialect.relation(None, name)
        self._connection.execute(f"create table {table} ({declared})")
        return table

    def _collection(self, name: str, columns: Sequence[str]) -> CatalogTable:
        path = self._dump.files[name]
        table = self._create(name, columns)
        others: dict[str, None] = {}
        marks = ", ".join("?" * (len(columns) + 1))
        rows = iter(self._rows(path, columns, others))
        while some := list(itertools.islice(rows, _AT_ONCE)):
            self._connection.executemany(f"insert into {table} values ({marks})", some)
        if "_id" in columns:
            self._index(table, path)
        ((count,),) = self.ask(f"select count(*) from {table}")
        named = {one: CatalogColumn("BSON", is_nullable=True) for one in (*columns, *others)}
        return CatalogTable(named, rows=count)

    def _index(self, table: str, path: Path) -> None:
        key = self.dialect.quoted("_id")
        self._connection.execute(f'create index "i{table[2:]} on {table} ({key})')
        twice = self.ask(
            f"select 1 from {table} where {key} is not null group by {key} having count(*) > 1 limit 1"
        )
        if twice:
            raise UnusableSource(
                f"{plain(path.name)} has two documents with the same _id: it is no dump of one collection"
            )

    def _rows(
        self, path: Path, columns: Sequence[str], others: dict[str, None]
    ) -> Iterator[list[Any]]:
        for at, document in mongodump.documents(path):
            fields = _fields(path, at, document)
            if len(others) < _NAMES:
                others.update(dict.fromkeys(one for one in fields if one not in columns))
            values = [fields.get(one) for one in columns]
            nulls = [one for one in columns if one in fields and fields[one] is None]
            row = [None if one is None else staged(one) for one in values]
            yield [*row, self.dialect.nulls(nulls)]

    # -- what others ask

    def catalog(self) -> Catalog:
        unread = {name: CatalogTable({}) for name in self._dump.files if name not in self._tables}
        return {("", name): one for name, one in {**self._tables, **unread}.items()}

    def namespace(self, table: ExportTable) -> str:
        return ""

    def unread(self) -> tuple[str, ...]:
        return tuple(self.dialect.unread)

    def slices(self, table: ExportTable) -> list[str]:
        """By the order of `_id`, whatever its types are."""
        relation, key = self.dialect.relation(None, table.source), self.dialect.quoted("_id")
        starts = [
            one
            for at in range(_SLICE, self._tables[table.source].rows, _SLICE)
            for ((one),) in self.ask(
                f"select {key} from {relation} order by {key} limit 1 offset {at}"
            )
        ]
        if not starts:
            return [""]
        constants = [self.dialect.constant(one) for one in starts]
        column = f"{ALIAS}.{key}"
        return [
            f" where ({column} < {constants[0]} or {column} is null)",
            *(
                f" where {column} >= {first} and {column} < {end}"
                for first, end in itertools.pairwise(constants)
            ),
            f" where {column} >= {constants[-1]}",
        ]


_TOO_DEEP = "it is nested too deep"


def _fields(path: Path, at: int, document: bytes) -> Mapping[str, Any]:
    try:
        found = RawBSONDocument(document, OPTIONS)
        check(found)
        return dict(found)
    except RecursionError:
        raise mongodump.broken(path, at, _TOO_DEEP) from None
    except (bson.InvalidBSON, ValueError, OverflowError) as error:
        why = str(error)
        message = _TOO_DEEP if "recursion" in why else plain(why[:200])
        raise mongodump.broken(path, at, message) from None


# ---- functions for SQL, which know nothing of how documents are formed --------------------------


def _counted_text(what: str, value: Any) -> str | None:
    if value is None:
        return None
    found = unstaged(value)
    match what:
        case "whole":
            number = whole(found)
            return None if number is None else str(number)
        case "date":
            time = milliseconds(found)
            return None if time is None else str(time)
        case "boolean":
            return str(int(found)) if type(found) is bool else None
        case "string":
            return str(found)
        case _:
            data = _octets(found)
            if what == "sha256":
                return hashlib.sha256(data).hexdigest()
            return base64.b64encode(data).decode()


def _octets(value: Any) -> bytes:
    """Of Binary, or of an ObjectId; what is neither is rejected, and not counted."""
    found = getattr(value, "binary", value)
    return bytes(found) if isinstance(found, bytes) else b""


def _size(value: Any) -> int | None:
    return None if value is None else len(_octets(unstaged(value)))


def _within(value: Any, *names: str) -> Any:
    found = unstaged(value)
    for name in names:
        found = found.get(name) if isinstance(found, RawBSONDocument) else None
    return None if found is None else staged(found)


def _items(value: Any) -> int:
    found = unstaged(value)
    return len(found) if isinstance(found, list) else 0


class _There:
    """Whether the rows are there that the items of a list refer to."""

    def __init__(self, connection: sqlite3.Connection) -> None:
        self._connection = connection

    def __call__(self, relation: str, key: str, value: Any) -> str | None:
        found = unstaged(value)
        if not isinstance(found, list):
            return None
        sql = f"select exists(select 1 from {relation} r where r.{key} = ?)"
        return "".join(
            (
                str(self._connection.execute(sql, (staged(one),)).fetchone()[0])
                if one is not None
                else "0"
            )
            for one in found
        )
