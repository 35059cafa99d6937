"""The oracle's Prisma half: the engines' verdicts under the project's URL policy, with offsets one can trust."""

from __future__ import annotations

from pathlib import Path

import pytest

from support import oracle
from support.oracle import Engine, OracleFailure, OracleMissing, PrismaEngine, SchemaRefused, prisma

ENGINES: tuple[Engine, ...] = ("6", "7")
MODEL = "model A {\n  id Int @id\n}\n"
PANICS = """\
datasource db {
  provider = "postgresql"
}
model A {
  id Int    @id
  a  String
  @@index([a(ops: foo("x"))], type: Gin)
}
"""


def datasource(*lines: str) -> str:
    return "\n".join(["datasource db {", '  provider = "postgresql"', *lines, "}", ""])


@pytest.mark.parametrize("engine", ENGINES)
@pytest.mark.parametrize(
    ("schema", "ok"),
    [
        ("", True),
        (MODEL, True),
        ("model A {\n  a Int\n}\n", False),
        ("model A {\n  id Int @id\n  b B\n}\n", False),
        ("model A { id Int @id }\n", False),
        ("enum E {\n}\n", False),
    ],
)
def test_verdict(engine: Engine, schema: str, ok: bool) -> None:
    assert prisma().validate(schema, engine).ok is ok


@pytest.mark.parametrize("engine", ENGINES)
@pytest.mark.parametrize(
    "lines",
    [
        [],
        ['  url = env("DATABASE_URL")'],
        ['  url      = "postgresql://localhost/x" // here'],
        ['  url = "x"', '  directUrl = "x"', '  shadowDatabaseUrl = env("SHADOW")'],
        ["  // nothing but a comment"],
        ["  /* nothing but a comment */"],
    ],
)
def test_connection_urls_are_optional(engine: Engine, lines: list[str]) -> None:
    verdict = prisma().validate(datasource(*lines) + MODEL, engine)
    assert verdict.ok, verdict


@pytest.mark.parametrize("engine", ENGINES)
def test_a_datasource_is_still_judged(engine: Engine) -> None:
    verdict = prisma().validate(datasource("  nonsense = 1", '  url = "x"') + MODEL, engine)
    assert [one.message for one in verdict.errors] == ['Property not known: "nonsense".']


@pytest.mark.parametrize("engine", ENGINES)
@pytest.mark.parametrize("lines", [[], ['  url = "x"'], ["  /* \U0001f600 */"]])
@pytest.mark.parametrize("before", ["", "// é \U0001f600\U0001f600\n"])
def test_offsets_are_code_points_of_the_given_text(
    engine: Engine, lines: list[str], before: str
) -> None:
    text = before + "model A {\n  id Int @id\n  b Bee // \U0001f600\n}\n" + datasource(*lines)
    text += "model C {\n  id Int @id\n  d Dee\n}\n"
    errors = prisma().validate(text, engine).errors
    assert [text[one.start : one.end] for one in errors] == ["Bee", "Dee"]


@pytest.mark.parametrize("engine", ENGINES)
def test_several_files(engine: Engine) -> None:
    files = {"a.prisma": datasource(), "b.prisma": "model A {\n  id Int @id\n  e E\n}\n"}
    [error] = prisma().validate(files, engine).errors
    assert (error.file, files["b.prisma"][error.start : error.end]) == ("b.prisma", "E")
    assert prisma().validate({**files, "c.prisma": "enum E {\n  X\n}\n"}, engine).ok


def test_the_engines_differ() -> None:
    partial = """\
datasource db {
  provider = "postgresql"
}
generator client {
  provider        = "prisma-client"
  previewFeatures = ["partialIndexes"]
}
model A {
  id Int     @id
  on Boolean
  @@index([id], where: { on: true })
}
"""
    assert [prisma().validate(partial, engine).ok for engine in ENGINES] == [False, True]


@pytest.mark.parametrize("engine", ENGINES)
def test_a_warning_is_no_error(engine: Engine) -> None:
    verdict = prisma().validate(
        'generator c {\n  provider = "x"\n  previewFeatures = ["views", "tracing"]\n}\n', engine
    )
    assert (verdict.ok, len(verdict.warnings), verdict.errors) == (True, 1, ())


@pytest.mark.parametrize("engine", ENGINES)
def test_a_panic_is_reported_and_survived(engine: Engine) -> None:
    verdict = prisma().validate(PANICS, engine)
    assert not verdict.ok
    assert verdict.panic is not None
    assert "explicit panic" in verdict.panic
    with pytest.raises(SchemaRefused, match="explicit panic"):
        prisma().dmmf(PANICS, engine)
    assert prisma().validate(MODEL, engine).ok


@pytest.mark.parametrize("engine", ENGINES)
@pytest.mark.parametrize("lines", [[], ['  url = "x"']])
def test_dmmf(engine: Engine, lines: list[str]) -> None:
    [model] = prisma().dmmf(datasource(*lines) + MODEL, engine)["models"]
    assert [(field["name"], field["type"]) for field in model["fields"]] == [("id", "Int")]


@pytest.mark.parametrize("engine", ENGINES)
def test_no_dmmf_of_an_invalid_schema(engine: Engine) -> None:
    with pytest.raises(SchemaRefused, match="neither a built-in type"):
        prisma().dmmf("model A {\n  id Int @id\n  b B\n}\n", engine)


def test_two_files_of_one_name_are_the_askers_fault() -> None:
    with pytest.raises(OracleFailure, match="two files of one name"):
        prisma().validate([("a.prisma", MODEL), ("a.prisma", MODEL)])


def test_an_engine_of_ones_own() -> None:
    with PrismaEngine() as engine:
        assert engine.validate(MODEL).ok


def test_without_the_packages_it_raises(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr(oracle, "ORACLE", tmp_path)
    with pytest.raises(OracleMissing, match="npm ci in tests/oracle"):
        PrismaEngine()
