"""What .gitignore leaves out, as git itself says."""

from __future__ import annotations

import subprocess
from pathlib import Path

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from prisma_to_convex.queries.files.code_files import read_code
from prisma_to_convex.queries.files.ignored_paths import is_ignored, read_ignore_file

PATHS = (
    "a.ts",
    "b.ts",
    "src/a.ts",
    "src/lib/a.ts",
    "src/lib/b c.ts",
    "lib/x/a.ts",
    "x/src/lib/[a].ts",
)
PIECES = (
    "a",
    "b",
    "src",
    "lib",
    "x",
    "*",
    "**",
    "?",
    "[ab]",
    "[!a]",
    "/",
    "/",
    ".ts",
    "!",
    "\\",
    " ",
    "#",
)

patterns = st.lists(st.sampled_from(PIECES), min_size=1, max_size=6).map("".join)


@pytest.fixture(scope="module")
def repository(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("ignored")
    subprocess.run(["git", "init", "-q", str(folder)], check=True)
    for path in PATHS:
        (folder / path).parent.mkdir(parents=True, exist_ok=True)
        (folder / path).write_text("prisma.deal.count();\n")
    return folder


def by_git(folder: Path) -> set[str]:
    listed = ["git", "ls-files", "--others", "--exclude-standard", "-z"]
    found = subprocess.run(listed, cwd=folder, capture_output=True, check=True)
    return {name.decode() for name in found.stdout.split(b"\0") if name}


@settings(
    max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(st.lists(patterns, min_size=1, max_size=3))
@example(["********"])  # a star is one, however many stand together
@example(["**/**/**/a.ts"])
@example(["src", "!/**"])  # what begins with a slash is a path, and stars take slashes
@example(["src**//"])
@example(["/src**"])
@example(["***/src"])
@example(["src//"])  # of several slashes one is the sign of a folder
def test_as_git(repository: Path, lines: list[str]) -> None:
    (repository / ".gitignore").write_text("\n".join(lines) + "\n")
    found = {
        Path(file.name).relative_to(repository).as_posix()
        for file in read_code([str(repository)]).files
    }
    assert found == by_git(repository) - {".gitignore"}


def test_a_folder_of_the_repository(repository: Path) -> None:
    """The patterns above it hold, seen from where they stand."""
    (repository / ".gitignore").write_text("/src/lib/a.ts\nb*\n")
    found = read_code([str(repository / "src")]).files
    assert [Path(file.name).relative_to(repository).as_posix() for file in found] == ["src/a.ts"]


def test_many_stars_take_no_time() -> None:
    stars = read_ignore_file("", "*a" * 60 + "b\n")
    assert not is_ignored("a" * 5000, False, (stars,))
    folders = read_ignore_file("", "**/a/**/a/**/b\n" + "**/a/" * 9 + "b\n")
    assert len(folders.patterns) == 1
    assert not is_ignored("a/" * 60 + "c", False, (folders,))


@settings(
    max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(st.lists(patterns, min_size=1, max_size=2), st.lists(patterns, min_size=1, max_size=2))
@example(["*.ts"], ["!a.ts"])
@example(["!a.ts"], ["*.ts"])
def test_what_stands_further_down_has_the_last_word(
    repository: Path, above: list[str], below: list[str]
) -> None:
    (repository / ".gitignore").write_text("\n".join(above) + "\n")
    (repository / "src" / ".gitignore").write_text("\n".join(below) + "\n")
    try:
        found = {
            Path(file.name).relative_to(repository).as_posix()
            for file in read_code([str(repository)]).files
        }
        assert found == {name for name in by_git(repository) if not name.endswith(".gitignore")}
    finally:
        (repository / "src" / ".gitignore").unlink()
