"""Completion: what bash offers for a command line, asked of bash itself; every option is in every script."""

from __future__ import annotations

import argparse
import shlex
import subprocess

import pytest

from prisma_to_convex import cli
from prisma_to_convex.commands.command_table import COMMANDS
from prisma_to_convex.commands.completion_scripts import SHELLS
from prisma_to_convex.rules.table import RULES

Output = pytest.CaptureFixture[str]


def script(shell: str, capsys: Output) -> str:
    assert cli.main(["completion", shell]) == 0
    return capsys.readouterr().out


@pytest.mark.parametrize(
    ("words", "offered"),
    [
        ("ch", "check"),
        ("", "generate check queries report data init explain rules completion --help --version"),
        ("data ex", "export"),
        ("data export --bad-rows s", "stop skip"),
        ("check --form", "--format"),
        ("check --format", "--format"),
        ("check --format s", "sarif"),
        ("check --format = s", "sarif"),
        (
            "check --format text --format =",
            "text concise json jsonl sarif github gitlab junit markdown",
        ),
        ("check --fail-on ''", "error warning note never"),
        ("check --select unique", "unique-not-enforced"),
        ("check -", None),
        ("check schema", ""),
        ("generate --prefer m", "mine"),
        ("report --format m", "markdown"),
        ("explain PC", ""),
        ("explain soft", "soft-reference"),
        ("completion ''", "bash zsh fish powershell"),
        ("nothing --", ""),
    ],
)
def test_bash_offers(words: str, offered: str | None, capsys: Output) -> None:
    given = " ".join(shlex.quote(word) for word in ["prisma-to-convex", *shlex.split(words)])
    if not words:
        given += " ''"
    asked = (
        f"{script('bash', capsys)}\nCOMP_WORDS=({given})\nCOMP_CWORD=$((${{#COMP_WORDS[@]}} - 1))\n"
        '_prisma_to_convex\nprintf "%s\\n" "${COMPREPLY[@]}"\n'
    )
    done = subprocess.run(
        ["bash", "--norc", "-u", "-c", asked], capture_output=True, encoding="utf-8", check=True
    )
    assert done.stderr == ""
    found = done.stdout.split()
    if offered is None:
        assert {"--format", "-q", "-h", "--against"} <= set(found)
    else:
        assert found == offered.split()


@pytest.mark.parametrize("shell", SHELLS)
def test_every_option_and_every_rule_is_in_it(shell: str, capsys: Output) -> None:
    text = script(shell, capsys)
    for command in COMMANDS:
        parser = argparse.ArgumentParser()
        command.add_arguments(parser)
        for action in parser._actions:
            for name in action.option_strings:
                assert name.lstrip("-") in text
    assert all(rule.name in text for rule in RULES)
