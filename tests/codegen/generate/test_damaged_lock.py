"""A lock that is damaged anywhere: a clear refusal or a run that ends right, and no hand edit is lost."""

from __future__ import annotations

import random
import re
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from prisma_to_convex.cli import main

SCHEMA = """datasource db {
  provider = "postgresql"
}
model User {
  id    Int    @id
  email String @unique
  posts Post[]
  @@map("users_2")
}
model Post {
  id     Int    @id
  title  String
  words  Int
  userId Int
  user   User   @relation(fields: [userId], references: [id])
}
"""
LATER = SCHEMA.replace("  words  Int\n", "  words  Int\n  isNew Boolean\n")
BY_HAND = {
    "title: v.string()": "title: v.string() /* a remark */",
    "words: v.number()": "words: v.optional(v.number())",
    "import {": "// my own\nimport {",
}
LOCK = Path("convex/schema.prisma-to-convex.lock")
WRITTEN = Path("convex/schema.ts")
NUMBERS = ("9" * 5_000, "-1", "", "0", "1e999", "99999999999999999999", "\u0663")


@pytest.fixture(autouse=True)
def edited(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> str:
    """The text of schema.ts after edits by hand, beside its lock."""
    monkeypatch.chdir(tmp_path)
    Path("schema.prisma").write_text(SCHEMA)
    assert main(["generate", "schema.prisma"]) == 0
    capsys.readouterr()
    text = WRITTEN.read_text(encoding="utf-8")
    for before, after in BY_HAND.items():
        assert text.count(before) >= 1
        text = text.replace(before, after, 1)
    return text


def with_other_numbers(lock: str) -> Iterator[str]:
    for found in re.finditer("[0-9]+", lock):
        yield from (lock[: found.start()] + number + lock[found.end() :] for number in NUMBERS)


def with_other_lines(lock: str) -> Iterator[str]:
    lines = lock.splitlines(keepends=True)
    for at, line in enumerate(lines):
        before, after = "".join(lines[:at]), "".join(lines[at + 1 :])
        yield before + after
        yield before + line + line + after
        yield before + line[: len(line) // 2]


def with_other_bytes(lock: str) -> Iterator[bytes]:
    chosen = random.Random(13)
    for number in range(60):
        data = bytearray(lock.encode())
        for _ in range(1 + number % 3):
            data[chosen.randrange(len(data) if number % 2 else 300)] = chosen.randrange(256)
        yield bytes(data)


KINDS: dict[str, Callable[[str], Iterator[str | bytes]]] = {
    "numbers": with_other_numbers,
    "lines": with_other_lines,
    "bytes": with_other_bytes,
}


@pytest.mark.parametrize("kind", KINDS)
def test_no_damage_loses_a_hand_edit(
    kind: str, edited: str, capsys: pytest.CaptureFixture[str]
) -> None:
    lock = LOCK.read_text(encoding="utf-8")
    codes = []
    Path("schema.prisma").write_text(LATER)
    for damaged in KINDS[kind](lock):
        WRITTEN.write_text(edited, encoding="utf-8")
        LOCK.write_bytes(damaged if isinstance(damaged, bytes) else damaged.encode())
        code = main(["generate", "schema.prisma"])
        _, printed = capsys.readouterr()
        codes.append(code)
        after = WRITTEN.read_text(encoding="utf-8")
        if code == 0:
            assert "isNew" in after
            assert all(text in after for text in BY_HAND.values())
            assert LOCK.read_text(encoding="utf-8").startswith("# prisma-to-convex lock 1\n")
        else:
            assert code == 2
            assert printed.startswith(f"prisma-to-convex: {LOCK}"), printed
            assert "nothing was written" in printed
            assert after == edited
    assert codes.count(2) > codes.count(0) > 0


def test_a_version_of_5_000_digits_is_a_newer_one(
    edited: str, capsys: pytest.CaptureFixture[str]
) -> None:
    LOCK.write_text(LOCK.read_text().replace("lock 1\n", f"lock {'9' * 5_000}\n"))
    WRITTEN.write_text(edited, encoding="utf-8")
    for command in (["generate"], ["generate", "--check"], ["generate", "--diff"]):
        assert main([*command, "schema.prisma"]) == 2
        _, printed = capsys.readouterr()
        assert f"{LOCK}: the lock is from a newer prisma-to-convex; nothing was written" in printed
        assert len(printed) < 400
    assert WRITTEN.read_text(encoding="utf-8") == edited


def test_a_line_of_a_table_that_is_damaged_is_mended_by_the_next_run(edited: str) -> None:
    """It is a help to follow renames: what it says no longer is not known, and the lock is told to be stale."""
    whole = LOCK.read_text()
    WRITTEN.write_text(edited, encoding="utf-8")
    LOCK.write_text(whole.replace("users_2", "users_" + "9" * 5_000))
    assert main(["generate", "--check", "schema.prisma"]) == 1
    assert main(["generate", "schema.prisma"]) == 0
    assert LOCK.read_text() == whole
