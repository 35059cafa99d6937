"""`prisma-to-convex report`: generate's report and generate's words, and nothing else written."""

from __future__ import annotations

import io
import json
import os
import sys
from pathlib import Path

import pytest

from prisma_to_convex import cli
from prisma_to_convex.report.json_report import json_schema
from support.places import SAMPLES

SCHEMA = """\
datasource db {
  provider = "postgresql"
}

model User {
  id    Int    @id @default(autoincrement())
  email String @unique @map("é日")
}
"""
Output = pytest.CaptureFixture[str]


@pytest.fixture(autouse=True)
def _in_a_folder_of_its_own(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    for name in ("NO_COLOR", "FORCE_COLOR", "PRISMA_TO_CONVEX_DEBUG"):
        monkeypatch.delenv(name, raising=False)


def write(name: str, text: str = SCHEMA) -> Path:
    path = Path(name)
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(text.encode())
    return path


def run(*arguments: str) -> int:
    return cli.main(["report", *arguments])


def files() -> list[str]:
    return sorted(path.as_posix() for path in Path().rglob("*") if path.is_file())


# ---- Markdown -----------------------------------------------------------------------------------


@pytest.mark.parametrize("schema", ["schema.prisma", "db", ".", ""])
def test_markdown_is_the_report_of_generate(schema: str, capsys: Output) -> None:
    write("db/a.prisma" if schema == "db" else "schema.prisma")
    given = [schema] if schema else []
    assert run(*given) == 0
    printed = capsys.readouterr().out
    assert cli.main(["generate", *given]) == 0
    assert printed == Path("convex/report.md").read_text(encoding="utf-8")


def test_the_samples_reports(capsys: Output) -> None:
    for sample in sorted(SAMPLES.glob("*/schema.prisma")):
        assert run(str(sample)) == 0
        expected = (sample.parent / "convex" / "report.md").read_text(encoding="utf-8")
        assert capsys.readouterr().out == expected


def test_nothing_is_written(capsys: Output) -> None:
    write("schema.prisma")
    assert run("schema.prisma") == run("schema.prisma", "--format", "json") == 0
    assert files() == ["schema.prisma"]
    assert capsys.readouterr().err == ""


# ---- JSON ---------------------------------------------------------------------------------------


def test_json(capsys: Output) -> None:
    write("prisma/schema.prisma")
    assert run("--format", "json") == 0
    printed = capsys.readouterr()
    assert printed.err.startswith("Using prisma/schema.prisma (")
    value = json.loads(printed.out)
    assert value["source"] == "schema.prisma"
    assert {one["file"] for one in value["guarantees"]} == {"schema.prisma"}
    assert value["totals"]["all"] == len(value["guarantees"]) > 0


def test_a_folder_is_named_from_its_root(capsys: Output) -> None:
    write("db/schema.prisma")
    write("db/models/post.prisma", "model Post {\n  id Int @id\n}\n")
    assert run(str(Path("db").resolve()), "--format", "json") == 0
    text = capsys.readouterr().out
    assert str(Path().resolve()) not in text
    value = json.loads(text)
    assert value["source"] == "db/"
    assert {one["file"] for one in value["guarantees"]} == {"models/post.prisma", "schema.prisma"}


def test_the_folder_that_one_is_in_has_the_same_names(
    capsys: Output, monkeypatch: pytest.MonkeyPatch
) -> None:
    write("db/schema.prisma")
    write("db/models/post.prisma", "model Post {\n  id Int @id\n}\n")
    monkeypatch.chdir("db")
    assert run(".", "--format", "json") == 0
    value = json.loads(capsys.readouterr().out)
    assert {one["file"] for one in value["guarantees"]} == {"models/post.prisma", "schema.prisma"}


def test_json_is_utf_8_whatever_the_terminal(monkeypatch: pytest.MonkeyPatch) -> None:
    write("schema.prisma")
    written = io.BytesIO()
    with io.TextIOWrapper(written, encoding="ascii", newline="\r\n") as stream:
        monkeypatch.setattr(sys, "stdout", stream)
        assert run("schema.prisma", "--format", "json") == 0
        text = written.getvalue().decode("utf-8")
    assert '@map(\\"é日\\")' in text
    assert "\r" not in text
    json.loads(text)


def test_the_published_schema(capsys: Output) -> None:
    assert run("--json-schema") == 0
    assert capsys.readouterr().out == json_schema()
    assert files() == []


# ---- a file -------------------------------------------------------------------------------------


@pytest.mark.parametrize("format", ["markdown", "json"])
def test_output(format: str, capsys: Output) -> None:
    write("schema.prisma")
    assert run("schema.prisma", "--format", format) == 0
    printed = capsys.readouterr().out
    for _ in range(2):
        assert run("schema.prisma", "--format", format, "--output", "out/losses") == 0
        assert capsys.readouterr() == (
            "Wrote out/losses  10 guarantees = 2 kept + 6 replaced + 2 lost\n",
            "",
        )
        assert Path("out/losses").read_text(encoding="utf-8") == printed
    assert files() == ["out/losses", "schema.prisma"]


def test_one_format_may_follow_the_other() -> None:
    write("schema.prisma")
    for format in ("json", "markdown", "json"):
        assert run("schema.prisma", "--format", format, "--output", "losses") == 0


def test_a_file_of_someone_else_stays(capsys: Output) -> None:
    write("schema.prisma")
    assert run("schema.prisma", "--output", "schema.prisma") == 2
    assert capsys.readouterr().err == (
        "prisma-to-convex: schema.prisma: a report is .md, .html or .json\n"
    )
    assert run("schema.prisma", "--output", "schema.prisma", "--format", "markdown") == 2
    assert capsys.readouterr().err == (
        "prisma-to-convex: schema.prisma exists and was not generated by prisma-to-convex; "
        "nothing was written. Use --force to overwrite it\n"
    )
    assert Path("schema.prisma").read_text(encoding="utf-8") == SCHEMA
    write("mine.json", '{"version": 1}')
    assert run("schema.prisma", "--format", "json", "--output", "mine.json") == 2
    assert run("schema.prisma", "--format", "json", "--output", "mine.json", "--force") == 0
    json.loads(Path("mine.json").read_text(encoding="utf-8"))


def test_a_file_that_can_not_be_written(capsys: Output) -> None:
    write("schema.prisma")
    write("taken", "a file where the folder should be")
    assert run("schema.prisma", "--output", "taken/report.md") == 2
    assert "nothing was written" in capsys.readouterr().err


# ---- as generate --------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "text",
    [
        None,
        SCHEMA,
        "model A {\n  id Int @id\n  b Usr\n}\n",
        "model A {\n",
        "\ufeffmodel A {\n}\n",
        "// use prisma-8\nmodel A {\n}\n",
        SCHEMA + 'model P {\n  id Int @id\n  c Unsupported("circle")\n}\n',
        SCHEMA
        + "model P {\n  id Int @id\n  u Int?\n  a A? @relation(fields: [u], references: [id])\n}\n",
    ],
)
@pytest.mark.parametrize("given", [[], ["schema.prisma"], ["."]])
def test_the_same_messages_and_exit_codes(
    text: str | None, given: list[str], capsys: Output
) -> None:
    if text is not None:
        write("schema.prisma", text)
    code = cli.main(["generate", *given, "--dry-run"])
    expected = capsys.readouterr().err
    for format in ("markdown", "json"):
        assert run(*given, "--format", format) == code
        printed = capsys.readouterr()
        assert printed.err == expected
        assert bool(printed.out) == (code != 2)


def test_help(capsys: Output) -> None:
    assert run("--help") == 0
    printed = capsys.readouterr().out
    for word in ("SCHEMA", "--format", "--output", "--json-schema", "--force", "exit codes:"):
        assert word in printed
    assert run("--format", "xml") == 2


def test_a_reader_that_goes_away() -> None:
    write("schema.prisma")
    read, written = os.pipe()
    os.close(read)
    kept = os.dup(1)
    try:
        os.dup2(written, 1)
        with (
            os.fdopen(os.dup(1), "w", encoding="utf-8") as stream,
            pytest.MonkeyPatch.context() as patch,
        ):
            patch.setattr(sys, "stdout", stream)
            assert run("schema.prisma") == 0
    finally:
        os.dup2(kept, 1)
        os.close(kept)
        os.close(written)
