"""Names and values of somebody else reach a terminal, or the log of a workflow, from commands that read rows and code."""

from __future__ import annotations

import os
import re
import sqlite3
import subprocess
import sys
from pathlib import Path

import pytest

ESCAPE, BIDI = "\x1b[31m", "\u202e"
SCHEMA = f"""
datasource db {{
  provider = "sqlite"
  url      = "file:./dev.db"
}}

/// {ESCAPE}::error::note{BIDI}
model User {{
  id   Int    @id
  name String @map("na{BIDI}me\\u001b[31m##[error]x")
  text String @default("\\u001b[31mx{BIDI}")

  @@map("us::error::{BIDI}\\u001b[31m")
}}
"""
TABLE, COLUMN = f"us::error::{BIDI}{ESCAPE}", f"na{BIDI}me{ESCAPE}##[error]x"
CODE = f"""
prisma.user.findMany({{ where: {{ name: {{ contains: "{ESCAPE}::error::{BIDI}" }} }}, orderBy: {{ text: "asc" }} }});
prisma.user.findFirst({{ where: {{ ["{ESCAPE}##[error]{BIDI}"]: 1 }} }});
prisma.$queryRaw`{ESCAPE}::error::{BIDI} select 1`;
"""
COMMANDS = [
    "generate",
    "generate --enforce --format json",
    "generate --check",
    "check --add-allow",
    "queries src",
    "queries src --format json",
    "queries src --sketch convex/sketch",
    "data probe",
    "data probe --format json",
    "data probe --format markdown",
    "data export -o s.zip",
    "data export -o s.zip --bad-rows skip",
    "data id User x\x1b[31m",
    "data id --typescript",
]


@pytest.fixture(autouse=True)
def _project(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    Path("schema.prisma").write_text(SCHEMA, encoding="utf-8")
    Path("src").mkdir()
    Path(f"src/a{BIDI}{ESCAPE}b.ts").write_text(CODE, encoding="utf-8")
    Path("src/::error::x.ts").write_text(CODE, encoding="utf-8")
    with sqlite3.connect("dev.db") as connection:
        connection.execute(
            f'create table "{TABLE}" (id integer primary key, "{COLUMN}" text not null, text text not null)'
        )
        insert = f'insert into "{TABLE}" values (?, ?, ?)'
        connection.execute(insert, (1, f"{ESCAPE}\n::error::row{BIDI}", ESCAPE))
        connection.execute(insert, (2, b"\xff\x1b[31m", ESCAPE))
    connection.close()


@pytest.mark.parametrize("command", COMMANDS)
def test_nothing_acts_on_a_terminal_or_a_workflow(command: str) -> None:
    environment = {
        **os.environ,
        "PYTHONPATH": os.pathsep.join(sys.path),
        "PRISMA_TO_CONVEX_ID_KEY": "AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8=",
        "GITHUB_ACTIONS": "true",
    }
    done = subprocess.run(
        [sys.executable, "-m", "prisma_to_convex", *command.split(" ")],
        env=environment,
        capture_output=True,
        check=False,
    )
    output = (done.stdout + b"\n" + done.stderr).decode("utf-8")
    assert done.returncode in (0, 1, 2)
    assert output.strip()
    assert not re.search(r"[\x1b\u202e]|##\[|^\s*::", output, re.MULTILINE), output
