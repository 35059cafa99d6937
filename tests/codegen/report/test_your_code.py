"""The chapter "Your code": what is counted, which calls are the dearest, what the hours rest on."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from jsonschema import Draft202012Validator

from prisma_to_convex.cli import main
from prisma_to_convex.report.json_report import json_schema

SCHEMA = """\
datasource db {
  provider = "postgresql"
}
model Note {
  id     Int    @id @default(autoincrement())
  owner  String
  title  String
  kind   String
  @@index([owner])
}
model Tag {
  id   Int    @id @default(autoincrement())
  name String @unique
}
"""
NOTES = """\
import { prisma } from "./client";
export async function mine(owner: string) {
  return prisma.note.findMany({ where: { owner } });
}
export async function search(text: string) {
  return prisma.note.findMany({ where: { title: { contains: text } } });
}
export const ofKind = (kind: string) => prisma.note.findMany({ where: { kind } });
export const many = () => prisma.note.count();
export const second = () => prisma.note.findMany({ orderBy: { id: "asc" }, skip: 20, take: 20 });
export const raw = () => prisma.$queryRaw`SELECT 1`;
"""
TAGS = """\
import { prisma } from "./client";
export async function add(name: string) {
  return prisma.$transaction(async (tx) => {
    const found = await tx.tag.findUnique({ where: { name } });
    await fetch("https://example.com/" + name);
    return found ?? tx.tag.create({ data: { name } });
  });
}
"""


@pytest.fixture
def app(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    for name, text in (("schema.prisma", SCHEMA), ("src/notes.ts", NOTES), ("src/tags.ts", TAGS)):
        path = tmp_path / name
        path.parent.mkdir(exist_ok=True)
        path.write_text(text, encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    return tmp_path


def reported(*arguments: str) -> dict[str, Any]:
    assert main(["report", "schema.prisma", "--output", "out.json", *arguments]) == 0
    found: dict[str, Any] = json.loads(Path("out.json").read_text(encoding="utf-8"))
    assert list(Draft202012Validator(json.loads(json_schema())).iter_errors(found)) == []
    return found


def test_calls_are_counted_by_class_model_and_file(app: Path) -> None:
    code = reported("--queries", "src")["code"]
    assert (code["calls"], code["files"], code["read"], code["raw"]) == (7, 2, 2, 1)
    assert {one["kind"]: one["calls"] for one in code["classes"]} == {
        "A": 1, "B": 1, "C": 2, "F": 1, "G": 1, "H": 1,
    }  # fmt: skip  # a table
    assert [(one["name"], one["calls"]) for one in code["models"]] == [("Note", 5), ("Tag", 2)]
    assert [(one["name"], one["calls"]) for one in code["by_file"]] == [
        ("src/notes.ts", 5),
        ("src/tags.ts", 2),
    ]
    assert code["served"] == 4


def test_the_dearest_are_listed_first(app: Path) -> None:
    worst = reported("--queries", "src")["code"]["worst"]
    assert [(one["kind"], one["operation"], one["place"]["line"]) for one in worst] == [
        ("F", "findMany", 6),
        ("G", "count", 9),
        ("H", "findMany", 10),
    ]
    assert worst[0]["function"] == "search"
    assert worst[0]["left"] == ["title"]
    assert worst[0]["reads"] == "the whole table"


def test_rows_that_are_known_stand_beside_them(app: Path) -> None:
    Path("rows.csv").write_text("Note,123456\n", encoding="utf-8")
    worst = reported("--queries", "src", "--stats", "rows.csv")["code"]["worst"]
    assert {one["rows"] for one in worst} == {123456}


def test_a_transaction_that_reaches_beyond_the_database_is_reported_with_its_file(
    app: Path,
) -> None:
    (mixed,) = reported("--queries", "src")["code"]["mixed"]
    assert (mixed["file"], mixed["transactions"]) == ("src/tags.ts", 1)
    assert [place["line"] for place in mixed["places"]] == [5]


def test_tables_and_indexes_say_which_calls_ask_for_them(app: Path) -> None:
    note, tag = reported("--queries", "src")["tables"]
    assert (note["askedBy"], tag["askedBy"]) == (5, 2)
    lines = {
        tuple(one["fields"]): [place["line"] for place in one["askedBy"]] for one in note["indexes"]
    }
    assert lines == {("owner",): [3], ("kind",): [8]}
    assert [[place["line"] for place in one["askedBy"]] for one in tag["indexes"]] == [[4]]


def test_without_code_nothing_is_said_of_it(app: Path) -> None:
    found = reported()
    assert found["code"] is None
    assert {one["askedBy"] for one in found["tables"]} == {None}
    assert {index["askedBy"] for one in found["tables"] for index in one["indexes"]} == {None}


def test_the_hours_rest_on_calls_where_they_are_known(app: Path) -> None:
    def lines(*arguments: str) -> dict[str, int]:
        parts = reported(*arguments)["analysis"]["effort"]["parts"]
        (code,) = (one for one in parts if one["name"] == "Code")
        return {line["key"]: line["times"] for line in code["lines"] if line["times"]}

    assert lines() == {"model": 2, "harder-query": 0} or lines() == {"model": 2}
    assert lines("--queries", "src") == {"call": 4, "call-costly": 3, "raw-query": 1}


def test_the_configuration_names_code_too(app: Path) -> None:
    Path("prisma-to-convex.toml").write_text('queries = ["src"]\n', encoding="utf-8")
    assert reported()["code"]["calls"] == 7


def test_code_that_is_not_there_ends_the_run(app: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["report", "schema.prisma", "--queries", "nowhere", "--output", "out.md"]) == 2
    assert "nowhere" in capsys.readouterr().err
    assert not Path("out.md").exists()


@pytest.mark.parametrize("form", ["md", "html"])
def test_what_code_is_called_is_no_markup(app: Path, form: str) -> None:
    text = "import { prisma } from './client';\nexport const all = () => prisma.note.findMany();\n"
    (app / "src" / "<b>|`x`.ts").write_text(text, encoding="utf-8")
    arguments = ["report", "schema.prisma", "--queries", "src", "--output", f"out.{form}"]
    assert main(arguments) == 0
    found = Path(f"out.{form}").read_text(encoding="utf-8")
    assert "Your code" in found
    assert "<b>|" not in found.replace("``", "") or form == "md"
    if form == "html":
        assert "<b>|" not in found


def test_generate_reports_it_as_well(app: Path) -> None:
    assert main(["generate", "schema.prisma", "--queries", "src", "--out", "convex"]) == 0
    assert "## Your code" in Path("convex/report.md").read_text(encoding="utf-8")
