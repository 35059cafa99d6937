"""Each file of `diagnostics/` is a schema whose trailing comment holds exactly what we say of it.

    // PC152 error 3:7 the model `A` has no id and no unique constraint on required fields
    //   4:5 a label
    //   help: what to do

`pytest --update-golden` writes the comments again.
"""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from prisma_schema_parser import Diagnostic, SourceFile, Span, read_schema
from prisma_schema_parser import rules as all_rules
from prisma_schema_parser.diagnostic import Rule

FOLDER = Path(__file__).parent / "diagnostics"
FILES = sorted(FOLDER.glob("*.prisma"))
_COMMENT = re.compile(r"(?:\n// (?:PC\d|  ).*)+\n\Z")
# What needs a file that is no text, or no schema of Prisma 7.
ELSEWHERE = {"unreadable-source", "prisma-next-contract"}


def at(span: Span) -> str:
    return f"{span.position.line}:{span.position.column}"


def written(diagnostic: Diagnostic) -> str:
    lines = [
        f"// {diagnostic.rule.code} {diagnostic.severity.value} {at(diagnostic.span)} {diagnostic.message}"
    ]
    lines += [f"//   {at(label.span)} {label.text}" for label in diagnostic.labels]
    if diagnostic.help:
        lines.append(f"//   help: {diagnostic.help}")
    return "\n".join(lines)


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_diagnostics(path: Path, update_golden: bool) -> None:
    text = path.read_bytes().decode("utf-8")
    schema = _COMMENT.sub("\n", text).rstrip("\n") + "\n"
    found = read_schema([SourceFile(path.name, schema)]).diagnostics
    expected = schema + "\n" + "\n".join(map(written, found)) + "\n"
    if update_golden:
        path.write_text(expected, encoding="utf-8", newline="\n")
    assert text == expected


def test_every_rule_is_shown() -> None:
    rules = {rule.name for rule in vars(all_rules).values() if isinstance(rule, Rule)}
    shown = "".join(path.read_text(encoding="utf-8") for path in FILES)
    codes = {rule.name: rule.code for rule in vars(all_rules).values() if isinstance(rule, Rule)}
    missing = {name for name in rules if f"// {codes[name]} " not in shown}
    assert missing == ELSEWHERE


def test_codes_and_names_are_unique() -> None:
    rules = [rule for rule in vars(all_rules).values() if isinstance(rule, Rule)]
    assert len({rule.code for rule in rules}) == len(rules)
    assert len({rule.name for rule in rules}) == len(rules)


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_style_of_messages(path: Path) -> None:
    """Lower case, no full stop: a message is a fact, the help an order."""
    found = read_schema([SourceFile(path.name, path.read_bytes().decode("utf-8"))]).diagnostics
    for diagnostic in found:
        first = diagnostic.message.split()[0]
        assert not diagnostic.message.endswith(".")
        assert first[0] in '`"' or first[0].islower() or first in PROPER, diagnostic.message
        assert not diagnostic.help.endswith(".") or diagnostic.help.endswith("...")


PROPER = {"Prisma", "PostgreSQL", "CockroachDB", "MySQL", "SQLite", "SQL", "MongoDB"}
