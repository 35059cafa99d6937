"""Which schema is taken when none is named, and what is said when none is."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from prisma_to_convex.cli import main
from prisma_to_convex.project import discovery
from prisma_to_convex.project.discovery import Discovery, discover

CONFIG = 'export default defineConfig({\n  schema: "%s",\n})\n'


def write(folder: Path, **files: str | bytes) -> None:
    """Files by path; `__` stands for a dot, `_SLASH_` for a slash."""
    for name, content in files.items():
        path = folder / name.replace("_SLASH_", "/").replace("__", ".")
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content if isinstance(content, bytes) else content.encode())


@pytest.fixture
def project(tmp_path: Path) -> Path:
    """A folder that holds a schema in every place, each of which wins over those after it."""
    write(
        tmp_path,
        prisma__config__ts=CONFIG % "a.prisma",
        package__json='{"prisma": {"schema": "b.prisma"}}',
        a__prisma="",
        b__prisma="",
        schema__prisma="",
        prisma_SLASH_schema__prisma="",
        prisma_SLASH_deep_SLASH_c__prisma="",
    )
    return tmp_path


def test_order(project: Path) -> None:
    found = []
    for name in ("prisma.config.ts", "package.json", "schema.prisma", "prisma/schema.prisma", "-"):
        found.append(discover(project))
        (project / name).unlink(missing_ok=True)
    assert found == [
        Discovery(project / "a.prisma", "schema in prisma.config.ts"),
        Discovery(project / "b.prisma", "prisma.schema in package.json"),
        Discovery(project / "schema.prisma", "the default place"),
        Discovery(project / "prisma/schema.prisma", "the default place"),
        Discovery(project / "prisma", "the default place"),
    ]


def test_nothing(tmp_path: Path) -> None:
    (tmp_path / "prisma").mkdir()
    (tmp_path / "package.json").write_text("{}")
    found = discover(tmp_path)
    assert found.path is None
    assert found.message.splitlines() == [
        f"no Prisma schema found in {tmp_path}; looked for",
        "  - `schema` in prisma.config.{js,ts,mjs,cjs,mts,cts} or .config/prisma.*",
        "  - `prisma.schema` in package.json",
        "  - schema.prisma",
        "  - prisma/schema.prisma",
        "  - prisma/ with .prisma files",
        "pass SCHEMA on the command line",
    ]


def test_a_folder_that_is_not_there(tmp_path: Path) -> None:
    assert "no Prisma schema found" in discover(tmp_path / "none").message


@pytest.mark.parametrize(
    "name",
    [
        "prisma.config.js",
        "prisma.config.mts",
        ".config/prisma.ts",
        ".config/prisma.cjs",
        ".config/prisma.config.mjs",
    ],
)
def test_every_name_of_a_config(project: Path, name: str) -> None:
    (project / "prisma.config.ts").unlink()
    up = "../" if "/" in name else ""
    write(project, **{name: CONFIG % f"{up}prisma"})
    assert discover(project) == Discovery(project / "prisma", f"schema in {name}")


def test_a_relative_folder_gives_a_relative_path(
    project: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(project)
    for value in ('"./x/../a.prisma"', 'path.join(__dirname, "a.prisma")', 'resolve("a.prisma")'):
        write(project, prisma__config__ts=f"export default {{ schema: {value} }}")
        assert discover(Path()) == Discovery(Path("a.prisma"), "schema in prisma.config.ts")


def test_a_schema_elsewhere(project: Path, tmp_path_factory: pytest.TempPathFactory) -> None:
    other = tmp_path_factory.mktemp("other")
    write(project, prisma__config__ts=CONFIG % other.as_posix())
    assert discover(project).path == other


def test_a_schema_elsewhere_is_shown_as_the_setting_has_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What is written must not depend on where the project lies."""
    for name in ("app", "db"):
        (tmp_path / name).mkdir()
    (tmp_path / "db" / "a.prisma").write_text("model A {\n  id Int @id\n}\n")
    monkeypatch.chdir(tmp_path / "app")
    write(Path(), prisma__config__ts=CONFIG % "./../db/a.prisma")
    assert discover(Path()).path == Path("../db/a.prisma")
    write(Path(), package__json='{"prisma": {"schema": "../db/../db/a.prisma"}}')
    Path("prisma.config.ts").unlink()
    assert discover(Path()).path == Path("../db/a.prisma")
    assert main(["generate"]) == 0
    assert all(str(tmp_path) not in one.read_text() for one in Path("convex").iterdir())


def test_a_config_without_a_schema(project: Path) -> None:
    write(project, prisma__config__ts="export default {}")
    assert discover(project).path == project / "b.prisma"


def message(folder: Path) -> str:
    found = discover(folder)
    assert found.path is None
    return found.message


def test_a_config_that_names_nothing(project: Path) -> None:
    write(project, prisma__config__ts=CONFIG % "db/x\\x1b.prisma")
    name = f"{project}/db/x\\x1b.prisma"
    assert message(project) == (
        f"prisma.config.ts:2:11: the schema is set to {name}, but there is no such file or folder"
    )


@pytest.mark.parametrize("name", ["\\0", "\\ud800", "a" * 5000])
def test_a_config_that_names_what_can_not_be(project: Path, name: str) -> None:
    write(project, prisma__config__ts=CONFIG % name)
    assert message(project).isprintable()


def test_a_config_that_can_not_be_guessed(project: Path) -> None:
    write(project, prisma__config__ts='\nexport default {\n  schema: env("S") }')
    assert message(project) == (
        "prisma.config.ts:3:11: can't tell where the schema is: the value of `schema` is not a path"
        " written out; pass SCHEMA on the command line"
    )


@pytest.mark.parametrize("name", ["prisma.config.ts", "package.json"])
@pytest.mark.parametrize(
    ("content", "expected"),
    [
        (b"// a\n \xff", "{}:2:2: not UTF-8: byte 0xff; pass SCHEMA on the command line"),
        (None, "{}: a folder, not a file; pass SCHEMA on the command line"),
    ],
)
def test_unreadable(project: Path, name: str, content: bytes | None, expected: str) -> None:
    (project / "prisma.config.ts").unlink()
    (project / name).unlink(missing_ok=True)
    if content is None:
        (project / name).mkdir()
    else:
        (project / name).write_bytes(content)
    assert message(project) == expected.format(name)


def test_a_link_that_leads_nowhere(project: Path) -> None:
    (project / "prisma.config.js").symlink_to("none")
    assert message(project).startswith("prisma.config.js: no such file or directory;")


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="the system has no named pipes")
def test_a_pipe_is_not_waited_for(project: Path) -> None:
    os.mkfifo(project / "prisma.config.js")
    assert message(project).startswith("prisma.config.js: a pipe, not a file;")


@pytest.mark.parametrize(
    ("content", "expected"),
    [
        ("", "package.json:1:1: not JSON: expecting value; "),
        ('{\n  "a": 1,,\n}', "package.json:2:10: not JSON: expecting property name enclosed"),
        ("[" * 100_000, "package.json: this JSON is too large to read; "),
        ("1" * 10_000, "package.json: this JSON is too large to read; "),
        ('{"prisma": {"schema": 1}}', "package.json: `prisma.schema` is not a path; "),
        ('{"prisma": {"schema": ""}}', "package.json: `prisma.schema` is not a path; "),
        ('{"prisma": {"schema": "no"}}', "package.json: the schema is set to "),
    ],
)
def test_a_bad_package(project: Path, content: str, expected: str) -> None:
    (project / "prisma.config.ts").unlink()
    (project / "package.json").write_text(content)
    assert message(project).startswith(expected)


@pytest.mark.parametrize("content", ["[]", "null", '{"prisma": "x"}', "\ufeff{}", '{"prisma": {}}'])
def test_a_package_without_the_setting(project: Path, content: str) -> None:
    (project / "prisma.config.ts").unlink()
    (project / "package.json").write_text(content, encoding="utf-8")
    assert discover(project).path == project / "schema.prisma"


def test_links_in_a_circle(tmp_path: Path) -> None:
    for name in ("a", "b"):
        (tmp_path / "prisma" / name).mkdir(parents=True)
        (tmp_path / "prisma" / name / "up").symlink_to("../..", target_is_directory=True)
    assert "no Prisma schema found" in message(tmp_path)


def test_a_refusal_of_the_system(project: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(path: Path, largest: int) -> bytes:
        raise PermissionError(13, "Permission denied", str(path))

    monkeypatch.setattr(discovery, "read_regular", refuse)
    assert message(project).startswith("prisma.config.ts: permission denied; pass SCHEMA")
