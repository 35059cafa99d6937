"""The library: what a program gets of a schema is what the commands write of it."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest

import prisma_to_convex
from prisma_to_convex import InvalidConfiguration, InvalidSchema, SchemaFinding, cli, convert
from support.places import SAMPLES

SCHEMA = """\
datasource db {
  provider = "postgresql"
}

model User {
  id    Int    @id @default(autoincrement())
  /// @convex.allow(unique-not-enforced, reason: "checked by sign-up")
  email String @unique
}
"""


def test_a_conversion() -> None:
    found = convert(SCHEMA)
    assert "users: defineTable({" in found.schema_ts
    assert found.totals["lost"] == 2
    assert sum(found.totals.values()) == len(found.ledger)
    assert [(one.kind, one.subject, one.rule) for one in found.ledger if one.state == "lost"] == [
        ("undefined-skipped", "User.email", "PC230"),
        ("unique", "User.email", "PC201"),
    ]
    assert found.report_markdown.startswith("# What moving to Convex takes")
    assert (
        found.report["tables"] == 1 or found.report
    )  # the schema of it: report/report.schema.json


def test_a_finding() -> None:
    found = next(one for one in convert(SCHEMA).findings if one.code == "PC201")
    assert found == SchemaFinding(
        code="PC201",
        name="unique-not-enforced",
        severity="warning",
        message="`User.email` is no longer unique",
        help=found.help,
        file="schema.prisma",
        line=8,
        column=16,
        subject="User.email",
        decision="allowed",
        reason="checked by sign-up",
    )


def test_it_gives_what_the_command_writes(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    text = (SAMPLES / "crm" / "schema.prisma").read_text(encoding="utf-8")
    Path("schema.prisma").write_text(text, encoding="utf-8")
    assert cli.main(["generate", "schema.prisma"]) == 0
    assert cli.main(["report", "schema.prisma", "--output", "report.json"]) == 0
    found = convert(text)
    assert found.schema_ts == Path("convex/schema.ts").read_text(encoding="utf-8")
    assert found.report_markdown == Path("convex/report.md").read_text(encoding="utf-8")
    assert found.report == json.loads(Path("report.json").read_text(encoding="utf-8"))


def test_several_files_and_a_configuration() -> None:
    head, model = SCHEMA.split("\n\n")
    found = convert({"a.prisma": head, "b.prisma": model}, config='ids = "keep"\n', name="prisma/")
    assert "legacyId" in found.schema_ts
    assert {one.file for one in found.findings} == {"b.prisma"}


def test_what_prisma_refuses() -> None:
    with pytest.raises(
        InvalidSchema, match=r"^schema\.prisma:2:6: the type `Nope` is not defined$"
    ) as refused:
        convert("model A {\n  id Nope @id\n}\n")
    assert [one.severity for one in refused.value.findings] == ["error"]


@pytest.mark.parametrize(
    ("config", "message"),
    [
        ("ids = 7", "prisma-to-convex.toml:1:"),
        ('[models.Nope]\nids = "keep"', "prisma-to-convex.toml:1:"),
        ("ids =", "not TOML"),
    ],
)
def test_a_configuration_that_can_not_be_used(config: str, message: str) -> None:
    with pytest.raises(InvalidConfiguration) as refused:
        convert(SCHEMA, config=config)
    assert message in refused.value.messages[0]


def test_the_command_line_starts_without_it() -> None:
    code = "import prisma_to_convex, sys; print([name for name in sys.modules if name.startswith('prisma_to_convex.')])"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout == "[]\n"


def test_there_is_nothing_else() -> None:
    for name in prisma_to_convex.__all__:
        assert getattr(prisma_to_convex, name) is not None
    with pytest.raises(AttributeError, match="has no attribute 'nope'"):
        _ = prisma_to_convex.nope
