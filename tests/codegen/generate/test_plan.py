"""`generate` over a schema.ts that people edited: what is written, told and refused."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from prisma_to_convex import cli
from prisma_to_convex.merge.lock import NAME

SCHEMA = """\
datasource db {
  provider = "postgresql"
}

model User {
  id    Int    @id @default(autoincrement())
  email String @unique
}
"""
WITH_NAME = SCHEMA.replace("@unique\n", "@unique\n  name  String?\n")
TS, LOCK, REPORT = Path("convex/schema.ts"), Path("convex") / NAME, Path("convex/report.md")
BY_HAND = "    nickname: v.string(),\n"
Output = pytest.CaptureFixture[str]


@pytest.fixture(autouse=True)
def _generated_once(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: Output) -> None:
    monkeypatch.chdir(tmp_path)
    for name in ("NO_COLOR", "FORCE_COLOR"):
        monkeypatch.delenv(name, raising=False)
    assert run(SCHEMA) == 0
    capsys.readouterr()


def run(schema: str, *options: str) -> int:
    Path("schema.prisma").write_text(schema, encoding="utf-8", newline="\n")
    return cli.main(["generate", "schema.prisma", *options])


def text(path: Path = TS) -> str:
    return path.read_bytes().decode("utf-8")


def write(new: str, path: Path = TS) -> None:
    path.write_bytes(new.encode("utf-8"))


def edit(old: str, new: str) -> str:
    """Edits schema.ts as a person would, and returns it."""
    assert old in text()
    write(text().replace(old, new))
    return text()


def add_by_hand() -> str:
    return edit("    email: v.string(),\n", "    email: v.string(),\n" + BY_HAND)


def everything() -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in Path("convex").iterdir()}


# ---- it keeps -----------------------------------------------------------------------------------


def test_nothing_changed_nothing_written(capsys: Output) -> None:
    add_by_hand()
    assert run(SCHEMA) == 0
    capsys.readouterr()
    before = everything()
    times = [path.stat().st_mtime_ns for path in (TS, LOCK, REPORT)]
    assert run(SCHEMA) == 0
    assert everything() == before
    assert [path.stat().st_mtime_ns for path in (TS, LOCK, REPORT)] == times
    assert (
        "Kept what was edited by hand: 1 hand-written field (users.nickname)\n"
        in capsys.readouterr().out
    )


def test_both_sides_end_up_in_the_file(capsys: Output) -> None:
    add_by_hand()
    edit("export default", "export const limit = 5;\n\nexport default")
    assert run(WITH_NAME) == 0
    assert (
        "    email: v.string(),\n"
        "    name: v.nullable(v.string()),\n"
        "    nickname: v.string(),\n"
    ) in text()
    message = "1 hand-written field (users.nickname), 1 hand-written statement (limit)\n"
    assert message in capsys.readouterr().out
    assert BY_HAND not in text(LOCK)
    assert run(WITH_NAME, "--check") == 0


def test_the_lock_holds_what_was_generated() -> None:
    head, _, rest = text(LOCK).partition("\n# sha256 ")
    assert head.startswith("# prisma-to-convex lock 1\n")
    assert rest.partition("\n")[2] == text()


def test_a_removed_file_is_generated_anew() -> None:
    generated = text()
    add_by_hand()
    TS.unlink()
    assert run(SCHEMA) == 0
    assert text() == generated


def test_force_generates_anew() -> None:
    generated = text()
    add_by_hand()
    write("damaged", LOCK)
    assert run(SCHEMA, "--force") == 0
    assert text() == generated
    assert run(SCHEMA, "--check") == 0


# ---- a conflict ---------------------------------------------------------------------------------

CONFLICT = SCHEMA.replace("email String", "email String?")


def test_a_conflict_shows_both_sides_and_writes_nothing(capsys: Output) -> None:
    edit("email: v.string(),", 'email: v.literal("a"), // mine')
    before = everything()
    assert run(CONFLICT) == 2
    assert everything() == before
    printed = capsys.readouterr()
    assert printed.out == ""
    assert printed.err == (
        "conflict convex/schema.ts: users.email: changed here and in Prisma\n"
        "  last generated:\n"
        "    email: v.string(),\n"
        "  this file:\n"
        '    email: v.literal("a"), // mine\n'
        "  from Prisma now:\n"
        "    email: v.nullable(v.string()),\n"
        "\n"
        "prisma-to-convex: 1 conflict in convex/schema.ts; nothing was written. Edit it until it says "
        "what Prisma says now, and run again; or choose a side: of one with --prefer mine:users.email "
        "or --prefer prisma:users.email, of all with --prefer mine or --prefer prisma\n"
    )


@pytest.mark.parametrize(
    ("side", "expected"), [("mine", 'v.literal("a")'), ("prisma", "v.nullable(v.string())")]
)
def test_a_preferred_side_solves_it_for_good(side: str, expected: str, capsys: Output) -> None:
    edit("email: v.string()", 'email: v.literal("a")')
    assert run(CONFLICT, "--prefer", side) == 0
    assert "\nAnswered 1 conflict as --prefer says\n" in capsys.readouterr().out
    assert f"    email: {expected},\n" in text()
    assert run(CONFLICT, "--check") == 0


def test_doing_what_prisma_does_solves_it() -> None:
    edit("email: v.string()", "email: v.nullable(v.string())")
    assert run(CONFLICT) == 0


def test_the_long_form_of_nullable_says_what_prisma_says() -> None:
    edit("email: v.string()", "email: v.union(v.string(), v.null())")
    assert run(CONFLICT) == 0


def test_a_hand_written_index_over_a_field_that_left(capsys: Output) -> None:
    assert run(WITH_NAME) == 0
    before = edit('["email"]),', '["email"])\n    .index("by_name", ["name"]),')
    capsys.readouterr()
    assert run(SCHEMA) == 2
    assert "users.by_name: uses the field `name`, which is gone" in capsys.readouterr().err
    assert text() == before


# ---- --check and --diff -------------------------------------------------------------------------


def test_check_of_current_files(capsys: Output) -> None:
    add_by_hand()
    assert run(SCHEMA, "--check") == 1
    assert capsys.readouterr().err == (
        "convex/report.md is stale: run prisma-to-convex generate schema.prisma\n"
    )
    assert run(SCHEMA) == 0
    capsys.readouterr()
    assert run(SCHEMA, "--check") == 0
    assert capsys.readouterr() == ("", "Up to date\n")


def test_check_of_stale_files(capsys: Output) -> None:
    before = everything()
    assert run(WITH_NAME, "--check") == 1
    assert everything() == before
    printed = capsys.readouterr().err
    assert printed.endswith("report.md are stale: run prisma-to-convex generate schema.prisma\n")
    assert printed.startswith("convex/schema.ts, ")


def test_check_misses_no_file(capsys: Output) -> None:
    LOCK.unlink()
    assert run(SCHEMA, "--check") == 1
    assert capsys.readouterr().err.startswith(f"convex/{NAME} is stale")


def test_diff_shows_the_change_and_writes_nothing(capsys: Output) -> None:
    add_by_hand()
    assert run(SCHEMA) == 0
    capsys.readouterr()
    before = everything()
    assert run(WITH_NAME, "--diff") == 0
    assert everything() == before
    shown = capsys.readouterr().out
    assert shown.startswith("--- a/convex/schema.ts\n+++ b/convex/schema.ts\n@@")
    assert "\n+    name: v.nullable(v.string()),\n" in shown
    assert "nickname" not in shown.partition("--- a/convex/report.md")[0].replace(f" {BY_HAND}", "")
    assert "+++ b/convex/report.md\n" in shown
    assert NAME not in shown


def test_diff_in_colour_and_with_an_exit_code(capsys: Output) -> None:
    assert run(WITH_NAME, "--diff", "--check", "--color", "always") == 1
    assert "\x1b[1;32m+    name: v.nullable(v.string()),\x1b[0m\n" in capsys.readouterr().out


def test_diff_of_nothing(capsys: Output) -> None:
    assert run(SCHEMA, "--diff", "--check") == 0
    assert capsys.readouterr().out == ""


# ---- without a lock -----------------------------------------------------------------------------


def test_the_same_text_gets_its_lock() -> None:
    before = everything()
    LOCK.unlink()
    assert run(SCHEMA) == 0
    assert everything() == before


def test_another_text_may_hold_hand_edits(capsys: Output) -> None:
    before = add_by_hand()
    LOCK.unlink()
    assert run(SCHEMA) == 2
    printed = capsys.readouterr().err
    assert f"{NAME}, which would tell, is missing; nothing was written." in printed
    assert "--adopt" in printed
    assert "--force" in printed
    assert text() == before


def test_adopting_keeps_every_byte() -> None:
    before = add_by_hand()
    LOCK.unlink()
    assert run(SCHEMA, "--adopt") == 0
    assert text() == before
    assert run(WITH_NAME) == 0
    assert BY_HAND in text()


def test_adopting_what_someone_else_wrote() -> None:
    mine = "import { defineSchema } from 'convex/server'\n\nexport default defineSchema({})\n"
    write(mine)
    LOCK.unlink()
    assert run(SCHEMA) == 2
    assert run(SCHEMA, "--adopt") == 0
    assert text() == mine


# ---- bad input ----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("old", "new", "message"),
    [
        ("  })\n", "  )\n", "line 8: nothing opens this `)`"),
        ("});\n", "", "line 5: this `{` is not closed"),
        ('"email"]', '"email]', "line 10: the string is not closed on its line"),
        ("// @unique", "/* @unique", "line 9: the comment is not closed"),
        ("export default", "const x = `${1};\nexport default", "line 5: the template string"),
        ("export default", "<<<<<<< HEAD\nexport default", "line 5 is a conflict marker"),
    ],
)
def test_a_half_written_file(old: str, new: str, message: str, capsys: Output) -> None:
    before = edit(old, new)
    assert run(WITH_NAME) == 2
    printed = capsys.readouterr()
    assert f"convex/schema.ts: {message}" in printed.err
    assert "nothing was written" in printed.err
    assert text() == before


@pytest.mark.parametrize(
    ("opening", "inside", "closing"),
    [("`${", "1", "}`"), ("v.object({ a: ", "v.any()", " })")],
)
def test_a_file_nested_without_end(opening: str, inside: str, closing: str, capsys: Output) -> None:
    deep = opening * 3000 + inside + closing * 3000
    before = edit("    email: v.string(),\n", f"    email: {deep},\n")
    assert run(WITH_NAME) == 2
    message = "convex/schema.ts: it is nested too deeply to be read; nothing was written. Repair it"
    assert message in capsys.readouterr().err
    assert text() == before


@pytest.mark.parametrize("blank", ["", "\n \n", "\ufeff"])
def test_an_empty_file_is_generated_anew(blank: str) -> None:
    before = everything()
    write(blank)
    assert run(SCHEMA, "--check") == 1
    assert run(SCHEMA) == 0
    assert text().removeprefix("\ufeff").encode() == before[TS.name]


def test_a_file_without_a_schema(capsys: Output) -> None:
    write("// @default(1)\n" + text()[: text().index("export default")])
    before = everything()
    for options in ((), ("--adopt",)):
        assert run(SCHEMA, *options) == 2
        message = "convex/schema.ts: it has no default export; nothing was written. Repair it"
        assert message in capsys.readouterr().err
    assert everything() == before


def test_a_file_that_is_not_utf_8(capsys: Output) -> None:
    TS.write_bytes(TS.read_bytes() + b"// caf\xe9\n")
    before = everything()
    assert run(WITH_NAME) == 2
    assert "convex/schema.ts: line 12 is not UTF-8 (byte 0xe9)" in capsys.readouterr().err
    assert everything() == before


@pytest.mark.parametrize(
    ("damage", "message"),
    [
        (lambda lock: lock.replace("email", "mail"), "is damaged: its text is not the one"),
        (lambda lock: lock[:40], "is damaged: it does not begin as a lock does"),
        (lambda _: "", "is damaged"),
        (lambda lock: lock.replace("lock 1", "lock 2"), "is from a newer prisma-to-convex"),
        (lambda lock: f"<<<<<<< HEAD\n{lock}", "holds the conflict markers"),
    ],
)
def test_a_lock_that_is_of_no_use(
    damage: Callable[[str], str], message: str, capsys: Output
) -> None:
    before = add_by_hand()
    write(damage(text(LOCK)), LOCK)
    assert run(WITH_NAME) == 2
    printed = capsys.readouterr().err
    assert f"convex/{NAME}: the lock {message}" in printed
    assert "nothing was written" in printed
    assert text() == before


def test_a_lock_that_is_not_utf_8(capsys: Output) -> None:
    add_by_hand()
    LOCK.write_bytes(LOCK.read_bytes() + b"\xe9")
    assert run(WITH_NAME) == 2
    message = "the lock can't be used: line 16 is not UTF-8 (byte 0xe9); nothing was written"
    assert message in capsys.readouterr().err


@pytest.mark.parametrize("mark", ["", "\ufeff"])
def test_newlines_and_byte_order_mark_stay(mark: str) -> None:
    add_by_hand()
    assert run(SCHEMA) == 0
    for path in (TS, LOCK, REPORT):
        write((mark if path == TS else "") + text(path).replace("\n", "\r\n"), path)
    before = everything()
    assert run(SCHEMA) == 0
    assert run(SCHEMA, "--check") == 0
    assert everything() == before
    assert run(WITH_NAME) == 0
    assert text().startswith(f"{mark}// Generated")
    assert text().count("\n") == text().count("\r\n") == 13


def test_the_report_takes_no_ones_place(capsys: Output) -> None:
    assert run(SCHEMA, "--report", str(LOCK), "--force") == 2
    assert f"{NAME}: a report is .md, .html or .json" in capsys.readouterr().err


@pytest.mark.parametrize("version", ["2", "9" * 5000, f"{'0' * 5000}2"])
def test_a_lock_of_a_newer_version(version: str, capsys: Output) -> None:
    """However long its number is."""
    add_by_hand()
    lock = TS.with_name("schema.prisma-to-convex.lock")
    old = lock.read_text(encoding="utf-8")
    lock.write_text(old.replace("lock 1\n", f"lock {version}\n"), encoding="utf-8")
    before = everything()
    capsys.readouterr()
    assert run(SCHEMA) == 2
    assert "the lock is from a newer prisma-to-convex" in capsys.readouterr().err
    assert everything() == before
