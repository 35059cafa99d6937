"""How much is shown: the worst findings of a schema, in each format, and how many more there are."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

import pytest

from prisma_to_convex import cli
from prisma_to_convex.check.formats.ours import is_ours
from prisma_to_convex.check.formats.renderer import NAMES

from . import formats
from .conftest import SCHEMA, UNTRANSLATABLE, Check, write

MANY = SCHEMA + "".join(f"model M{at} {{\n  id Int @id\n  u Int @unique\n}}\n" for at in range(150))
BAD = "model A {\n  id Int @id\n" + "  bad line\n" * 500 + "}\n"


def listed(name: str, out: str) -> int:
    """How many findings a format lists."""
    count: dict[str, Callable[[], int]] = {
        "text": lambda: out.count(" --> "),
        "concise": lambda: sum("[PC" in line for line in out.splitlines()),
        "json": lambda: len(json.loads(out)["findings"]),
        "jsonl": lambda: out.count('"type": "finding"'),
        "sarif": lambda: len(json.loads(out)["runs"][0]["results"]),
        "github": lambda: out.count(" file="),
        "gitlab": lambda: sum(one["check_name"] != "truncated" for one in json.loads(out)),
        "junit": lambda: sum(
            case.attrib["name"] != "truncated"
            for case in ElementTree.fromstring(out).iter("testcase")
        ),
        "markdown": lambda: sum(
            line.startswith("| ") and " PC" in line for line in out.splitlines()
        ),
    }
    return count[name]()


@pytest.mark.parametrize("name", NAMES)
def test_a_schema_that_is_not_valid(name: str, check: Check) -> None:
    write("a.prisma", BAD)
    out = check("a.prisma", "--format", name).out
    assert listed(name, out) == 200
    assert re.search(r'300 more \(|300 more findings|"truncated": 300', out)
    assert is_ours(out.encode())
    assert listed(name, check("a.prisma", "--format", name, "--max-diagnostics", "0").out) == 500


@pytest.mark.parametrize("name", NAMES)
def test_losses_of_a_valid_schema(name: str, check: Check) -> None:
    """A program learns of all that is lost, unless it says that it wants less."""
    write("a.prisma", MANY)
    total = json.loads(check("a.prisma", "--format", "json").out)
    count = len(total["findings"])
    assert count > 300
    assert total["summary"]["truncated"] == 0
    shown = listed(name, check("a.prisma", "--format", name).out)
    for_people = {"text": 10, "concise": 200, "github": 200, "markdown": 200}
    assert shown == for_people.get(name, count)
    assert listed(name, check("a.prisma", "--format", name, "--all").out) == count
    for options in (["--max-diagnostics", "7"], ["--config", "seven.toml"]):
        write("seven.toml", "max-diagnostics = 7\n")
        assert listed(name, check("a.prisma", "--format", name, *options).out) == 7


def test_of_each_schema(check: Check) -> None:
    for name in "ab":
        write(f"{name}.prisma", BAD)
    result = json.loads(check("a.prisma", "b.prisma", "--format", "json").out)
    assert (len(result["findings"]), result["summary"]["truncated"]) == (400, 600)
    assert result["summary"]["open"]["error"] == 1000


def test_the_worst_is_shown(check: Check) -> None:
    write("a.prisma", UNTRANSLATABLE)
    result = check("a.prisma", "--format", "concise", "--max-diagnostics", "1")
    assert result.code == 1
    assert [line.partition(": ")[2][:14] for line in result.out.splitlines()[:-2]] == [
        "error[PC216] `"
    ]


def test_what_is_hidden_fails_and_counts(check: Check) -> None:
    write("a.prisma", SCHEMA)
    result = check("a.prisma", "--max-diagnostics", "1", "--fail-on", "note")
    assert result.code == 1
    assert "0 errors, 1 warning, 1 note" in result.out
    assert "and 1 more (1 note)" in result.out


def test_the_published_forms(check: Check) -> None:
    write("a.prisma", BAD)

    def out(name: str) -> str:
        return check("a.prisma", "--format", name).out

    assert formats.json_errors(json.loads(out("json"))) == []
    assert formats.sarif_errors(json.loads(out("sarif"))) == []
    assert formats.gitlab_errors(json.loads(out("gitlab"))) == []
    assert formats.junit_errors(out("junit")) == []
    notes = json.loads(out("sarif"))["runs"][0]["invocations"][0]["toolExecutionNotifications"]
    assert notes[0]["message"]["text"].startswith("and 300 more findings")


def test_junit_counts_what_is_hidden_as_one_case(check: Check) -> None:
    write("a.prisma", BAD)
    suites = ElementTree.fromstring(check("a.prisma", "--format", "junit").out)
    cases = list(suites.iter("testcase"))
    assert len(cases) == int(suites.attrib["tests"]) == int(suites[0].attrib["tests"]) == 201
    assert len(list(suites.iter("failure"))) == int(suites.attrib["failures"]) == 201
    assert cases[-1].attrib["name"] == "truncated"


@pytest.mark.parametrize("number", ["-1", "x", "", "1.5", "9" * 5000])
def test_no_number(number: str, check: Check) -> None:
    write("a.prisma", SCHEMA)
    assert check("a.prisma", f"--max-diagnostics={number}").code == 2


@pytest.mark.parametrize("value", ["-1", '"7"', "true", "1.5"])
def test_no_number_in_the_configuration(value: str, check: Check) -> None:
    write("a.prisma", SCHEMA)
    write("prisma-to-convex.toml", f"max-diagnostics = {value}\n")
    result = check("a.prisma")
    assert (result.code, result.err) == (
        2,
        "prisma-to-convex: prisma-to-convex.toml:1:19: `max-diagnostics`: must be a number, 0 or more\n",
    )


@pytest.mark.parametrize("command", ["generate", "report"])
def test_other_commands(command: str, check: Check, capsys: pytest.CaptureFixture[str]) -> None:
    write("a.prisma", BAD)
    assert cli.main([command, "a.prisma"]) == 2
    printed = capsys.readouterr().err
    assert printed.count(" --> ") == 200
    assert "and 300 more (--max-diagnostics 0 shows all)\n" in printed
    assert "500 errors in a.prisma" in printed


def test_a_configuration_that_speaks_of_what_is_not_there(check: Check) -> None:
    write("a.prisma", SCHEMA)
    write("prisma-to-convex.toml", "".join(f"[models.N{at}]\n" for at in range(300)))
    lines = check("a.prisma").err.splitlines()
    assert len(lines) == 201
    assert lines[-1] == "prisma-to-convex: and 100 more"


def test_what_a_baseline_no_longer_needs(check: Check) -> None:
    write("a.prisma", MANY)
    check("a.prisma", "--baseline", "b.json", "--write-baseline")
    write("a.prisma", SCHEMA)
    for name in ("text", "markdown"):
        out = check("a.prisma", "--baseline", "b.json", "--format", name).out
        assert "and 400 more (--max-diagnostics 0 shows all)" in out.replace("\\", "")
    everything = check("a.prisma", "--baseline", "b.json", "--max-diagnostics", "0").out
    assert everything.count("  M") == 600


# ---- text of the schema in a message ------------------------------------------------------------

LONG = "N" * 5000
QUOTED = f"""\
datasource db {{
  provider = "postgresql"
}}
model {LONG} {{
  id    Int     @id @default(autoincrement())
  {LONG}u String @unique @default("{LONG * 9}") @db.VarChar(10)
  d     Decimal @default(1)
  e     E       @default({LONG}v)
  o     Int     @unique(map: "u")
  rel   O       @relation(fields: [o], references: [id], map: "r", onDelete: Cascade)
  j     Json    @default("{{\\"$a\\":\\"{LONG}\\"}}")
  g     String  @default(dbgenerated("{LONG}"))
  t     Unsupported("{LONG}")
  /// @convex.name({LONG})
  n     Int
  /// @convex.references({LONG}x)
  f     String // @convex.allow({LONG}, reason: "{LONG}")
  @@unique([{LONG}u, d], map: "aunq")
  @@map("{LONG}tab")
}}
model O {{
  id Int   @id
  k  {LONG}?
}}
enum E {{
  {LONG}v @map("{LONG}m")
}}
"""


def _texts(value: Any) -> list[str]:
    if isinstance(value, dict):
        return [
            one
            for key, inner in value.items()
            if key not in ("model", "fields")
            for one in _texts(inner)
        ]
    if isinstance(value, list):
        return [one for inner in value for one in _texts(inner)]
    return [value] if isinstance(value, str) else []


def test_names_and_literals_are_cut(check: Check) -> None:
    write("a.prisma", QUOTED)
    write("prisma-to-convex.toml", "")
    found = json.loads(check("a.prisma", "--format", "json").out)["findings"]
    assert len({one["code"] for one in found}) > 12
    assert max(len(text) for one in found for text in _texts(one)) <= 2000
    assert max(map(len, check("a.prisma").out.splitlines())) < 2200


def test_names_of_the_configuration_are_cut(check: Check) -> None:
    write("a.prisma", SCHEMA)
    write("prisma-to-convex.toml", f"{LONG} = 1\n[models.{LONG}]\n[models.User]\n{LONG} = 1\n")
    assert max(map(len, check("a.prisma").err.splitlines())) < 1000
    Path("prisma-to-convex.toml").write_text(f"[models.{LONG}]\n")
    assert max(map(len, check("a.prisma").err.splitlines())) < 1000
