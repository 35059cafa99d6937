"""Bytes that become files of `_storage`: ids, entries, proof, shards, what changed, what Convex exports."""

from __future__ import annotations

import base64
import hashlib
import json
import sqlite3
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from codegen.data.moving import SECRET, Moved, Mover
from prisma_to_convex.data.ids import minted_ids
from prisma_to_convex.data.proof import prove
from prisma_to_convex.data.snapshots.stored_files import NUMBER
from prisma_to_convex.data.tokens import key_texts
from support import databases

SCHEMA = """
model Picture {
  id    Int    @id
  title String
  /// @convex.bytes(storage)
  data  Bytes
  /// @convex.bytes(storage)
  small Bytes?
}

model Other {
  id   Int    @id
  name String
}
"""
LARGE = 1_500_000
SQLITE = f"""
create table Picture(id integer primary key, title text not null, data blob not null, small blob);
create table Other(id integer primary key, name text not null);
insert into Picture values (1, 'a', zeroblob({LARGE}), x'00ff'), (2, 'b', x'', null), (3, 'c', x'0102', x'00ff');
insert into Other values (1, 'x');
"""
FILES = {(1, "data"): bytes(LARGE), (1, "small"): b"\0\xff", (2, "data"): b"", (3, "data"): b"\1\2", (3, "small"): b"\0\xff"}  # fmt: skip  # a table


def id_of(row: int, field: str) -> str:
    key = key_texts.joined([b"Picture." + field.encode(), b"%d" % row])
    return minted_ids.mint(SECRET, "_storage", NUMBER, key)


def files_of(path: Path) -> dict[str, bytes]:
    with zipfile.ZipFile(path) as archive:
        return {
            name.removeprefix("_storage/"): archive.read(name)
            for name in archive.namelist()
            if name.startswith("_storage/") and not name.endswith(".jsonl")
        }


def pictures(moved: Moved) -> list[dict[str, Any]]:
    return sorted(moved.documents["pictures"], key=lambda one: str(one["title"]))


def check(moved: Moved) -> None:
    assert moved.code == 0, moved.err
    found = files_of(moved.folder / "s.zip")
    assert found == {id_of(*place): data for place, data in FILES.items()}
    listed = moved.documents["_storage"]
    assert {one["_id"]: (one["size"], base64.b64decode(one["sha256"])) for one in listed} == {
        id_: (len(data), hashlib.sha256(data).digest()) for id_, data in found.items()
    }
    assert [(one["data"], one.get("small")) for one in pictures(moved)] == [
        (id_of(1, "data"), id_of(1, "small")),
        (id_of(2, "data"), None),
        (id_of(3, "data"), id_of(3, "small")),
    ]
    assert {one["name"] for one in moved.documents["_tables"]} == {"others", "pictures"}
    field = moved.manifest["tables"]["pictures"]["fields"]["data"]
    assert (field["filled"], field["least"], field["greatest"]) == (3, 0, LARGE)


def test_bytes_of_sqlite(mover: Mover) -> None:
    mover.schema("sqlite", SCHEMA)
    check(mover.export(mover.sqlite(SQLITE)))


@pytest.mark.parametrize("kind", ["postgresql", "mariadb"])
def test_bytes_of_servers(mover: Mover, kind: databases.Kind) -> None:
    mover.schema("postgresql" if kind == "postgresql" else "mysql", SCHEMA)
    type_ = "bytea" if kind == "postgresql" else "longblob"
    quote = '"' if kind == "postgresql" else "`"
    with databases.database(kind) as database:
        database.run(
            f"create table {quote}Picture{quote}(id int primary key, title text not null, data {type_} not null, small {type_});\n"
            f"create table {quote}Other{quote}(id int primary key, name text not null);\n"
        )
        with database.connect() as connection:
            for row, title in ((1, "a"), (2, "b"), (3, "c")):
                values = (row, title, FILES[row, "data"], FILES.get((row, "small")))
                connection.cursor().execute(
                    f"insert into {quote}Picture{quote} values (%s, %s, %s, %s)", values
                )
        check(mover.export(database.url))
        one = (mover.folder / "s.zip").read_bytes()
        check(mover.export(database.url, "--jobs", "2"))
        assert (mover.folder / "s.zip").read_bytes() == one


def test_a_list_of_bytes(mover: Mover) -> None:
    mover.schema(
        "postgresql", "model A {\n  id Int @id\n  /// @convex.bytes(storage)\n  many Bytes[]\n}\n"
    )
    with databases.database("postgresql") as database:
        database.run(
            """create table "A"(id int primary key, many bytea[]);
            insert into "A" values (1, array['\\x01'::bytea, '\\x'::bytea]), (2, '{}'), (3, null)"""
        )
        moved = mover.export(database.url)
    assert moved.code == 0, moved.err
    files = files_of(mover.folder / "s.zip")
    assert [[files[id_] for id_ in one["many"]] for one in moved.documents["as"]] == [
        [b"\1", b""],
        [],
        [],
    ]


def test_files_of_rejected_rows_stay_behind(mover: Mover) -> None:
    mover.schema("sqlite", SCHEMA)
    url = mover.sqlite(SQLITE + "insert into Picture values (4, x'ff', x'09', x'09');")
    moved = mover.export(url, "--bad-rows", "skip")
    assert moved.code == 1
    assert [one["key"] for one in moved.rejected] == ["4"]
    assert files_of(mover.folder / "s.zip") == {
        id_of(*place): data for place, data in FILES.items()
    }


def test_what_refers_to_a_rejected_row_leaves_its_file_too(mover: Mover) -> None:
    """Its slice is read twice: the files of the first time are not those of the second."""
    mover.schema(
        "sqlite",
        """
        model A {
          id  Int @id @default(autoincrement())
          bId Int
          b   B   @relation(fields: [bId], references: [id])
          /// @convex.bytes(storage)
          file Bytes
        }

        model B {
          id   Int    @id @default(autoincrement())
          name String
          all  A[]
        }
        """,
    )
    url = mover.sqlite(
        "create table A(id integer primary key, bId integer not null references B(id), file blob not null);"
        "create table B(id integer primary key, name text not null);"
        "insert into B values (1, x'ff'), (2, 'b');"
        "insert into A values (1, 1, x'01020304'), (2, 2, x'05');"
    )
    moved = mover.export(url, "--bad-rows", "skip")
    assert [(one["table"], one["key"]) for one in moved.rejected] == [("bs", "1"), ("as", "1")]
    assert list(files_of(mover.folder / "s.zip").values()) == [b"\5"]


def test_what_is_no_blob_is_reported(mover: Mover) -> None:
    mover.schema("sqlite", SCHEMA)
    moved = mover.export(
        mover.sqlite(SQLITE + "insert into Picture values (4, 'd', 'text', null);")
    )
    assert moved.code == 1
    assert [(one["rule"], one["field"]) for one in moved.rejected] == [("PC716", "Picture.data")]


def test_no_file_no_storage(mover: Mover) -> None:
    mover.schema("sqlite", SCHEMA)
    moved = mover.export(mover.sqlite(SQLITE + "delete from Picture;"))
    assert moved.code == 0, moved.err
    assert "_storage" not in moved.documents
    assert "files" not in moved.manifest


def test_shards_hold_files(mover: Mover, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("prisma_to_convex.data.sources.sqlite._SLICE", 1)
    mover.schema("sqlite", SCHEMA)
    url = mover.sqlite(SQLITE)
    check(mover.export(url))
    whole = (mover.folder / "s.zip").read_bytes()
    names = []
    for number in (1, 2):
        names.append(f"{number}.shard")
        words = ("-o", names[-1], "--shard", f"{number}/2", "--url", url)
        assert mover.run("export", *words).code == 0
    (mover.folder / "s.zip").unlink()
    check(mover.run("merge", "-o", "s.zip", *names))
    assert (mover.folder / "s.zip").read_bytes() == whole


def test_files_move_together(mover: Mover) -> None:
    """An import puts all files in the place of all, so that a delta has all or none of them."""
    mover.schema(
        "sqlite",
        SCHEMA.replace(
            "model Other {", "model Other {\n  /// @convex.bytes(storage)\n  file Bytes?"
        ),
    )
    url = mover.sqlite(SQLITE.replace("name text not null", "name text not null, file blob").replace("(1, 'x')", "(1, 'x', x'07')"))  # fmt: skip
    assert mover.export(url).code == 0
    first = files_of(mover.folder / "s.zip")
    _change(mover, "update Other set name = 'y'")
    since = ("--since", "s.manifest.json", "--url", url)
    assert mover.run("export", "-o", "d.zip", *since).code == 0
    assert files_of(mover.folder / "d.zip") == first


def test_files_that_did_not_change_are_verified_by_the_earlier_snapshot(mover: Mover) -> None:
    mover.schema("sqlite", SCHEMA)
    url = mover.sqlite(SQLITE)
    assert mover.export(url).code == 0
    _change(mover, "update Other set name = 'y'")
    since = ("--since", "s.manifest.json", "--url", url)
    assert mover.run("export", "-o", "d.zip", *since).code == 0
    assert files_of(mover.folder / "d.zip") == {}
    first, second = (
        json.loads((mover.folder / f"{name}.manifest.json").read_text()) for name in "sd"
    )
    assert second["files"] == {**first["files"], "snapshot": "s.zip"}


def _change(mover: Mover, sql: str) -> None:
    connection = sqlite3.connect(mover.folder / "dev.db")
    connection.execute(sql)
    connection.commit()
    connection.close()


# ---- damage, and what Convex exports ------------------------------------------------------------

Entries = dict[str, bytes]


def rewritten(path: Path, change: Callable[[Entries], None]) -> None:
    with zipfile.ZipFile(path) as archive:
        entries = {name: archive.read(name) for name in archive.namelist()}
    change(entries)
    with zipfile.ZipFile(path, "w") as archive:
        for name, data in entries.items():
            archive.writestr(name, data)


def _other_bytes(entries: Entries) -> None:
    entries["_storage/" + id_of(3, "data")] = b"\1\3"


def _swapped(entries: Entries) -> None:
    one, other = ("_storage/" + id_of(row, "data") for row in (2, 3))
    entries[one], entries[other] = entries[other], entries[one]


def _swapped_with_list(entries: Entries) -> None:
    """Files and their list agree, but each belongs to the other's row."""
    _swapped(entries)
    one, other = (id_of(row, "data").encode() for row in (2, 3))
    listed = entries["_storage/documents.jsonl"]
    entries["_storage/documents.jsonl"] = (
        listed.replace(one, b"?").replace(other, one).replace(b"?", other)
    )


def _gone(entries: Entries) -> None:
    del entries["_storage/" + id_of(3, "data")]


def _unlisted(entries: Entries) -> None:
    entries["_storage/documents.jsonl"] = b""


def _twice(entries: Entries) -> None:
    text = entries["pictures/documents.jsonl"]
    text = text.replace(id_of(3, "small").encode(), id_of(1, "small").encode())
    entries["pictures/documents.jsonl"] = text


@pytest.mark.parametrize(
    "damage", [_other_bytes, _swapped, _swapped_with_list, _gone, _unlisted, _twice]
)
def test_damage_is_seen(
    mover: Mover, monkeypatch: pytest.MonkeyPatch, damage: Callable[[Entries], None]
) -> None:
    mover.schema("sqlite", SCHEMA)
    read = prove.read_back

    def read_damaged(path: Path, *words: Any) -> Any:
        rewritten(path, damage)
        return read(path, *words)

    monkeypatch.setattr("prisma_to_convex.data.exporting.publication.read_back", read_damaged)
    assert mover.export(mover.sqlite(SQLITE)).code == 3
    assert not (mover.folder / "s.zip").exists()


def as_convex(entries: Entries) -> None:
    """Convex adds to the lines, names types, and its files have extensions."""
    lines = []
    for line in entries["_storage/documents.jsonl"].splitlines():
        more = {"_creationTime": 1.5, "contentType": "image/png", "internalId": "0-1"}
        lines.append(json.dumps({**json.loads(line), **more}))
    entries["_storage/documents.jsonl"] = "\n".join(lines).encode() + b"\n"
    for name in [one for one in entries if one.startswith("_storage/") and "." not in one]:
        entries[f"{name}.png"] = entries.pop(name)


def _without_files(entries: Entries) -> None:
    for name in [one for one in entries if one.startswith("_storage/")]:
        del entries[name]


def _changed(entries: Entries) -> None:
    lines = entries["_storage/documents.jsonl"].splitlines()
    first = json.loads(lines[0])
    lines[0] = json.dumps({**first, "sha256": base64.b64encode(bytes(32)).decode()}).encode()
    entries["_storage/documents.jsonl"] = b"\n".join(lines) + b"\n"


@pytest.mark.parametrize(
    ("change", "code", "message"),
    [
        (as_convex, 0, "Verified: 4 documents of 2 tables and 5 files are as they were exported"),
        (_changed, 1, f"changed {id_of(1, 'data')}: sha256"),
        (_without_files, 1, "the ZIP has no files: npx convex export --include-file-storage"),
    ],
)
def test_verify(mover: Mover, change: Callable[[Entries], None], code: int, message: str) -> None:
    mover.schema("sqlite", SCHEMA)
    assert mover.export(mover.sqlite(SQLITE)).code == 0
    convex = mover.folder / "convex.zip"
    convex.write_bytes((mover.folder / "s.zip").read_bytes())
    rewritten(convex, change)
    found = mover.run("verify", "convex.zip", "--manifest", "s.manifest.json")
    assert found.code == code, found.out + found.err
    assert message in found.out
