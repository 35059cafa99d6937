"""Which manifest `data verify` takes where nobody names it."""

from __future__ import annotations

from pathlib import Path

import pytest

from codegen.data.exporting.test_export import MODELS, SQLITE
from codegen.data.moving import Mover
from prisma_to_convex.data.exporting.manifest import NoManifest
from prisma_to_convex.data.exporting.manifest_place import found

OURS = '{\n  "version": 2,\n  "tool": "prisma-to-convex 1.0.0",\n'


@pytest.mark.parametrize(
    ("there", "file", "taken"),
    [
        (["c.manifest.json", "snapshot.manifest.json"], "c.zip", "c.manifest.json"),
        (["out/c.manifest.json", "snapshot.manifest.json"], "out/c.zip", "out/c.manifest.json"),
        (["c.manifest.json", "out/snapshot.manifest.json"], "out/c.zip", "c.manifest.json"),
        (["snapshot.manifest.json", "delta.manifest.json"], "c.zip", "snapshot.manifest.json"),
        (["snapshot.manifest.json"], "out/c.zip", "snapshot.manifest.json"),
        (["out/snapshot.manifest.json"], "out/c.zip", "out/snapshot.manifest.json"),
        (["s.manifest.json"], "convex-export.zip", "s.manifest.json"),
        (["out/s.manifest.json"], "out/c.zip", "out/s.manifest.json"),
        (["a.manifest.json", "b.manifest.json"], "c.zip", ""),
        ([], "c.zip", ""),
    ],
)
def test_the_nearest(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, there: list[str], file: str, taken: str
) -> None:
    monkeypatch.chdir(tmp_path)
    Path("out").mkdir()
    for name in there:
        Path(name).write_text(OURS)
    Path("app.manifest.json").write_text("{}")  # somebody else's
    Path("folder.manifest.json").mkdir()
    result = found(Path(file))
    if taken:
        assert result == Path(taken)
    else:
        assert isinstance(result, NoManifest)


@pytest.mark.parametrize("name", [".", "..", "/", ""])
def test_a_folder_is_no_zip(mover: Mover, name: str) -> None:
    mover.schema("sqlite", MODELS)
    assert mover.export(mover.sqlite(SQLITE)).code == 0
    result = mover.run("verify", name)
    assert result.code == 2
    assert result.err.splitlines()[-1].endswith(": a folder, not a file")


def test_many_are_named(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    for name in "fedcba":
        Path(f"{name}.manifest.json").write_text(OURS)
    assert found(Path("z.zip")) == NoManifest(
        "which manifest belongs to z.zip? There are a.manifest.json, b.manifest.json, c.manifest.json, "
        "d.manifest.json, e.manifest.json, ..."
    )


def test_which_was_taken_is_reported(mover: Mover) -> None:
    mover.schema("sqlite", MODELS)
    assert mover.export(mover.sqlite(SQLITE)).code == 0
    result = mover.run("verify", "s.zip")
    assert (result.code, result.err) == (0, "Using s.manifest.json\n")
    (mover.folder / "s.zip").rename(mover.folder / "convex-export.zip")
    result = mover.run("verify", "convex-export.zip", "--format", "json")
    assert (result.code, result.err) == (0, "Using s.manifest.json\n")
