"""What `generate` says that changed in schema.ts."""

from __future__ import annotations

from pathlib import Path

import pytest

from prisma_to_convex import cli

HEAD = 'datasource db {\n  provider = "mysql"\n}\n\n'


def change_lines(capsys: pytest.CaptureFixture[str], before: str, after: str) -> list[str]:
    """The lines on changes, after a schema became another."""
    for text in (before, after):
        capsys.readouterr()
        Path("schema.prisma").write_text(HEAD + text)
        assert cli.main(["generate"]) == 0
    starts = ("Removed", "Added", "Changed", "Unchanged convex/schema.ts")
    return [line for line in capsys.readouterr().out.splitlines() if line.startswith(starts)]


def post(*lines: str) -> str:
    fields = "".join(f"  {line}\n" for line in lines)
    return f"model Post {{\n  id   Int    @id @default(autoincrement())\n  kind String\n  at   Int\n{fields}}}\n"


@pytest.fixture(autouse=True)
def _project(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)


def test_an_index_that_another_covers_now(capsys: pytest.CaptureFixture[str]) -> None:
    """Nobody took @@index([kind]) away; `by_kind_and_at` serves what it served."""
    before = post("@@index([kind])")
    assert change_lines(capsys, before, post("@@index([kind])", "@@index([kind, at])")) == [
        "Removed 1 index: posts.by_kind (by_kind_and_at covers it)",
        "Added 1 index: posts.by_kind_and_at",
    ]
    assert "by_kind_and_at" in Path("convex/schema.ts").read_text()
    assert '"by_kind"' not in Path("convex/schema.ts").read_text()


def test_an_index_that_comes_back_when_the_longer_one_goes(
    capsys: pytest.CaptureFixture[str],
) -> None:
    after = post("@@index([kind])")
    assert change_lines(capsys, post("@@index([kind])", "@@index([kind, at])"), after) == [
        "Removed 1 index: posts.by_kind_and_at",
        "Added 1 index: posts.by_kind",
    ]


def test_an_index_of_a_key_that_a_longer_one_covers(capsys: pytest.CaptureFixture[str]) -> None:
    user = "model User {\n  id    Int @id @default(autoincrement())\n  posts Post[]\n}\n"
    key = ("userId Int", "user User @relation(fields: [userId], references: [id])")
    assert change_lines(capsys, user + post(*key), user + post(*key, "@@index([userId, at])")) == [
        "Removed 1 index: posts.by_userId (by_userId_and_at covers it)",
        "Added 1 index: posts.by_userId_and_at",
    ]


def test_nothing_changed(capsys: pytest.CaptureFixture[str]) -> None:
    assert change_lines(capsys, post(), post()) == [
        "Unchanged convex/schema.ts  1 table, 0 indexes"
    ]
