"""`prisma-to-convex explain`: one rule, found by code or name."""

from __future__ import annotations

import re
import subprocess
import sys

import pytest

from prisma_schema_parser import Rule
from prisma_to_convex import cli
from prisma_to_convex.rules.code_table import CODE_RULES
from prisma_to_convex.rules.losses.unique_not_enforced import RULE
from prisma_to_convex.rules.registry import ALL_RULES, PARSER_RULES
from prisma_to_convex.rules.row_table import ROW_RULES
from prisma_to_convex.rules.table import RULES
from prisma_to_convex.terminal.capabilities import Style
from prisma_to_convex.terminal.terminal_text import terminal_text

Output = pytest.CaptureFixture[str]


@pytest.fixture(autouse=True)
def _no_colour_by_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("NO_COLOR", "FORCE_COLOR"):
        monkeypatch.delenv(name, raising=False)


@pytest.mark.parametrize(
    "word", ["PC201", "pc201", " Pc201 ", "unique-not-enforced", "Unique_Not_Enforced"]
)
def test_a_rule_by_code_or_name(word: str, capsys: Output) -> None:
    assert cli.main(["explain", word]) == 0
    printed = capsys.readouterr()
    assert printed.out == (
        "# PC201 unique-not-enforced\n"
        "\n"
        "Severity: warning. A guarantee is lost.\n"
        "\n" + RULE.docs
    )
    assert printed.err == ""


@pytest.mark.parametrize("rule", [*ALL_RULES, *ROW_RULES], ids=lambda rule: rule.code)
def test_every_rule_explains_itself(rule: Rule, capsys: Output) -> None:
    code, name, severity, docs = rule
    assert cli.main(["explain", code]) == cli.main(["explain", name.upper()]) == 0
    printed = capsys.readouterr().out
    assert printed.startswith(f"# {code} {name}\n\nSeverity: {severity.value}. ")
    assert docs in printed


def test_the_parser_s_rules_are_among_them(capsys: Output) -> None:
    assert {rule.code[:3] for rule in PARSER_RULES} == {"PC1"}
    assert (*PARSER_RULES, *RULES, *CODE_RULES) == ALL_RULES
    assert [rule.code for rule in ALL_RULES] == sorted({rule.code for rule in ALL_RULES})
    assert cli.main(["explain", "pc120"]) == 0
    assert capsys.readouterr().out == (
        "# PC120 unknown-type\n"
        "\n"
        "Severity: error. The schema is not valid.\n"
        "\n"
        "Nothing is translated. The message says what is wrong, and where.\n"
    )
    assert cli.main(["explain", "PC193"]) == 0
    assert "Severity: warning. The schema is valid, with a warning." in capsys.readouterr().out


@pytest.mark.parametrize(
    ("word", "hint"),
    [
        ("unique-not-enfroced", "did you mean `unique-not-enforced`?"),
        ("pair-unique", "`prisma-to-convex rules` lists them all"),
        ("pair", "did you mean `pair-not-unique`?"),
        ("updated-at", "did you mean `invalid-updated-at` or `updated-at-not-set`?"),
        ("date-as", "did you mean `date-as-string`?"),
        ("many", "did you mean `too-many-fields` or `too-many-tables`?"),
        ("", "`prisma-to-convex rules` lists them all"),
    ],
)
def test_an_unknown_rule(word: str, hint: str, capsys: Output) -> None:
    assert cli.main(["explain", word]) == 2
    printed = capsys.readouterr()
    assert printed.out == ""
    assert printed.err == f"prisma-to-convex: there is no rule `{word}`: {hint}\n"


@pytest.mark.parametrize(
    ("word", "meant"),
    [
        ("PC2O1", "did you mean `PC201`? "),
        ("pc20l", "did you mean `PC201`? "),
        ("201", "did you mean `PC201`? "),
        ("PC2011", "did you mean `PC201`? "),
        ("PC7O1", "did you mean `PC701`? "),
        ("PC999", ""),
    ],
)
def test_an_unknown_code(word: str, meant: str, capsys: Output) -> None:
    assert cli.main(["explain", word]) == 2
    printed = capsys.readouterr().err
    assert printed == (
        f"prisma-to-convex: there is no rule `{word}`: {meant}`prisma-to-convex rules` lists them all\n"
    )


def test_a_hostile_word_is_escaped_and_cut(capsys: Output) -> None:
    assert cli.main(["explain", "\x1b[31m\u202e" + "x" * 100_000]) == 2
    printed = capsys.readouterr().err
    assert "`\\x1b[31m\\u202exxx" in printed
    assert len(printed) < 250


def test_without_a_rule(capsys: Output) -> None:
    assert cli.main(["explain"]) == 2
    assert "usage: prisma-to-convex explain" in capsys.readouterr().err


def test_in_colour_headings_are_bold_and_marks_are_gone(capsys: Output) -> None:
    assert cli.main(["explain", "PC201", "--color", "always"]) == 0
    printed = capsys.readouterr().out
    assert printed.startswith("\x1b[1mPC201 unique-not-enforced\x1b[0m\n")
    for heading in ("What is lost", "Example", "What breaks", "What to do instead"):
        assert f"\n\x1b[1m{heading}\x1b[0m\n" in printed
    assert "`" not in re.sub(r"(?m)^    .*$", "", printed)
    assert "\n    model User {\n" in printed


def test_code_is_shown_as_it_is() -> None:
    text = "# T\n\nA `b`.\n\n```ts\n# no heading `x`\n\nconst a = 1;\n```\n"
    assert terminal_text(text, Style(True)) == (
        "\x1b[1mT\x1b[0m\n\nA \x1b[1;36mb\x1b[0m.\n\n    # no heading `x`\n\n    const a = 1;\n"
    )
    assert terminal_text(text, Style(False)) == text


@pytest.mark.parametrize("arguments", [["explain", "PC201"], ["rules"]])
def test_nothing_is_imported_that_renders_or_parses(arguments: list[str]) -> None:
    code = (
        "import sys\n"
        f"sys.path[:0] = {sys.path!r}\n"
        "from prisma_to_convex.cli import main\n"
        f"main({arguments!r})\n"
        "print({'jinja2', 'lark', 'markupsafe'} & set(sys.modules), file=sys.stderr)\n"
    )
    done = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, encoding="utf-8", check=True
    )
    assert done.stderr == "set()\n"
    assert "PC201" in done.stdout
