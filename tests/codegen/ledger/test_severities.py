"""Severities from the configuration: in each format of the gate, in the report and in `generate`."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from prisma_to_convex import cli

SCHEMA = """\
datasource db {
  provider = "postgresql"
}

model User {
  id    Int                    @id @default(autoincrement())
  email String                 @unique
  at    Unsupported("circle")?
}

generator client {
  provider        = "prisma-client-js"
  previewFeatures = ["strictUndefinedChecks"]
}
"""
Output = pytest.CaptureFixture[str]


@pytest.fixture(autouse=True)
def _in_a_folder_of_its_own(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    Path("schema.prisma").write_text(SCHEMA, encoding="utf-8")


def configure(**severities: str) -> None:
    lines = [f'{rule.replace("_", "-")} = "{word}"\n' for rule, word in severities.items()]
    Path("prisma-to-convex.toml").write_text("[severity]\n" + "".join(lines), encoding="utf-8")


def run(capsys: Output, *arguments: str) -> tuple[int, str]:
    capsys.readouterr()
    code = cli.main(list(arguments))
    return code, capsys.readouterr().out


def found(capsys: Output, *arguments: str) -> dict[str, str]:
    """By code, the severity."""
    out = json.loads(run(capsys, "check", "--format", "json", *arguments)[1])
    return {one["code"]: one["severity"] for one in out["findings"]}


def test_the_rules_own(capsys: Output) -> None:
    assert found(capsys) == {"PC201": "warning", "PC216": "error", "PC229": "note", "PC306": "note"}
    assert run(capsys, "check")[0] == 1


def test_higher_and_lower(capsys: Output) -> None:
    configure(PC3="warning", unique_not_enforced="error", PC216="note")
    assert found(capsys) == {"PC201": "error", "PC216": "note", "PC229": "note", "PC306": "warning"}


def test_they_decide_what_fails(capsys: Output) -> None:
    configure(PC216="warning")
    assert run(capsys, "check")[0] == 0
    configure(PC216="warning", PC201="error")
    assert run(capsys, "check")[0] == 1
    assert run(capsys, "check", "--ignore", "PC201")[0] == 0


def test_off_unless_selected(capsys: Output) -> None:
    configure(PC216="off", PC3="off")
    assert found(capsys) == {"PC201": "warning", "PC229": "note"}
    assert run(capsys, "check")[0] == 0
    assert found(capsys, "--select", "PC2") == {
        "PC201": "warning",
        "PC216": "note",
        "PC229": "note",
    }
    assert found(capsys, "--select", "ALL", "--ignore", "PC216").keys() == {
        "PC201",
        "PC229",
        "PC306",
    }


def test_a_baseline_keeps_what_is_off(capsys: Output) -> None:
    baseline = ("--baseline", "b.json")
    assert run(capsys, "check", *baseline, "--write-baseline")[0] == 0
    text = Path("b.json").read_text(encoding="utf-8")
    configure(PC216="off")
    assert "no longer needed" not in run(capsys, "check", *baseline, "--prune-baseline")[1]
    assert Path("b.json").read_text(encoding="utf-8") == text


def test_nothing_hides_a_schema_that_is_not_valid(capsys: Output) -> None:
    configure(ALL="off")
    Path("schema.prisma").write_text(SCHEMA.replace("String ", "Strng "), encoding="utf-8")
    assert found(capsys) == {"PC120": "error"}
    assert run(capsys, "generate")[0] == 2
    assert not Path("convex").exists()


def test_each_format_shows_them(capsys: Output) -> None:
    configure(PC201="error", PC216="note")
    expected = {
        "text": "error[PC201]",
        "concise": "schema.prisma:7:32: error[PC201] ",
        "jsonl": '"code": "PC201", "name": "unique-not-enforced", "severity": "error"',
        "github": "::error file=schema.prisma,line=7,",
        "gitlab": '"severity": "critical"',
        "junit": 'type="error"',
        "markdown": "| error | PC201 ",
    }
    for name, text in expected.items():
        code, out = run(capsys, "check", "--format", name)
        assert (code, name, text in out) == (1, name, True)
    assert run(capsys, "check", "--statistics")[1].startswith("1 error[PC201]")


def test_sarif_has_the_level_and_says_what_was_overridden(capsys: Output) -> None:
    configure(PC201="error", PC216="note", PC301="off")
    log: Any = json.loads(run(capsys, "check", "--format", "sarif")[1])
    (one,) = log["runs"]
    assert {result["ruleId"]: result["level"] for result in one["results"]} == {
        "PC201": "error",
        "PC216": "note",
        "PC229": "note",
        "PC306": "note",
    }
    rules = one["tool"]["driver"]["rules"]
    overrides = one["invocations"][0]["ruleConfigurationOverrides"]
    assert [
        (rules[each["descriptor"]["index"]]["id"], each["configuration"]["level"])
        for each in overrides
    ] == [("PC201", "error"), ("PC216", "note")]


def test_the_report_and_generate(capsys: Output) -> None:
    assert run(capsys, "generate", "--out", "a")[0] == 1
    configure(PC216="off", PC201="error")
    report = json.loads(run(capsys, "report", "--format", "json")[1])
    assert report["totals"]["severities"] == {"error": 1, "warning": 0, "note": 3}
    assert report["totals"]["lost"] == 3
    assert {one["code"]: one["severity"] for one in report["diagnostics"]} == {
        "PC201": "error",
        "PC216": "note",
        "PC229": "note",
        "PC306": "note",
    }
    assert run(capsys, "generate", "--out", "b")[0] == 1
    configure(PC2="warning")
    assert run(capsys, "generate", "--out", "c")[0] == 0
    assert Path("a/schema.ts").read_text() == Path("c/schema.ts").read_text()


UNINDEXED = """\
datasource db {
  provider     = "postgresql"
  relationMode = "prisma"
}

model User {
  id    Int    @id
  posts Post[]
}

model Post {
  id     Int  @id
  userId Int
  user   User @relation(fields: [userId], references: [id])
}
"""


def test_what_prisma_only_warns_of(capsys: Output) -> None:
    Path("schema.prisma").write_text(UNINDEXED, encoding="utf-8")
    assert found(capsys)["PC193"] == "warning"
    assert run(capsys, "check")[0] == 0
    configure(PC19="error")
    assert found(capsys)["PC193"] == "error"
    assert run(capsys, "check")[0] == 1


def test_what_prisma_refuses_stays_an_error(capsys: Output) -> None:
    Path("schema.prisma").write_text(UNINDEXED.replace("user   User", "user   Usr"), "utf-8")
    configure(ALL="note")
    assert found(capsys) == {"PC120": "error"}
    assert run(capsys, "check")[0] == 1
