"""The second reader: what each of several readers of a table takes is all of it, and each document once."""

from __future__ import annotations

import io
import json
import zipfile
from collections.abc import Sequence
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import given
from hypothesis import strategies as st

from prisma_to_convex.data import entry_blocks
from prisma_to_convex.data.snapshot import Share, Snapshot, UnreadableSnapshot

_TABLES = '{"name":"notes","id":10001}\n'


def _zip(path: Path, text: str) -> Path:
    data = io.BytesIO()
    with zipfile.ZipFile(data, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("_tables/documents.jsonl", _TABLES)
        archive.writestr("notes/documents.jsonl", text)
    path.write_bytes(data.getvalue())
    return path


def _read(path: Path, share: Share) -> tuple[int, list[str]]:
    snapshot = Snapshot(path)
    try:
        found = list(snapshot.documents("notes", share))
    finally:
        snapshot.close()
    return sum(octets for octets, _ in found), [
        str(one["text"]) for _, documents in found for one in documents
    ]


@given(
    texts=st.lists(st.text("ab\u00e9", max_size=30), max_size=40),
    ends=st.booleans(),
    count=st.integers(1, 5),
    block=st.sampled_from((7, 64, 300)),
)
def test_shares_are_the_whole(texts: Sequence[str], ends: bool, count: int, block: int) -> None:
    lines = [json.dumps({"text": f"{at} {text}"}) for at, text in enumerate(texts)]
    text = "\n".join(lines) + ("\n" if ends and lines else "")
    with TemporaryDirectory() as folder, pytest.MonkeyPatch.context() as patch:
        patch.setattr(entry_blocks, "BLOCK", block)
        path = _zip(Path(folder) / "s.zip", text)
        whole = _read(path, Share())
        parts = [_read(path, Share(at, count)) for at in range(count)]
    assert whole == (len(text.encode()), [f"{at} {text}" for at, text in enumerate(texts)])
    assert sum(octets for octets, _ in parts) == whole[0]
    assert sorted(one for _, found in parts for one in found) == sorted(whole[1])


@pytest.mark.parametrize("more", range(0, 7000, 500))
def test_a_long_run_at_the_end_is_read(more: int, tmp_path: Path) -> None:
    """Its last octets are few, and all are taken before all that they stand for was given."""
    text = "x" * (entry_blocks.BLOCK + more)
    path = _zip(tmp_path / "s.zip", json.dumps({"text": text}))
    assert _read(path, Share())[1] == [text]


def test_several_readers_share_a_table(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(entry_blocks, "BLOCK", 100)
    path = _zip(tmp_path / "s.zip", '{"text":"some words"}\n' * 100)
    found = [len(_read(path, Share(at, 3))[1]) for at in range(3)]
    assert sum(found) == 100
    assert min(found) > 30


@pytest.mark.parametrize("number", [0, 1])
def test_a_bad_line_is_named_whoever_reads_it(
    number: int, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(entry_blocks, "BLOCK", 22)
    lines = ['{"text":"some words"}\n'] * 9
    lines[6 + number] = '{"text":"some words"]\n'
    path = _zip(tmp_path / "s.zip", "".join(lines))
    found = [_fault(path, Share(at, 2)) for at in range(2)]
    assert sum(f"can't be read from line {7 + number}:" in one for one in found) == 1
    assert "" in found


def _fault(path: Path, share: Share) -> str:
    try:
        _read(path, share)
    except UnreadableSnapshot as error:
        return str(error)
    return ""


def test_damage_is_told_to_each(tmp_path: Path) -> None:
    """Each inflates the whole table, and looks at its checksum."""
    path = _zip(tmp_path / "s.zip", '{"text":"some words"}\n')
    with zipfile.ZipFile(path) as archive:
        crc = archive.getinfo("notes/documents.jsonl").CRC.to_bytes(4, "little")
    path.write_bytes(path.read_bytes().replace(crc, bytes(4)))
    for at in range(2):
        with pytest.raises(UnreadableSnapshot, match="Bad CRC-32"):
            _read(path, Share(at, 2))
