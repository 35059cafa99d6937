"""A schema without models is refused by every command that reads it, and nothing is lost."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from prisma_to_convex import cli
from prisma_to_convex.project.without_models import without_models

DATASOURCE = 'datasource db {\n  provider = "postgresql"\n}\n'
USER = DATASOURCE + "model User {\n  id   Int    @id\n  name String @unique\n}\n"
POST = "model Post {\n  id Int @id\n}\n"
NO_MODELS = {
    "empty": "",
    "blanks": "\n\n  \n",
    "comments": "// model User {\n// }\n",
    "datasource": DATASOURCE,
    "enum": DATASOURCE + "enum Role {\n  ADMIN\n}\n",
}


@pytest.fixture(autouse=True)
def _in_a_folder_of_its_own(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "work").mkdir()
    monkeypatch.chdir(tmp_path / "work")


def write(name: str, text: str) -> Path:
    path = Path(name)
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")
    return path


def files() -> dict[str, str]:
    return {
        path.as_posix(): path.read_text(encoding="utf-8")
        for path in Path().rglob("*")
        if path.is_file()
    }


@pytest.mark.parametrize("text", NO_MODELS.values(), ids=NO_MODELS)
@pytest.mark.parametrize(
    "command",
    [
        ["generate"],
        ["generate", "--force"],
        ["generate", "--adopt"],
        ["generate", "--prefer", "prisma"],
        ["generate", "--dry-run"],
        ["generate", "--check"],
        ["generate", "--diff"],
        ["report"],
        ["report", "--format", "json", "--output", "report.json"],
        ["check"],
        ["check", "--exit-zero"],
        ["check", "--format", "sarif"],
        ["check", "--baseline", "losses.json", "--write-baseline"],
    ],
    ids=" ".join,
)
def test_no_command_takes_it(
    command: list[str], text: str, capsys: pytest.CaptureFixture[str]
) -> None:
    schema = write("prisma/schema.prisma", USER)
    assert cli.main(["generate"]) == 0
    schema.write_text(text, encoding="utf-8")
    before = files()
    capsys.readouterr()
    assert cli.main(command) == 2
    printed = capsys.readouterr()
    assert "prisma-to-convex: prisma/schema.prisma: the schema has no models\n" in printed.err
    assert printed.out == ""
    assert files() == before


def test_a_schema_of_several_that_are_checked(capsys: pytest.CaptureFixture[str]) -> None:
    write("a.prisma", USER)
    write("b.prisma", DATASOURCE)
    assert cli.main(["check", "a.prisma", "b.prisma"]) == 2
    assert "b.prisma: the schema has no models" in capsys.readouterr().err


def test_a_view_alone_is_still_judged(capsys: pytest.CaptureFixture[str]) -> None:
    view = 'generator c {\n  provider = "prisma-client-js"\n  previewFeatures = ["views"]\n}\n'
    write("schema.prisma", f"{DATASOURCE}{view}view Total {{\n  id Int @unique\n}}\n")
    assert cli.main(["check", "schema.prisma"]) == 1
    assert "the view `Total`" in capsys.readouterr().out


@pytest.mark.parametrize(
    ("text", "arguments", "message"),
    [
        (USER, ["--exclude", "User"], "--exclude: all models stay behind: nothing is left"),
        (USER, ["--only", "Usr"], "--only: no model is called `Usr`"),
        (
            USER.replace("@unique\n", "@unique\n\n  @@ignore\n"),
            [],
            "schema.prisma: the schema gives no table, though it has 1 model or view",
        ),
    ],
    ids=["excluded", "misspelt", "ignored"],
)
def test_no_table_comes_of_it(
    text: str, arguments: list[str], message: str, capsys: pytest.CaptureFixture[str]
) -> None:
    schema = write("schema.prisma", USER)
    assert cli.main(["generate", "schema.prisma"]) == 0
    schema.write_text(text, encoding="utf-8")
    before = files()
    capsys.readouterr()
    assert cli.main(["generate", "schema.prisma", *arguments]) == 2
    printed = capsys.readouterr().err
    assert message in printed
    assert printed.endswith("nothing was written\n")
    assert files() == before


def hint(path: str) -> str:
    return without_models(path, "check").removeprefix(f"{path}: the schema has no models")


@pytest.mark.parametrize(
    ("schema", "places", "shown"),
    [
        ("prisma/schema.prisma", ["prisma/models/user.prisma"], "prisma/models/ (1 file)"),
        ("prisma/schema.prisma", ["prisma/user.prisma", "prisma/post.prisma"], "prisma/ (2 files)"),
        ("schema.prisma", ["prisma/schema.prisma"], "prisma/ (1 file)"),
        ("schema.prisma", ["models/a.prisma"], "models/ (1 file)"),
        ("db/schema.prisma", ["prisma/schema/a/user.prisma"], "prisma/schema/a/ (1 file)"),
        ("db/schema.prisma", ["models/user.prisma"], "models/ (1 file)"),
        ("db/main/schema.prisma", ["db/user.prisma"], "db/ (1 file)"),
        ("db", ["models/user.prisma", "prisma/a.prisma"], "prisma/ and models/ (2 files)"),
        (
            "schema.prisma",
            [f"{name}/x.prisma" for name in "abcd"],
            "a/, b/ and c/ (3 files)",
        ),
        ("schema.prisma", ["node_modules/x/schema.prisma", ".hidden/a.prisma"], ""),
        ("prisma/schema.prisma", ["prisma/generated/client/schema.prisma"], ""),
    ],
)
def test_models_nearby(schema: str, places: list[str], shown: str) -> None:
    write(schema if schema.endswith(".prisma") else f"{schema}/schema.prisma", DATASOURCE)
    for place in places:
        write(place, POST)
    is_part = schema.startswith("prisma/")
    what = (
        "folder\n  prisma-to-convex check prisma"
        if is_part
        else "file or folder that is the schema"
    )
    expected = f". There are models in {shown}: name the {what}"
    assert hint(schema) == (expected if shown else "")


def test_only_files_with_models_count_and_only_regular_ones() -> None:
    write("schema.prisma", DATASOURCE)
    write("models/role.prisma", "enum Role {\n  A\n}\n// model X {\n")
    os.mkfifo("models/pipe.prisma")
    Path("models/zero.prisma").symlink_to("/dev/zero")
    Path("models/gone.prisma").symlink_to("nowhere")
    Path("models/again").symlink_to(".", target_is_directory=True)
    Path("models/folder.prisma").mkdir()
    assert hint("schema.prisma") == ""


def test_names_are_safe_on_a_terminal() -> None:
    write("schema.prisma", DATASOURCE)
    write("a\x1b[31m/user.prisma", POST)
    assert "\x1b" not in hint("schema.prisma")
    assert "a\\x1b[31m/" in hint("schema.prisma") or "a\\u001b[31m/" in hint("schema.prisma")
