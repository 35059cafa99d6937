"""docs/enforcement.md: its modules compile beside what `generate --enforce` writes, and its edits do what they say."""

from __future__ import annotations

import json
import subprocess
from pathlib import Path

import pytest

from prisma_to_convex.cli import main
from support.documents import CodeBlock, blocks_of
from support.oracle import ORACLE, judge_convex
from support.places import ROOT
from support.snippets import project

SCHEMA = """\
datasource db {
  provider = "postgresql"
}

model Team {
  id    Int    @id @default(autoincrement())
  name  String
  users User[]
}

model User {
  id     Int     @id @default(autoincrement())
  email  String  @unique
  name   String?
  teamId Int
  team   Team    @relation(fields: [teamId], references: [id], onDelete: Cascade)
}
"""


def shown(language: str) -> dict[str, CodeBlock]:
    """By the file that each is said to be, else by its place."""
    blocks = blocks_of(ROOT / "docs" / "enforcement.md")
    return {one.info or one.place: one for one in blocks if one.language == language}


@pytest.fixture
def convex(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> dict[str, str]:
    """What `generate --enforce` writes for the schema that the page speaks of, by name."""
    monkeypatch.chdir(tmp_path)
    Path("schema.prisma").write_text(SCHEMA, encoding="utf-8")
    assert main(["generate", "--enforce"]) == 0
    return {one.name: one.read_text(encoding="utf-8") for one in Path("convex").glob("*.ts")}


def changed(block: CodeBlock, text: str) -> str:
    """The text after a patch of lines that are each there once."""
    old, new = (
        "".join(line[1:] for line in block.text.splitlines(True) if line.startswith(sign))
        for sign in "-+"
    )
    assert text.count(old) == 1, old
    return text.replace(old, new)


def test_the_modules_compile(convex: dict[str, str]) -> None:
    modules = {Path(name).name: block.text for name, block in shown("ts").items()}
    assert set(modules) == {"users.ts", "signUp.ts", "teams.ts"}
    schema_ts = convex.pop("schema.ts")
    named = [f"// convex/{name}\n{text}" for name, text in modules.items()]
    judged = judge_convex({"page": convex | project(schema_ts, named)}, ["types"])
    assert judged["page"].findings == ()


def test_one_import_changes() -> None:
    """The module above, before: it is of plain Convex, and the patch makes it what is shown."""
    (patch,) = [one for name, one in shown("diff").items() if name.startswith("docs/")]
    after = shown("ts")["convex/users.ts"].text
    before = after.replace('"./functions"', '"./_generated/server"')
    assert changed(patch, before) == after


def test_a_constraint_that_is_off_is_lost_again(
    convex: dict[str, str], capsys: pytest.CaptureFixture[str]
) -> None:
    patch = shown("diff")["convex/constraints.ts"]
    text = changed(patch, convex["constraints.ts"])
    Path("convex/constraints.ts").write_text(text, encoding="utf-8")
    capsys.readouterr()
    assert main(["check", "--format", "concise", "--select", "PC201", "--all"]) == 0
    assert "`User.email` is no longer unique" in capsys.readouterr().out
    judged = judge_convex({"page": convex | {"constraints.ts": text}}, ["types"])
    assert judged["page"].findings == ()


def test_eslint_keeps_others_out(convex: dict[str, str]) -> None:
    (block,) = shown("js").values()
    assert block.info == "eslint.config.js"
    good = shown("ts")["convex/users.ts"].text
    bad = good.replace('"./functions"', '"./_generated/server"')
    files = {
        "convex/users.ts": good,
        "convex/bad.ts": bad,
        "convex/functions.ts": convex["functions.ts"],
    }
    done = subprocess.run(
        ["node", str(ORACLE / "eslint_config.mjs")],
        input=json.dumps({"config": block.text, "files": files}),
        capture_output=True,
        text=True,
        check=True,
    )
    assert json.loads(done.stdout) == {
        "convex/users.ts": [],
        "convex/bad.ts": ["no-restricted-imports"],
        "convex/functions.ts": [],
    }
