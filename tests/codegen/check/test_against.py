"""`--against`: what is new since a revision, and what came back; in real repositories."""

from __future__ import annotations

import json
import subprocess
from pathlib import Path

import pytest

from prisma_to_convex.cli import main

from .conftest import INVALID, SCHEMA, UNTRANSLATABLE, Check, write

PHONE = SCHEMA.replace("@unique", "@unique\n  phone String @unique")
POST = "model Post {\n  id    Int    @id @default(autoincrement())\n  title String @unique\n}\n"


def git(*arguments: str) -> str:
    settings = ("-c", "user.name=t", "-c", "user.email=t@example.org", "-c", "commit.gpgsign=false")
    done = subprocess.run(
        ["git", *settings, *arguments], check=True, capture_output=True, encoding="utf-8"
    )
    return done.stdout


def commit(**files: str) -> None:
    """`a__b="..."` is a/b.prisma."""
    for name, text in files.items():
        write(f"{name.replace('__', '/')}.prisma", text)
    git("add", "--all")
    git("commit", "--quiet", "--allow-empty", "--message", "x")


@pytest.fixture
def repository(check: Check, monkeypatch: pytest.MonkeyPatch) -> Check:
    """`check` in a new repository whose one commit holds prisma/schema.prisma."""
    monkeypatch.setenv("GIT_CONFIG_GLOBAL", "/dev/null")
    git("init", "--quiet", "--initial-branch", "main")
    commit(prisma__schema=SCHEMA)
    return check


def compared(check: Check, *arguments: str) -> tuple[list[str], int, list[str]]:
    """New findings, how many are known, and what came back."""
    out = json.loads(check(*arguments, "--format", "json").out)
    against = out["summary"]["against"]
    new = [f"{one['model']}.{'.'.join(one['fields'])} {one['name']}" for one in out["findings"]]
    back = [f"{one['subject']} {one['text']}{' gone' * one['gone']}" for one in against["regained"]]
    return new, against["known"], back


def test_nothing_new(repository: Check) -> None:
    assert compared(repository, "prisma", "--against", "main") == ([], 2, [])
    done = repository("prisma/schema.prisma", "--against", "HEAD", "--fail-on", "note")
    assert done.code == 0
    assert done.out == (
        "Against HEAD: 0 new, 2 known, 0 regained, 0 gone\n"
        "\n"
        "prisma/schema.prisma: 0 errors, 0 warnings, 0 notes; 0 guarantees newly lost\n"
    )


def test_what_is_new_fails(repository: Check) -> None:
    write("prisma/schema.prisma", PHONE)
    done = repository("--against", "main", "--fail-on", "warning", "--format", "concise")
    assert done.code == 1
    assert done.out.splitlines()[0] == (
        "prisma/schema.prisma:8:16: warning[PC201] `User.phone` is no longer unique"
    )
    assert done.out.count("PC") == 1


def test_what_came_back_and_what_is_gone(repository: Check) -> None:
    commit(prisma__schema=PHONE.replace("email String", "email String @db.VarChar(9)"))
    write("prisma/schema.prisma", SCHEMA.replace("email String", "email String @db.Text"))
    new, known, back = compared(repository, "prisma", "--against", "main")
    assert (new, known) == ([], 2)
    assert back == ["User.phone @unique gone", "User.email @db.VarChar(9)"]
    out = repository("prisma", "--against", "main").out
    assert "  regained: User.email @db.VarChar(9) (value-bound-not-checked)\n" in out
    assert "  gone: User.phone @unique (unique-not-enforced)\n" in out


def test_moved_lines_are_known(repository: Check) -> None:
    write("prisma/schema.prisma", SCHEMA.replace("model", "// a person\n\n\nmodel"))
    assert compared(repository, "--against", "main") == ([], 2, [])


@pytest.mark.parametrize("is_staged", [True, False])
def test_a_renamed_file(repository: Check, is_staged: bool) -> None:
    write("prisma/main.prisma", PHONE)
    Path("prisma/schema.prisma").unlink()
    if is_staged:
        git("add", "--all")
    assert compared(repository, "prisma/main.prisma", "--against", "main")[:2] == (
        ["User.phone unique-not-enforced"],
        2,
    )


def test_a_file_moved_to_another_folder(repository: Check) -> None:
    Path("packages/db").mkdir(parents=True)
    git("mv", "prisma/schema.prisma", "packages/db/schema.prisma")
    assert compared(repository, "packages/db", "--against", "main") == ([], 2, [])


def test_a_file_that_is_split(repository: Check) -> None:
    commit(prisma__schema=SCHEMA + POST)
    Path("prisma/schema.prisma").unlink()
    write("prisma/schema/main.prisma", SCHEMA)
    write("prisma/schema/post.prisma", POST.replace("@unique", "@unique\n  slug String @unique"))
    assert compared(repository, "prisma/schema", "--against", "main") == (
        ["Post.slug unique-not-enforced"],
        4,
        [],
    )


def test_files_that_are_joined(repository: Check) -> None:
    commit(prisma__post=POST)
    Path("prisma/post.prisma").unlink()
    write("prisma/schema.prisma", POST + SCHEMA)
    assert compared(repository, "prisma/schema.prisma", "--against", "main") == ([], 4, [])


def test_a_model_that_moves_between_files(repository: Check) -> None:
    commit(prisma__post=POST)
    write("prisma/schema.prisma", SCHEMA + POST)
    write("prisma/post.prisma", "enum Role {\n  A\n}\n")
    assert compared(repository, "prisma", "--against", "main") == ([], 4, [])


def test_another_schema_of_the_repository_is_not_it(repository: Check) -> None:
    commit(other__schema=POST)
    git("rm", "--quiet", "-r", "other")
    assert compared(repository, "prisma/schema.prisma", "--against", "main") == ([], 2, [])


@pytest.mark.parametrize(
    ("folder", "is_near"), [("prisma", True), ("other", False), ("apps/a/prisma", False)]
)
def test_what_is_gone_below_the_top(repository: Check, folder: str, is_near: bool) -> None:
    """A schema at the top of a repository may have been split from `prisma/`; other projects are others'."""
    git("mv", "prisma/schema.prisma", "schema.prisma")
    commit(**{f"{folder.replace('/', '__')}__post": POST})
    git("rm", "--quiet", f"{folder}/post.prisma")
    back = ["Post.title @unique gone"] if is_near else []
    assert compared(repository, "schema.prisma", "--against", "main") == ([], 2, back)


def test_another_schema_beside_it_that_is_gone_is_not_it(repository: Check) -> None:
    commit(prisma__other=SCHEMA)
    git("rm", "--quiet", "prisma/other.prisma")
    write("prisma/schema.prisma", PHONE)
    expected: tuple[list[str], int, list[str]] = (["User.phone unique-not-enforced"], 2, [])
    assert compared(repository, "prisma/schema.prisma", "--against", "main") == expected
    git("mv", "-f", "prisma/schema.prisma", "prisma/new.prisma")
    assert compared(repository, "prisma/new.prisma", "--against", "main") == expected


def test_each_schema_against_its_own(repository: Check) -> None:
    commit(other__schema=POST)
    write("prisma/schema.prisma", PHONE)
    write("other/schema.prisma", POST.replace(" @unique", ""))
    assert compared(repository, "prisma", "other", "--against", "main") == (
        ["User.phone unique-not-enforced"],
        4,
        ["Post.title @unique gone"],
    )


def test_a_schema_that_was_elsewhere(repository: Check) -> None:
    write("db/new.prisma", PHONE)
    assert compared(repository, "db", "--against", "main:prisma/schema.prisma")[:2] == (
        ["User.phone unique-not-enforced"],
        2,
    )


def test_from_below_the_top(repository: Check, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir("prisma")
    assert compared(repository, "schema.prisma", "--against", "main") == ([], 2, [])


def test_as_a_hook_sees_it(repository: Check, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("GIT_DIR", ".git")
    monkeypatch.setenv("GIT_INDEX_FILE", ".git/index")
    git("mv", "prisma/schema.prisma", "prisma/main.prisma")
    assert compared(repository, "prisma/main.prisma", "--against", "main") == ([], 2, [])


def test_a_new_schema(repository: Check) -> None:
    write("db/schema.prisma", SCHEMA)
    done = repository("db", "--against", "main", "--fail-on", "warning")
    assert done.code == 1
    assert "Against main: 2 new, 0 known, 0 regained, 0 gone\n" in done.out
    assert "  note: db: not at main: everything is new\n" in done.out


def test_markdown_tells_of_the_comparison(repository: Check) -> None:
    write("prisma/schema.prisma", PHONE)
    arguments = ["--against", "main", "--format", "markdown"]
    lines = repository("prisma", *arguments).out.splitlines()
    assert lines[0].startswith("**Passed.** `prisma`: 0 errors, 1 warning, 0 notes; ")
    assert lines[2] == "Against `main`: 1 new, 2 known, 0 regained, 0 gone"
    write("db/schema.prisma", SCHEMA)
    lines = repository("db", *arguments).out.splitlines()
    assert lines[2:5] == [
        "Against `main`: 2 new, 0 known, 0 regained, 0 gone",
        "",
        "- note: db: not at main: everything is new",
    ]


@pytest.mark.parametrize("format", ["github", "json", "sarif=out.sarif"])
def test_what_limits_the_comparison_is_reported_beside_what_machines_read(
    repository: Check, format: str
) -> None:
    write("db/schema.prisma", SCHEMA)
    done = repository("db", "--against", "main", "--format", format)
    assert "note: db: not at main: everything is new\n" in done.err
    done = repository("db", "--against", "main", "--format", format, "--quiet")
    assert done.err == ""


def test_known_losses_are_not_said_to_be_none(repository: Check) -> None:
    out = repository("prisma", "--against", "main").out
    assert out.endswith("prisma: 0 errors, 0 warnings, 0 notes; 0 guarantees newly lost\n")


def test_a_schema_that_was_not_valid(repository: Check) -> None:
    commit(prisma__schema=INVALID)
    write("prisma/schema.prisma", SCHEMA)
    assert "was not valid then: everything is new" in repository("--against", "main").out


def test_a_schema_that_is_not_valid(repository: Check) -> None:
    write("prisma/schema.prisma", INVALID)
    done = repository("--against", "main")
    assert done.code == 1
    assert "unknown-type" in done.out
    assert "not valid, so it was not compared" in done.out


def test_allowed_and_baselined_are_decided_as_ever(repository: Check) -> None:
    repository("prisma", "--baseline", "b.json", "--write-baseline")
    allow = ' // @convex.allow(unique-not-enforced, reason: "x")'
    write(
        "prisma/schema.prisma",
        PHONE.replace("phone String @unique", f"phone String @unique{allow}"),
    )
    done = repository("prisma", "--baseline", "b.json", "--against", "main", "--format", "json")
    summary = json.loads(done.out)["summary"]
    assert summary["decisions"] == {"open": 0, "allowed": 1, "enforced": 0, "baselined": 0}
    assert summary["against"]["known"] == 2
    assert summary["baseline"] == {"path": "b.json", "fixed": []}


def test_what_is_not_selected_does_not_come_back(repository: Check) -> None:
    write("prisma/schema.prisma", SCHEMA.replace(" @unique", ""))
    assert compared(repository, "--against", "main", "--select", "PC3") == ([], 1, [])


def test_names_that_are_no_ascii(repository: Check) -> None:
    write("prisma/größe é.prisma", POST)
    commit()
    assert compared(repository, "prisma", "--against", "main") == ([], 4, [])


def test_nothing_is_touched(repository: Check) -> None:
    write("prisma/schema.prisma", UNTRANSLATABLE)
    before = git("status", "--porcelain", "--untracked-files=all")
    repository("--against", "main")
    assert git("status", "--porcelain", "--untracked-files=all") == before


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["--against", "nope"], "there is no commit `nope`: in CI the history"),
        (
            ["--against", "main:nope.prisma"],
            "there is no schema at `main:nope.prisma`: PATH is from the top of the repository",
        ),
        (["--against", "--output=x"], "expected one argument"),
        (["--against=--output=x"], "there is no commit `--output=x`"),
        (["--against", "main", "--baseline", "b", "--write-baseline"], "a baseline holds all"),
    ],
)
def test_an_unusable_command(repository: Check, arguments: list[str], message: str) -> None:
    done = repository(*arguments)
    assert done.code == 2
    assert message in done.err


def test_no_repository(check: Check, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("GIT_CEILING_DIRECTORIES", str(Path.cwd().parent))
    write("schema.prisma", SCHEMA)
    done = check("schema.prisma", "--against", "main")
    assert done.code == 2
    assert "not a git repository" in done.err


def test_no_git(check: Check, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", "")
    write("schema.prisma", SCHEMA)
    done = check("schema.prisma", "--against", "main")
    assert done.code == 2
    assert "git can't be run" in done.err


def test_a_configuration_that_fits_only_now(repository: Check) -> None:
    write("prisma/schema.prisma", SCHEMA + POST)
    write("prisma/prisma-to-convex.toml", '[models.Post]\nname = "articles"\n')
    done = repository("prisma", "--against", "main")
    assert "prisma: the configuration does not fit it at main: everything is new" in done.out


def test_an_emptied_schema_does_not_pass(repository: Check) -> None:
    write("prisma/schema.prisma", SCHEMA.partition("model")[0])
    done = repository("--against", "main", "--fail-on", "never")
    assert done.code == 2
    assert done.out == ""
    assert "prisma/schema.prisma: the schema has no models" in done.err


def test_a_schema_that_was_empty_is_all_new(repository: Check) -> None:
    commit(prisma__schema=SCHEMA.partition("model")[0])
    write("prisma/schema.prisma", SCHEMA)
    new, known, back = compared(repository, "--against", "main")
    assert (len(new), known, back) == (2, 0, [])


def test_hand_edits_are_compared_with_those_of_the_revision(repository: Check) -> None:
    """What was edited by hand before is known; what was since is new."""
    schema = Path("convex/schema.ts")
    assert main(["generate", "prisma/schema.prisma"]) == 0
    text = schema.read_text(encoding="utf-8")
    call = '.index("by_email", ["email"])'
    field = "    email: v.string(),\n"
    assert call in text
    assert field in text
    schema.write_text(text.replace(call, ""), encoding="utf-8")
    commit()
    assert compared(repository, "prisma", "--against", "main")[::2] == ([], [])
    edited = text.replace(call, "").replace(field, "    email: v.any(),\n")
    schema.write_text(edited, encoding="utf-8")
    new, _, back = compared(repository, "prisma", "--against", "main")
    assert new == ["User.email loosened-by-hand", "User.email loosened-by-hand"]
    assert back == []
