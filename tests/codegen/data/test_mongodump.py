"""Folders and files that are no dump, or a damaged one: said with file and place, and nothing is written."""

from __future__ import annotations

import gzip
import itertools
import os
import struct
from pathlib import Path

import bson
import pytest

from codegen.data.moving import Mover
from prisma_to_convex.data.dialects.mongodb_forms import MongoDB
from prisma_to_convex.data.dialects.sqlite_values import Text
from prisma_to_convex.data.dialects.staged_values import staged
from prisma_to_convex.data.planning.forms import Form
from prisma_to_convex.data.sources import mongodb
from prisma_to_convex.data.sources.row_source import UnusableSource
from support.dumps import dump

MODELS = 'model Thing {\n  id String @id @map("_id")\n  data Json?\n}\n'
GOOD = bson.encode({"_id": "a", "data": {"b": [1, {"c": "text"}]}})


@pytest.fixture
def folder(mover: Mover) -> Path:
    mover.schema("mongodb", MODELS)
    return dump(mover.folder, {"Thing": []})


def refused(mover: Mover, *words: str) -> str:
    """The last line of what is said."""
    moved = mover.run("export", "-o", "s.zip", *(words or ("--dump", "dump")))
    assert moved.code == 2, moved.err
    assert sorted(one.name for one in mover.folder.glob("s.*")) == []
    return moved.err.splitlines()[-1].removeprefix("prisma-to-convex: ")


@pytest.mark.parametrize("is_gzip", [False, True])
@pytest.mark.parametrize("where", ["dump", "dump/app", "dump/app/"])
def test_where_a_dump_is(mover: Mover, where: str, is_gzip: bool) -> None:
    mover.schema("mongodb", MODELS)
    dump(mover.folder, {"Thing": [{"_id": "a"}]}, is_gzip=is_gzip)
    for other in ("admin", "empty"):
        (mover.folder / "dump" / other).mkdir()
    (mover.folder / "dump/admin/system.version.bson").write_bytes(b"")
    (mover.folder / "dump/app/prelude.json").write_text('{"ServerVersion": "7.0.5"}')
    moved = mover.run("export", "-o", "s.zip", "--dump", where)
    assert moved.code == 0, moved.err
    assert moved.manifest["source"] == "MongoDB 7.0.5, the dump of `app`"
    assert len(moved.documents["things"]) == 1


def test_names_of_files(mover: Mover) -> None:
    """Escaped as in a URL; long ones are cut, and the metadata have the whole name."""
    mover.schema("mongodb", MODELS.replace("data Json?\n", 'data Json?\n  @@map("a/b%")\n'))
    app = dump(mover.folder, {"short": []})
    (app / "a%2Fb%25.bson").write_bytes(GOOD)
    assert mover.run("export", "-o", "s.zip", "--dump", "dump").code == 0
    (app / "a%2Fb%25.bson").rename(app / "cut$hash.bson")
    (app / "cut$hash.metadata.json").write_text('{"collectionName": "a/b%"}')
    assert mover.run("export", "-o", "s.zip", "--dump", "dump").code == 0


@pytest.mark.parametrize("count", range(1, len(GOOD), 9))
def test_a_file_that_ends_early(mover: Mover, folder: Path, count: int) -> None:
    (folder / "Thing.bson").write_bytes(GOOD + GOOD.replace(b"a\0", b"b\0")[:count])
    message = refused(mover)
    assert message.startswith(f"Thing.bson: the document at byte {len(GOOD)} can't be read: ")


@pytest.mark.parametrize(
    ("data", "why"),
    [
        (b"\xff\xff\xff\x7f" + GOOD, "2,147,483,647 bytes are announced, a document has 5 to 16,793,600"),
        (b"\x04\0\0\0", "4 bytes are announced, a document has 5 to 16,793,600"),
        (b"\xff\xff\xff\xff", "-1 bytes are announced, a document has 5 to 16,793,600"),
        (b"\x05\0\0", "the file ends within a length"),
        (b"\x09\0\0\0", "9 bytes are announced, 4 there"),
        (b"PK\x03\x04\0\0\0\0", "67,324,752 bytes are announced, a document has 5 to 16,793,600"),
    ],
)  # fmt: skip  # a table
def test_a_length_that_lies(mover: Mover, folder: Path, data: bytes, why: str) -> None:
    (folder / "Thing.bson").write_bytes(data)
    assert refused(mover) == f"Thing.bson: the document at byte 0 can't be read: {why}"


def test_changed_octets(folder: Path) -> None:
    """Lengths, types and ends among them: what can't be read is told, the rest is read."""
    codes = set()
    for at, value in itertools.product(range(4, len(GOOD)), range(256)):
        data = GOOD[:at] + bytes((value,)) + GOOD[at + 1 :]
        try:
            fields = mongodb._fields(folder / "Thing.bson", 7, data)
        except UnusableSource as error:
            codes.add(str(error).partition(" can't be read: ")[0])
            continue
        for one in fields.values():
            if one is not None:
                kept = staged(one)
                assert READ is not None
                token = READ(Text(kept.encode()) if isinstance(kept, str) else kept)
                codes.add(type(token).__name__)
    assert codes == {"Thing.bson: the document at byte 7", "bytes", "Bad"}


READ = MongoDB({}).value("t.x", Form("json"), None, "").read  # type: ignore[arg-type]


@pytest.mark.parametrize("kind", [b"\x03", b"\x04"])
@pytest.mark.parametrize("levels", [90, 198, 199, 5000, 200_000])
def test_depth(mover: Mover, folder: Path, kind: bytes, levels: int) -> None:
    value = b"".join(
        struct.pack("<i", 5 + 8 * (levels - at)) + kind + b"0\0" for at in range(levels)
    )
    value += bson.encode({}) + b"\0" * levels
    head = b"\x02_id\0\x02\0\0\0k\0" + kind + b"data\0"
    data = struct.pack("<i", 5 + len(head) + len(value)) + head + value + b"\0"
    (folder / "Thing.bson").write_bytes(data)
    moved = mover.run("export", "-o", "s.zip", "--dump", "dump")
    if levels < 199:
        assert [one["rule"] for one in moved.rejected] == ["PC712"], moved.err
    else:
        assert moved.code == 2
        assert (
            "Thing.bson: the document at byte 0 can't be read: it is nested too deep" in moved.err
        )


def test_the_same_id_twice(mover: Mover, folder: Path) -> None:
    (folder / "Thing.bson").write_bytes(GOOD + GOOD)
    assert (
        refused(mover)
        == "Thing.bson has two documents with the same _id: it is no dump of one collection"
    )


def test_compressed_files_that_are_none(mover: Mover, folder: Path) -> None:
    (folder / "Thing.bson").unlink()
    packed = folder / "Thing.bson.gz"
    packed.write_bytes(b"no gzip")
    assert refused(mover).startswith("Thing.bson.gz: ")
    packed.write_bytes(gzip.compress(GOOD)[:-12])
    assert refused(mover).startswith("Thing.bson.gz: the compressed file ends early")
    packed.write_bytes(gzip.compress(GOOD)[:-8] + b"12345678")
    assert refused(mover).startswith("Thing.bson.gz: ")


def test_folders_that_are_none(mover: Mover, folder: Path) -> None:
    assert refused(mover, "--dump", "nowhere") == "nowhere: no such file or directory"
    (mover.folder / "empty").mkdir()
    assert refused(mover, "--dump", "empty") == (
        "empty has no .bson file: name the folder of a database that `mongodump --out` wrote"
    )
    (mover.folder / "file").write_bytes(b"")
    assert refused(mover, "--dump", "file") == (
        "file is a file: an archive can't be read, only the folder that `mongodump --out` writes"
    )
    (mover.folder / "dump/other").mkdir()
    (mover.folder / "dump/other/x.bson").write_bytes(b"")
    assert refused(mover) == "dump has the dumps of several databases: name one of app, other"


def test_metadata_that_are_none(mover: Mover, folder: Path) -> None:
    (folder / "Thing.metadata.json").write_bytes(b"{")
    assert refused(mover) == "Thing.metadata.json is no metadata of a dump"


def test_no_regular_file(mover: Mover, folder: Path) -> None:
    (folder / "Thing.bson").unlink()
    os.mkfifo(folder / "Thing.bson")
    assert refused(mover).startswith("Thing.bson: ")


def test_a_collection_that_was_not_dumped(mover: Mover, folder: Path) -> None:
    (folder / "Thing.bson").rename(folder / "Other.bson")
    (folder / "Thing.metadata.json").unlink()
    moved = mover.run("export", "-o", "s.zip", "--dump", "dump")
    assert moved.code == 2
    assert "Thing: there is no file of the collection `Thing`" in moved.err


def test_writes_during_the_dump(mover: Mover, folder: Path) -> None:
    oplog = mover.folder / "dump/oplog.bson"
    oplog.write_bytes(bson.encode({"op": "n", "ns": ""}))
    assert mover.run("export", "-o", "s.zip", "--dump", "dump").code == 0
    for one in mover.folder.glob("s.*"):
        one.unlink()
    oplog.write_bytes(bson.encode({"op": "n", "ns": ""}) + bson.encode({"op": "i", "ns": "app.x"}))
    assert refused(mover).startswith("oplog.bson holds writes that were made during the dump: ")


@pytest.mark.parametrize(
    ("words", "message"),
    [
        (("--url", "mongodb://u:secret@host/app"), "MongoDB is read from a dump, not from a server: "),
        (("--url", "mongodb+srv://u:secret@host/app"), "MongoDB is read from a dump, not from a server: "),
        ((), "MongoDB is read from a dump, not from a server: "),
    ],
)  # fmt: skip  # a table
def test_a_server_is_refused(mover: Mover, words: tuple[str, ...], message: str) -> None:
    mover.schema("mongodb", MODELS)
    moved = mover.run("export", "-o", "s.zip", *words)
    assert moved.code == 2
    assert message in moved.err
    assert "secret" not in moved.err


def test_a_dump_of_another_provider(mover: Mover) -> None:
    mover.schema("sqlite", "model Thing {\n  id Int @id\n}\n")
    assert refused(mover, "--dump", "dump") == (
        "--dump is for MongoDB, the schema's provider is sqlite: pass --url"
    )


def test_sql_only(mover: Mover) -> None:
    mover.schema("mongodb", MODELS)
    found = mover.run("probe", "--sql-only")
    assert found.code == 2
    assert "MongoDB has no SQL" in found.err
