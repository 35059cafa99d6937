"""Where a file may go: through no link out of the folder that was named."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from prisma_to_convex import cli
from prisma_to_convex.merge.lock import NAME as LOCK
from prisma_to_convex.project.targets import Refused, target_of

SCHEMA = 'datasource db {\n  provider = "mysql"\n}\n\nmodel A {\n  id Int @id\n}\n'
CODE = 'import { prisma } from "./db";\nexport const all = () => prisma.a.findMany();\n'
INPUTS = {"schema.prisma", "a.ts"}
Output = pytest.CaptureFixture[str]


@pytest.fixture(autouse=True)
def _in_a_repository(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The working directory is a package of a repository; outside/ is beside it."""
    repository = tmp_path / "repository"
    (repository / ".git/hooks").mkdir(parents=True)
    (repository / "app").mkdir()
    (tmp_path / "outside").mkdir()
    (tmp_path / "outside/mine").write_text("mine")
    monkeypatch.chdir(repository / "app")
    Path("schema.prisma").write_text(SCHEMA)
    Path("a.ts").write_text(CODE)


def place_of(path: str) -> str:
    """Where the file goes, from the top of the repository; or why it may not."""
    try:
        return os.path.relpath(target_of(Path(path)).place, os.path.dirname(os.getcwd()))
    except Refused as refused:
        return str(refused).replace(f"{Path.cwd().parent.parent}/", "/")


def link(name: str, to: str) -> None:
    Path(name).parent.mkdir(parents=True, exist_ok=True)
    Path(name).symlink_to(to)


OUT = "its folder is a link that leads out of the project, to /outside; name that one"


@pytest.mark.parametrize(
    ("links", "path", "expected"),
    [
        ({}, "a", "app/a"),
        ({}, "./x/../a", "app/a"),
        ({}, "../a", "a"),
        ({}, "../../outside/a", "../outside/a"),
        ({"x": "../.."}, "x/outside/a", "can't write x/outside/a: " + OUT),
        ({"x": "../../outside"}, "x/a", "can't write x/a: " + OUT),
        ({"x": "../../outside"}, "x/new/a", "can't write x/new/a: " + OUT + "/new"),
        ({"x": "y", "y": "../../outside"}, "x/a", "can't write x/a: " + OUT),
        ({"x": "../packages"}, "x/a", "can't write x/a: /repository/app/x is a symbolic link to nothing"),
        ({"x": "../../nowhere"}, "x/a", "can't write x/a: /repository/app/x is a symbolic link to nothing"),
        ({"x": "x"}, "x/a", "can't write x/a: too many levels of symbolic links"),
        ({"x": ".."}, "x/a", "a"),
        ({"x": "../.git/hooks"}, "x/pre-commit", "can't write x/pre-commit: its folder is a link to "
         "/repository/.git/hooks, where git keeps its own"),
        ({"a": "../../outside/mine"}, "a", "can't write a: it is a symbolic link that leads out of "
         "its folder, to /outside/mine"),
        ({"a": "../../outside/new"}, "a", "can't write a: it is a symbolic link to nothing"),
        ({"a": "new"}, "a", "can't write a: it is a symbolic link to nothing"),
        ({"a": "schema.prisma"}, "a", "app/schema.prisma"),
        ({"a": "a"}, "a", "can't write a: too many levels of symbolic links"),
        ({"A": "schema.prisma"}, "a", "can't write a: /repository/app/A differs from it in case only"),
        ({"x/R.md": "nowhere"}, "x/r.md", "can't write x/r.md: /repository/app/x/R.md differs from it in case only"),
        ({"X/b": "nowhere"}, "x/y/a", "can't write x/y/a: /repository/app/X differs from it in case only"),
        ({"a\u0301": "nowhere"}, "\u00e1", "can't write \u00e1: /repository/app/a\u0301 differs from it in case only"),
        ({"a": "schema.prisma", "A": "schema.prisma"}, "a", "app/schema.prisma"),
        ({}, "-", "can't write -: standard output is no file"),
        ({}, "/dev/stdout", "can't write /dev/stdout: standard output is no file"),
        ({}, "..", "can't write ..: it is a folder"),
    ],
)  # fmt: skip
def test_links(links: dict[str, str], path: str, expected: str) -> None:
    for name, to in links.items():
        link(name, to)
    found = place_of(path)
    if OUT in expected:
        found = found.replace("; name that one", "") + "; name that one"
        expected = expected.replace("; name that one", "") + "; name that one"
    assert found == expected


def test_a_path_outside_is_taken_at_its_word(tmp_path: Path) -> None:
    (tmp_path / "elsewhere").symlink_to("outside")
    assert place_of(f"{tmp_path}/elsewhere/a") == "../outside/a"
    assert place_of("../../elsewhere/a") == "../outside/a"


@pytest.mark.parametrize(
    ("name", "is_refused"),
    [("nul", True), ("Con.md", True), ("com1.x.md", True), ("a.md:b", True), ("a.md.", True),
     ("a\tb", True), ("console.md", False), ("a b.md", False)],
)  # fmt: skip
def test_names_of_windows(name: str, is_refused: bool) -> None:
    assert target_of(Path(name)).name == name
    if is_refused:
        with pytest.raises(Refused):
            target_of(Path(name), is_windows=True)
    else:
        assert target_of(Path(name), is_windows=True).name == name


# ---- every command ------------------------------------------------------------------------------

ENFORCED = (
    "constraints.ts",
    "enforce.ts",
    "functions.ts",
    "verify.ts",
    LOCK.replace("schema", "constraints"),
)
SKETCHES = tuple(f"convex/sketch/{name}" for name in ("as.ts", "rows.ts"))
FILES = {
    "generate": ("convex/schema.ts", f"convex/{LOCK}", "convex/report.md"),
    "generate --force": ("convex/schema.ts", f"convex/{LOCK}", "convex/report.md"),
    "generate --report r.html": ("r.html",),
    "report --output r.md": ("r.md",),
    "report --output r.md --force": ("r.md",),
    "check --format sarif=r.sarif": ("r.sarif",),
    "check --format json=r.json --force": ("r.json",),
    "check --baseline b.json --write-baseline": ("b.json",),
    "generate --enforce": tuple(f"convex/{name}" for name in ENFORCED),
    "generate --enforce --force": tuple(f"convex/{name}" for name in ENFORCED),
    "generate --queries a.ts": ("convex/schema.ts",),
    "queries a.ts --exit-zero --format json=r.json": ("r.json",),
    "queries a.ts --exit-zero --format json=r.json --force": ("r.json",),
    "queries a.ts --baseline b.json --write-baseline": ("b.json",),
    "queries a.ts --sketch convex/sketch": SKETCHES,
    "init c.toml": ("c.toml",),
    "init c.toml --force": ("c.toml",),
}
ALL = [(words, name) for words, names in FILES.items() for name in names]


def outside() -> dict[str, str]:
    return {path.name: path.read_text() for path in Path("../../outside").iterdir()}


@pytest.mark.parametrize(("words", "name"), ALL)
@pytest.mark.parametrize("to", ["mine", "new"])
def test_no_command_writes_through_a_link(words: str, name: str, to: str, capsys: Output) -> None:
    up = "../" * (2 + name.count("/"))
    link(name, f"{up}outside/{to}")
    assert cli.main(words.split()) == 2
    said = capsys.readouterr()
    assert name in said.err
    assert "Wrote" not in said.out
    assert outside() == {"mine": "mine"}
    assert not [path for path in Path().rglob("*") if path.is_file() and path.name not in
                {*INPUTS, Path(name).name}]  # fmt: skip


@pytest.mark.parametrize(
    ("words", "name"), [(words, name) for words, name in ALL if "--force" not in words]
)
def test_no_command_overwrites_a_file_of_somebody_else(
    words: str, name: str, capsys: Output
) -> None:
    path = Path(name)
    path.parent.mkdir(exist_ok=True, parents=True)
    path.write_text("# my own notes: error in PC201\n")
    assert cli.main(words.split()) == 2
    assert name in capsys.readouterr().err
    assert path.read_text() == "# my own notes: error in PC201\n"


@pytest.mark.parametrize("words", FILES)
def test_every_command_overwrites_its_own(words: str) -> None:
    again = words if "init" not in words or "--force" in words else f"{words} --force"
    assert cli.main(words.split()) == 0
    Path("schema.prisma").write_text(SCHEMA.replace("Int @id", "Int @id\n  b String @unique"))
    assert cli.main(again.split()) == 0


@pytest.mark.parametrize(
    "name", ["text", "concise", "json", "jsonl", "sarif", "github", "gitlab", "junit", "markdown"]
)
@pytest.mark.parametrize("option", ["", "--quiet", "--statistics", "--ignore=ALL"])
def test_every_format_knows_its_own(name: str, option: str, capsys: Output) -> None:
    words = ["check", "--format", f"{name}=out", *option.split(), "--fail-on", "never"]
    assert cli.main(words) == 0
    Path("schema.prisma").write_text(SCHEMA.replace("Int @id", "Int @id\n  b String @unique"))
    assert cli.main(words) == 0, capsys.readouterr().err
    Path("out").write_text("{}\n[1]\nmine\n")
    assert cli.main(words) == 2


def test_a_folder_that_becomes_a_link_is_not_followed(
    monkeypatch: pytest.MonkeyPatch, capsys: Output
) -> None:
    """Between the look at it and the writing."""
    Path("convex").mkdir()
    from prisma_to_convex.project import writing

    look = target_of

    def swapped(path: Path) -> object:
        found = look(path)
        if Path("convex").is_dir() and not Path("convex").is_symlink():
            Path("convex").rmdir()
            link("convex", "../../outside")
        return found

    monkeypatch.setattr(writing, "target_of", swapped)
    assert cli.main(["report", "--output", "convex/r.md"]) == 2
    assert outside() == {"mine": "mine"}
