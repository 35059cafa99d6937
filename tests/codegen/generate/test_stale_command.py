"""`generate --check` names the command that writes what is stale: a hook's arguments are in it, quoted for a shell."""

from __future__ import annotations

import shlex
from pathlib import Path

import pytest

from prisma_to_convex import cli

SCHEMA = """
datasource db {
  provider = "mysql"
}

model User {
  id    Int    @id
  email String @unique
}
"""

OPTIONS = [
    "",
    "--out lib/convex",
    "prisma/schema.prisma --out 'my convex' --report losses.html",
    "--only 'U*' --only User",
    "--enforce --migrations none",
    "--force --prefer mine:users.email --prefer prisma",
    "--adopt --config c.toml",
]


@pytest.fixture(autouse=True)
def _project(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    Path("prisma").mkdir()
    Path("prisma/schema.prisma").write_text(SCHEMA)
    Path("c.toml").write_text("")


@pytest.mark.parametrize("options", OPTIONS)
@pytest.mark.parametrize("looking", ["", "--diff", "--verbose --color never"])
def test_its_own_words_make_it_current(
    options: str, looking: str, capsys: pytest.CaptureFixture[str]
) -> None:
    words = ["generate", *shlex.split(options)]
    assert cli.main([*words, "--check", *looking.split()]) == 1
    printed = capsys.readouterr().err.splitlines()[-1]
    assert "schema.ts, " in printed
    command = shlex.split(printed.partition("stale: run ")[2])
    assert (command[0], sorted(command[1:])) == ("prisma-to-convex", sorted(words))
    assert cli.main(command[1:]) == 0
    assert cli.main([*words, "--check"]) == 0


def test_what_acts_on_a_terminal_is_escaped(capsys: pytest.CaptureFixture[str]) -> None:
    assert cli.main(["generate", "--out", "a\x1b[31m\u202eb", "--check"]) == 1
    printed = capsys.readouterr().err
    assert "\x1b" not in printed
    assert "\u202e" not in printed
