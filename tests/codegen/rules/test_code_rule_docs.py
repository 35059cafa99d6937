"""The documentation of the rules of application code: its form, and that its examples and its code are true."""

from __future__ import annotations

import importlib
from functools import cache
from pathlib import Path

import pytest

from prisma_schema_parser import SourceFile
from prisma_schema_parser.diagnostic import Rule
from prisma_to_convex import rules
from prisma_to_convex.compiler import Compilation, compile_schema
from prisma_to_convex.convex.render import schema_ts
from prisma_to_convex.queries.examining import examine_code
from prisma_to_convex.queries.files.code_files import CodeFile
from prisma_to_convex.queries.judging.requested_indexes import requested_indexes
from prisma_to_convex.rules import rule_docs as docs
from prisma_to_convex.rules.code_table import CODE_RULES, check_code
from support.oracle import Judgement, judge_convex, prisma, unformatted
from support.snippets import blocks, project

DATASOURCE = 'datasource db {\n  provider = "postgresql"\n}\n'

each_rule = pytest.mark.parametrize("rule", CODE_RULES, ids=lambda rule: rule.name)


def example(rule: Rule) -> tuple[str, str]:
    """The schema and the code."""
    (schema,), (code,) = (
        [text for language, text in blocks(docs.sections(rule)["example"]) if language == wanted]
        for wanted in ("prisma", "ts")
    )
    return DATASOURCE + schema, code


@cache
def compiled(text: str) -> Compilation:
    found = compile_schema([SourceFile("schema.prisma", text)])
    assert isinstance(found, Compilation), found
    return found


def with_indexes(rule: Rule) -> Compilation:
    """The schema with the indexes that the example needs, as `generate --queries` writes it."""
    text, code = example(rule)
    found = compiled(text)
    examined, _ = examine_code([CodeFile("src/deals.ts", code.encode())], found.lowered, {})
    options = found.lowered.options._replace(requested=requested_indexes(examined.indexes))
    again = compile_schema([SourceFile("schema.prisma", text)], options)
    assert isinstance(again, Compilation)
    return again


def test_codes_are_ordered_and_unique() -> None:
    codes = [rule.code for rule in CODE_RULES]
    assert codes == sorted(set(codes))
    assert all(code.startswith("PC6") for code in codes)


def test_each_rule_has_a_file_of_its_name() -> None:
    files = list((Path(rules.__file__).parent / "code").glob("[a-z]*.py"))
    assert len(files) == len(CODE_RULES)
    for rule in CODE_RULES:
        module = importlib.import_module(f"{rules.__name__}.code.{rule.name.replace('-', '_')}")
        assert module.RULE is rule


@each_rule
def test_headings_and_layout(rule: Rule) -> None:
    found = docs.sections(rule)
    assert list(found) == ["lost", "example", "breaks", "instead"]
    assert blocks(found["lost"]) == blocks(found["breaks"]) == []
    assert [language for language, _ in blocks(found["example"])] == ["prisma", "ts"]
    assert {language for language, _ in blocks(found["instead"])} == {"ts"}
    is_code = False
    for line in rule.docs.splitlines():
        is_code ^= line.startswith("```")
        assert line == line.rstrip()
        assert is_code or len(line) <= 100


def test_prettier_would_change_nothing() -> None:
    found = unformatted({f"{rule.name}.md": rule.docs for rule in CODE_RULES})
    assert {name: findings for name, findings in found.items() if findings} == {}


@each_rule
def test_rule_fires_on_its_example(rule: Rule) -> None:
    text, code = example(rule)
    assert prisma().validate(text, "7").errors == ()
    found = compiled(text)
    examined, _ = examine_code([CodeFile("src/deals.ts", code.encode())], found.lowered, {})
    said = {one.diagnostic.rule.code for one in check_code(examined, found.lowered)}
    assert rule.code in said


@cache
def judged() -> dict[str, Judgement]:
    """One run of the compiler for all rules."""
    cases = {}
    for rule in CODE_RULES:
        snippets = [text for _, text in blocks(docs.sections(rule)["instead"])]
        schema = schema_ts(with_indexes(rule).lowered.convex, "schema.prisma", "report.md")
        cases[rule.name] = project(schema, snippets)
    return judge_convex(cases, ("convex", "types", "eslint"))


@pytest.mark.xdist_group("snippets")
@each_rule
def test_instead_is_accepted_by_convex(rule: Rule) -> None:
    """By TypeScript, the rules of a push and Convex's ESLint plugin, with the schema of `generate --queries`."""
    assert [str(one) for one in judged()[rule.name].findings] == []
