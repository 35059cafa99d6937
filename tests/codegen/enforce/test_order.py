"""The order of referential actions, case by case: what each database does, what is written here, and what emitted
code does must be one.

Random schemas hardly ever notice a wrong order; these do.
"""

from __future__ import annotations

from contextlib import closing
from pathlib import Path
from typing import Any, get_args

import pytest

from support.databases import Database
from support.enforcing import emit, runtime

from .mariadb_ddl import mariadb_ddl
from .random_schemas import Column, Key, Provider, RandomModel, Schema, prisma_text
from .sql import MariaDb, PostgreSql, Refused, Sql, Sqlite

GONE, REFUSED = "ok", "P2003"
# Keys as `model.key > target action`, in the order in which they are declared; a row of each model that
# refers to one of each target; then the one of G is deleted. What PostgreSQL, SQLite and MariaDB do.
CASES: dict[str, tuple[str, tuple[str, str, str]]] = {
    "diamond, Restrict, the middle first": (
        "A.g > G Cascade, B.g > G Cascade, B.a > A Restrict", (GONE, GONE, REFUSED),
    ),
    "diamond, Restrict, the leaf first": (
        "B.g > G Cascade, B.a > A Restrict, A.g > G Cascade", (GONE, REFUSED, REFUSED),
    ),
    "diamond, NoAction, the middle first": (
        "A.g > G Cascade, B.g > G Cascade, B.a > A NoAction", (GONE, GONE, REFUSED),
    ),
    "diamond, the leaf comes first by name": (
        "Z.g > G Cascade, B.g > G Cascade, B.z > Z Restrict", (GONE, GONE, GONE),
    ),
    "a row that refers to itself, Restrict": ("G.g > G Restrict", (GONE, GONE, REFUSED)),
    "a row that refers to itself, NoAction": ("G.g > G NoAction", (GONE, GONE, REFUSED)),
    "a row that refers to itself, Cascade": ("G.g > G Cascade", (GONE, GONE, GONE)),
    "N1: Restrict from two levels down": (
        "L.g > G Cascade, M.l > L Cascade, M.g > G Restrict", (REFUSED, REFUSED, GONE),
    ),
    "N2: NoAction from two levels down": (
        "L.g > G Cascade, M.l > L Cascade, M.g > G NoAction", (REFUSED, GONE, GONE),
    ),
    "N4: the refused one first": (
        "A.g > G Cascade, X.g > G Cascade, B.a > A Restrict, B.x > X Cascade",
        (REFUSED, GONE, REFUSED),
    ),
    "N5: the cascade first": (
        "X.g > G Cascade, A.g > G Cascade, B.a > A Restrict, B.x > X Cascade",
        (GONE, REFUSED, REFUSED),
    ),
    "N6: as N4 with NoAction": (
        "A.g > G Cascade, X.g > G Cascade, B.a > A NoAction, B.x > X Cascade",
        (REFUSED, GONE, REFUSED),
    ),
    "N7: SetNull and Restrict of one row": (
        "R.u > G SetNull, R.w > G Restrict", (REFUSED, REFUSED, REFUSED),
    ),
    "SetNull and Cascade of one row": ("C.x > G SetNull, C.y > G Cascade", (GONE, GONE, GONE)),
    "H: Restrict beside a cascade": (
        "M.g > G Restrict, L.g > G Cascade", (REFUSED, REFUSED, REFUSED),
    ),
    "a chain of three": ("A.g > G Cascade, B.a > A Cascade, C.b > B Cascade", (GONE,) * 3),
    "a chain that ends in Restrict": (
        "A.g > G Cascade, B.a > A Cascade, C.b > B Restrict", (REFUSED,) * 3,
    ),
    "a chain that ends in SetNull": ("A.g > G Cascade, B.a > A SetNull", (GONE,) * 3),
}  # fmt: skip  # a table


def _schema(text: str) -> Schema:
    schema: Schema = {}
    for one in text.split(", "):
        path, _, target, action = one.split()
        owner, name = path.split(".")
        for model in (owner, target):
            schema.setdefault(model, RandomModel(model))
        column = Column(f"{name}Id", "Int", to=(target, "id"))
        schema[owner].columns[column.name] = column
        schema[owner].keys.append(Key(name, (column.name,), target, ("id",), action, "Cascade"))
    return schema


def _expected(name: str, provider: Provider) -> str:
    return CASES[name][1][get_args(Provider).index(provider)]


def _filled(schema: Schema) -> list[tuple[str, dict[str, int | None]]]:
    """One row of each model, targets first; a reference to oneself is set later."""
    rows: list[tuple[str, dict[str, int | None]]] = []
    waiting = dict(schema)
    while waiting:
        name = next(
            one
            for one, model in waiting.items()
            if all(key.target not in waiting or key.target == one for key in model.keys)
        )
        keys = {key.fields[0]: None if key.target == name else 1 for key in waiting[name].keys}
        rows.append((name, keys))
        del waiting[name]
    return rows


def _in_database(sql: Sql, schema: Schema) -> tuple[str, dict[str, int]]:
    for name, row in _filled(schema):
        columns = ", ".join(f'"{one}"' for one in ("id", *row))
        holes = ", ".join(["%s"] * (1 + len(row)))
        sql.execute(f'INSERT INTO "{name}" ({columns}) VALUES ({holes})', [1, *row.values()])
        for key in schema[name].keys:
            if key.target == name:
                sql.execute(f'UPDATE "{name}" SET "{key.fields[0]}" = 1')
    try:
        sql.execute('DELETE FROM "G" WHERE "id" = %s', [1])
        outcome = GONE
    except Refused as refused:
        outcome = refused.code
    return outcome, {name: len(sql.rows(name)) for name in schema}


def _in_convex(folder: Path, schema: Schema, provider: Provider) -> tuple[str, dict[str, int]]:
    compilation, ours = emit(folder, prisma_text(schema, provider)), runtime()
    ours.load(folder)
    tables = {name: model.table for name, model in compilation.lowered.models.items()}
    ids: dict[str, str] = {}
    for name, row in _filled(schema):
        targets = {key.fields[0]: key.target for key in schema[name].keys}
        value: dict[str, Any] = {one: row[one] and ids[targets[one]] for one in row}
        ids[name] = ours.insert(tables[name], value)
        for key in schema[name].keys:
            if key.target == name:
                assert (
                    ours.code("patch", tables[name], ids[name], {key.fields[0]: ids[name]}) == GONE
                )
    outcome = ours.code("delete", tables["G"], ids["G"])
    rows = ours.rows()
    return outcome, {name: len(rows[tables[name]]) for name in schema}


def _agree(name: str, provider: Provider, sql: Sql, folder: Path) -> None:
    schema = _schema(CASES[name][0])
    text = prisma_text(schema, provider)
    sql.create(mariadb_ddl(schema) if provider == "mysql" else runtime().ddl(text))
    theirs = _in_database(sql, schema)
    assert (name, theirs[0]) == (name, _expected(name, provider))
    assert (name, *_in_convex(folder, schema, provider)) == (name, *theirs)


def _all_agree(provider: Provider, sql: Sql, folder: Path) -> None:
    for number, name in enumerate(CASES):
        _agree(name, provider, sql, folder / str(number))


# A row, and so many that each refer to the one before. InnoDB takes fewer levels, MySQL 15 and MariaDB 20.
_LEVELS = 25


def test_a_deep_cascade_is_done_where_innodb_gives_up(mariadb: Database, tmp_path: Path) -> None:
    """A limit of the database's code and no guarantee: what it refuses for its depth is deleted here."""
    schema = _schema("G.g > G Cascade")
    with closing(MariaDb(mariadb)) as sql:
        sql.create(mariadb_ddl(schema))
        for n in range(_LEVELS):
            sql.execute('INSERT INTO "G" ("id", "gId") VALUES (%s, %s)', [n + 1, n or None])
        with pytest.raises(Refused, match="193"):
            sql.execute('DELETE FROM "G" WHERE "id" = %s', [1])
    compilation, ours = emit(tmp_path, prisma_text(schema, "mysql")), runtime()
    ours.load(tmp_path)
    table = compilation.lowered.models["G"].table
    ids: list[str] = []
    for n in range(_LEVELS):
        ids.append(ours.insert(table, {"gId": ids[n - 1] if n else None}))
    assert ours.code("delete", table, ids[0]) == GONE
    assert ours.rows()[table] == []


def test_sqlite(tmp_path: Path) -> None:
    with closing(Sqlite()) as sql:
        _all_agree("sqlite", sql, tmp_path)


def test_postgresql(postgresql: Database, tmp_path: Path) -> None:
    with closing(PostgreSql(postgresql)) as sql:
        _all_agree("postgresql", sql, tmp_path)


def test_mariadb(mariadb: Database, tmp_path: Path) -> None:
    with closing(MariaDb(mariadb)) as sql:
        _all_agree("mysql", sql, tmp_path)
