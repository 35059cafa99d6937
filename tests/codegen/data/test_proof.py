"""A snapshot that does not hold what the database holds gets no name: one value at a time is damaged before the proof."""

from __future__ import annotations

import zipfile
from pathlib import Path
from typing import Any

import pytest

from codegen.data.exporting.test_export import MARIADB, MODELS, POSTGRESQL, SQLITE
from codegen.data.moving import Mover
from prisma_to_convex.data.exporting import publication
from prisma_to_convex.data.proof import parallel_proof, prove
from prisma_to_convex.data.snapshots import entry_blocks
from support import databases

DAMAGES = {
    "a text": ("users", b'"email":"a@x"', b'"email":"b@x"'),
    "an enum": ("users", b'"role":"ADMIN"', b'"role":"USER"'),
    "an int64": ("users", b'"big":9007199254740993', b'"big":9007199254740992'),
    "bytes": ("users", b'"$bytes":"AAH/"', b'"$bytes":"AAH+"'),
    "a boolean": ("users", b'"ok":true', b'"ok":false'),
    "a value that is missing": ("users", b',"score":1.5', b""),
    "a document that is missing": ("tags", None, b""),
    "a document that is there twice": ("tags", None, b"twice"),
    "a reference": ("posts", None, b"reference"),
}
SCRIPTS = {"sqlite": SQLITE, "postgresql": POSTGRESQL, "mysql": MARIADB}


def damaged(path: Path, table: str, old: bytes | None, new: bytes) -> None:
    entry = f"{table}/documents.jsonl"
    with zipfile.ZipFile(path) as archive:
        entries = {name: archive.read(name) for name in archive.namelist()}
    found = entries[entry]
    if old is not None:
        assert found.count(old) >= 1, found
        entries[entry] = found.replace(old, new, 1)
    elif new == b"twice":
        entries[entry] = found + found
    elif new == b"reference":
        at = found.index(b'"authorId":"') + 12
        entries[entry] = found[:at] + b"0" * 32 + found[at + 32 :]
    else:
        entries[entry] = b""
    with zipfile.ZipFile(path, "w") as archive:
        for name, data in entries.items():
            archive.writestr(name, data)


@pytest.mark.parametrize(
    ("provider", "jobs"),
    [("sqlite", "1"), ("sqlite", "3"), ("postgresql", "1"), ("postgresql", "2"), ("mysql", "2")],
)
def test_damage_is_seen(
    provider: str, jobs: str, mover: Mover, monkeypatch: pytest.MonkeyPatch
) -> None:
    mover.schema(provider, MODELS)
    monkeypatch.setattr(parallel_proof, "_SMALL", 1)
    monkeypatch.setattr(entry_blocks, "BLOCK", 64)
    if provider == "sqlite":
        _all_damages(mover, mover.sqlite(SCRIPTS[provider]), jobs, monkeypatch)
        return
    with databases.database("mariadb" if provider == "mysql" else "postgresql") as database:
        database.run(SCRIPTS[provider])
        _all_damages(mover, database.url, jobs, monkeypatch)


def _all_damages(mover: Mover, url: str, jobs: str, monkeypatch: pytest.MonkeyPatch) -> None:
    known = prove.read_back
    assert mover.export(url, "--jobs", jobs).code == 0
    good = (mover.folder / "s.zip").read_bytes()
    for name, damage in DAMAGES.items():

        def read(path: Path, *words: Any, damage: Any = damage) -> Any:
            damaged(path, *damage)
            return known(path, *words)

        monkeypatch.setattr(publication, "read_back", read)
        moved = mover.export(url, "--jobs", jobs)
        assert moved.code == 3, (name, moved.err)
        assert "the snapshot does not hold what the database holds" in moved.err
        assert (mover.folder / "s.zip").read_bytes() == good
