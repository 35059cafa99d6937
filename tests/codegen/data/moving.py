"""A database moved by the command, and what the snapshot then holds."""

from __future__ import annotations

import json
import sqlite3
import zipfile
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from prisma_to_convex import cli
from prisma_to_convex.data.ids import minted_ids

KEY = "AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8="
SECRET = bytes(range(32))
Documents = dict[str, list[dict[str, Any]]]


@dataclass(frozen=True)
class Moved:
    """`documents` by table, without their ids; `ids` are those, in the same order."""

    code: int
    out: str
    err: str
    folder: Path

    @property
    def documents(self) -> Documents:
        return documents_of(self.folder / "s.zip")

    @property
    def rejected(self) -> list[dict[str, str]]:
        path = self.folder / "s.rejected.jsonl"
        return [json.loads(line) for line in path.read_text().splitlines()] if path.exists() else []

    @property
    def manifest(self) -> Any:
        return json.loads((self.folder / "s.manifest.json").read_text())


def documents_of(path: Path) -> Documents:
    with zipfile.ZipFile(path) as archive:
        return {
            name.partition("/")[0]: [json.loads(line) for line in archive.read(name).splitlines()]
            for name in archive.namelist()
            if name.endswith("/documents.jsonl")
        }


class Mover:
    """Runs `data` in a folder of its own, which holds the schema."""

    def __init__(self, folder: Path, monkeypatch: pytest.MonkeyPatch, capsys: Any) -> None:
        self.folder, self._capsys, self._environment = folder, capsys, monkeypatch
        monkeypatch.chdir(folder)
        monkeypatch.setenv("PRISMA_TO_CONVEX_ID_KEY", KEY)
        for name in ("DATABASE_URL", "DIRECT_URL"):
            monkeypatch.delenv(name, raising=False)

    def schema(self, provider: str, text: str) -> None:
        head = f'datasource db {{\n  provider = "{provider}"\n}}\n'
        (self.folder / "schema.prisma").write_text(head + text, encoding="utf-8")

    def sqlite(self, script: str) -> str:
        """A file `dev.db`; its URL."""
        connection = sqlite3.connect(self.folder / "dev.db")
        connection.executescript(script)
        connection.commit()
        connection.close()
        return "file:./dev.db"

    def run(self, *words: str) -> Moved:
        self._capsys.readouterr()
        code = cli.main(["data", *words])
        shown = self._capsys.readouterr()
        return Moved(code, shown.out, shown.err, self.folder)

    def export(self, url: str, *words: str) -> Moved:
        return self.run("export", "-o", "s.zip", "--url", url, *words)


def minted(model: str, number: int, *parts: str) -> str:
    """The id of a row, as the tests work it out."""
    encoded = [part.encode() for part in parts]
    key = encoded[0]
    if len(encoded) > 1:
        key = b"".join(b"%d:%b" % (len(part), part) for part in encoded)
    return minted_ids.mint(SECRET, model, number, key)
