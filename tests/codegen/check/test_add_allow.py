"""`check --add-allow`: what it writes, where, and that it decides all that it names."""

from __future__ import annotations

import tempfile
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, Phase, given, settings

from prisma_schema_parser import SourceFile
from prisma_to_convex import cli
from prisma_to_convex.check.add_allow import _places as places
from prisma_to_convex.check.allow_stubs import can_be_allowed, with_stubs
from prisma_to_convex.check.examine import examine
from prisma_to_convex.check.finding import CheckResult
from strategies import SchemaText, schemas
from support.oracle import prisma

from .conftest import INVALID, SCHEMA, SILENT, Check, write

STUB = '  /// @convex.allow(unique-not-enforced, reason: "TODO")\n'
UNIQUE = ("--select", "PC201")


def text(name: str = "schema.prisma") -> str:
    return Path(name).read_bytes().decode("utf-8")


# ---- the text -----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("before", "stubs", "after"),
    [
        ("a\n  b\n", {2: ["x"]}, 'a\n  /// @convex.allow(x, reason: "TODO")\n  b\n'),
        ("a", {1: ["x", "y"]}, '/// @convex.allow(x, y, reason: "TODO")\na'),
        ("a\r\n\tb\r\n", {2: ["x"]}, 'a\r\n\t/// @convex.allow(x, reason: "TODO")\r\n\tb\r\n'),
        ("\ufeffa\n", {1: ["x"]}, '\ufeff/// @convex.allow(x, reason: "TODO")\na\n'),
        (
            '/// @convex.allow(x, reason: "TODO")\na\nb\n',
            {2: ["y", "x"], 3: ["z"]},
            '/// @convex.allow(x, y, reason: "TODO")\na\n/// @convex.allow(z, reason: "TODO")\nb\n',
        ),
        (
            '/// @convex.allow(x, reason: "because")\na\n',
            {2: ["y"]},
            '/// @convex.allow(x, reason: "because")\n/// @convex.allow(y, reason: "TODO")\na\n',
        ),
        ("a\x0b\u2028b\nc\n", {2: ["x"]}, 'a\x0b\u2028b\n/// @convex.allow(x, reason: "TODO")\nc\n'),
        ("}\tb {\n", {1: ["x"]}, '}\n/// @convex.allow(x, reason: "TODO")\nb {\n'),
        ("a\n", {}, "a\n"),
    ],
)  # fmt: skip
def test_with_stubs(before: str, stubs: dict[int, list[str]], after: str) -> None:
    assert with_stubs(before, stubs) == after


# ---- the command --------------------------------------------------------------------------------


def test_it_writes_what_decides(check: Check) -> None:
    write("schema.prisma", SCHEMA)
    result = check("schema.prisma", "--add-allow", *UNIQUE, "--fail-on", "warning")
    assert result.code == 0
    assert result.out == (
        'Wrote schema.prisma: 1 finding allowed by 1 comment. Replace each "TODO" with the reason\n'
    )
    assert text() == SCHEMA.replace("  email ", f"{STUB}  email ")
    assert check("schema.prisma", *UNIQUE, "--fail-on", "warning").code == 0


def test_a_second_run_changes_nothing(check: Check) -> None:
    write("schema.prisma", SCHEMA)
    check("schema.prisma", "--add-allow")
    once = text()
    result = check("schema.prisma", "--add-allow")
    assert (result.code, result.out) == (0, "Nothing to allow: no finding is open\n")
    assert text() == once
    assert prisma().validate(once).errors == ()


def test_a_stub_grows(check: Check) -> None:
    """A later run with other rules puts them into the comment that is there."""
    write("schema.prisma", SCHEMA.replace("@unique", '@unique @default("x")'))
    check("schema.prisma", "--add-allow", *UNIQUE)
    check("schema.prisma", "--add-allow", "--select", "PC2")
    assert '/// @convex.allow(unique-not-enforced, default-not-applied, reason: "TODO")\n' in text()
    assert text().count("default-not-applied") == 1


def test_what_was_decided_stays(check: Check) -> None:
    decided = SCHEMA.replace(
        "  email ", '  /// @convex.allow(unique-not-enforced, reason: "ours")\n  email '
    )
    write("schema.prisma", decided)
    assert (
        check("schema.prisma", "--add-allow", *UNIQUE).out
        == "Nothing to allow: no finding is open\n"
    )
    assert text() == decided


def test_nothing_to_do(check: Check) -> None:
    write("schema.prisma", SILENT)
    assert check("schema.prisma", "--add-allow", "--select", "PC2").code == 0
    assert text() == SILENT


def test_several_schemas_and_a_folder(check: Check) -> None:
    write("a.prisma", SCHEMA)
    write("b/one.prisma", SCHEMA.replace("model User", "model Account"))
    write("b/two.prisma", "model Team {\n  id Int @id\n  name String @unique\n}\n")
    result = check("a.prisma", "b", "--add-allow", *UNIQUE)
    assert result.out.count("1 finding allowed by 1 comment") == 3
    assert STUB in text("a.prisma")
    assert STUB in text("b/one.prisma")
    assert STUB in text("b/two.prisma")


MIGRATION = """\
CREATE TABLE "User" ("id" SERIAL PRIMARY KEY, "email" TEXT NOT NULL UNIQUE CHECK ("email" <> ''));
CREATE FUNCTION f() RETURNS int LANGUAGE sql AS 'select 1';
"""


def test_what_migrations_hold_is_allowed_where_it_is_declared(check: Check) -> None:
    """And what no declaration stands for is named: the configuration can allow it."""
    write("schema.prisma", SCHEMA)
    write("migrations/migration_lock.toml", 'provider = "postgresql"\n')
    write("migrations/1_a/migration.sql", MIGRATION)
    result = check("schema.prisma", "--add-allow", "--select", "PC24,PC25")
    assert "/// @convex.allow(check-not-enforced" in text()
    assert "1 finding can't be allowed by a comment in the schema. Use [allow]" in result.out
    assert "function" in result.out.splitlines()[-1]
    assert text("migrations/1_a/migration.sql") == MIGRATION
    assert '"f"' not in text()


def test_an_invalid_schema_is_reported_and_stays(check: Check) -> None:
    write("schema.prisma", INVALID)
    result = check("schema.prisma", "--add-allow")
    assert result.code == 1
    assert "PC120" in result.out
    assert text() == INVALID


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["-"], "--add-allow writes into the schema: name a file instead of `-`"),
        (["schema.prisma", "--format", "json"], "--add-allow prints no findings: leave out --format"),
        (
            ["schema.prisma", "--baseline", "b.json", "--write-baseline"],
            "--add-allow and --write-baseline accept the same findings: use one",
        ),
    ],
)  # fmt: skip
def test_an_unusable_command(check: Check, arguments: list[str], message: str) -> None:
    write("schema.prisma", SCHEMA)
    result = check(*arguments, "--add-allow")
    assert result.code == 2
    assert message in result.err
    assert text() == SCHEMA


def test_a_link_that_leads_out_is_not_followed(check: Check, tmp_path: Path) -> None:
    outside = tmp_path / "outside.prisma"
    outside.write_text(SCHEMA, encoding="utf-8")
    Path("schema.prisma").symlink_to(outside)
    result = check("schema.prisma", "--add-allow")
    assert result.code == 2
    assert "nothing was written" in result.err
    assert outside.read_text(encoding="utf-8") == SCHEMA


def test_what_is_accepted_by_a_baseline_needs_none(check: Check) -> None:
    write("schema.prisma", SCHEMA)
    check("schema.prisma", "--baseline", "b.json", "--write-baseline")
    check("schema.prisma", "--baseline", "b.json", "--add-allow")
    assert text() == SCHEMA


# Not shrunk: a failing schema is told whole.
@settings(
    max_examples=30,
    deadline=None,
    phases=(Phase.explicit, Phase.generate),
    suppress_health_check=list(HealthCheck),
)
@given(schemas())
def test_all_of_any_schema(schema: SchemaText) -> None:
    """All that is open on a line is decided by the comment above it; where a `/* */` stands on the line, the
    command tells what is not.
    """
    sources = [SourceFile(*one) for one in schema.files]
    checked = examine("", sources, ())
    if not checked.is_valid or checked.is_empty:
        return
    stubs: dict[str, dict[int, list[str]]] = {one.name: {} for one in sources}
    for place, found in places(CheckResult((checked,), "", None)).items():
        if place is not None:
            stubs[place.file][place.line] = [one.diagnostic.rule.name for one in found]
    written = [SourceFile(one.name, with_stubs(one.text, stubs[one.name])) for one in sources]
    after = examine("", written, ())
    assert after.is_valid
    for finding in filter(can_be_allowed, after.findings):
        span = finding.diagnostic.span
        line = span.source.line_text(span.line)
        assert not finding.subject.owner or "/*" in line or "*/" in line, finding


@settings(
    max_examples=25,
    deadline=None,
    phases=(Phase.explicit, Phase.generate),
    suppress_health_check=list(HealthCheck),
)
@given(schemas())
def test_prisma_reads_what_it_read_and_a_second_run_changes_nothing(schema: SchemaText) -> None:
    """Whatever comments the files hold, `/* */` over several lines included."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        for file, written in schema.files:
            (folder / Path(file).name).write_bytes(written.encode())
        before = _files(folder)
        code = cli.main(
            ["check", name, "--add-allow", "--migrations", "none", "--fail-on", "never"]
        )
        once = _files(folder)
        if code != 0 or once == before:
            assert once == before
            return
        assert _verdict(once) == _verdict(before)
        assert _undocumented(prisma().dmmf(once)) == _undocumented(prisma().dmmf(before))
        cli.main(["check", name, "--add-allow", "--migrations", "none", "--fail-on", "never"])
        assert _files(folder) == once


def _files(folder: Path) -> list[tuple[str, str]]:
    return [(path.name, path.read_bytes().decode()) for path in sorted(folder.iterdir())]


def _verdict(files: list[tuple[str, str]]) -> tuple[bool, list[str]]:
    """Without the places, which move."""
    said = prisma().validate(files)
    return said.ok, [one.message for one in said.errors]


def _undocumented(found: Any) -> Any:
    """A DMMF without documentation, which `///` is."""
    if isinstance(found, dict):
        return {key: _undocumented(one) for key, one in found.items() if key != "documentation"}
    return [_undocumented(one) for one in found] if isinstance(found, list) else found


def test_only_what_decides_is_written(check: Check) -> None:
    """A comment above a line that begins inside of another comment says nothing there."""
    schema = SCHEMA.replace("  email ", "  /* why\n  */ code Int @unique\n  email ")
    write("schema.prisma", schema)
    result = check("schema.prisma", "--add-allow", *UNIQUE, "--fail-on", "warning")
    assert result.code == 1
    assert text() == schema.replace("  email ", f"{STUB}  email ")
