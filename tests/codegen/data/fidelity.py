"""Every column type of a real database, filled, and what Prisma Client reads of it beside what the snapshot holds."""

from __future__ import annotations

import base64
import math
import os
import re
import shutil
import sqlite3
import struct
import subprocess
from collections import Counter
from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from random import Random
from typing import Any

import psycopg
import pymysql

from codegen.data.edge_values import SQLITE, values
from codegen.data.moving import Moved, Mover, minted
from prisma_schema_parser.native_types import NATIVE_TYPES
from support import databases
from support.oracle import ORACLE, client_rows

ROWS = ORACLE / "rows"
_SIZES = {"VarChar": 40, "Char": 12, "Bit": 8, "VarBit": 12, "Binary": 8, "VarBinary": 40}
_PRECISE = ("Timestamp", "Timestamptz", "Time", "Timetz", "DateTime")
_SCALARS = ("String", "Int", "BigInt", "Float", "Decimal", "Boolean", "DateTime", "Json", "Bytes")
_MYSQL = {
    "String": "VARCHAR(191)", "Int": "INTEGER", "BigInt": "BIGINT", "Float": "DOUBLE", "Decimal": "DECIMAL(65,30)", "Boolean": "BOOLEAN",
    "DateTime": "DATETIME(3)", "Json": "JSON", "Bytes": "LONGBLOB",
}  # fmt: skip  # as Prisma's documentation of its types has it


@dataclass(frozen=True)
class Column:
    """A model of its own, so that a value that can't be read hides no other."""

    model: str
    scalar: str
    native: str = ""
    size: int = 0
    arguments: str = ""

    def text(self, provider: str) -> str:
        native = f" @db.{self.native}{self.arguments}" if self.native else ""
        many = f"  many {self.scalar}[]{native}\n" if provider == "postgresql" else ""
        return f"model {self.model} {{\n  id Int @id\n  one {self.scalar}?{native}\n{many}}}\n"


def columns(provider: str) -> list[Column]:
    found = [Column(f"D{scalar}", scalar) for scalar in _SCALARS]
    for native, spec in NATIVE_TYPES.get(provider, {}).items():
        for scalar in spec.scalars:
            found.extend(_natives(scalar, native, provider))
    return found


def _natives(scalar: str, native: str, provider: str) -> Iterator[Column]:
    if native in ("Bit", "VarBit", "VarChar", "Char", "Binary", "VarBinary"):
        size = 1 if scalar == "Boolean" else _SIZES[native]
        yield Column(
            model=f"N{native}{scalar}",
            scalar=scalar,
            native=native,
            size=size,
            arguments=f"({size})",
        )
        return
    yield Column(f"N{native}{scalar}", scalar, native)
    if native in _PRECISE:
        for digits in (3, 6):
            yield Column(
                model=f"N{native}{digits}{scalar}",
                scalar=scalar,
                native=native,
                size=0,
                arguments=f"({digits})",
            )
    if native == "Decimal":
        yield Column(
            model=f"N{native}S{scalar}", scalar=scalar, native=native, size=0, arguments="(20, 4)"
        )


@dataclass
class Outcome:
    """`compared` values; `differ` in words; `rejected` by rule; `unread`: Prisma could not read them.

    `known`: they differ, as the README of the room says.
    """

    compared: int = 0
    known: int = 0
    refused_by_database: int = 0
    differ: list[str] = field(default_factory=list)
    rejected: Counter[str] = field(default_factory=Counter)
    unread: Counter[str] = field(default_factory=Counter)


class Fidelity:
    """One database of a provider, its client, and the fuzz over it."""

    def __init__(self, provider: str, url: str, mover: Mover) -> None:
        self.provider, self.url, self.mover = provider, url, mover
        self.columns = columns(provider)
        body = "".join(column.text(provider) for column in self.columns)
        mover.schema(provider, body)
        generator = (
            'generator client {\n  provider = "prisma-client-js"\n  output = "./client"\n}\n'
        )
        self.schema = (mover.folder / "schema.prisma").read_text(encoding="utf-8")
        (mover.folder / "client.prisma").write_text(generator + self.schema, encoding="utf-8")
        self._generate()

    def _generate(self) -> None:
        if not (self.mover.folder / "node_modules").exists():
            os.symlink(ROWS / "node_modules", self.mover.folder / "node_modules")
        # The engine is for the database alone; naming one keeps Prisma from downloading it.
        engine = {"PRISMA_SCHEMA_ENGINE_BINARY": shutil.which("true") or "true"}
        command = [
            str(ROWS / "node_modules" / ".bin" / "prisma"),
            "generate",
            "--schema",
            "client.prisma",
        ]
        subprocess.run(
            command,
            cwd=self.mover.folder,
            env={**os.environ, **engine},
            check=True,
            capture_output=True,
        )

    def ddl(self) -> str:
        if self.provider != "mysql":
            return str(client_rows().ask(ask="ddl", schema=self.schema)["sql"])
        return "".join(
            f"CREATE TABLE `{one.model}` (`id` INTEGER NOT NULL, `one` {_mysql(one)} NULL, PRIMARY KEY (`id`)) "
            "DEFAULT CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci;\n"
            for one in self.columns
        )

    def run(self, seed: int, more: int) -> Outcome:
        """Fills, reads, exports, and compares."""
        outcome = Outcome()
        random = Random(seed)
        ids: dict[str, list[int]] = {}
        with closing(_Writer(self.provider, self.url, self.mover.folder)) as writer:
            writer.script(self.ddl())
            for column in self.columns:
                ids[column.model] = self._filled(column, random, more, writer, outcome)
        client = str(self.mover.folder / "client")
        # The client's process stays where it was started: a file has its whole path.
        url = self.url.replace("file:./", f"file:{self.mover.folder}/")
        rows = client_rows().ask(ask="read", url=url, client=client, models=ids)["rows"]
        moved = self.mover.export(self.url, "--bad-rows", "skip")
        assert moved.code in (0, 1), moved.err
        self._compare(rows, moved, outcome)
        return outcome

    def _filled(
        self, column: Column, random: Random, more: int, writer: _Writer, outcome: Outcome
    ) -> list[int]:
        found = values(column.scalar, column.native, column.size, self.provider, random, more)
        if self.provider == "sqlite":
            found += SQLITE[column.scalar]
        ids = []
        for number, value in enumerate([None, *found], 1):
            many = None
            if self.provider == "postgresql":
                many = [random.choice(found) for _ in range(random.randint(0, 3))]
            if writer.insert(column, number, value, many):
                ids.append(number)
            else:
                outcome.refused_by_database += 1
        return ids

    def _compare(self, rows: dict[str, dict[str, Any]], moved: Moved, outcome: Outcome) -> None:
        by_model = {one.model: one for one in self.columns}
        documents = moved.documents
        rejected = {(one["table"], one["key"]): one for one in moved.rejected}
        for table, said in moved.manifest["tables"].items():
            column = by_model[said["model"]]
            stored = {document["_id"]: document for document in documents[table]}
            for id_, row in rows[column.model].items():
                document = stored.pop(minted(column.model, said["number"], id_), None)
                fault = rejected.get((table, id_))
                assert (document is None) == (fault is not None), (table, id_)
                if fault is not None:
                    outcome.rejected[f"{column.scalar} @db.{column.native} {fault['rule']}"] += 1
                else:
                    self._row(column, row, document, outcome)
            assert not stored, table

    def _row(self, column: Column, row: dict[str, Any], document: Any, outcome: Outcome) -> None:
        kind = f"{column.scalar} @db.{column.native}{column.arguments}"
        for name in ("one", "many"):
            if name not in row:
                continue
            if (isinstance(row[name], dict) and "!" in row[name]) or _has_no_date(row[name]):
                outcome.unread[kind] += 1
            else:
                outcome.compared += 1
                if self.provider == "sqlite" and "\0" in str(document.get(name)):
                    outcome.known += 1  # libSQL's driver ends a text there
                elif not same(row[name], document.get(name)):
                    shown = f"{row[name]} | {document.get(name)}"
                    outcome.differ.append(f"{kind} {name}: {shown[:300]}")


def _mysql(column: Column) -> str:
    if not column.native:
        return _MYSQL[column.scalar]
    name = column.native.upper()
    if column.native.startswith("Unsigned"):
        name = f"{name.removeprefix('UNSIGNED')} UNSIGNED"
    return ("INTEGER" if name == "INT" else name) + column.arguments.replace(" ", "")


class _Writer:
    def __init__(self, provider: str, url: str, folder: Path) -> None:
        self._provider = provider
        self._connection = _connected(provider, url, folder)

    def close(self) -> None:
        if self._provider == "sqlite":
            self._connection.commit()
        self._connection.close()

    def script(self, text: str) -> None:
        if self._provider == "sqlite":
            self._connection.executescript(text)
            return
        if self._provider == "postgresql":
            self._connection.execute("create extension if not exists citext")
        for statement in re.split(r";[ \t]*(?:\n|$)", text):
            if statement.strip():
                self._connection.cursor().execute(
                    statement.encode() if self._provider == "postgresql" else statement
                )

    def insert(self, column: Column, id_: int, value: Any, many: list[Any] | None) -> bool:
        """False where the database refuses the value."""
        cursor = self._connection.cursor()
        try:
            if self._provider == "postgresql":
                texts = [f"{id_}", _literal(value), _array(many or [])]
                cursor.execute(f'insert into "{column.model}" values ({", ".join(texts)})'.encode())
            elif self._provider == "sqlite":
                cursor.execute(f'insert into "{column.model}" values (?, ?)', (id_, value))
            elif column.native == "Bit" and isinstance(value, bytes | str):
                number = (
                    int.from_bytes(value[-1:], "big") if isinstance(value, bytes) else int(value)
                )
                cursor.execute(f"insert into `{column.model}` values (%s, %s)", (id_, number))
            else:
                cursor.execute(f"insert into `{column.model}` values (%s, %s)", (id_, value))
        except (psycopg.Error, pymysql.Error, sqlite3.Error):
            return False
        return True


def _connected(provider: str, url: str, folder: Path) -> Any:
    if provider == "sqlite":
        return sqlite3.connect(folder / url.removeprefix("file:./"))
    found = re.match(r"\w+://(\w+):.*@([\d.]+):(\d+)/(\w+)", url)
    assert found is not None
    user, host, port, name = found.groups()
    if provider == "postgresql":
        return psycopg.connect(
            host=host,
            port=port,
            user=user,
            password=databases.PASSWORD,
            dbname=name,
            autocommit=True,
        )
    return pymysql.connect(
        host=host, port=int(port), user=user, password=databases.PASSWORD, database=name, autocommit=True,
        charset="utf8mb4", init_command="set session sql_mode = '', time_zone = '+00:00'",
    )  # fmt: skip


def _literal(value: Any) -> str:
    if value is None:
        return "null"
    if isinstance(value, bytes):
        return f"'\\x{value.hex()}'"
    return "'" + str(value).replace("'", "''") + "'"


def _array(items: list[Any]) -> str:
    texts = [f"\\x{one.hex()}" if isinstance(one, bytes) else one for one in items]
    quoted = ",".join('"' + one.replace("\\", "\\\\").replace('"', '\\"') + '"' for one in texts)
    return _literal("{" + quoted + "}")


# ---- values -------------------------------------------------------------------------------------


def same(read: Any, stored: Any) -> bool:
    """Whether a document holds what the client reads: to the bit, and to the type."""
    if isinstance(read, list):
        return (
            isinstance(stored, list) and len(read) == len(stored) and all(map(same, read, stored))
        )
    if not isinstance(read, dict):
        return type(read) is type(stored) and read == stored
    match read.get("$"):
        case "number":
            return _number(read["of"], stored)
        case "bigint":
            return type(stored) is int and stored == int(read["of"])
        case "decimal":
            return bool(stored == read["of"])
        case "bytes":
            return bool(stored == {"$bytes": read["of"]})
        case "date":
            return bool(_milliseconds(stored) == read["of"])
        case _:
            return (
                isinstance(stored, dict)
                and read.keys() == stored.keys()
                and all(same(value, stored[name]) for name, value in read.items())
            )


def _has_no_date(read: Any) -> bool:
    """JavaScript's Invalid Date: years that the client's adapter can't tell."""
    if isinstance(read, list):
        return any(map(_has_no_date, read))
    return bool(read == {"$": "date", "of": None})


_TIME = re.compile(r"(\d\d):(\d\d):(\d\d)(?:\.(\d+))?(?:[-+]\d\d:\d\d)?")


def _milliseconds(stored: Any) -> float:
    """Of a number, a calendar date, or a time of day, whose offset the client does not see."""
    if not isinstance(stored, str):
        return float(stored)
    if found := _TIME.fullmatch(stored):
        hours, minutes, seconds = map(int, found.groups()[:3])
        return ((hours * 60 + minutes) * 60 + seconds) * 1000 + int(
            (found[4] or "").ljust(3, "0")[:3]
        )
    return float((date.fromisoformat(stored) - date(1970, 1, 1)).days * 86_400_000)


def _number(bits: str, stored: Any) -> bool:
    (read,) = struct.unpack(">d", bytes.fromhex(bits))
    if isinstance(stored, dict) and list(stored) == ["$float"]:
        (stored,) = struct.unpack("<d", base64.b64decode(stored["$float"]))
    if type(stored) is not float:
        return False
    return math.isnan(stored) if math.isnan(read) else struct.pack(">d", stored).hex() == bits
