"""Every block of code in README.md and docs/ is run, compiled or compared, by its language."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from prisma_to_convex import cli
from prisma_to_convex.commands.command_table import COMMANDS
from prisma_to_convex.config.project_config import Config
from prisma_to_convex.config.read import read
from support.documents import PAGES, CodeBlock, all_blocks, blocks_of, is_like
from support.oracle import prisma
from support.places import ROOT

DATASOURCE = 'datasource db {\n  provider = "postgresql"\n}\n'
# Languages that are run wherever they stand, and those that are run where a page's own test reads them.
EVERYWHERE = ("prisma", "python", "sh", "text", "toml")
READ_BY = {
    "console": ["README.md"],  # below
    "ts": [
        "README.md",
        "enforcement.md",
        "queries.md",
    ],  # below, test_enforcement_page, test_queries_page
    "diff": ["enforcement.md"],
    "js": ["enforcement.md"],
    "yaml": ["ci.md"],  # test_recipes, codegen/check/test_documentation
}
PROGRAMS = Path(sys.prefix) / "bin"


def each(*languages: str) -> pytest.MarkDecorator:
    found = all_blocks(*languages)
    assert found
    return pytest.mark.parametrize("block", found, ids=lambda block: block.place)


def test_every_block_is_of_a_kind_that_is_run() -> None:
    blocks = [one for page in PAGES for one in blocks_of(page)]
    unread = [
        one.place
        for one in blocks
        if one.language not in EVERYWHERE and one.page.name not in READ_BY.get(one.language, [])
    ]
    assert unread == []


@each("prisma")
def test_prisma_accepts(block: CodeBlock) -> None:
    text = block.text if "datasource " in block.text else DATASOURCE + block.text
    assert prisma().validate(text).errors == ()


@each("toml")
def test_the_configuration_can_be_read(block: CodeBlock) -> None:
    found = read(block.text, "prisma-to-convex.toml")
    assert isinstance(found, Config), found


@each("python")
def test_python_runs(block: CodeBlock) -> None:
    exec(compile(block.text, block.place, "exec"), {})


# ---- a page as a story: its files, its commands, what they print --------------------------------


def run(command: str, folder: Path) -> str:
    """What a shell prints for it, both streams."""
    environment = {**os.environ, "PATH": f"{PROGRAMS}{os.pathsep}{os.environ['PATH']}"}
    done = subprocess.run(
        ["sh", "-c", command],
        cwd=folder,
        env=environment,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        encoding="utf-8",
    )
    return done.stdout


def test_the_first_look(tmp_path: Path) -> None:
    """README's schema gives README's schema.ts, and the commands print what is shown."""
    story = list(blocks_of(ROOT / "README.md"))
    (schema,) = [one for one in story if one.language == "prisma"]
    (emitted,) = [one for one in story if one.language == "ts"]
    shown = [one for one in story if one.language == "console"]
    assert (schema.info, emitted.info, len(shown)) == ("schema.prisma", "convex/schema.ts", 2)
    (tmp_path / schema.info).write_text(schema.text, encoding="utf-8")
    run("prisma-to-convex generate", tmp_path)
    assert (tmp_path / emitted.info).read_text(encoding="utf-8") == emitted.text
    shutil.rmtree(tmp_path / "convex")
    for block in shown:
        for command, expected in re.findall(r"^\$ (.*)\n((?:(?!\$ ).*\n)*)", block.text, re.M):
            printed = run(command, tmp_path)
            assert is_like(printed, expected), f"{block.place}: {printed}"


def test_elisions() -> None:
    assert is_like("a\nb\nc\n", "a\n...\nc\n")
    assert is_like("a\nc\n", "a\n...\nc\n")
    assert not is_like("a\nb\n", "a\n...\nc\n")
    assert not is_like("a\nb\nc\n", "a\nc\n")
    assert not is_like("a.c\n", "abc\n")


# ---- usages -------------------------------------------------------------------------------------


@each("text")
def test_a_usage_names_every_option(block: CodeBlock, capsys: pytest.CaptureFixture[str]) -> None:
    """And no other: `prisma-to-convex COMMAND [--option] ...`."""
    words = block.text.split()
    assert words[0] == "prisma-to-convex", "text blocks are usages"
    assert words[1] in [command.NAME for command in COMMANDS]
    assert cli.main([words[1], "--help"]) == 0
    usage = capsys.readouterr().out.split("\n\n")[0]
    options = set(re.findall(r"(?<![\w-])--[a-z-]+", usage)) - {"--help"}
    assert set(re.findall(r"(?<![\w-])--[a-z-]+", block.text)) == options
