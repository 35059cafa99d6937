"""The documentation of the rules: its form, and that its examples and its code are true."""

from __future__ import annotations

import doctest
import importlib
import re
from collections.abc import Callable
from functools import cache
from pathlib import Path

import pytest

from prisma_schema_parser import SourceFile
from prisma_schema_parser.diagnostic import Diagnostic, Rule
from prisma_to_convex import rules
from prisma_to_convex.check.examine import examine
from prisma_to_convex.compiler import with_hand_edits
from prisma_to_convex.rules import rule_docs as docs
from prisma_to_convex.rules.table import RULES
from support.oracle import Judgement, judge_convex, prisma, unformatted
from support.rule_examples import (
    DATASOURCE,
    compilation,
    compiled,
    example,
    scripts,
    settings,
    whole,
)
from support.snippets import blocks, project

MONGODB = 'datasource db {\n  provider = "mongodb"\n}\n'


def wide_index() -> str:
    columns = [f"c{number}" for number in range(16)]
    lines = "".join(f"  {column} Int\n" for column in columns)
    return (
        f"{DATASOURCE}model Wide {{\n  id Int @id\n{lines}  @@index([{', '.join(columns)}])\n}}\n"
    )


def wide_model() -> str:
    return (
        f"{DATASOURCE}model Wide {{\n  id Int @id @default(autoincrement())\n"
        + "".join(f"  c{number} Int\n" for number in range(1025))
        + "}\n"
    )


def many_models() -> str:
    models = "".join(f"model M{number} {{\n  id Int @id\n}}\n" for number in range(10_001))
    return DATASOURCE + models


def deep_types() -> str:
    """A page that is 17 levels deep."""
    types = "".join(f"type T{number} {{\n  inner T{number + 1}\n}}\n" for number in range(15))
    page = '  id String @id @default(auto()) @map("_id") @db.ObjectId\n  top T0\n'
    return f"{MONGODB}{types}type T15 {{\n  text String\n}}\nmodel Page {{\n{page}}}\n"


# The rules whose own example is too short to break a limit: one that breaks it would fill pages.
FIRING: dict[str, Callable[[], str]] = {
    "index-fields-cut": wide_index,
    "too-many-fields": wide_model,
    "too-many-tables": many_models,
    "nesting-too-deep": deep_types,
}

# The rules of what was edited by hand: the edits of the schema.ts of their example.
BY_HAND: dict[str, tuple[tuple[str, str], ...]] = {
    "gone-by-hand": (
        ("    phone: v.string(),\n", ""),
        ('\n    // @unique\n    .index("by_email", ["email"])', ""),
    ),
    "loosened-by-hand": (("email: v.string()", "email: v.optional(v.string())"),),
    "changed-by-hand": (("total: v.string()", "total: v.number()"),),
}

each_rule = pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.name)


def standing(rule: Rule) -> str:
    """The schema.ts of the example, with the edits by hand that it is about."""
    text = compiled(whole(example(rule)), settings(rule))
    for old, new in BY_HAND.get(rule.name, ()):
        assert old in text
        text = text.replace(old, new)
    return text


def one_line(text: str) -> str:
    return " ".join(text.split())


# ---- form ---------------------------------------------------------------------------------------


def test_codes_are_ordered_and_unique() -> None:
    codes = [rule.code for rule in RULES]
    assert codes == sorted(set(codes))
    assert len({rule.name for rule in RULES}) == len(RULES)


def test_each_rule_has_a_file_of_its_name() -> None:
    folder = Path(rules.__file__).parent
    rooms = {"PC2": "losses", "PC3": "changes", "PC4": "limits", "PC5": "advice"}
    files = {path for room in rooms.values() for path in (folder / room).glob("[a-z]*.py")}
    assert len(files) == len(RULES)
    for rule in RULES:
        name = f"{rooms[rule.code[:3]]}.{rule.name.replace('-', '_')}"
        assert importlib.import_module(f"{rules.__name__}.{name}").RULE is rule


@each_rule
def test_headings(rule: Rule) -> None:
    found = docs.sections(rule)
    assert list(found) == ["lost", "example", "breaks", "instead"]
    assert all(found.values())


@each_rule
def test_layout(rule: Rule) -> None:
    assert rule.docs.endswith("\n")
    assert rule.docs.count("\n```") % 2 == 0
    is_code = False
    for line in rule.docs.splitlines():
        assert line == line.rstrip()
        is_code ^= line.startswith("```")
        assert is_code or len(line) <= 100


@each_rule
def test_prose_is_short(rule: Rule) -> None:
    found = docs.sections(rule)
    assert blocks(found["lost"]) == blocks(found["breaks"]) == []
    languages = [language for language, _ in blocks(found["example"])]
    forms = (["prisma", "ts"], ["prisma", "toml", "ts"], ["prisma", "sql", "ts"])
    assert languages in forms
    assert {language for language, _ in blocks(found["instead"])} == {"ts"}
    assert found["lost"].count(". ") <= 4


@each_rule
def test_a_module_that_is_called_by_name_says_its_name(rule: Rule) -> None:
    """`internal.posts.deleteMore` is in `convex/posts.ts`, and the reader is told so."""
    for _, text in blocks(docs.sections(rule)["instead"]):
        for name in re.findall(r"\b(?:api|internal)\.(\w+)\.", text):
            assert text.startswith(f"// convex/{name}.ts\n")


def test_prettier_would_change_nothing() -> None:
    found = unformatted({f"{rule.name}.md": rule.docs for rule in RULES})
    assert {name: findings for name, findings in found.items() if findings} == {}


def test_docstrings() -> None:
    assert doctest.testmod(docs).failed == 0


def test_docs_without_headings_are_refused() -> None:
    rule = RULES[0]._replace(docs="## Example\n")
    with pytest.raises(ValueError, match=rule.code):
        docs.sections(rule)


# ---- the examples -------------------------------------------------------------------------------


@each_rule
def test_example_is_valid(rule: Rule) -> None:
    assert prisma().validate(whole(example(rule)), "7").errors == ()


@each_rule
def test_example_compiles_to_what_is_shown(rule: Rule) -> None:
    (shown,) = [
        text for language, text in blocks(docs.sections(rule)["example"]) if language == "ts"
    ]
    assert one_line(shown) in one_line(standing(rule))


@each_rule
def test_rule_fires_on_its_example(rule: Rule) -> None:
    fires = FIRING.get(rule.name)
    text = fires() if fires else whole(example(rule))
    compiled = compilation(text, settings(rule), scripts(rule))
    if rule.name in BY_HAND:
        assert rule.code not in {one.rule.code for one in compiled.ledger.diagnostics}
        compiled = with_hand_edits(compiled, standing(rule))
    found = [*compiled.ledger.diagnostics, *of_comments(text)]
    codes = {one.rule.code for one in found}
    assert rule.code in codes


def of_comments(text: str) -> list[Diagnostic]:
    """What the gate says of comments that decide: the ledger knows nothing of them."""
    examined = examine("schema.prisma", [SourceFile("schema.prisma", text)], ())
    return [finding.diagnostic for finding in examined.findings if not finding.kind]


@pytest.mark.parametrize("name", FIRING)
def test_short_examples_do_not_fire(name: str) -> None:
    """Else they need not be in the table."""
    (rule,) = [rule for rule in RULES if rule.name == name]
    found = compilation(whole(example(rule)), "").ledger.diagnostics
    assert rule.code not in {one.rule.code for one in found}


# ---- what to do instead -------------------------------------------------------------------------


@cache
def judged() -> dict[str, Judgement]:
    """One run of the compiler for all rules."""
    cases = {}
    for rule in RULES:
        snippets = [text for _, text in blocks(docs.sections(rule)["instead"])]
        cases[rule.name] = project(standing(rule), snippets)
    return judge_convex(cases, ("convex", "types", "eslint"))


@pytest.mark.xdist_group("snippets")
@each_rule
def test_instead_is_accepted_by_convex(rule: Rule) -> None:
    """By TypeScript, the rules of a push (the tables to add) and Convex's ESLint plugin."""
    findings = judged()[rule.name].findings
    assert [str(one) for one in findings] == []
