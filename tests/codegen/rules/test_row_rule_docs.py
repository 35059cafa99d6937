"""The documentation of the rules of rows: its form, and that findings tell the same."""

from __future__ import annotations

import pytest

from prisma_schema_parser.diagnostic import Rule
from prisma_to_convex.data.checking.row_rules import BY_CODE
from prisma_to_convex.rules import rule_docs as docs
from prisma_to_convex.rules.registry import ALL_RULES
from prisma_to_convex.rules.row_table import ROW_RULES
from support.oracle import unformatted
from support.snippets import blocks


def test_codes_are_ordered_and_unique() -> None:
    codes = [rule.code for rule in ROW_RULES]
    assert codes == sorted(set(codes))
    assert all(code.startswith("PC7") for code in codes)
    names = [rule.name for rule in (*ALL_RULES, *ROW_RULES)]
    assert len(names) == len(set(names))


@pytest.mark.parametrize("rule", ROW_RULES, ids=lambda rule: rule.name)
def test_headings_and_layout(rule: Rule) -> None:
    found = docs.sections(rule)
    assert [language for language, _ in blocks(found["example"])] == ["sql"]
    assert all(blocks(found[name]) == [] for name in ("lost", "breaks", "instead"))
    is_code = False
    for line in rule.docs.splitlines():
        is_code ^= line.startswith("```")
        assert line == line.rstrip()
        assert is_code or len(line) <= 100
    assert BY_CODE[rule.code].name == rule.name
    assert BY_CODE[rule.code].level == rule.severity.value
    assert BY_CODE[rule.code].what.lower() in " ".join(found["lost"].split()).lower()


def test_prettier_would_change_nothing() -> None:
    found = unformatted({f"{rule.name}.md": rule.docs for rule in ROW_RULES})
    assert {name: findings for name, findings in found.items() if findings} == {}
