"""Completion: what bash offers for a command line, asked of bash itself; what PowerShell's grammar reads in its
script; every option is in every script.
"""

from __future__ import annotations

import argparse
import shlex
import subprocess
from collections.abc import Iterator

import pytest
import tree_sitter_powershell
from tree_sitter import Language, Node, Parser

from prisma_to_convex import cli
from prisma_to_convex.commands import completion_scripts
from prisma_to_convex.commands.command_table import COMMANDS
from prisma_to_convex.commands.completion_scripts import SHELLS, Command, Option
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
    shell_code = (
        f"{script('bash', capsys)}\nCOMP_WORDS=({given})\nCOMP_CWORD=$((${{#COMP_WORDS[@]}} - 1))\n"
        '_prisma_to_convex\nprintf "%s\\n" "${COMPREPLY[@]}"\n'
    )
    done = subprocess.run(
        ["bash", "--norc", "-u", "-c", shell_code],
        capture_output=True,
        encoding="utf-8",
        check=True,
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


# ---- PowerShell, by its grammar -----------------------------------------------------------------


def nodes(node: Node, kind: str) -> Iterator[Node]:
    """Those of a kind that stand in no other of it."""
    for child in node.children:
        if child.type == kind:
            yield child
        else:
            yield from nodes(child, kind)


def literal(node: Node) -> str:
    text = (node.text or b"").decode()
    assert (text[0], text[-1]) == ("'", "'")
    return text[1:-1].replace("''", "'")


def table(node: Node) -> list[tuple[str, Node]]:
    """The keys of `@{ ... }` and what stands behind each."""
    entries = list(nodes(node, "hash_entry"))
    return [
        (literal(next(nodes(one, "key_expression"))), next(nodes(one, "pipeline")))
        for one in entries
    ]


def test_powershell_reads_its_script(capsys: Output) -> None:
    text = script("powershell", capsys)
    tree = Parser(Language(tree_sitter_powershell.language())).parse(text.encode())
    assert not tree.root_node.has_error
    registered = next(nodes(tree.root_node, "command"))
    assert (registered.text or b"").startswith(
        b"Register-ArgumentCompleter -Native -CommandName prisma-to-convex -ScriptBlock {"
    )
    commands = dict(table(next(nodes(tree.root_node, "hash_literal_expression"))))
    assert list(commands) == [command.NAME for command in COMMANDS]
    for command in COMMANDS:
        known = table(commands[command.NAME])
        names = [name for name, _ in known]
        # PowerShell refuses a table with a key twice, and takes -q and -Q for the same.
        assert len({name.lower() for name in names}) == len(names), command.NAME
        parser = argparse.ArgumentParser()
        command.add_arguments(parser)
        for action in parser._actions:
            assert set(action.option_strings) <= set(names)
            if action.choices and action.option_strings:
                values = [
                    literal(one)
                    for one in nodes(dict(known)[action.option_strings[-1]], "string_literal")
                ]
                assert values == [str(one) for one in action.choices]


def test_a_quote_in_powershell() -> None:
    option = Option(("--it",), "", True, ("it's", '$(evil) "`'))
    text = completion_scripts.script("powershell", (Command("it's", "", (option,), ()),))
    tree = Parser(Language(tree_sitter_powershell.language())).parse(text.encode())
    assert not tree.root_node.has_error
    [(name, options)] = table(next(nodes(tree.root_node, "hash_literal_expression")))
    assert name == "it's"
    values = nodes(dict(table(options))["--it"], "string_literal")
    assert [literal(one) for one in values] == list(option.values)
