"""What Convex would hold, as `npx convex export` writes it, against what was exported."""

from __future__ import annotations

import json
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from codegen.data.moving import Documents, Mover, documents_of
from codegen.data.test_export import MODELS, SQLITE
from prisma_to_convex.data import minted_ids


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
        "Verified: 10 documents of 5 tables are as they were exported",
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


def test_without_the_snapshot_only_the_table_is_told(mover: Mover, exported: Documents) -> None:
    (mover.folder / "s.zip").unlink()
    change(exported)
    code, tables = verified(mover, exported)
    assert (code, tables["users"]["are_named"]) == (1, False)


def test_another_table_number_is_a_difference(mover: Mover, exported: Documents) -> None:
    exported["_tables"][0]["id"] = 10001
    code, tables = verified(mover, exported)
    assert (code, list(tables)) == (1, [exported["_tables"][0]["name"]])


@pytest.mark.parametrize("content", [b"", b"PK\5\6" + bytes(18), b"no zip"])
def test_what_is_no_snapshot_is_told(mover: Mover, exported: Documents, content: bytes) -> None:
    (mover.folder / "c.zip").write_bytes(content)
    done = mover.run("verify", "c.zip", "--manifest", "s.manifest.json")
    assert done.code == 2
    assert done.err.startswith("prisma-to-convex: c.zip: ")


def test_a_manifest_that_is_not_there(mover: Mover, exported: Documents) -> None:
    told = mover.run("verify", "s.zip")
    assert told.code == 2
    assert told.err.splitlines() == [
        "prisma-to-convex: snapshot.manifest.json: no such file or directory",
        "  --manifest FILE names the manifest that the export wrote beside its snapshot; --source compares "
        "with the database",
    ]
