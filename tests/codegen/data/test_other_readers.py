"""Programs that are not ours read the snapshot: convex2pg counts and joins it, convex-test takes its documents."""

from __future__ import annotations

import base64
import json
import re
import subprocess
import sys
import zipfile
from pathlib import Path
from typing import Any

import pytest

from codegen.data.moving import Mover, documents_of
from codegen.data.test_mongodb import MODELS, user
from prisma_to_convex import cli
from support import databases, oracle
from support.dumps import dump, oid
from support.places import SAMPLES
from support.rows import fill_sqlite, for_provider

CRM = for_provider((SAMPLES / "crm" / "schema.prisma").read_text(encoding="utf-8"), "sqlite")
ROWS = 7
Joins = list[tuple[str, str, str]]
"""Table, field, table that is referred to."""


@pytest.fixture
def exported(mover: Mover, capsys: Any) -> Path:
    """The folder of a moved CRM, with its schema.ts."""
    (mover.folder / "schema.prisma").write_text(CRM, encoding="utf-8")
    fill_sqlite(CRM, mover.folder / "crm.db", ROWS)
    assert cli.main(["generate"]) in (0, 1)
    moved = mover.export("file:./crm.db")
    assert moved.code == 0, moved.err
    return mover.folder


def _joins(folder: Path) -> Joins:
    """As schema.ts says, read by its text alone."""
    found: Joins = []
    for table, body in re.findall(
        r"\n  (\w+): defineTable\(\{(.*?)\n  \}\)",
        (folder / "convex/schema.ts").read_text(),
        re.DOTALL,
    ):
        found.extend(
            (table, field, target)
            for field, target in re.findall(r'\n    (\w+): [^\n]*v\.id\("(\w+)"\)', body)
        )
    assert len(found) > 20
    return found


def test_convex2pg_counts_and_joins(exported: Path) -> None:
    with zipfile.ZipFile(exported / "s.zip") as archive:
        archive.extractall(exported / "unpacked")
    command = [sys.executable, "-m", "convex_to_postgres", "unpacked", "--output", "sql"]
    subprocess.run(command, cwd=exported, check=True, capture_output=True)
    documents = documents_of(exported / "s.zip")
    with databases.database("postgresql") as database, database.connect() as connection:
        tables = sorted(documents.keys() - {"_tables"})
        for name in ("schema.sql", "data.sql"):
            # convex2pg quotes no name; some of the CRM's are words of SQL
            connection.execute(
                _quoted((exported / "sql" / name).read_text(encoding="utf-8")).encode()
            )
        for table in tables:
            stored = connection.execute(
                f'select count(*) from "{table.lower()}"'.encode()
            ).fetchone()
            assert stored == (len(documents[table]),), table
        for table, field, target in _joins(exported):
            expected = sum(field in one and one[field] is not None for one in documents[table])
            column = re.sub(r"(?<!^)([A-Z])", r"_\1", field).lower()
            if expected:
                joined = f'select count(*) from "{table.lower()}" t join "{target.lower()}" r on r.id = t."{column}"'
                assert connection.execute(joined.encode()).fetchone() == (expected,), (table, field)


def _quoted(sql: str) -> str:
    sql = re.sub(
        r"(?m)^(CREATE TABLE IF NOT EXISTS|INSERT INTO) (\w+) \(",
        lambda m: f'{m[1]} "{m[2].lower()}" (',
        sql,
    )
    sql = re.sub(r"(?m)^  (\w+) ([A-Z])", r'  "\1" \2', sql)
    return re.sub(
        r"(?m)^(INSERT INTO \"\w+\" \()([\w, ]+)\)",
        lambda m: m[1] + re.sub(r"\w+", r'"\g<0>"', m[2]) + ")",
        sql,
    )


def test_convex_test_takes_the_documents(exported: Path) -> None:
    documents = {
        name: list(map(_value, rows))
        for name, rows in documents_of(exported / "s.zip").items()
        if name != "_tables"
    }
    references: dict[str, list[str]] = {name: [] for name in documents}
    for table, field, _ in _joins(exported):
        references[table].append(field)
    found = oracle.documents().ask(
        schema=str(exported / "convex/schema.ts"), tables=documents, references=references
    )
    assert found["refused"] == []
    assert found["stored"] == {name: len(rows) for name, rows in documents.items()}
    expected = sum(
        row.get(field) is not None
        for name, rows in documents.items()
        for row in rows
        for field in references[name]
    )
    assert found["joined"] == expected > 100

    name, field = next(
        (name, field)
        for name, rows in documents.items()
        for field in rows[0]
        if isinstance(rows[0][field], float) and field != "_creationTime"
    )
    documents[name][0][field] = "no number"
    wrong = oracle.documents().ask(
        schema=str(exported / "convex/schema.ts"), tables=documents, references=references
    )
    assert [one[:2] for one in wrong["refused"]] == [[name, 0]]


def test_convex_test_takes_the_documents_of_a_dump(mover: Mover) -> None:
    """Objects of composite types, lists of ids, null told from nothing."""
    home = {"street": "S", "city": {"name": "C"}, "notes": ["n"], "postal-code": None}
    users = [user(at, chiefId=oid(at // 2 + 1), tagIds=[oid(at % 5)]) for at in range(1, 30)]
    users[3].update(home=home, others=[home], name=None, remarks=[{"text": "x", "replies": []}])
    tags = [{"_id": oid(at), "userIds": [oid(at + 1)]} for at in range(5)]
    mover.schema("mongodb", MODELS)
    assert cli.main(["generate"]) in (0, 1)
    folder = dump(mover.folder, {"User": users, "Tag": tags})
    moved = mover.run("export", "-o", "s.zip", "--dump", str(folder))
    assert moved.code == 0, moved.err
    stored = {name: rows for name, rows in moved.documents.items() if name != "_tables"}
    found = oracle.documents().ask(
        schema=str(mover.folder / "convex/schema.ts"),
        tables={name: list(map(_value, rows)) for name, rows in stored.items()},
        references={"users": ["chiefId", "tagIds"], "tags": ["userIds"]},
    )
    del found["id"]
    assert found == {"refused": [], "stored": {"users": 29, "tags": 5}, "joined": 29 + 29 + 5}


def _value(token: Any) -> Any:
    """The JSON of an import -> Convex's own JSON of values, in which an int64 is an object."""
    match token:
        case bool():
            return token
        case int():
            return {"$integer": base64.b64encode(token.to_bytes(8, "little", signed=True)).decode()}
        case dict():
            return {name: _value(one) for name, one in token.items()}
        case list():
            return list(map(_value, token))
        case _:
            return json.loads(json.dumps(token))
