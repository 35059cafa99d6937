"""`prisma-to-convex queries` as a user runs it: what it prints, how it fails, what decides a finding."""

from __future__ import annotations

import json
import os
import subprocess
from collections.abc import Callable
from pathlib import Path
from typing import Any, NamedTuple

import pytest
from jsonschema import Draft202012Validator

from prisma_to_convex.cli import main
from prisma_to_convex.queries.files import extra
from prisma_to_convex.queries.forms.json_form import json_schema
from prisma_to_convex.queries.reading.application_reading import ReadCode, read_application

SCHEMA = """\
datasource db {
  provider = "postgresql"
}

model Team {
  id    Int    @id @default(autoincrement())
  name  String
  deals Deal[]
}

model Deal {
  id     Int    @id @default(autoincrement())
  teamId Int
  title  String
  amount Int
  team   Team   @relation(fields: [teamId], references: [id])

  @@index([title])
}
"""
SERVICE = """\
export class Deals {
  constructor(private prisma: PrismaService) {}
  top(teamId: number) {
    return this.prisma.deal.findMany({ where: { teamId }, orderBy: { amount: "desc" }, take: 3 });
  }
  all() {
    return this.prisma.deal.findMany();
  }
}
"""


class Ran(NamedTuple):
    code: int
    out: str
    err: str


Run = Callable[..., Ran]


@pytest.fixture
def run(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Run:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "schema.prisma").write_text(SCHEMA)
    (tmp_path / "src").mkdir()
    (tmp_path / "src" / "deals.ts").write_text(SERVICE)

    def run(*arguments: str) -> Ran:
        code = main(["queries", *arguments])
        found = capsys.readouterr()
        return Ran(code, found.out, found.err)

    return run


def findings(run: Run, *arguments: str) -> list[tuple[str, int, str]]:
    found = json.loads(run(*arguments, "--format", "json").out)
    return [
        (one["name"], one["location"]["start"]["line"], one["decision"]["state"])
        for one in found["findings"]
    ]


def test_text(run: Run) -> None:
    found = run("src")
    assert found.code == 0
    assert found.err == "Using schema.prisma (the default place)\n"
    assert found.out == """\
schema.prisma: 2 calls of Prisma Client in 1 file, 1 file read
  C     2  one range of an index, or a table in order
  1 index needed: without it a whole table, or all of a range, is read for a few documents
    deals [teamId, amount]: 1 call, src/deals.ts

schema.prisma: 1 note
src/deals.ts: 2 warnings

warning[PC601] needs-index: `Deal.findMany` needs an index of `deals` over `teamId` and `amount`
 --> src/deals.ts:4:12
  |
4 |     return this.prisma.deal.findMany({ where: { teamId }, orderBy: { amount: "desc" }, take: 3 });
  |            ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
  |
  = help: `generate --queries` writes it, or add `["teamId", "amount"]` by hand

warning[PC602] scans-table: `Deal.findMany` reads all of `deals`: there is no condition
 --> src/deals.ts:7:12
  |
7 |     return this.prisma.deal.findMany();
  |            ^^^^^^^^^^^^^^^^^^^^^^^^^^^
  |
  = help: look up by an index, or read it page by page: `.paginate(...)`

note[PC615] index-unused: `Deal`: no call that was read enters `@@index([title])`
  --> schema.prisma:18:3
   |
18 |   @@index([title])
   |   ^^^^^^^^^^^^^^^^
   |
   = help: take it out, unless code that was not read needs it

schema.prisma: 0 errors, 2 warnings, 1 note; 2 calls read
"""


def test_json_has_the_published_form(run: Run) -> None:
    schema = json.loads(json_schema())
    Draft202012Validator.check_schema(schema)
    found = json.loads(run("src", "--format", "json").out)
    Draft202012Validator(schema).validate(found)
    call, _ = found["calls"]
    assert (call["file"], call["line"], call["model"], call["equality"], call["take"]) == (
        "src/deals.ts", 4, "Deal", ["teamId"], 3,
    )  # fmt: skip
    (graded,) = found["indexes"]
    assert (graded["columns"], graded["grade"], graded["replaces"]) == (
        ["teamId", "amount"], "needed", ["by_teamId"],
    )  # fmt: skip
    assert run("--json-schema").out == json_schema()


@pytest.mark.parametrize(
    "form", ["concise", "jsonl", "sarif", "github", "gitlab", "junit", "markdown"]
)
def test_other_formats_say_where(run: Run, form: str) -> None:
    found = run("src", "--format", form)
    assert found.code == 0
    assert "src/deals.ts" in found.out
    assert "scans-table" in found.out or "PC602" in found.out


def test_the_gate(run: Run) -> None:
    assert run("src", "--fail-on", "warning").code == 1
    assert run("src", "--fail-on", "warning", "--ignore", "PC601,scans-table").code == 0
    assert run("src", "--select", "PC6", "--fail-on", "note").code == 1


def test_baseline(run: Run, tmp_path: Path) -> None:
    assert run("src", "--baseline", "b.json", "--write-baseline").code == 0
    assert json.loads((tmp_path / "b.json").read_text())["accepted"] == {
        "index-unused": {"Deal.@@index([title])": 1},
        "needs-index": {"Deal.findMany": 1},
        "scans-table": {"Deal.findMany": 1},
    }
    assert run("src", "--baseline", "b.json", "--fail-on", "note").code == 0
    more = SERVICE.replace(
        "  all() {", "  again() {\n    return this.prisma.deal.findMany();\n  }\n  all() {"
    )
    (tmp_path / "src" / "deals.ts").write_text("\n\n" + more)
    assert findings(run, "src", "--baseline", "b.json", "--select", "scans-table") == [
        ("scans-table", 9, "baselined"), ("scans-table", 12, "open"),
    ]  # fmt: skip


ALLOW = '// @convex.allow(scans-table, reason: "ten deals")'


@pytest.mark.parametrize(
    ("old", "new"),
    [
        (
            "    return this.prisma.deal.findMany();",
            f"    {ALLOW}\n    return this.prisma.deal.findMany();",
        ),
        (
            "    return this.prisma.deal.findMany();",
            f"    return this.prisma.deal.findMany(); {ALLOW}",
        ),
        ("  all() {", f"  {ALLOW}\n  all() {{"),
        ("export class", f"{ALLOW}\nexport class"),
    ],
    ids=["above", "behind", "function", "class"],
)
def test_a_comment_allows(run: Run, tmp_path: Path, old: str, new: str) -> None:
    (tmp_path / "src" / "deals.ts").write_text(SERVICE.replace(old, new))
    states = {name: state for name, _, state in findings(run, "src")}
    assert states["scans-table"] == "allowed"
    assert states["needs-index"] == "open"


def test_what_is_wrong_with_a_comment(run: Run, tmp_path: Path) -> None:
    text = f"// @convex.allow(no-such)\n// @convex.allow(offset)\n{ALLOW.replace('scans-table', 'offset')}\n"
    (tmp_path / "src" / "deals.ts").write_text(text + SERVICE)
    found = findings(run, "src", "--select", "PC5")
    assert found == [
        ("decision-without-reason", 2, "open"),
        ("decision-on-unknown-rule", 1, "open"),
        ("decision-not-used", 3, "open"),
    ] or sorted(found) == [
        ("decision-not-used", 3, "open"),
        ("decision-on-unknown-rule", 1, "open"),
        ("decision-without-reason", 2, "open"),
    ]


def test_the_configuration_decides(run: Run, tmp_path: Path) -> None:
    (tmp_path / "prisma-to-convex.toml").write_text(
        '[allow]\nscans-table = "small"\n[severity]\nindex-unused = "off"\n[models.Deal.allow]\nneeds-index = "later"\n'
    )
    assert [state for _, _, state in findings(run, "src")] == ["allowed", "allowed"]


def test_check_does_not_call_these_decisions_unused(
    run: Run, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "prisma-to-convex.toml").write_text(
        '[allow]\nscans-table = "small"\ntext-compared-exactly = "titles begin with a capital"\n'
    )
    assert main(["check", "--select", "PC5", "--fail-on", "note"]) == 0
    assert "decision-not-used" not in capsys.readouterr().out


def test_without_the_extra(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(__import__("sys").modules, "tree_sitter", None)
    extra._parser.cache_clear()
    found = run("src")
    extra._parser.cache_clear()
    assert found.code == 2
    assert found.out == ""
    assert found.err == (
        "prisma-to-convex: to read application code, tree-sitter is needed: "
        "pip install 'prisma-to-convex[queries]'\n"
    )


def test_what_can_not_be_used(run: Run, tmp_path: Path) -> None:
    assert run("nowhere").err == "prisma-to-convex: nowhere: no such file or directory\n"
    assert run("src", "--schema", "no.prisma").code == 2
    os.mkfifo(tmp_path / "pipe.ts")
    assert run("pipe.ts") == (
        2,
        "",
        "prisma-to-convex: pipe.ts: it is neither a file nor a folder\n",
    )
    assert run("src", "--format", "xml").code == 2
    (tmp_path / "schema.prisma").write_text("model {")
    assert run("src").code == 2


def test_two_schemas_of_a_workspace(run: Run, tmp_path: Path) -> None:
    (tmp_path / "schema.prisma").unlink()
    for name in ("a", "b"):
        folder = tmp_path / "packages" / name
        (folder / "prisma").mkdir(parents=True)
        (folder / "prisma" / "schema.prisma").write_text(SCHEMA.replace("Deal", f"Deal{name}"))
        (folder / "index.ts").write_text(f"prisma.deal{name}.count();")
    found = json.loads(run("packages", "--format", "json").out)
    assert [(one["schema"], one["model"]) for one in found["calls"]] == [
        ("packages/a/prisma/schema.prisma", "Deala"),
        ("packages/b/prisma/schema.prisma", "Dealb"),
    ]


@pytest.mark.parametrize(
    "beside", ["docs/reference/schema.prisma", "src/__tests__/fixtures/a.prisma"]
)
def test_a_schema_of_tests_or_documents_is_not_taken(run: Run, tmp_path: Path, beside: str) -> None:
    (tmp_path / "db").mkdir()
    (tmp_path / "schema.prisma").rename(tmp_path / "db" / "models.prisma")
    (tmp_path / beside).parent.mkdir(parents=True)
    (tmp_path / beside).write_text(SCHEMA)
    ran = run(".", "--exit-zero")
    assert ran.err.splitlines()[0] == "Using db/models.prisma (found below the paths)"
    (tmp_path / "db" / "models.prisma").unlink()
    assert run(".", "--exit-zero").err.startswith("Using ")


def test_code_that_the_configuration_names_is_read_once(
    run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "prisma-to-convex.toml").write_text('queries = ["src"]\n')
    times: list[int] = []

    def counted(*given: Any) -> ReadCode:
        times.append(len(given[0]))
        return read_application(*given)

    monkeypatch.setattr("prisma_to_convex.queries.examining.read_application", counted)
    first = run("src", "--format", "json", "--exit-zero")
    assert (len(times), first.code) == (1, 0)
    (tmp_path / "src" / "more.ts").write_text("prisma.deal.count();")
    second = run("src", "--format", "json", "--exit-zero")
    assert len(times) == 2
    assert len(json.loads(second.out)["calls"]) == len(json.loads(first.out)["calls"]) + 1


def test_a_key_that_is_undefined_is_refused(run: Run, tmp_path: Path) -> None:
    (tmp_path / "src").mkdir(exist_ok=True)
    (tmp_path / "src" / "keys.ts").write_text(
        "export async function f(prisma: PrismaClient, id?: number, teamId?: number) {\n"
        "  await prisma.deal.findUnique({ where: { id } });\n"
        "  await prisma.deal.delete({ where: { id } });\n"
        "  await prisma.deal.findUnique({ where: { id: 1, teamId } });\n"
        "  await prisma.deal.findFirst({ where: { id } });\n"
        "}\n"
    )
    ran = run("src/keys.ts", "--select", "PC613", "--format", "json", "--exit-zero")
    lines = [one["location"]["start"]["line"] for one in json.loads(ran.out)["findings"]]
    assert lines == [4, 5]


def test_the_command_to_type_names_the_schema_as_one(run: Run, tmp_path: Path) -> None:
    """What `queries` takes by place is code: a folder of schemas has none, and all would be well."""
    (tmp_path / "schema.prisma").unlink()
    for name in ("mysql", "postgresql"):
        (tmp_path / "prisma").mkdir(exist_ok=True)
        text = SCHEMA.replace("postgresql", name)
        (tmp_path / "prisma" / f"{name}.prisma").write_text(text)
    result = run()
    assert result.code == 2
    for name in ("mysql", "postgresql"):
        assert f"\n  prisma-to-convex queries --schema prisma/{name}.prisma\n" in result.err


def committed(folder: Path) -> None:
    identity = ["-c", "user.name=a", "-c", "user.email=a@example.com"]
    for command in (["init", "-q"], ["add", "."], [*identity, "commit", "-qm", "one"]):
        subprocess.run(["git", *command], cwd=folder, check=True)


@pytest.mark.parametrize(
    "beyond",
    ["{" * 1001 + "}" * 1001, f"// {'x' * 100_001}", "//\n" * 400_000],
    ids=["deep", "a long line", "large"],
)
def test_what_is_not_read_today_was_not_read_at_a_revision(
    run: Run, tmp_path: Path, beyond: str
) -> None:
    code = tmp_path / "src" / "deals.ts"
    code.write_text(f"{SERVICE}\n{beyond}\n")
    committed(tmp_path)
    code.write_text(SERVICE)
    assert "Against HEAD: 3 new, 0 known" in run("src", "--against", "HEAD").out


def test_against_a_revision(run: Run, tmp_path: Path) -> None:
    committed(tmp_path)
    assert findings(run, "src", "--against", "HEAD") == []
    more = SERVICE.replace(
        "  all() {", "  again() {\n    return this.prisma.team.findMany();\n  }\n  all() {"
    )
    (tmp_path / "src" / "deals.ts").write_text("\n\n" + more)
    assert findings(run, "src", "--against", "HEAD") == [("scans-table", 9, "open")]
    assert run("src", "--against", "HEAD", "--fail-on", "warning").code == 1
    assert "Against HEAD: 1 new, 3 known, 0 regained, 0 gone" in run("src", "--against", "HEAD").out
    assert "there is no commit `nope`" in run("src", "--against", "nope").err
