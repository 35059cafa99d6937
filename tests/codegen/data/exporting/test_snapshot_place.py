"""Where `data` writes, and what it reads: through no link out of the project, over no file of somebody else,
and nothing that never ends.
"""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path

import pytest

from codegen.data.moving import Moved, Mover
from prisma_to_convex.data.exporting.scratch import scratch_folder
from support.unprivileged import needs_permissions, run

SCHEMA = "model A {\n  id Int @id\n  at DateTime?\n}\n"
ROWS = "create table A(id integer primary key, at datetime); insert into A values (1, null);"
BAD_ROWS = "create table A(id integer primary key, at datetime); insert into A values (1, 'never');"
KEY = ".prisma-to-convex/data/key"
LAST = ".prisma-to-convex/data/last-export.json"


@pytest.fixture
def outside(mover: Mover, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder beside the repository that is the working directory; the key is to be a file."""
    monkeypatch.delenv("PRISMA_TO_CONVEX_ID_KEY")
    mover.folder = tmp_path / "repository"
    (mover.folder / ".git").mkdir(parents=True)
    monkeypatch.chdir(mover.folder)
    mover.schema("sqlite", SCHEMA)
    mover.sqlite(ROWS)
    made = tmp_path / "outside"
    made.mkdir()
    (made / "mine").write_text("mine")
    return made


def linked(path: str, to: str) -> None:
    place = Path(path)
    place.parent.mkdir(parents=True, exist_ok=True)
    place.symlink_to(os.path.relpath(f"../outside/{to}", place.parent))


def contents(folder: Path) -> dict[str, str]:
    return {
        path.relative_to(folder).as_posix(): path.read_text() if path.is_file() else ""
        for path in folder.rglob("*")
    }


EXPORT = "export -o out/s.zip --url file:./dev.db"
SHARD = "export -o out/1.shard --shard 1/1 --url file:./dev.db"
FILES = {
    EXPORT: ("out/s.zip", "out/s.manifest.json", "out/s.rejected.jsonl", "convex-tables.json", LAST),
    SHARD: ("out/1.shard", "convex-tables.json", LAST),
    "key new": (KEY, ".prisma-to-convex/data/.gitignore"),
}  # fmt: skip
FOLDERS = {
    EXPORT: ("out", ".prisma-to-convex", ".prisma-to-convex/data"),
    SHARD: ("out", ".prisma-to-convex"),
    "key new": (".prisma-to-convex", ".prisma-to-convex/data"),
}


def pairs(of: dict[str, tuple[str, ...]]) -> list[tuple[str, str]]:
    return [(words, name) for words, names in of.items() for name in names]


def refused(mover: Mover, words: str, name: str) -> Moved:
    moved = mover.run(*words.split())
    assert (moved.code, moved.out) == (2, "")
    assert name in moved.err
    assert "Reading" not in moved.err  # the database is not asked for what can't be written
    return moved


@pytest.mark.parametrize(("words", "name"), pairs(FILES))
@pytest.mark.parametrize("to", ["mine", "new"])
def test_no_file_is_written_through_a_link(
    mover: Mover, outside: Path, words: str, name: str, to: str
) -> None:
    linked(name, to)
    refused(mover, words, name)
    assert contents(outside) == {"mine": "mine"}
    assert Path(name).is_symlink()


@pytest.mark.parametrize(("words", "name"), pairs(FOLDERS))
@pytest.mark.parametrize("to", ["", "new"])
def test_no_folder_is_left_through_a_link(
    mover: Mover, outside: Path, words: str, name: str, to: str
) -> None:
    linked(name, to)
    refused(mover, words, name)
    assert contents(outside) == {"mine": "mine"}


@pytest.mark.parametrize(("words", "name"), pairs(FILES))
def test_no_file_of_somebody_else_is_overwritten_or_removed(
    mover: Mover, outside: Path, words: str, name: str
) -> None:
    Path(name).parent.mkdir(parents=True, exist_ok=True)
    Path(name).write_text("# my own notes\n")
    refused(mover, words, name)
    assert Path(name).read_text() == "# my own notes\n"


def test_a_link_within_its_folder_is_followed(mover: Mover, outside: Path) -> None:
    assert mover.run(*EXPORT.split()).code == 0
    os.rename("out/s.zip", "out/other.zip")
    os.symlink("other.zip", "out/s.zip")
    moved = mover.run(*EXPORT.split())
    assert moved.code == 0, moved.err
    assert os.readlink("out/s.zip") == "other.zip"


def test_what_is_refused_makes_no_folder(mover: Mover, outside: Path) -> None:
    linked("convex-tables.json", "new")
    refused(mover, EXPORT, "convex-tables.json")
    assert not Path("out").exists()


def test_rejected_rows_are_for_their_owner_alone(mover: Mover, outside: Path) -> None:
    for key in ("1", "2"):
        Path("dev.db").unlink()
        mover.sqlite(BAD_ROWS.replace("(1", f"({key}"))
        assert mover.run(*EXPORT.split()).code == 1
        assert Path("out/s.rejected.jsonl").stat().st_mode & 0o777 == 0o600
        Path("out/s.rejected.jsonl").chmod(0o644)
    Path("dev.db").unlink()
    mover.sqlite(ROWS)
    assert mover.run(*EXPORT.split()).code == 0
    assert not Path("out/s.rejected.jsonl").exists()


@needs_permissions
def test_a_folder_that_may_not_be_written_makes_no_key(mover: Mover, outside: Path) -> None:
    Path("out").mkdir(0o500)
    done = run("data", *EXPORT.split())
    assert (done.returncode, done.stdout) == (2, "")
    assert done.stderr.endswith("permission denied; nothing was written\n")
    assert not Path(KEY).parent.exists()


@pytest.mark.parametrize("name", ["convex-tables.json", LAST])
def test_what_can_not_be_read_makes_no_key(mover: Mover, outside: Path, name: str) -> None:
    Path(name).parent.mkdir(parents=True, exist_ok=True)
    Path(name).write_text("{")
    assert mover.run(*EXPORT.split()).code == 2
    assert not Path(KEY).exists()


def test_a_key_that_is_gone_is_not_made_again(mover: Mover, outside: Path) -> None:
    """Another would give every row another id."""
    assert mover.run(*EXPORT.split()).code == 0
    Path(KEY).unlink()
    moved = mover.run(*EXPORT.split())
    assert (moved.code, moved.out) == (2, "")
    assert "prisma-to-convex: there is no key" in moved.err
    assert not Path(KEY).exists()
    assert mover.run(*EXPORT.split(), "--new-ids").code == 0
    assert Path(KEY).exists()


def test_a_damaged_record_of_the_last_export_is_reported(mover: Mover, outside: Path) -> None:
    assert mover.run(*EXPORT.split()).code == 0
    Path(LAST).write_text('{"key": ')
    moved = mover.run(*EXPORT.split())
    assert (moved.code, moved.err.splitlines()[-1]) == (
        2,
        f"prisma-to-convex: {LAST} can't be read, so nothing tells whether ids stay as they were: restore it, or "
        "delete it if they may change",
    )


# ---- what never ends ----------------------------------------------------------------------------

READ = {
    "key": (KEY, "key fingerprint"),
    "the last export": (LAST, EXPORT),
    "numbers": ("convex-tables.json", EXPORT),
    "what stands there": ("out/s.zip", EXPORT),
    "a manifest": ("m.json", f"{EXPORT} --since m.json"),
    "a snapshot": ("c.zip", "verify c.zip --manifest out/s.manifest.json"),
    "its manifest": ("m.json", "verify c.zip --manifest m.json"),
    "the snapshot beside it": ("out/s.zip", "verify out/s.zip --manifest out/s.manifest.json"),
    "a shard": ("1.shard", "merge -o m.zip 1.shard"),
    "the database": ("dev.db", EXPORT),
    "validators": ("s.ts", f"{EXPORT} --schema-ts s.ts"),
}


def pipe(path: Path) -> None:
    os.mkfifo(path)


def endless(path: Path) -> None:
    path.symlink_to("/dev/zero")


def folder(path: Path) -> None:
    path.mkdir()


@pytest.mark.parametrize(("name", "words"), READ.values(), ids=READ)
@pytest.mark.parametrize("make", [pipe, endless, folder])
def test_what_never_ends_is_not_read(
    mover: Mover, outside: Path, make: Callable[[Path], None], name: str, words: str
) -> None:
    assert mover.run(*EXPORT.split()).code == 0
    Path(name).unlink(missing_ok=True)
    make(Path(name))
    moved = mover.run(*words.split())
    assert (moved.code, moved.out) == (2, "")
    assert Path(name).name in moved.err


def test_a_scratch_folder_is_not_made_where_a_folder_is_missing_for_nothing(tmp_path: Path) -> None:
    with pytest.raises(KeyboardInterrupt), scratch_folder(tmp_path / "new" / "s.zip"):
        raise KeyboardInterrupt
    assert not (tmp_path / "new").exists()


def test_a_merge_makes_no_key(mover: Mover, outside: Path) -> None:
    """The shards' key is another, whatever it is."""
    Path("1.shard").write_bytes(b"")
    moved = mover.run("merge", "-o", "m.zip", "1.shard")
    missing = "prisma-to-convex: there is no key: `prisma-to-convex data key new` makes one\n"
    assert (moved.code, moved.err.endswith(missing)) == (2, True)
    assert not Path(KEY).exists()


def test_validators_of_no_table_empty_no_deployment(mover: Mover, outside: Path) -> None:
    Path("s.ts").write_text("export default defineSchema({});\n")
    moved = mover.run(*f"{EXPORT} --schema-ts s.ts".split())
    message = "prisma-to-convex: s.ts has no table of the schema: nothing can be moved\n"
    assert (moved.code, moved.out, moved.err.endswith(message)) == (2, "", True)
