"""`tenant-key` of the configuration: read, checked against the schema, no directive."""

from __future__ import annotations

from pathlib import Path

import pytest

from prisma_schema_parser import SourceFile
from prisma_to_convex import cli
from prisma_to_convex.compiler import Invalid, compile_schema
from prisma_to_convex.config.project_config import Config, InvalidConfig
from prisma_to_convex.config.read import read
from prisma_to_convex.options.settings import OptionProblem, Options
from support.compiling import POSTGRESQL

SCHEMA = POSTGRESQL + """
model Doc {
  id     Int @id
  clinic Int
}
"""


def test_it_is_read() -> None:
    found = read('tenant-key = "clinicId"', "c.toml")
    assert isinstance(found, Config)
    assert found.options == Options(tenant_key="clinicId")


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ('tenant-key = ""', "c.toml:1:14: `tenant-key`: the name of a field is missing"),
        ("tenant-key = 1", "c.toml:1:14: `tenant-key`: must be a text"),
        (
            '[models.Doc]\ntenant-key = "a"',
            "c.toml:2:1: `tenant-key` is no setting of a model; it is one of a project",
        ),
    ],
)
def test_what_it_may_not_be(text: str, message: str) -> None:
    assert read(text, "c.toml") == InvalidConfig((message,))


def test_a_field_that_no_model_has(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    Path("schema.prisma").write_text(SCHEMA, encoding="utf-8")
    Path("prisma-to-convex.toml").write_text('\ntenant-key = "clinik"\n', encoding="utf-8")
    assert cli.main(["report"]) != 0
    printed = capsys.readouterr().err
    assert (
        "prisma-to-convex.toml:2:1: no model has a field `clinik`; did you mean `clinic`?"
        in printed
    )


def test_a_field_that_some_model_has() -> None:
    sources = [SourceFile("schema.prisma", SCHEMA)]
    assert not isinstance(compile_schema(sources, Options(tenant_key="clinic")), Invalid)
    assert compile_schema(sources, Options(tenant_key="nothing")) == Invalid(
        (), (OptionProblem(("", "", "tenant_key"), "no model has a field `nothing`"),)
    )


def test_it_is_no_directive() -> None:
    text = SCHEMA.replace("clinic Int", "clinic Int // @convex.tenant-key(clinic)")
    found = compile_schema([SourceFile("schema.prisma", text)])
    assert not isinstance(found, Invalid)
    assert [one.message for one in found.lowered.problems] == [
        "there is no directive `@convex.tenant-key`"
    ]
