"""What is said of a command line that is none: what it may have meant, and with the usage of its command."""

from __future__ import annotations

from pathlib import Path

import pytest

from prisma_to_convex import cli
from prisma_to_convex.commands.command_table import COMMANDS
from prisma_to_convex.commands.data_actions import ACTIONS

Output = pytest.CaptureFixture[str]
SCHEMA = "model A {\n  id Int @id @default(autoincrement())\n}\n"


@pytest.fixture(autouse=True)
def _in_a_folder_of_its_own(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)


@pytest.mark.parametrize("command", ["generate", "report", "data export -o s.zip", "data probe"])
def test_several_schemas_where_one_is_taken(command: str, capsys: Output) -> None:
    for name in ("a.prisma", "b.prisma"):
        Path(name).write_text(SCHEMA, encoding="utf-8")
    found = error_of([*command.split(), "a.prisma", "b.prisma"], capsys)
    assert found.endswith(
        "`b.prisma` is one argument too many: it takes one schema. Name the folder of a schema of several "
        "files, and run it once for each of several schemas\n"
    )
    assert not Path("convex").exists()


def error_of(words: list[str], capsys: Output, code: int = 2) -> str:
    assert cli.main(words) == code
    found = capsys.readouterr()
    assert found.out == ""
    return found.err


@pytest.mark.parametrize(
    ("words", "usage", "message"),
    [
        (["genrate"], "prisma-to-convex", "there is no command `genrate`: did you mean `generate`?"),
        (["zzzzzz"], "prisma-to-convex", "there is no command `zzzzzz`: the commands are generate, check, "),
        (["\x1b[31m"], "prisma-to-convex", "there is no command `\\x1b[31m`: the commands are"),
        (["check", "--slect=PC2"], "prisma-to-convex check", "there is no option `--slect`: did you mean `--select`?"),
        (["check", "--nope"], "prisma-to-convex check", "there is no option `--nope`\n"),
        (["generate", "a", "b"], "prisma-to-convex generate", "`b` is one argument too many"),
        (["data", "export", "-o", "x", "--uri", "y"], "prisma-to-convex data export", "did you mean `--url`?"),
        (["--verson"], "prisma-to-convex", "there is no option `--verson`: did you mean `--version`?"),
        (["--color", "always", "check"], "prisma-to-convex", "there is no option `--color`\n"),
        (["data", "exprt"], "prisma-to-convex data", "argument ACTION: there is no `exprt`: did you mean `export`?"),
        (["data", "\x1b[31m"], "prisma-to-convex data", "there is no `\\x1b[31m`: choose from probe, export, merge,"),
        (["check", "--fail-on", "eror"], "prisma-to-convex check", "--fail-on: there is no `eror`: did you mean `error`?"),
        (["report", "--format", "pdf"], "prisma-to-convex report", "there is no `pdf`: choose from markdown, html, json\n"),
        (["completion", "powershel"], "prisma-to-convex completion", "did you mean `powershell`?"),
        (["generate", "--prefer", "mie"], "prisma-to-convex generate", "`mie` starts with neither `mine` nor `prisma`"),
        (["check", "--max-diagnostics", "x"], "prisma-to-convex check", "expected a whole number, 0 or more"),
    ],
)  # fmt: skip  # a table
def test_a_slip(words: list[str], usage: str, message: str, capsys: Output) -> None:
    found = error_of(words, capsys)
    assert found.startswith(f"usage: {usage} ")
    last = found.splitlines()[-1]
    assert last.startswith("prisma-to-convex: ")
    assert message in f"{last}\n"


def test_a_schema_without_a_command(capsys: Output) -> None:
    message = (
        "`a b.prisma` is not a command: did you mean `prisma-to-convex generate 'a b.prisma'`?"
    )
    assert message in error_of(["a b.prisma"], capsys)
    Path("prisma").mkdir()
    assert "did you mean `prisma-to-convex generate prisma`?" in error_of(["prisma"], capsys)


def test_no_word_at_all_is_answered_by_the_help(capsys: Output) -> None:
    found = error_of([], capsys)
    for word in ("usage: prisma-to-convex", "generate", "check", "report"):
        assert word in found


@pytest.mark.parametrize("words", [["help"], ["help", "check"], ["help", "data", "export"]])
def test_help(words: list[str], capsys: Output) -> None:
    assert cli.main(words) == 0
    shown = capsys.readouterr()
    assert cli.main([*words[1:], "--help"]) == 0
    assert shown == capsys.readouterr()
    assert shown.out.startswith(f"usage: {' '.join(['prisma-to-convex', *words[1:]])} ")


def test_a_wrong_option_is_not_the_configuration_s_fault(capsys: Output) -> None:
    Path("schema.prisma").write_text(SCHEMA, encoding="utf-8")
    found = error_of(["generate", "--only", "Nope"], capsys)
    assert found.endswith("prisma-to-convex: the command line can't be used; nothing was written\n")
    Path("prisma-to-convex.toml").write_text("[models.Nope]\nids = 'keep'\n", encoding="utf-8")
    found = error_of(["generate"], capsys)
    assert found.endswith(
        "prisma-to-convex: the configuration can't be used; nothing was written\n"
    )


@pytest.mark.parametrize(
    "words", [[one.NAME] for one in COMMANDS] + [["data", one.NAME] for one in ACTIONS]
)
def test_every_help_names_the_exit_codes(words: list[str], capsys: Output) -> None:
    assert cli.main([*words, "--help"]) == 0
    printed = capsys.readouterr().out.partition("exit codes:\n")[2]
    codes = [line[2] for line in printed.splitlines() if line[:2] == "  " and line[2:3].isdigit()]
    assert codes in (list("0123"), list("023")), words
