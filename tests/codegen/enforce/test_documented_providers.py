"""CockroachDB, SQL Server, MongoDB and `relationMode = "prisma"`: no server of these stands here, so what emitted code does is
compared with what their documentation says, and what Prisma's client was seen to do. The report grades it *partly*.
"""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import NamedTuple

import pytest

from prisma_to_convex.enforce.grades import grades
from support.enforcing import Runtime, emit, runtime

GONE, REFUSED, EMULATED = "ok", "P2003", "P2014"
HEADS = {
    "cockroachdb": 'datasource db {\n  provider = "cockroachdb"\n}\n',
    "sqlserver": 'datasource db {\n  provider = "sqlserver"\n}\n',
    "mongodb": 'datasource db {\n  provider = "mongodb"\n}\n',
    "prisma": 'datasource db {\n  provider = "postgresql"\n  relationMode = "prisma"\n}\n',
}


class Form(NamedTuple):
    """How ids and keys are written for a provider."""

    id: str
    key: str


FORMS = {
    "mongodb": Form('String @id @default(auto()) @map("_id") @db.ObjectId', "String? @db.ObjectId"),
    "sqlserver": Form("Int @id @default(autoincrement())", "Int?"),
    "cockroachdb": Form("String @id @default(cuid())", "String?"),
    "prisma": Form("Int @id @default(autoincrement())", "Int?"),
}
# Keys as `model.key > target action`, in their order; a row of each model that refers to one of each; the one of G is
# deleted. CockroachDB: all checks at the end of the statement, NoAction and Restrict alike. SQL Server: no Restrict, NoAction
# at the end, no second way from one row to another (error 1785). Prisma's client: Restrict counts rows that a cascade would
# take, NoAction looks at nothing.
CASES: list[tuple[str, dict[str, str]]] = [
    ("A.g > G Cascade, B.g > G Cascade, B.a > A Restrict",
     {"cockroachdb": GONE, "mongodb": EMULATED, "prisma": EMULATED}),
    ("B.g > G Cascade, B.a > A Restrict, A.g > G Cascade", {"cockroachdb": GONE}),
    ("A.g > G Cascade, B.g > G Cascade, B.a > A NoAction", {"cockroachdb": GONE, "mongodb": GONE}),
    ("L.g > G Cascade, M.l > L Cascade, M.g > G Restrict", {"cockroachdb": GONE}),
    ("R.u > G SetNull, R.w > G Restrict", {"cockroachdb": REFUSED, "mongodb": EMULATED, "prisma": EMULATED}),
    ("G.g > G NoAction", {"cockroachdb": GONE, "sqlserver": GONE, "mongodb": GONE}),
    ("A.g > G NoAction", {"cockroachdb": REFUSED, "sqlserver": REFUSED, "mongodb": GONE}),
    ("A.g > G Restrict", {"cockroachdb": REFUSED, "mongodb": EMULATED, "prisma": EMULATED}),
    ("A.g > G Cascade, B.a > A Cascade, C.b > B Cascade",
     {"cockroachdb": GONE, "sqlserver": GONE, "mongodb": GONE, "prisma": GONE}),
    ("A.g > G Cascade, B.a > A NoAction", {"cockroachdb": REFUSED, "sqlserver": REFUSED, "mongodb": GONE}),
    ("A.g > G Cascade, B.a > A Restrict",
     {"cockroachdb": REFUSED, "mongodb": EMULATED, "prisma": EMULATED}),
    ("A.g > G Cascade, B.a > A SetNull",
     {"cockroachdb": GONE, "sqlserver": GONE, "mongodb": GONE, "prisma": GONE}),
]  # fmt: skip  # a table
RUN = [(provider, case, expected[provider]) for case, expected in CASES for provider in expected]


def _text(provider: str, case: str) -> str:
    form, fields = FORMS[provider], dict[str, list[str]]()
    for one in case.split(", "):
        path, _, target, action = one.split()
        owner, key = path.split(".")
        fields.setdefault(target, [])
        self_ = f", onUpdate: {'NoAction' if provider != 'prisma' else 'Restrict'}" * (
            owner == target
        )
        fields.setdefault(owner, []).append(
            f'{key}Id {form.key}\n  {key} {target}? @relation("{owner}{key}", fields: [{key}Id], '
            f"references: [id], onDelete: {action}{self_})"
        )
        fields[target].append(f'b_{owner}_{key} {owner}[] @relation("{owner}{key}")')
    models = (
        f"model {name} {{\n  id {form.id}\n  " + "\n  ".join(lines) + "\n}\n"
        for name, lines in fields.items()
    )
    return HEADS[provider] + "".join(models)


def _filled(ours: Runtime, tables: Mapping[str, str], case: str) -> dict[str, str]:
    keys: dict[str, dict[str, str]] = {}
    for one in case.split(", "):
        path, _, target, _ = one.split()
        owner, key = path.split(".")
        keys.setdefault(target, {})
        keys.setdefault(owner, {})[f"{key}Id"] = target
    ids: dict[str, str] = {}
    while keys:
        name = next(n for n, of in keys.items() if all(t in ids or t == n for t in of.values()))
        own = keys.pop(name)
        ids[name] = ours.insert(tables[name], {key: ids.get(target) for key, target in own.items()})
        for key, target in own.items():
            if target == name:
                ours.write("patch", tables[name], ids[name], {key: ids[name]})
    return ids


@pytest.mark.parametrize(("provider", "case", "expected"), RUN)
def test_order(provider: str, case: str, expected: str, tmp_path: Path) -> None:
    compilation, ours = emit(tmp_path, _text(provider, case)), runtime()
    ours.load(tmp_path)
    tables = {name: model.table for name, model in compilation.lowered.models.items()}
    ids = _filled(ours, tables, case)
    before = ours.rows()
    assert ours.code("delete", tables["G"], ids["G"]) == expected
    after = ours.rows()
    if expected == GONE:
        assert after[tables["G"]] == []
    else:
        assert after == before
    partly = {one.missing for one in grades(compilation) if one and one.grade == "partly"}
    actions = {one.split()[-1] for one in case.split(", ")}
    # On MongoDB, NoAction is none.
    assert bool(partly) == (provider != "mongodb" or actions != {"NoAction"})


UNIQUE = """
model A {
  id  ID
  one String?
  two String?
  key Int
  @@unique([one])
  @@unique([two, key])
}
"""


@pytest.mark.parametrize(
    ("provider", "second"), [("cockroachdb", "ok"), ("sqlserver", "P2002"), ("mongodb", "P2002")]
)
def test_nulls_in_unique_keys(provider: str, second: str, tmp_path: Path) -> None:
    emit(tmp_path, HEADS[provider] + UNIQUE.replace("ID", FORMS[provider].id))
    ours = runtime()
    ours.load(tmp_path)
    ours.insert("as", {"one": None, "two": "a", "key": 1})
    assert ours.code("insert", "as", {"two": "b", "key": 1}) == second
    ours.insert("as", {"one": "x", "two": None, "key": 2})
    assert ours.code("insert", "as", {"one": "y", "key": 2}) == second
    assert ours.code("insert", "as", {"one": "z", "key": 3}) == "ok"


@pytest.mark.parametrize(
    ("provider", "alike"),
    [
        ("cockroachdb", set()),
        ("sqlserver", {"ANN", "ann "}),
        ("mongodb", set()),
    ],
)
def test_collations(provider: str, alike: set[str], tmp_path: Path) -> None:
    emit(tmp_path, HEADS[provider] + UNIQUE.replace("ID", FORMS[provider].id))
    ours = runtime()
    ours.load(tmp_path)
    ours.insert("as", {"one": "ann", "two": "", "key": 0})
    others = ["ANN", "ann ", "änn", " ann"]
    found = {
        text
        for key, text in enumerate(others)
        if ours.code("insert", "as", {"one": text, "two": text, "key": key}) == "P2002"
    }
    assert found == alike


EMULATION = """
model Org {
  id    ID
  users User[]
  tags  Tag[]
}
model User {
  id        ID
  orgId     KEY
  org       Org?     @relation(fields: [orgId], references: [id], onDelete: SetNull)
  updatedAt DateTime @updatedAt
}
model Tag {
  id   ID
  orgs Org[]
}
"""


def test_what_the_client_alone_did(tmp_path: Path) -> None:
    """No database checks a key; SetNull leaves `@updatedAt` alone; pairs stay (prisma#16390)."""
    form = FORMS["prisma"]
    emit(tmp_path, HEADS["prisma"] + EMULATION.replace("ID", form.id).replace("KEY", form.key))
    ours = runtime()
    ours.load(tmp_path)
    org, tag = ours.insert("orgs", {}), ours.insert("tags", {})
    ours.insert("users", {"orgId": org, "updatedAt": 5})
    pair = {"orgId": org, "tagId": tag}
    ours.insert("orgTags", pair)
    assert ours.code("delete", "orgs", org) == GONE
    rows = ours.rows()
    assert [(row["orgId"], row["updatedAt"]) for row in rows["users"]] == [(None, 5)]
    assert len(rows["orgTags"]) == 1
    assert ours.code("insert", "users", {"orgId": org}) == GONE
    assert ours.code("insert", "orgTags", pair) == "P2002"
