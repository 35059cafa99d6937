"""The same random writes to a real database and to emitted code: they must agree on each of them, and on
what is stored in the end.

A run is a function of its seed; what differs is told with the schema, so that it becomes a case by hand.
"""

from __future__ import annotations

import datetime
import decimal
import unicodedata
from collections import Counter
from dataclasses import dataclass, field
from pathlib import Path
from random import Random
from typing import Any

from prisma_to_convex.compiler import Compilation
from support.enforcing import Runtime, emit

from .mariadb_ddl import mariadb_ddl
from .random_schemas import Column, Provider, RandomModel, Schema, prisma_text, random_schema
from .sql import Refused, Sql

# Which refusal the database tells of a row that is not there: it reads the values first.
_VALUE_CODES = frozenset(["P2000", "P2020", "P2011"])


@dataclass(slots=True)
class Tally:
    """`differences` are texts; `named`: the same refusal by another constraint of the same write."""

    operations: int = 0
    outcomes: Counter[str] = field(default_factory=Counter)
    differences: list[str] = field(default_factory=list)
    named: list[str] = field(default_factory=list)


def run(
    provider: Provider, sql: Sql, runtime: Runtime, folder: Path, seed: int, operations: int
) -> Tally:
    """Several schemas of the seed, until there were so many operations."""
    random, tally = Random(seed), Tally()
    while tally.operations < operations and not tally.differences:
        schema = random_schema(random, provider)
        _Pair(provider, sql, runtime, folder, schema, random, tally).run()
    return tally


def is_dense(schema: Schema) -> bool:
    return all(name.startswith("T") and len(name) == 2 for name in schema)


class _Pair:
    """One schema on both sides; `ids` has those of every row ever made, by model."""

    def __init__(
        self,
        provider: Provider,
        sql: Sql,
        runtime: Runtime,
        folder: Path,
        schema: Schema,
        random: Random,
        tally: Tally,
    ) -> None:
        self.schema, self.sql, self.runtime = schema, sql, runtime
        self.random, self.tally, self.provider = random, tally, provider
        self.text = prisma_text(schema, provider)
        sql.create(mariadb_ddl(schema) if provider == "mysql" else runtime.ddl(self.text))
        self.compilation: Compilation = emit(folder, self.text)
        runtime.load(folder)
        self.ids: dict[str, list[int]] = {name: [] for name in schema}
        self.documents: dict[int, str] = {}
        self.next = 0

    def run(self) -> None:
        dense = is_dense(self.schema)
        for number in range(160 if dense else 120):
            name = self.random.choice(list(self.schema))
            if dense and number % 40 >= 30:
                self._delete(name)
            elif dense or self.random.random() < 0.6:
                self._create(self.schema[name])
            elif self.random.random() < 0.6:
                self._update(self.schema[name])
            else:
                self._delete(name)
            if self.tally.differences:
                return

    # -- writes

    def _create(self, model: RandomModel) -> None:
        row = {}
        for column in model.columns.values():
            if column.has_default and self.random.random() < 0.4:
                continue
            row[column.name] = self._value(column)
        key: dict[str, Any] = {}
        if not model.natural:
            self.next += 1
            key = {"id": self.next}
        self._write("create", model, row, key)

    def _update(self, model: RandomModel) -> None:
        columns = [one for one in model.columns.values() if self.random.random() < 0.4]
        row = {column.name: self._value(column) for column in columns}
        if row:
            self._write("update", model, row, self._where(model))

    def _delete(self, name: str) -> None:
        model = self.schema[name]
        self._write("delete", model, {}, self._where(model))

    def _where(self, model: RandomModel) -> dict[str, Any]:
        if model.natural:
            return {one: self.random.choice(model.columns[one].values) for one in model.natural}
        recent = self.ids[model.name][-6 if is_dense(self.schema) else -12 :]
        return {"id": self.random.choice(recent)} if recent else {}

    def _value(self, column: Column) -> Any:
        is_key = column.to is not None and column.to[1] == "id"
        if not column.required and self.random.random() < (0.1 if is_key else 0.25):
            return None
        if column.to is not None and is_key:
            known = self.ids[column.to[0]][-3:]
            return self.random.choice(known) if known else None
        return self.random.choice(column.values)

    def _write(
        self, kind: str, model: RandomModel, row: dict[str, Any], key: dict[str, Any]
    ) -> None:
        if kind != "create" and not key:
            return
        if any(row[name] is None and model.columns[name].required for name in row):
            return  # Prisma's client refuses it, before either side is asked
        self.tally.operations += 1
        theirs, their_name = self._in_database(kind, model, row, key)
        ours, our_name = self._in_convex(kind, model, row, key)
        self.tally.outcomes[f"{kind} {theirs}"] += 1
        what = f"{kind} {model.name} {key} {row}: {theirs} {their_name} against {ours} {our_name}"
        if theirs != ours:
            if not (ours == "P2025" and theirs in _VALUE_CODES):
                self._differ(what)
        elif their_name and their_name != our_name:
            self.tally.named.append(what)
        elif theirs == "ok" and (kind != "create" or self.tally.operations % 10 == 0):
            self._compare(what)

    def _in_database(
        self, kind: str, model: RandomModel, row: dict[str, Any], key: dict[str, Any]
    ) -> tuple[str, str]:
        given = {**key, **row} if kind == "create" else row
        values = list(given.values())
        columns = [f'"{name}"' for name in given]
        where = " AND ".join(f'"{name}" = %s' for name in key)
        if kind == "create":
            holes = ", ".join(["%s"] * len(given))
            text = f'INSERT INTO "{model.name}" ({", ".join(columns)}) VALUES ({holes})'
        elif kind == "update":
            sets = ", ".join(f"{column} = %s" for column in columns)
            text = f'UPDATE "{model.name}" SET {sets} WHERE {where}'
            values += list(key.values())
        else:
            text, values = f'DELETE FROM "{model.name}" WHERE {where}', list(key.values())
        try:
            found = self.sql.execute(text, [_for_database(value) for value in values])
        except Refused as refused:
            return refused.code, refused.constraint
        return ("ok" if found else "P2025"), ""

    def _in_convex(
        self, kind: str, model: RandomModel, row: dict[str, Any], key: dict[str, Any]
    ) -> tuple[str, str]:
        table = self.compilation.lowered.models[model.name].table
        value = {name: self._document_value(model, name, one) for name, one in row.items()}
        if kind == "create":
            found = self.runtime.write("insert", table, value)
            if "id" in found and not model.natural:
                self.ids[model.name].append(key["id"])
                self.documents[key["id"]] = found["id"]
        else:
            document = self._document(model, table, key)
            if document is None:
                return "P2025", ""
            method = "patch" if kind == "update" else "delete"
            found = self.runtime.write(
                method, table, document, *([value] if method == "patch" else [])
            )
        return found.get("code", "ok"), (found.get("meta") or {}).get("constraint") or ""

    def _document(self, model: RandomModel, table: str, key: dict[str, Any]) -> str | None:
        if not model.natural:
            return self.documents[key["id"]]
        for row in self.runtime.rows()[table]:
            if all(self._alike(model, name, row[name], value) for name, value in key.items()):
                return str(row["_id"])
        return None

    def _alike(self, model: RandomModel, name: str, one: Any, other: Any) -> bool:
        """Whether a WHERE of the database finds the one, which is stored, by the other."""
        column = model.columns[name]
        if self.provider == "mysql" or column.native == "@db.Citext":
            return bool(_without_marks(one) == _without_marks(other))
        if column.scalar == "Decimal":
            return decimal.Decimal(one) == decimal.Decimal(other)
        if column.scalar == "DateTime":
            return bool(one == self._document_value(model, name, other))
        if column.native.startswith("@db.Char"):
            return bool(one.rstrip(" ") == other.rstrip(" "))
        return bool(one == (other.lower() if column.native == "@db.Uuid" else other))

    def _document_value(self, model: RandomModel, name: str, value: Any) -> Any:
        column = model.columns[name]
        if value is None:
            return None
        if column.to is not None and column.to[1] == "id":
            return self.documents[value]
        if column.scalar == "DateTime":
            return datetime.datetime.fromisoformat(value).timestamp() * 1000
        return value

    # -- what is stored

    def _compare(self, what: str) -> None:
        rows = self.runtime.rows()
        numbers = {document: number for number, document in self.documents.items()}
        for name, model in self.schema.items():
            table = self.compilation.lowered.models[name].table
            theirs = sorted(repr(_canonical(model, row)) for row in self.sql.rows(name))
            ours = []
            for document in rows[table]:
                row = {
                    field: numbers.get(value, value) if isinstance(value, str) else value
                    for field, value in document.items()
                    if field in model.columns
                }
                if not model.natural:
                    row["id"] = numbers[document["_id"]]
                ours.append(repr(_canonical(model, row)))
            if theirs != sorted(ours):
                left = [row for row in theirs if row not in ours]
                right = [row for row in ours if row not in theirs]
                self._differ(f"{what}: {name} holds {left} against {right}")
                return

    def _differ(self, what: str) -> None:
        self.tally.differences.append(f"{what}\n{self.text}")


def _without_marks(value: Any) -> Any:
    if not isinstance(value, str):
        return value
    letters = unicodedata.normalize("NFKD", value.casefold())
    return "".join(one for one in letters if not unicodedata.combining(one)).rstrip(" ")


def _for_database(value: Any) -> Any:
    if isinstance(value, str) and value.endswith("Z") and "T" in value:
        return value.removesuffix("Z").replace("T", " ")
    return value


def _canonical(model: RandomModel, row: dict[str, Any]) -> list[tuple[str, Any]]:
    """One form for both sides: decimals by value where they have no scale, -0 as 0, numbers as floats."""
    found = []
    for name, value in sorted(row.items()):
        column = model.columns.get(name)
        if column is not None and column.scalar == "Decimal" and not column.native and value:
            value = str(decimal.Decimal(value).normalize())
        if isinstance(value, dict):
            value = float(value["of"])
        if isinstance(value, int | float):
            value = float(value) + 0.0
        if column is not None and "Char(" in column.native and isinstance(value, str):
            value = value.rstrip(" ") if "VarChar" not in column.native else value
        found.append((name, value))
    return found
