"""What docs/check.md and docs/ci.md show of the gate is true: its commands parse, its hooks exist, its schema passes."""

from __future__ import annotations

import re
import shlex
from pathlib import Path
from typing import Any

import pytest
import yaml

from prisma_to_convex import cli
from prisma_to_convex.check.formats.renderer import NAMES

from .conftest import Check, write

ROOT = Path(__file__).resolve().parents[3]
GATE = (ROOT / "docs" / "check.md").read_text(encoding="utf-8")
CI = (ROOT / "docs" / "ci.md").read_text(encoding="utf-8")
BLOCKS = re.findall(r"```(\w*)\n(.*?)```", GATE + CI, re.DOTALL)


def blocks(language: str) -> list[str]:
    return [text for name, text in BLOCKS if name == language]


def commands() -> list[str]:
    text = "\n".join((*blocks("sh"), *blocks("yaml")))
    return re.findall(r"prisma-to-convex (?:check|generate)\b[^#\n]*", text)


@pytest.mark.parametrize("command", commands())
def test_commands_parse(command: str) -> None:
    cli.parser().parse_args(shlex.split(command)[1:])


def test_every_format_is_documented() -> None:
    table = "".join(line for line in GATE.splitlines() if line.startswith("|"))
    assert all(f"`{name}`" in table for name in NAMES)


def test_the_hooks_exist_and_take_their_arguments() -> None:
    manifest = yaml.safe_load((ROOT / ".pre-commit-hooks.yaml").read_text(encoding="utf-8"))
    entries = {hook["id"]: hook["entry"] for hook in manifest}
    (config,) = [found for found in map(yaml.safe_load, blocks("yaml")) if "repos" in found]
    hooks: list[dict[str, Any]] = config["repos"][0]["hooks"]
    assert [hook["id"] for hook in hooks] == list(entries)
    for hook in hooks:
        cli.parser().parse_args([*entries[hook["id"]].split()[1:], *hook["args"]])


def test_the_schema_passes(check: Check) -> None:
    write("schema.prisma", 'datasource db {\n  provider = "postgresql"\n}\n' + blocks("prisma")[0])
    assert check("schema.prisma", "--fail-on", "warning").code == 0
