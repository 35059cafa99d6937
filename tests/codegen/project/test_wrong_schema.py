"""Several schemas in one place, a part of one, a copy: one message, and what to type instead."""

from __future__ import annotations

from pathlib import Path

import pytest

from prisma_to_convex import cli

DATASOURCE = 'datasource db {\n  provider = "postgresql"\n}\n'
NOTE = "model Note {\n  id Int @id\n  body String\n}\n"
PAD = "model Pad {\n  id Int @id\n  notes Sheet[]\n}\n"
SHEET = "model Sheet {\n  id Int @id\n  padId Int\n  pad Pad @relation(fields: [padId], references: [id])\n}\n"
GENERATOR = 'generator client {\n  provider = "prisma-client-js"\n  output = "%s"\n}\n'


@pytest.fixture(autouse=True)
def _in_a_folder_of_its_own(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)


def write(files: dict[str, str]) -> None:
    for name, text in files.items():
        path = Path(name)
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")


def messages(capsys: pytest.CaptureFixture[str], *arguments: str) -> list[str]:
    """What is said, without which schema is used; the run ends with 2 and writes nothing."""
    before = sorted(Path().rglob("*"))
    assert cli.main(list(arguments)) == 2
    assert sorted(Path().rglob("*")) == before
    shown = capsys.readouterr()
    assert shown.out == ""
    lines = shown.err.splitlines()
    return [
        line
        for line in lines
        if not line.startswith("Using ") and line != "prisma-to-convex: nothing was written"
    ]


@pytest.mark.parametrize("command", ["check", "generate", "report"])
def test_alternatives(command: str, capsys: pytest.CaptureFixture[str]) -> None:
    write({f"prisma/{name}.prisma": DATASOURCE + NOTE for name in ("mysql", "my sql")})
    assert messages(capsys, command) == [
        "prisma-to-convex: prisma/ holds 2 schemas, each with its own datasource; name one:",
        f"  prisma-to-convex {command} 'prisma/my sql.prisma'",
        f"  prisma-to-convex {command} prisma/mysql.prisma",
    ]


def test_folders_that_are_schemas_of_their_own(capsys: pytest.CaptureFixture[str]) -> None:
    """Nothing stands there twice, and each is valid alone."""
    write(
        {
            "prisma/a/schema.prisma": DATASOURCE + PAD,
            "prisma/a/sheet.prisma": SHEET,
            "prisma/b/schema.prisma": DATASOURCE + NOTE,
        }
    )
    assert messages(capsys, "check", "prisma") == [
        "prisma-to-convex: prisma/ holds 2 schemas, each with its own datasource; name one:",
        "  prisma-to-convex check prisma/a",
        "  prisma-to-convex check prisma/b/schema.prisma",
    ]


def test_one_schema_with_a_datasource_too_many(capsys: pytest.CaptureFixture[str]) -> None:
    write({"prisma/a.prisma": DATASOURCE + PAD, "prisma/b.prisma": DATASOURCE + SHEET})
    assert cli.main(["check", "prisma"]) == 1
    assert "error[PC1" in capsys.readouterr().out


def test_a_generated_copy(capsys: pytest.CaptureFixture[str]) -> None:
    text = DATASOURCE + GENERATOR % "./generated/client" + NOTE
    write({"db/main.prisma": text, "db/generated/client/schema.prisma": text})
    assert messages(capsys, "check", "db") == [
        "prisma-to-convex: db/ holds 1 file that a generator wrote (db/generated/client/schema.prisma: "
        "`output` in db/main.prisma); name the schema itself:",
        "  prisma-to-convex check db/main.prisma",
    ]


def test_a_generated_copy_of_a_folder(capsys: pytest.CaptureFixture[str]) -> None:
    head = DATASOURCE + GENERATOR % "../generated"
    write(
        {
            "db/schema/schema.prisma": head + PAD,
            "db/schema/sheet.prisma": SHEET,
            "db/generated/schema.prisma": head + PAD + SHEET,
        }
    )
    assert messages(capsys, "check", "db")[1:] == ["  prisma-to-convex check db/schema"]


def test_a_generated_copy_that_no_command_avoids(capsys: pytest.CaptureFixture[str]) -> None:
    head = DATASOURCE + GENERATOR % "generated"
    write(
        {
            "db/schema.prisma": head + PAD,
            "db/sheet.prisma": SHEET,
            "db/generated/schema.prisma": head + PAD + SHEET,
        }
    )
    (line,) = messages(capsys, "check", "db")
    assert line.endswith("Let the generator write elsewhere")


@pytest.mark.parametrize("command", ["check", "generate"])
def test_a_setting_that_names_a_file(command: str, capsys: pytest.CaptureFixture[str]) -> None:
    write(
        {
            "prisma/schema.prisma": DATASOURCE + PAD,
            "prisma/models/sheet.prisma": SHEET,
            "package.json": '{"prisma": {"schema": "prisma/schema.prisma"}}',
        }
    )
    assert messages(capsys, command) == [
        "prisma-to-convex: prisma.schema in package.json names the file prisma/schema.prisma, but `Sheet` is "
        "defined in prisma/models/sheet.prisma: name the folder",
        f"  prisma-to-convex {command} prisma",
    ]
    assert cli.main(["check", "prisma"]) == 0


@pytest.mark.parametrize("config", ["prisma.config.ts", "prisma.config.mjs", ".config/prisma.cts"])
def test_a_config_that_names_a_file(config: str, capsys: pytest.CaptureFixture[str]) -> None:
    up = "../" if "/" in config else ""
    setting = f'"{up}prisma/schema.prisma"'
    write(
        {
            "prisma/schema.prisma": DATASOURCE + PAD,
            "prisma/sheet.prisma": SHEET,
            config: f"export default {{ schema: {setting} }}",
        }
    )
    assert messages(capsys, "check")[0].startswith(
        f"prisma-to-convex: schema in {config} names the file prisma/schema.prisma, but `Sheet`"
    )


def test_the_default_file_of_a_folder(capsys: pytest.CaptureFixture[str]) -> None:
    write({"prisma/schema.prisma": DATASOURCE + PAD, "prisma/sheet.prisma": SHEET})
    assert messages(capsys, "check") == [
        "prisma-to-convex: the schema is the file prisma/schema.prisma alone, but `Sheet` is defined in "
        "prisma/sheet.prisma: name the folder",
        "  prisma-to-convex check prisma",
    ]


def test_a_file_whose_datasource_is_elsewhere(capsys: pytest.CaptureFixture[str]) -> None:
    write({"db/schema.prisma": DATASOURCE + PAD, "db/models/sheet.prisma": SHEET})
    assert messages(capsys, "check", "db/models/sheet.prisma")[1:] == [
        "  prisma-to-convex check db"
    ]


def test_a_misspelt_type_is_a_finding(capsys: pytest.CaptureFixture[str]) -> None:
    other = DATASOURCE + SHEET.replace("Sheet", "Sheat")
    write({"a.prisma": DATASOURCE + PAD.replace("Sheet", "Sheat"), "b.prisma": other})
    assert cli.main(["check", "a.prisma"]) == 1
    assert "PC120" in capsys.readouterr().out


# ---- nothing says which one ---------------------------------------------------------------------


@pytest.mark.parametrize("command", ["check", "generate"])
def test_the_top_of_a_monorepo(command: str, capsys: pytest.CaptureFixture[str]) -> None:
    write(
        {
            "package.json": '{"workspaces": ["packages/*", "apps/*"]}',
            "packages/db/prisma/schema.prisma": DATASOURCE + NOTE,
            "apps/web/prisma/schema/main.prisma": DATASOURCE + PAD,
            "apps/web/prisma/schema/sheet.prisma": SHEET,
            "apps/web/node_modules/x/schema.prisma": DATASOURCE + NOTE,
            "apps/web/empty.prisma": "",
        }
    )
    lines = messages(capsys, command)
    assert lines[0].startswith("prisma-to-convex: no Prisma schema found in .")
    assert [line.removeprefix("prisma-to-convex: ") for line in lines[-3:]] == [
        "there are 2 below; name one:",
        f"  prisma-to-convex {command} apps/web/prisma/schema",
        f"  prisma-to-convex {command} packages/db/prisma/schema.prisma",
    ]


def test_a_setting_that_names_nothing(capsys: pytest.CaptureFixture[str]) -> None:
    write(
        {
            "package.json": '{"prisma": {"schema": "db/schema.prisma"}}',
            "packages/db/schema.prisma": DATASOURCE + NOTE,
        }
    )
    assert messages(capsys, "check") == [
        "prisma-to-convex: package.json: the schema is set to db/schema.prisma, but there is no such file or folder",
        "prisma-to-convex: there is one below; name it:",
        "  prisma-to-convex check packages/db/schema.prisma",
    ]


# ---- configs ------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "text",
    [
        'import { definePrismaConfig } from "@prisma/orm/config";\n'
        'export default definePrismaConfig({ orm: { contract: "./c.prisma" } });',
        "export default definePrismaConfig(settings)",
        'import type { Config } from "@prisma/orm";\nexport default { orm: {} } satisfies Config;',
        'const { definePrismaConfig } = require("@prisma/orm/config")\nmodule.exports = definePrismaConfig({})',
    ],
)
def test_a_config_of_prisma_8(text: str, capsys: pytest.CaptureFixture[str]) -> None:
    write({"prisma.config.ts": text, "prisma/schema.prisma": DATASOURCE + NOTE})
    (line,) = messages(capsys, "check")
    assert "prisma.config.ts:1:" in line or "prisma.config.ts:2:" in line
    assert "this is a Prisma 8 project, and its contract is a different language" in line


@pytest.mark.parametrize(
    ("text", "place", "what"),
    [
        ('export default {\n  migrations: { path: "x" )\n}', "2:27", "nothing opens this `)`"),
        ("export default {\n  engine: 1,\n", "1:16", "this `{` is not closed"),
        (
            'export default {\n  schema: "a.prisma\n}',
            "2:11",
            "the string is not closed on its line",
        ),
        ("export default { a: `x", "1:21", "the template string is not closed"),
        ("/* export default {}", "1:1", "the comment is not closed"),
        ("export default {}}", "1:18", "nothing opens this `}`"),
        (
            'export default defineConfig({\n  engine: "classic"\n  datasource: { url: "x" },\n})',
            "3:3",
            "a comma is missing before datasource",
        ),
    ],
)
def test_a_mistake_in_a_config(
    text: str, place: str, what: str, capsys: pytest.CaptureFixture[str]
) -> None:
    """What stands in the default place might be another schema."""
    write({"prisma.config.ts": text, "prisma/schema.prisma": DATASOURCE + NOTE})
    assert messages(capsys, "check") == [
        f"prisma-to-convex: prisma.config.ts:{place}: can't tell where the schema is: {what}; "
        "pass SCHEMA on the command line"
    ]


@pytest.mark.parametrize("command", ["check", "generate"])
@pytest.mark.parametrize(
    ("copy", "text", "ending"),
    [
        (
            "prisma/old/backup.prisma",
            NOTE,
            [": name", "  prisma-to-convex {} prisma/schema.prisma"],
        ),
        ("prisma/generated/client/schema.prisma", DATASOURCE + NOTE + PAD + SHEET, []),
    ],
)
def test_a_copy_that_no_setting_tells_of(
    command: str, copy: str, text: str, ending: list[str], capsys: pytest.CaptureFixture[str]
) -> None:
    if ending:
        write({"prisma/schema.prisma": DATASOURCE + NOTE, copy: text})
    else:
        write({"prisma/schema.prisma": DATASOURCE + PAD, "prisma/models/a.prisma": SHEET + NOTE})
        write({copy: text})
    first, *rest = messages(capsys, command, "prisma")
    begin = f"prisma-to-convex: prisma/ holds 1 file that repeats blocks of the others, and no more ({copy})"
    if ending:
        assert first == f"{begin}; name the schema itself:"
        assert rest == [f"  prisma-to-convex {command} prisma/schema.prisma"]
    else:
        advice = "Prisma reads them as part of the schema, too. Move them out of the folder"
        assert [first, *rest] == [f"{begin}: {advice}"]


def test_a_model_that_is_there_twice_by_mistake_is_an_error_of_its_own(
    capsys: pytest.CaptureFixture[str],
) -> None:
    write({"prisma/schema.prisma": DATASOURCE + NOTE, "prisma/more.prisma": NOTE + PAD + SHEET})
    assert cli.main(["check", "prisma"]) == 1
    assert "the model `Note` is defined twice" in capsys.readouterr().out
