"""What Convex would hold, as `npx convex export` writes it, against what was exported."""

from __future__ import annotations

import json
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from codegen.data.exporting.test_export import MARIADB, MODELS, POSTGRESQL, SQLITE
from codegen.data.moving import Documents, Mover, documents_of
from prisma_to_convex.data.ids import minted_ids
from support import databases


def convex_export(path: Path, documents: Documents) -> None:
    """As Convex writes it: fields sorted, a creation time everywhere."""
    with zipfile.ZipFile(path, "w") as archive:
        for table, rows in documents.items():
            lines = []
            for row in rows:
                timed = row if table == "_tables" else {"_creationTime": 1.5, **row}
                lines.append(json.dumps(timed, sort_keys=table != "_tables") + "\n")
            archive.writestr(f"snapshot/{table}/documents.jsonl", "".join(lines))
            archive.writestr(f"snapshot/{table}/generated_schema.jsonl", '"uniform"\n')


@pytest.fixture
def exported(mover: Mover) -> Documents:
    mover.schema("sqlite", MODELS)
    moved = mover.export(mover.sqlite(SQLITE))
    assert moved.code == 0
    return documents_of(mover.folder / "s.zip")


def verified(mover: Mover, documents: Documents, *words: str) -> tuple[int, dict[str, Any]]:
    convex_export(mover.folder / "c.zip", documents)
    done = mover.run("verify", "c.zip", "--format", "json", "--manifest", "s.manifest.json", *words)
    tables = json.loads(done.out)["tables"]
    return done.code, {one["name"]: one for one in tables if not one["agrees"]}


def test_the_same_rows_in_any_order_agree(mover: Mover, exported: Documents) -> None:
    exported["users"].reverse()
    exported["users"].append({"_id": minted_ids.encode(11005, b"\1" * 16), "email": "new"})
    assert verified(mover, exported) == (0, {})
    done = mover.run("verify", "c.zip", "--manifest", "s.manifest.json")
    assert done.out.splitlines() == [
        "pairs: 2 documents exported, the same",
        "postTags: 1 document exported, the same",
        "posts: 2 documents exported, the same",
        "tags: 1 document exported, the same",
        "users: 4 documents exported, the same, 1 made in Convex",
        "Verified: 10 documents of 5 tables are as they were exported, by digest and by what 16 columns add up to",
    ]


def lose(documents: Documents) -> dict[str, Any]:
    return {"missing": [documents["users"].pop()["_id"]], "extra": [], "changed": []}


def add(documents: Documents) -> dict[str, Any]:
    stranger = minted_ids.encode(11005, bytes(16))
    documents["users"].append({"_id": stranger})
    return {"missing": [], "extra": [stranger], "changed": []}


def change(documents: Documents) -> dict[str, Any]:
    one = documents["users"][0]
    one["email"], one["score"] = "other", 1
    del one["blob"]
    changed = {"id": one["_id"], "fields": ["blob", "email", "score"]}
    return {"missing": [], "extra": [], "changed": [changed]}


def retype(documents: Documents) -> dict[str, Any]:
    """5 and 5.0 are not the same to Convex."""
    one = documents["users"][1]
    one["score"] = 5
    return {"missing": [], "extra": [], "changed": [{"id": one["_id"], "fields": ["score"]}]}


@pytest.mark.parametrize("damage", [lose, add, change, retype])
@pytest.mark.parametrize(
    "words", [(), ("--source", "--url", "file:./dev.db", "--schema", "schema.prisma")]
)
def test_what_differs_is_named(
    mover: Mover,
    exported: Documents,
    damage: Callable[[Documents], dict[str, Any]],
    words: tuple[str, ...],
) -> None:
    expected = damage(exported)
    code, tables = verified(mover, exported, *words)
    assert code == 1
    assert list(tables) == ["users"]
    assert {name: tables["users"][name] for name in expected} == expected
    assert tables["users"]["differ"] == 1


def test_without_the_snapshot_only_the_table_is_reported(mover: Mover, exported: Documents) -> None:
    (mover.folder / "s.zip").unlink()
    change(exported)
    code, tables = verified(mover, exported)
    assert (code, tables["users"]["are_named"]) == (1, False)


def test_what_columns_add_up_to_differs_by_name(mover: Mover, exported: Documents) -> None:
    """Of documents that were exported: one that was born in Convex counts for nothing."""
    (mover.folder / "s.zip").unlink()
    first, second, *_ = exported["users"]
    first["big"] = first["big"] + 1
    second["createdAt"], second["blob"] = 5.0, {"$bytes": "AAA="}
    born = minted_ids.encode(11005, b"\1" * 16)
    exported["users"].append({"_id": born, "big": 7, "createdAt": 1.0})
    code, tables = verified(mover, exported)
    assert code == 1
    big, filled = 9007199254740993, "filled"
    assert tables["users"]["columns"] == [
        {"field": "big", "measure": "greatest", "exported": big, "found": big + 1},
        {"field": "big", "measure": "total", "exported": big - 1, "found": big},
        {"field": "blob", "measure": filled, "exported": 1, "found": 2},
        {"field": "createdAt", "measure": "least", "exported": 1577836860000, "found": 5},
        {
            "field": "createdAt",
            "measure": "total",
            "exported": 6311347440000,
            "found": 4733510580005,
        },
    ]
    lines = mover.run("verify", "c.zip", "--manifest", "s.manifest.json").out.splitlines()
    assert lines[4:] == [
        "users: 4 documents exported, 2 differ, 1 made in Convex",
        "  field big: greatest 9,007,199,254,740,993 exported, 9,007,199,254,740,994 now; "
        "sum 9,007,199,254,740,992 exported, 9,007,199,254,740,993 now",
        "  field blob: filled 1 exported, 2 now",
        "  field createdAt: least 1,577,836,860,000 exported, 5 now; "
        "sum 6,311,347,440,000 exported, 4,733,510,580,005 now",
        "  the snapshot is not beside its manifest, so documents can't be named; --source reads the rows again",
    ]


def test_columns_of_which_nothing_is_left(mover: Mover, exported: Documents) -> None:
    exported["users"] = [{"_id": one["_id"], "createdAt": "soon"} for one in exported["users"]]
    _, tables = verified(mover, exported)
    found = {(one["field"], one["measure"]): one["found"] for one in tables["users"]["columns"]}
    assert (found["big", "filled"], found["big", "total"], found["email", "filled"]) == (0, None, 0)
    assert not [
        field for field, _ in found if field == "createdAt"
    ]  # four are filled, of no number
    assert all("createdAt" in one["fields"] for one in tables["users"]["changed"])


def test_a_manifest_whose_sums_are_others_than_those_of_the_documents(
    mover: Mover, exported: Documents
) -> None:
    """The digest of documents and the sums of columns are two proofs."""
    path = mover.folder / "s.manifest.json"
    manifest = json.loads(path.read_text())
    manifest["tables"]["users"]["fields"]["email"]["filled"] = 3
    path.write_text(json.dumps(manifest))
    code, tables = verified(mover, exported)
    assert (code, tables["users"]["differ"], len(tables["users"]["columns"])) == (1, 0, 1)


def test_what_is_missing_says_why_its_fields_differ(mover: Mover, exported: Documents) -> None:
    lost = exported["users"].pop()["_id"]
    convex_export(mover.folder / "c.zip", exported)
    lines = mover.run("verify", "c.zip", "--manifest", "s.manifest.json").out.splitlines()
    assert lines[4:] == [
        "users: 4 documents exported, 1 differ",
        "  5 fields of 9 add up to something else, see --format json",
        f"  missing {lost}",
    ]


@pytest.mark.parametrize("provider", ["sqlite", "postgresql", "mysql"])
def test_the_database_knows_the_key_of_each_id(mover: Mover, provider: str) -> None:
    """The id of a user, and that of a row of a join table, took the place of their keys."""
    mover.schema(provider, MODELS)
    if provider == "sqlite":
        _known_by_the_database(mover, mover.sqlite(SQLITE))
        return
    with databases.database("mariadb" if provider == "mysql" else "postgresql") as database:
        database.run(MARIADB if provider == "mysql" else POSTGRESQL)
        _known_by_the_database(mover, database.url)


def _known_by_the_database(mover: Mover, url: str) -> None:
    assert mover.export(url).code == 0
    documents = documents_of(mover.folder / "s.zip")
    users, pairs = documents["users"], documents["postTags"]
    changed, lost, gone = users[0], users.pop(1), pairs.pop()
    changed["email"] = "other"
    convex_export(mover.folder / "c.zip", documents)
    words = ("--source", "--url", url, "--schema", "schema.prisma")
    lines = mover.run("verify", "c.zip", *words).out.splitlines()
    named = [line for line in lines if line.startswith(("  missing", "  changed"))]
    assert [line.lower() for line in named] == [  # MySQL's tables hold these keys in another case
        f"  missing {gone['_id']} (a, b p1, t1)",
        f"  missing {lost['_id']} (id 2)",
        f"  changed {changed['_id']} (id 1): email",
    ]


def test_a_source_that_can_t_be_exported_is_not_compared(mover: Mover, exported: Documents) -> None:
    convex_export(mover.folder / "c.zip", exported)
    url = mover.sqlite("update User set createdAt = 'soon' where id = 1;")
    result = mover.run("verify", "c.zip", "--source", "--url", url, "--schema", "schema.prisma")
    assert result.code == 1
    assert result.err.splitlines()[-2:] == [
        "prisma-to-convex: no snapshot was written: 1 fault in the rows",
        "  nothing was compared: give --bad-rows and --orphans as in the export",
    ]


def test_a_document_is_known_by_its_key_where_it_holds_it(
    mover: Mover, exported: Documents
) -> None:
    """`a` and `b` of a pair; a post's id has become its `_id`."""
    first, second = exported["pairs"]
    exported["pairs"] = [{**first, "b": "y"}]
    exported["tags"].append({"_id": minted_ids.encode(11004, bytes(16)), "name": "t2"})
    lost = exported["posts"].pop()["_id"]
    convex_export(mover.folder / "c.zip", exported)
    lines = mover.run("verify", "c.zip", "--manifest", "s.manifest.json").out.splitlines()
    named = [line for line in lines if line.startswith(("  missing", "  extra", "  changed"))]
    assert named == [
        f"  missing {second['_id']} (a, b 2, y)",
        f"  changed {first['_id']} (a, b 1, x): b",
        f"  missing {lost}",
        f"  extra {minted_ids.encode(11004, bytes(16))} (name t2)",
    ]


@pytest.mark.parametrize("id_", ["", 5, None, "no id", "f" * 32, "x" * 5000, "\x1b[31m"])
def test_a_document_whose_id_convex_can_t_have_made(
    mover: Mover, exported: Documents, id_: Any
) -> None:
    """It is neither of the export nor born in Convex, whatever else differs."""
    strange = {"_id": id_, "name": "t9"} if id_ is not None else {"name": "t9"}
    exported["tags"].append(strange)
    code, tables = verified(mover, exported)
    assert (code, list(tables)) == (1, ["tags"])
    shown = str(id_ or "")[:64] or "without an id"
    assert (tables["tags"]["differ"], tables["tags"]["extra"]) == (1, [shown])
    lost = exported["tags"].pop(0)["_id"]
    code, tables = verified(mover, exported)
    assert (tables["tags"]["differ"], tables["tags"]["missing"]) == (2, [lost])
    assert tables["tags"]["extra"] == [shown]
    (mover.folder / "s.zip").rename(mover.folder / "away.zip")
    code, tables = verified(mover, exported)
    assert (code, tables["tags"]["are_named"], tables["tags"]["differ"]) == (1, False, 2)


def test_another_table_number_is_a_difference(mover: Mover, exported: Documents) -> None:
    exported["_tables"][0]["id"] = 10001
    code, tables = verified(mover, exported)
    assert (code, list(tables)) == (1, [exported["_tables"][0]["name"]])


@pytest.mark.parametrize("content", [b"", b"PK\5\6" + bytes(18), b"no zip"])
def test_what_is_no_snapshot_is_reported(mover: Mover, exported: Documents, content: bytes) -> None:
    (mover.folder / "c.zip").write_bytes(content)
    done = mover.run("verify", "c.zip", "--manifest", "s.manifest.json")
    assert done.code == 2
    assert done.err.startswith("prisma-to-convex: c.zip: ")


@pytest.mark.parametrize(
    ("words", "why"),
    [
        ([], "there is no s.manifest.json and no snapshot.manifest.json"),
        (["--manifest", "old.manifest.json"], "there is no file old.manifest.json"),
    ],
)
def test_a_manifest_that_is_not_there(
    mover: Mover, exported: Documents, words: list[str], why: str
) -> None:
    (mover.folder / "s.manifest.json").unlink()
    result = mover.run("verify", "s.zip", *words)
    assert result.code == 2
    assert result.err.splitlines() == [
        f"prisma-to-convex: {why}",
        "  --manifest FILE names the manifest that the export wrote beside its snapshot; --source compares "
        "with the database",
    ]
