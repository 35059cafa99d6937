"""Prisma's verdict is ours: on the cases of this project always, on schemas made up from a seed, and on the corpus."""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, seed, settings

from conformance import cases
from prisma_schema_parser import Result, SourceFile, read_schema
from strategies import mutations, schemas
from support.agreement import compare, corpus_schemas, own_cases
from support.oracle import prisma

ALL = list(cases.load())
FEW, MANY = 60, 1000


def ours(files: list[tuple[str, str]]) -> Result:
    return read_schema([SourceFile(name, text) for name, text in files])


def lines_of(result: Result) -> set[tuple[str, int]]:
    """Where an error or one of its labels begins."""
    errors = [one for one in result.diagnostics if one.is_error]
    spans = [span for one in errors for span in (one.span, *(label.span for label in one.labels))]
    return {(span.source.name, span.line) for span in spans}


@pytest.mark.parametrize("case", ALL, ids=lambda case: f"{case.name}-{case.valid}")
def test_own_case(case: cases.Case) -> None:
    """The engines' answers are written in the cases: this needs no engine."""
    result = ours(list(case.bare_files.items()))
    assert result.is_valid is case.valid, result.diagnostics
    theirs = {(name, line) for name, one in case.expected.items() for line in one.lines}
    if theirs and case.name not in OTHER_LINES:
        assert theirs & lines_of(result), case.expected


def test_the_engines_answer_the_same_today() -> None:
    """Verdict, lines and DMMF of every case, asked of the engines themselves."""
    different = [answer for answer in map(compare, own_cases()) if answer.kind != "same"]
    assert [(one.kind, one.schema.name, one.detail) for one in different] == []


# Prisma marks the whole block there, and we the value in it (grammar/README.md).
OTHER_LINES = {
    "block-generator-key-without-value",
    "datasource-key-without-value",
    "datasource-provider-env",
    "datasource-relation-mode-capital-mysql",
    "datasource-relation-mode-none-mysql",
}


def agree(files: list[tuple[str, str]]) -> None:
    result = ours(files)
    theirs = any(prisma().validate(files, engine).ok for engine in ("7", "6"))
    messages = [found.message for found in result.diagnostics if found.is_error]
    assert result.is_valid is theirs, messages


def differential(examples: int, number: int) -> None:
    unhurried = settings(
        max_examples=examples,
        deadline=None,
        database=None,
        suppress_health_check=list(HealthCheck),
    )

    @unhurried
    @seed(number)
    @given(schemas())
    def made(schema: object) -> None:
        agree(list(schema.files))  # type: ignore[attr-defined]  # SchemaText, which is not typed

    @unhurried
    @seed(number)
    @given(schemas().flatmap(lambda schema: mutations(schema.text)))
    def mutated(text: str) -> None:
        agree([("schema.prisma", text)])

    made()
    mutated()


def test_a_few_made_up() -> None:
    differential(FEW, 1)


@pytest.mark.slow
@pytest.mark.parametrize("number", range(2))
def test_many_made_up(number: int) -> None:
    differential(MANY, int(os.environ.get("P2C_SEED", "100")) + number)


@pytest.mark.corpus
def test_corpus(corpus: Path) -> None:
    different = [answer for answer in map(compare, corpus_schemas(corpus)) if answer.kind != "same"]
    assert [(one.kind, one.schema.name, one.detail) for one in different] == []
