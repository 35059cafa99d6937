"""Each format: its exact output for one schema, what its readers demand, and hostile text in it."""

from __future__ import annotations

import json
import re
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

import pytest

from prisma_to_convex.check.formats.renderer import NAMES
from prisma_to_convex.rules.registry import ALL_RULES

from . import formats
from .conftest import INVALID, SCHEMA, SILENT, Check, write

HERE = Path(__file__).parent
Golden = Callable[[Path, str], None]


def shop() -> str:
    shutil.copytree(HERE / "golden" / "shop", "shop")
    return "shop"


def without_rules(log: Any) -> Any:
    """The rules' documentation has a test of its own, and goldens."""
    for run in log["runs"]:
        run["tool"]["driver"]["rules"] = len(run["tool"]["driver"]["rules"]) > 0
        for result in run["results"]:
            result["ruleIndex"] = result["ruleIndex"] >= 0
    return log


@pytest.mark.parametrize("name", NAMES)
def test_the_exact_output(name: str, check: Check, golden: Golden) -> None:
    result = check(shop(), "--format", name)
    assert (result.code, result.err) == (1, "")
    out = result.out
    if name == "sarif":
        out = json.dumps(without_rules(json.loads(out)), indent=2) + "\n"
    golden(HERE / "golden" / f"shop.{name}.txt", out)


def test_what_markdown_leaves_out_stands_apart_from_the_last_table(check: Check) -> None:
    lines = check(shop(), "--format", "markdown", "--max-diagnostics", "2").out.splitlines()
    (more,) = [number for number, line in enumerate(lines) if " more " in line and "|" not in line]
    assert lines[more - 2].startswith("| ")
    assert lines[more - 1] == ""


def test_the_last_line_writes_large_numbers_alike(check: Check) -> None:
    fields = "".join(f"  f{number} String @unique\n" for number in range(1_000))
    write("schema.prisma", SCHEMA.replace("@unique\n", f"@unique\n{fields}"))
    last = check("schema.prisma").out.splitlines()[-1]
    lost = re.search(r"([\d,]+) guarantees lost: ([\d,]+) open", last)
    assert lost is not None
    assert "," in lost[1]
    assert lost[1] == lost[2]


@pytest.mark.parametrize("name", NAMES)
def test_a_name_of_many_letters_is_cut(name: str, check: Check) -> None:
    long = "A" * 30_000
    write("schema.prisma", SCHEMA.replace("model User", f"model {long}").replace("User", long))
    out = check("schema.prisma", "--format", name).out
    assert long[:60] in out
    assert "A" * 2_001 not in out


@pytest.mark.parametrize("name", NAMES)
def test_twice_the_same(name: str, check: Check) -> None:
    path = shop()
    assert check(path, "--format", name).out == check(path, "--format", name).out


@pytest.mark.parametrize("name", NAMES)
def test_an_absolute_path_below_the_folder_is_shown_from_there(name: str, check: Check) -> None:
    path = Path(shop()).resolve()
    out = check(str(path), "--format", name).out
    if name not in ("text", "concise"):
        for line in out.splitlines():
            assert (
                str(path) not in line or "-->" in line or "--&gt;" in line or line.startswith("**")
            )


def _shown(name: str, out: str) -> set[str]:
    """The paths in the output of a format that is shown beside the code."""
    if name == "github":
        return {command["file"] for command in formats.github_commands(out)}
    content = json.loads(out)
    if name == "gitlab":
        return {issue["location"]["path"] for issue in content}
    places = [place for one in content["runs"][0]["results"] for place in one["locations"]]
    return {place["physicalLocation"]["artifactLocation"]["uri"] for place in places}


@pytest.mark.parametrize("name", ["github", "gitlab", "sarif"])
@pytest.mark.parametrize("schema", ["schema.prisma", ".", "../db/schema.prisma"])
def test_paths_beside_the_code_start_at_the_top_of_the_repository(
    name: str, schema: str, check: Check, monkeypatch: pytest.MonkeyPatch
) -> None:
    write("apps/db/schema.prisma", SCHEMA)
    monkeypatch.chdir("apps/db")
    apart = "../db/schema.prisma" if schema.startswith("..") else "schema.prisma"
    assert _shown(name, check(schema, "--format", name).out) == {apart}
    Path("../../.git").mkdir()
    assert _shown(name, check(schema, "--format", name).out) == {"apps/db/schema.prisma"}


@pytest.mark.parametrize("name", ["json", "jsonl", "junit", "markdown"])
def test_the_current_folder_is_not_named(name: str, check: Check) -> None:
    write("schema.prisma", SCHEMA)
    out = check(".", "--format", name).out.replace("--&gt; ./", "")
    assert "schema.prisma" in out
    assert "./schema.prisma" not in out


def test_all_in_one_run(check: Check) -> None:
    path = shop()
    options = [f"--format={name}=out/{name}" for name in NAMES]
    result = check(path, *options)
    assert (result.code, result.out) == (1, "")
    for name in NAMES:
        written = Path("out", name).read_text(encoding="utf-8")
        assert written == check(path, "--format", name).out


# ---- what the readers demand --------------------------------------------------------------------


@pytest.fixture(params=["shop", "invalid", "nothing", "two"])
def arguments(request: pytest.FixtureRequest, check: Check) -> list[str]:
    """Schemas of each kind."""
    write("invalid.prisma", INVALID)
    write("nothing.prisma", SILENT)
    write("other.prisma", SCHEMA)
    if request.param == "nothing":
        write("prisma-to-convex.toml", '[severity]\nid-replaced = "off"\n')
    paths = {
        "shop": [shop()],
        "invalid": ["invalid.prisma"],
        "nothing": ["nothing.prisma"],
        "two": ["other.prisma", "shop"],
    }
    chosen: list[str] = paths[request.param]
    return chosen


def test_json(check: Check, arguments: list[str]) -> None:
    out = json.loads(check(*arguments, "--format", "json").out)
    assert formats.json_errors(out) == []
    assert sum(out["summary"]["decisions"].values()) == len(out["findings"])
    promised = [one["guarantee"] for one in out["findings"] if one["guarantee"] is not None]
    lost = sum(one["times"] for one in promised if one["lost"])
    assert sum(out["summary"]["losses"].values()) == lost
    assert [one["path"] for one in out["schemas"]] == arguments


def test_jsonl(check: Check, arguments: list[str]) -> None:
    lines = [json.loads(line) for line in check(*arguments, "--format", "jsonl").out.splitlines()]
    assert [error for line in lines for error in formats.json_errors(line, "line")] == []
    whole = json.loads(check(*arguments, "--format", "json").out)
    assert [{"type": "finding", **one} for one in whole["findings"]] == lines[:-1]
    assert {key: lines[-1][key] for key in whole["summary"]} == whole["summary"]


def test_sarif(check: Check, arguments: list[str]) -> None:
    log = json.loads(check(*arguments, "--format", "sarif").out)
    assert formats.sarif_errors(log) == []
    driver = log["runs"][0]["tool"]["driver"]
    assert [rule["id"] for rule in driver["rules"]] == [rule.code for rule in ALL_RULES]
    assert all(rule["help"]["text"] and rule["help"]["markdown"] for rule in driver["rules"])
    for result in log["runs"][0]["results"]:
        assert driver["rules"][result["ruleIndex"]]["id"] == result["ruleId"]


def test_sarif_tells_where_a_decision_stands(check: Check) -> None:
    comment = '@convex.enforced(unique-not-enforced, by: "users.create")'
    write("schema.prisma", SCHEMA.replace("@unique", f"@unique // {comment}"))
    write("prisma-to-convex.toml", 'allow.id-replaced = "no old ids"\n')
    results = json.loads(check("schema.prisma", "--format", "sarif").out)["runs"][0]["results"]
    assert [one["suppressions"][0] for one in results] == [
        {"kind": "inSource", "status": "accepted", "justification": "enforced by users.create"},
        {"kind": "external", "status": "accepted", "justification": "no old ids"},
    ]


def test_the_sarif_schema_can_refuse() -> None:
    assert formats.sarif_errors({"version": "2.1.0", "runs": [{}]}) != []


def test_gitlab(check: Check, arguments: list[str]) -> None:
    assert formats.gitlab_errors(json.loads(check(*arguments, "--format", "gitlab").out)) == []


def test_junit(check: Check, arguments: list[str]) -> None:
    assert formats.junit_errors(check(*arguments, "--format", "junit").out) == []


def test_junit_of_what_was_decided(check: Check) -> None:
    comment = '@convex.allow(unique-not-enforced, reason: "<b> & \\"c\\"")'
    write("schema.prisma", SCHEMA.replace("@unique", f"@unique // {comment}"))
    out = check("schema.prisma", "--format", "junit").out
    assert formats.junit_errors(out) == []
    assert [one.text for one in ElementTree.fromstring(out).iter("skipped")] == [
        'allowed: <b> & "c"'
    ]


def test_junit_counts_its_cases(check: Check) -> None:
    write("a.prisma", SCHEMA)
    write("silent.prisma", SILENT)
    result = check("a.prisma", "silent.prisma", "--ignore", "PC306", "--format", "junit")
    suites = ElementTree.fromstring(result.out)
    assert suites.attrib["tests"] == str(len(list(suites.iter("testcase")))) == "2"
    for suite in suites:
        assert suite.attrib["tests"] == str(len(suite))


def test_the_junit_schema_can_refuse() -> None:
    assert formats.junit_errors("<testsuites><testcase/></testsuites>") != []


def test_github(check: Check, arguments: list[str]) -> None:
    out = check(*arguments, "--format", "github").out
    commands = formats.github_commands(out)
    assert formats.as_github_writes(commands) == out
    findings = json.loads(check(*arguments, "--format", "json").out)["findings"]
    assert [(one["file"], int(one["line"])) for one in commands] == [
        (one["location"]["path"], one["location"]["start"]["line"]) for one in findings
    ]


# ---- fingerprints -------------------------------------------------------------------------------


def fingerprints(check: Check, path: str) -> list[str]:
    found = json.loads(check(path, "--format", "json").out)["findings"]
    return sorted(finding["fingerprint"] for finding in found)


def test_fingerprints_stay_when_code_moves(check: Check) -> None:
    before = fingerprints(check, shop())
    assert len(set(before)) == len(before)
    user, post = (Path("shop", name).read_text() for name in ("schema.prisma", "post.prisma"))
    write("moved/all.prisma", f"// moved\n\n{post.replace('  ', '   ')}\n\n{user}")
    assert fingerprints(check, "moved") == before


def test_fingerprints_tell_fields_apart(check: Check) -> None:
    write("a.prisma", SCHEMA)
    write("b.prisma", SCHEMA.replace("email", "mail"))
    assert len(set(fingerprints(check, "a.prisma")) & set(fingerprints(check, "b.prisma"))) == 1


def test_the_same_schema_twice_has_no_fingerprint_twice(check: Check) -> None:
    write("a.prisma", SCHEMA)
    write("b.prisma", SCHEMA)
    out = json.loads(check("a.prisma", "b.prisma", "--format", "json").out)
    found = [finding["fingerprint"] for finding in out["findings"]]
    assert len(set(found)) == len(found) == 4


# ---- hostile text -------------------------------------------------------------------------------

ATTACK = ']]></failure><script>alert(1)</script> %0A::error::x | `a` ``b` \\\\| [x](y) \\" é日'
HOSTILE = f"""\
datasource db {{
  provider = "postgresql"
}}

model User {{
  id   Int     @id @default(autoincrement())
  name String  @unique @default("{ATTACK}")
  kind Unsupported("{ATTACK}")?
}}
"""
CONTROLS = (
    "model A {\n  id Int @id \x1b[31m\u202e\x00\x08 `::error::` \u2028\x85\n  b Usr\x1b]8;;x\n}\n"
)


@pytest.fixture(params=["names", "controls"])
def hostile(request: pytest.FixtureRequest, check: Check) -> str:
    folder = "a%0A::error::b,c=d&<e>"
    write(f"{folder}/`f`|g.prisma", HOSTILE if request.param == "names" else CONTROLS)
    return folder


@pytest.mark.parametrize("name", NAMES)
def test_hostile_text_brings_no_control_characters(name: str, check: Check, hostile: str) -> None:
    out = check(hostile, "--format", name).out
    assert [char for char in out if char != "\n" and not char.isprintable()] == []


def test_hostile_text_stays_text(check: Check, hostile: str) -> None:
    def out(name: str) -> str:
        return check(hostile, "--format", name, "--fail-on", "note").out

    whole = json.loads(out("json"))
    places = [
        (f"{hostile}/`f`|g.prisma", one["location"]["start"]["line"]) for one in whole["findings"]
    ]
    assert formats.json_errors(whole) == []
    assert formats.sarif_errors(json.loads(out("sarif"))) == []
    assert formats.gitlab_errors(json.loads(out("gitlab"))) == []
    assert formats.junit_errors(out("junit")) == []
    commands = formats.github_commands(out("github"))
    assert formats.as_github_writes(commands) == out("github")
    assert [(one["file"], int(one["line"])) for one in commands] == places
    cases = ElementTree.fromstring(out("junit")).iter("testcase")
    assert [case.attrib["classname"] for case in cases] == [name for name, _ in places]


def test_markdown_calls_nobody(check: Check) -> None:
    """In a comment on GitHub or GitLab `@name` outside of code would be told of it."""
    comment = '@convex.allow(unique-not-enforced, reason: "ask @octocat, see `@a` and #1")'
    write(
        "schema.prisma",
        SCHEMA.replace("@unique", f'@unique @default("@hubot") @db.VarChar(9) // {comment}'),
    )
    out = check("schema.prisma", "--format", "markdown").out
    outside = "".join(out.split("`")[::2])
    assert "@<!-- -->octocat, see `@a` and" in out
    assert [part for part in outside.split("@")[1:] if not part.startswith("<!-- -->")] == []


def test_hostile_text_ends_no_cell_of_a_table(check: Check, hostile: str) -> None:
    from markdown_it import MarkdownIt

    tokens = (
        MarkdownIt("commonmark").enable("table").parse(check(hostile, "--format", "markdown").out)
    )
    rows = sum(token.type == "tr_open" for token in tokens)
    cells = sum(token.type in ("td_open", "th_open") for token in tokens)
    assert (cells, rows > 1) == (rows * 6, True)
    for token in tokens:
        kinds = {child.type for child in token.children or ()}
        assert kinds <= {"text", "code_inline", "strong_open", "strong_close", "html_inline"}
        for child in token.children or ():
            allowed = ("<code>", "</code>", "<!-- -->")
            assert child.type != "html_inline" or child.content in allowed
    assert not any(token.type == "html_block" for token in tokens)
