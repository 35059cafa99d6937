"""What names of modules mean, by tsconfig.json and package.json."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from prisma_to_convex.project.path_aliases import PathAliases


def meant(folder: Path, source: str) -> list[str]:
    return list(PathAliases(folder / "convex").paths(source))


def write(path: Path, text: str | dict[str, object]) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text if isinstance(text, str) else json.dumps(text), encoding="utf-8")


def options(**found: object) -> dict[str, object]:
    return {"compilerOptions": found}


@pytest.fixture(autouse=True)
def _project(tmp_path: Path) -> None:
    (tmp_path / ".git").mkdir()
    (tmp_path / "convex").mkdir()


CONFIG = """\
// what an editor writes
{
  "compilerOptions": {
    /* "paths": {} */
    "baseUrl": ".",
    "paths": {
      "@/*": ["./src/*", "./convex/*"],
      "@/tables": ["convex/all.ts"],
      "@/tables/*": ["convex/model/*"],
      "~*": ["convex/*"],
      "*.gen": ["convex/*.ts"],
    },
  },
}
"""


@pytest.mark.parametrize(
    ("source", "found"),
    [
        ("@/tables", ["all.ts"]),
        ("@/tables/users", ["model/users"]),
        ("@/enums", ["enums"]),
        ("~enums", ["enums"]),
        ("users.gen", ["users.ts"]),
        ("convex2/enums", []),
        ("react", []),
        ("./enums", []),
        ("convex/server", []),
    ],
)
def test_paths(tmp_path: Path, source: str, found: list[str]) -> None:
    write(tmp_path / "tsconfig.json", CONFIG)
    assert meant(tmp_path, source) == found


def test_names_from_the_base(tmp_path: Path) -> None:
    write(tmp_path / "convex/tsconfig.json", options(baseUrl="."))
    assert meant(tmp_path, "tables/users") == ["tables/users"]


def test_the_nearest_comes_first(tmp_path: Path) -> None:
    write(tmp_path / "convex/tsconfig.json", options(paths={"@/*": ["./near/*"]}))
    write(tmp_path / "tsconfig.json", options(paths={"@/*": ["./convex/far/*"]}))
    assert meant(tmp_path, "@/users") == ["near/users", "far/users"]


def test_what_is_extended_counts_from_its_own_folder(tmp_path: Path) -> None:
    write(tmp_path / "convex/tsconfig.json", {"extends": ["../config/none.json", "../config/base"]})
    write(tmp_path / "config/base.json", options(paths={"@/*": ["../convex/*"]}))
    assert meant(tmp_path, "@/users") == ["users"]


def test_a_circle_of_configurations_ends(tmp_path: Path) -> None:
    write(tmp_path / "convex/tsconfig.json", {"extends": "./tsconfig.json"})
    assert meant(tmp_path, "@/users") == []


def test_what_two_extend_counts_for_both(tmp_path: Path) -> None:
    write(tmp_path / "base.json", options(paths={"@/*": ["./convex/*"]}))
    write(tmp_path / "one.json", {"extends": "./base"})
    write(tmp_path / "other.json", {"extends": "./base", **options(baseUrl="./convex")})
    write(tmp_path / "tsconfig.json", {"extends": ["./one", "./other"]})
    assert meant(tmp_path, "@/users") == ["users", "@/users"]


def test_many_that_extend_many_are_each_read_once(tmp_path: Path) -> None:
    """Followed one by one, twelve that extend each other twelve times are 12 to the tenth."""
    names = [f"./{letter}.json" for letter in "abcdefghijkl"]
    for name in names:
        write(tmp_path / name, {"extends": names})
    write(tmp_path / "l.json", {"extends": names, **options(paths={"@/*": ["./convex/*"]})})
    write(tmp_path / "tsconfig.json", {"extends": names})
    assert meant(tmp_path, "@/users") == ["users"]


def test_a_chain_has_an_end(tmp_path: Path) -> None:
    for number in range(2000):
        write(tmp_path / f"{number}.json", {"extends": f"./{number + 1}.json"})
    write(tmp_path / "2000.json", options(paths={"@/*": ["./convex/*"]}))
    for start, found in ((1950, ["users"]), (0, [])):
        write(tmp_path / "tsconfig.json", {"extends": f"./{start}.json"})
        assert meant(tmp_path, "@/users") == found


def test_imports_of_a_package(tmp_path: Path) -> None:
    imports = {"#tables/*": "./convex/tables/*.ts", "#role": {"import": "./convex/role.ts"}}
    write(tmp_path / "package.json", {"imports": imports})
    assert meant(tmp_path, "#tables/users") == ["tables/users.ts"]
    assert meant(tmp_path, "#role") == ["role.ts"]


_NO_CONFIGURATIONS = (
    "",
    "{",
    "[]",
    "\x00",
    '{"a": `',
    '{"compilerOptions": 1}',
    '{"compilerOptions": {"paths": {"@/*": "./a"}}}',
    '{"compilerOptions": {"baseUrl": 3, "paths": [1]}, "extends": {"a": 1}}',
)


@pytest.mark.parametrize("text", _NO_CONFIGURATIONS)
def test_what_is_no_configuration_has_no_aliases(tmp_path: Path, text: str) -> None:
    write(tmp_path / "tsconfig.json", text)
    write(tmp_path / "package.json", text)
    assert meant(tmp_path, "@/users") == []
