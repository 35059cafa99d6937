"""Which folder the migrations are in, which files of it are read, and what is told of those that can't be."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from prisma_schema_parser import SourceFile
from prisma_schema_parser.excerpt import plain
from prisma_to_convex.project.migrations_folder import (
    MigrationsFolder,
    find_migrations,
    migrations_home,
    read_migrations,
)

SCHEMA = "apps/web/prisma/schema.prisma"
DATASOURCE = 'datasource db {\n  provider = "postgresql"\n}\n'


@pytest.fixture(autouse=True)
def _project(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    write(SCHEMA, DATASOURCE)


def write(path: str, text: str | bytes = "") -> None:
    Path(path).parent.mkdir(parents=True, exist_ok=True)
    Path(path).write_bytes(text if isinstance(text, bytes) else text.encode())


def folder(*paths: str) -> None:
    for path in paths:
        Path(path).mkdir(parents=True, exist_ok=True)


def found(given: str | None = None, configured: str = "", schema: str = SCHEMA) -> MigrationsFolder:
    sources = [SourceFile(schema, DATASOURCE)]
    return find_migrations(schema, sources, given, configured)


def config(path: str) -> str:
    return f'export default {{ migrations: {{ path: "{path}" }} }};\n'


# ---- where they are -----------------------------------------------------------------------------


def test_beside_the_schema_unless_somebody_says_otherwise() -> None:
    assert found().path is None
    folder("apps/web/prisma/migrations")
    assert found().path == "apps/web/prisma/migrations"
    assert found(schema="./apps/web/prisma/schema.prisma").path == "apps/web/prisma/migrations"
    assert found(schema=os.path.abspath(SCHEMA)).path == "apps/web/prisma/migrations"


def test_the_command_line_goes_before_the_configuration_and_both_before_prisma_s() -> None:
    folder("a", "b", "c", "apps/web/prisma/migrations")
    write("prisma.config.ts", config("c"))
    assert found("a", "b").path == "a"
    assert found(None, "b").path == "b"
    assert found().path == "c"
    assert found("none", "b") == MigrationsFolder(None)
    assert found(None, "none") == MigrationsFolder(None)


@pytest.mark.parametrize(
    ("given", "configured", "message"),
    [
        ("x", "", "--migrations: x: there is no such folder"),
        (SCHEMA, "", f"--migrations: {SCHEMA}: is no folder"),
        (None, "x", "migrations: x: there is no such folder"),
        (
            "x\x1b[31m",
            "",
            f"--migrations: {plain('x' + chr(27) + '[31m')}: there is no such folder",
        ),
    ],
)
def test_what_was_asked_for_and_is_not_there(
    given: str | None, configured: str, message: str
) -> None:
    assert found(given, configured) == MigrationsFolder(None, message)


def test_the_nearest_config_of_prisma_counts() -> None:
    folder("root", "apps/web/own")
    write("prisma.config.ts", config("root"))
    assert found().path == "root"
    write("apps/web/prisma.config.ts", config("own"))
    assert found().path == "apps/web/own"


@pytest.mark.parametrize("top", ["package.json", ".git"])
def test_below_the_working_directory_a_package_s_top_is_no_end(top: str) -> None:
    """In a workspace the root's config counts for the package."""
    folder("root")
    write(f"apps/web/{top}")
    write("prisma.config.ts", config("root"))
    assert found().path == "root"


@pytest.mark.parametrize("top", ["package.json", ".git"])
def test_beside_the_working_directory_it_is(top: str, monkeypatch: pytest.MonkeyPatch) -> None:
    folder("elsewhere", "other/migrations")
    write("prisma.config.ts", config("other/migrations"))
    monkeypatch.chdir("elsewhere")
    schema = f"../{SCHEMA}"
    assert found(schema=schema).path is not None
    write(f"../apps/web/{top}")
    assert found(schema=schema).path is None


def test_a_config_above_the_working_directory_is_nobody_s(monkeypatch: pytest.MonkeyPatch) -> None:
    folder("root")
    write("prisma.config.ts", config("root"))
    monkeypatch.chdir("apps")
    assert found(schema="web/prisma/schema.prisma").path is None


@pytest.mark.parametrize(
    ("schema", "is_of_it"),
    [
        (SCHEMA, True),
        ("apps/web/prisma", True),
        ("apps/web", True),
        ("apps/web/prisma/other.prisma", False),
        ("apps/web/pris", False),
    ],
)
def test_a_config_of_another_schema_says_nothing_of_this_one(schema: str, is_of_it: bool) -> None:
    folder("root", "apps/web/prisma/migrations")
    write(
        "prisma.config.ts",
        f'export default {{ schema: "{schema}", migrations: {{ path: "root" }} }};\n',
    )
    assert found().path == ("root" if is_of_it else "apps/web/prisma/migrations")


def test_a_config_that_can_t_be_followed_is_reported_where_it_stands() -> None:
    folder("apps/web/prisma/migrations")
    write("prisma.config.ts", "export default {\n  migrations: { path: compute() },\n};\n")
    result = found()
    assert result.path is None
    (not_read,) = result.not_read
    assert not_read.span.source.name == "prisma.config.ts"
    assert not_read.span.line == 2
    assert not_read.why.startswith("can't tell where the migrations are: ")
    assert not_read.why.endswith("; pass --migrations")


def test_of_several_files_the_datasource_s_counts() -> None:
    sources = [
        SourceFile("db/models/a.prisma", "// datasource x {\nmodel datasource { }\n"),
        SourceFile("db/main.prisma", f"model A {{\n}}\n  {DATASOURCE}"),
        SourceFile("db/late/b.prisma", DATASOURCE),
    ]
    assert migrations_home(sources) == "db"
    assert migrations_home(sources[:1]) == ""
    folder("db/migrations")
    assert find_migrations("db", sources, None, "").path == "db/migrations"
    assert find_migrations("db", sources[:1], None, "").path == "db/migrations"


# ---- their texts --------------------------------------------------------------------------------


def texts(path: str = "m") -> tuple[list[tuple[str, str]], list[tuple[str, str]]]:
    """What was read, by name, and what was not, with the reason."""
    migrations = read_migrations(MigrationsFolder(path))
    return (
        [(one.name, one.text) for one in migrations.sources],
        [(one.span.source.name, one.why) for one in migrations.not_read],
    )


def test_folders_by_name_and_nothing_else() -> None:
    write("m/2_b/migration.sql", "b")
    write("m/10_a/migration.sql", "\ufeffa")
    write("m/migration_lock.toml", 'provider = "postgresql"')
    write("m/1_c/README.md")
    folder("elsewhere")
    Path("m/3_link").symlink_to(Path("elsewhere").resolve(), target_is_directory=True)
    read, not_read = texts()
    assert read == [("m/10_a/migration.sql", "a"), ("m/2_b/migration.sql", "b")]
    assert [name for name, _ in not_read] == ["m/1_c/migration.sql"]


def test_a_file_that_is_no_text_is_reported_with_its_place_and_the_others_are_read() -> None:
    write("m/1/migration.sql", b"select 1;\n\xff;\n")
    write("m/2/migration.sql", "select 2;\n")
    migrations = read_migrations(MigrationsFolder("m"))
    assert [one.name for one in migrations.sources] == ["m/2/migration.sql"]
    (unread,) = migrations.not_read
    assert (unread.span.line, unread.why) == (2, "the file is not UTF-8: byte 0xff")


def test_a_pipe_is_not_waited_for() -> None:
    folder("m/1")
    os.mkfifo("m/1/migration.sql")
    read, not_read = texts()
    assert read == []
    assert [name for name, _ in not_read] == ["m/1/migration.sql"]


def test_a_folder_that_is_gone_is_reported() -> None:
    read, not_read = texts("nowhere")
    assert read == []
    assert [name for name, _ in not_read] == ["nowhere"]


def test_nothing_asked_nothing_read() -> None:
    assert read_migrations(MigrationsFolder(None)).sources == ()
