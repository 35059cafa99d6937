"""Every shell block of README.md and docs/ runs from top to bottom, in a project like a reader's.

prisma-to-convex, git and the database are real. Installers, `npx convex` and psql are stand-ins: they do the least
that the next line needs, and fail for what they do not know. `.ci/run` installs for real.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from support.documents import CodeBlock, all_blocks
from support.dumps import dump, oid
from support.places import ROOT
from support.rows import fill_sqlite

SCHEMA = """\
datasource db {
  provider = "sqlite"
  url      = env("DATABASE_URL")
}

model Team {
  id    Int    @id @default(autoincrement())
  name  String
  users User[]
}

model User {
  id     Int    @id @default(autoincrement())
  email  String @unique
  teamId Int
  team   Team   @relation(fields: [teamId], references: [id])
}
"""
OF_MONGODB = """\
datasource db {
  provider = "mongodb"
  url      = env("DATABASE_URL")
}

model Team {
  id   String @id @default(auto()) @map("_id") @db.ObjectId
  name String
}
"""
CODE = """\
export const users = (prisma: any, teamId: number) => prisma.user.findMany({ where: { teamId } });
"""
# What a loss is worth is not the subject here: `--fail-on warning` has nothing to fail on.
CONFIGURATION = '[severity]\nALL = "off"\n'

STAND_INS = {
    "pip": 'case "$*" in "install "*) ;; *) exit 9 ;; esac',
    "pipx": 'case "$*" in "install "*) ;; *) exit 9 ;; esac',
    "uvx": '[ "$1" = --from ] || exit 9; shift 2; exec "$@"',
    "python3": """[ "$1 $2" = "-m venv" ] || exit 9
mkdir -p "$3/bin" && ln -s "$STAND_INS/pip" "$PROGRAMS/prisma-to-convex" "$3/bin/" """,
    "npx": """case "$*" in
  "convex import --replace-all "*) [ -f "$4" ] && cp "$4" deployed ;;
  "convex import --replace "*) [ -f "$4" ] && prisma-to-convex data export -o full.zip 2>/dev/null && cp full.zip deployed ;;
  "convex export --path "*) cp deployed "$4" ;;
  *) exit 9 ;;
esac""",
    "mongodump": '[ "$1 $3" = "--uri --out" ] || exit 9; mkdir -p "$4" && cp -r "$STAND_INS/../dump/app" "$4"',
    "psql": '[ "$2" = --csv ] || exit 9; echo relname,n_live_tup,pg_total_relation_size; echo User,1200,90000',
    "make": 'exec /usr/bin/env PATH="$REAL_PATH" make --dry-run --silent -C "$ROOT" "$@" >/dev/null',
}


@pytest.fixture(scope="module")
def prepared(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A project under git, with a database, code and a committed schema.ts."""
    base = tmp_path_factory.mktemp("reader")
    folder = base / "project"
    (folder / "src").mkdir(parents=True)
    (folder / "schema.prisma").write_text(SCHEMA, encoding="utf-8")
    (folder / "prisma-to-convex.toml").write_text(CONFIGURATION, encoding="utf-8")
    (folder / "src" / "users.ts").write_text(CODE, encoding="utf-8")
    fill_sqlite(SCHEMA, folder / "dev.db", 20)
    dump(base, {"Team": [{"_id": oid(1), "name": "Ada"}]})
    programs = base / "bin"
    programs.mkdir()
    for name, body in STAND_INS.items():
        (programs / name).write_text(f"#!/bin/sh\nset -eu\n{body}\n", encoding="utf-8")
        (programs / name).chmod(0o755)
    sh("prisma-to-convex generate && git init --quiet && git add --all", folder)
    return base


@pytest.fixture
def reader(prepared: Path, tmp_path: Path) -> Path:
    """A copy of it."""
    shutil.copytree(prepared, tmp_path, dirs_exist_ok=True, symlinks=True)
    return tmp_path / "project"


def sh(script: str, folder: Path) -> subprocess.CompletedProcess[str]:
    programs = Path(sys.prefix) / "bin"
    stand_ins = folder.parent / "bin"
    path = os.environ["PATH"]
    environment = {
        **os.environ,
        "PATH": os.pathsep.join((str(stand_ins), str(programs), path)),
        "REAL_PATH": path,
        "STAND_INS": str(stand_ins),
        "PROGRAMS": str(programs),
        "ROOT": str(ROOT),
        "DATABASE_URL": "file:./dev.db",
    }
    return subprocess.run(
        ["sh", "-euc", script],
        cwd=folder,
        env=environment,
        capture_output=True,
        text=True,
        encoding="utf-8",
    )


pytestmark = pytest.mark.xdist_group("shell blocks")


# What a block takes for granted, by a word of it.
BEFORE = {
    "--since": f"""prisma-to-convex data export -o snapshot.zip
{sys.executable} -c 'import sqlite3
with sqlite3.connect("dev.db") as one: one.execute("update Team set name = name || 1")'""",
}
# A snapshot that PostgreSQL's connections share: SQLite's file stands still by itself.
OF_POSTGRESQL = " --snapshot 00000003-0000001B-1"


@pytest.mark.parametrize("block", all_blocks("sh"), ids=lambda block: block.place)
def test_it_runs(block: CodeBlock, reader: Path) -> None:
    for word, before in BEFORE.items():
        if word in block.text:
            assert sh(before, reader).returncode == 0
    if "--dump" in block.text:
        (reader / "schema.prisma").write_text(OF_MONGODB, encoding="utf-8")
    done = sh(block.text.replace(OF_POSTGRESQL, ""), reader)
    assert done.returncode == 0, done.stdout + done.stderr


def test_a_wrong_line_would_fail(reader: Path) -> None:
    for wrong in ("prisma-to-convex generate --nope", "npx convex improt x.zip", "make demoo"):
        assert sh(wrong, reader).returncode != 0
