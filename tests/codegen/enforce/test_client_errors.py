"""Codes and meta of violations beside those of Prisma Client 7 on PostgreSQL: what is alike, and each difference that
is meant, pinned in golden/client-errors.json. The differences are explained in tests/oracle/README.md.

Slow: .ci/run turns it on. The packages are those of `tests/oracle/rows`.
"""

from __future__ import annotations

import json
import os
import shutil
import subprocess
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from support.enforcing import emit, runtime
from support.oracle import ORACLE

pytestmark = pytest.mark.slow
ROWS = ORACLE / "rows"
GOLDEN = Path(__file__).parent / "golden" / "client-errors.json"
SCHEMA = """
generator client {
  provider = "prisma-client-js"
  output   = "client"
}
datasource db {
  provider = "postgresql"
}
model Org {
  id    Int    @id @default(autoincrement())
  slug  String @unique @db.VarChar(5)
  users User[]
}
model User {
  id     Int      @id @default(autoincrement())
  orgId  Int
  org    Org      @relation(fields: [orgId], references: [id], onDelete: Restrict)
  email  String   @unique
  rank   Int      @db.SmallInt
  total  Int?
  price  Decimal? @db.Decimal(4, 2)
  nick   String?  @default("n")
  @@unique([orgId, rank])
}
"""
# Both sides hold an org "a" with a user "u" of rank 1, and a user "v" of rank 2. `ORG` and `USER` are ids of the
# first of each, `GONE` is none's.
GIVEN = {"orgId": "ORG", "email": "w", "rank": 3}
CASES: dict[str, tuple[str, str, dict[str, Any], str]] = {
    "a second email": ("User", "create", {**GIVEN, "email": "u"}, ""),
    "a second pair": ("User", "create", {**GIVEN, "rank": 1}, ""),
    "a second email, by an update": ("User", "update", {"email": "v"}, "USER"),
    "no such org": ("User", "create", {**GIVEN, "orgId": "GONE"}, ""),
    "no such org, by an update": ("User", "update", {"orgId": "GONE"}, "USER"),
    "a delete that is restricted": ("Org", "delete", {}, "ORG"),
    "a delete of nothing": ("User", "delete", {}, "GONE"),
    "an update of nothing": ("User", "update", {"rank": 9}, "GONE"),
    "a text that is too long": ("Org", "create", {"slug": "abcdef"}, ""),
    "a small integer out of range": ("User", "create", {**GIVEN, "rank": 40000}, ""),
    "an integer out of range": ("User", "create", {**GIVEN, "total": 2147483648}, ""),
    "a decimal out of range": ("User", "create", {**GIVEN, "price": "100"}, ""),
    "null in a required field": ("User", "update", {"email": None}, "USER"),
    "a required field left out": ("User", "create", {"orgId": "ORG", "email": "w"}, ""),
    "null that the database alone refuses": ("User", "create", {**GIVEN, "nick": None}, ""),
    "a text for an integer": ("User", "create", {**GIVEN, "rank": "x"}, ""),
    "a null character": ("User", "create", {**GIVEN, "email": "a\0b"}, ""),
}
# Ours says what the value broke, the client that the database said something it has no code for; ours names the model
# that has the key, the client the one that was asked for.
OTHER_CODES = {"a null character": ("P2039", "P2000")}
OTHER_MODELS = {"a delete that is restricted": ("Org", "User")}
FIRST: list[tuple[str, dict[str, Any]]] = [
    ("Org", {"slug": "a"}),
    ("User", {"orgId": "ORG", "email": "u", "rank": 1}),
    ("User", {"orgId": "ORG", "email": "v", "rank": 2}),
]


def _with_ids(value: Any, ids: dict[str, Any]) -> Any:
    if isinstance(value, dict):
        return {key: _with_ids(one, ids) for key, one in value.items()}
    return ids.get(value, value) if isinstance(value, str) else value


def _of_client(folder: Path) -> dict[str, Any]:
    folder.mkdir()
    (folder / "schema.prisma").write_text(SCHEMA, encoding="utf-8")
    os.symlink(ROWS / "node_modules", folder / "node_modules")
    environment = {**os.environ, "PRISMA_SCHEMA_ENGINE_BINARY": shutil.which("true") or "true"}
    prisma = str(ROWS / "node_modules" / ".bin" / "prisma")
    generate = [prisma, "generate", "--schema", "schema.prisma"]
    subprocess.run(generate, cwd=folder, env=environment, check=True, capture_output=True)
    ids = {"ORG": 1, "USER": 1, "GONE": 99}
    calls: list[Any] = [[one.lower(), "create", {"data": data}] for one, data in FIRST]
    for model, operation, data, where in CASES.values():
        args: dict[str, Any] = {"data": data} if operation != "delete" else {}
        if where:
            args["where"] = {"id": where}
        calls.append([model.lower(), operation, args])
    ddl = runtime().ddl(SCHEMA) + '\nALTER TABLE "User" ALTER COLUMN "nick" SET NOT NULL;'
    made = [[model, operation, _with_ids(args, ids)] for model, operation, args in calls]
    request = json.dumps({"ddl": ddl, "calls": made})
    command = ["node", "--no-warnings", "violations.mjs", str(folder / "client")]
    done = subprocess.run(
        command, cwd=ROWS, input=request, capture_output=True, encoding="utf-8", check=True
    )
    answers = json.loads(done.stdout)
    assert answers[: len(FIRST)] == [{}] * len(FIRST)
    return dict(zip(CASES, answers[len(FIRST) :], strict=True))


def _of_ours(folder: Path) -> dict[str, Any]:
    emit(folder, SCHEMA.replace('nick   String?  @default("n")', 'nick   String   @default("n")'))
    ours = runtime()
    ours.load(folder)
    gone = ours.insert("orgs", {"slug": "x"})
    ours.write("delete", "orgs", gone)
    ids: dict[str, Any] = {"ORG": ours.insert("orgs", FIRST[0][1])}
    users = [ours.insert("users", _with_ids(data, ids)) for _, data in FIRST[1:]]
    ours.write("delete", "users", (last := ours.insert("users", _with_ids(GIVEN, ids))))
    found = {}
    for name, (model, operation, data, where) in CASES.items():
        table = {"Org": "orgs", "User": "users"}[model]
        own = {**ids, "USER": users[0], "GONE": last if where == "GONE" else gone}
        method = {"create": "insert", "update": "patch", "delete": "delete"}[operation]
        place = [_with_ids(where, own)] if where else []
        value = [_with_ids(data, own)] if operation != "delete" else []
        answer = ours.ask("write", writes=[[method, table, *place, *value]])["results"][0]
        found[name] = {"error": "Convex's own"} if "error" in answer else answer
    return found


def test_codes_and_meta(tmp_path: Path, golden: Callable[[Path, str], None]) -> None:
    theirs, ours = _of_client(tmp_path / "theirs"), _of_ours(tmp_path / "ours")
    both = {name: {"client": theirs[name], "ours": ours[name]} for name in CASES}
    golden(GOLDEN, json.dumps(both, indent=2, ensure_ascii=False, sort_keys=True) + "\n")
    for name in CASES:
        client, own = theirs[name], ours[name]
        if client["name"] == "PrismaClientValidationError":  # it asks no database
            assert own.get("code") in (None, "P2011"), name
            continue
        codes = OTHER_CODES.get(name, (own["code"], own["code"]))
        models = OTHER_MODELS.get(name, (own["meta"]["modelName"], own["meta"]["modelName"]))
        assert (name, codes, models) == (
            name,
            (client["code"], own["code"]),
            (client["meta"]["modelName"], own["meta"]["modelName"]),
        )
