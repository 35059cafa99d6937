"""The gate as a user meets it: which schemas, what fails, which rules, what is shown."""

from __future__ import annotations

import io
from pathlib import Path

import pytest

from .conftest import INVALID, SCHEMA, SILENT, UNTRANSLATABLE, Check, write

# ---- what fails ---------------------------------------------------------------------------------


def test_a_lost_guarantee_is_reported_and_passes(check: Check) -> None:
    write("schema.prisma", SCHEMA)
    result = check("schema.prisma")
    assert (result.code, result.err) == (0, "")
    assert result.out == (
        "schema.prisma: 1 warning, 1 note\n"
        "\n"
        "warning[PC201] unique-not-enforced: `User.email` is no longer unique\n"
        " --> schema.prisma:7:16\n"
        "  |\n"
        "7 |   email String @unique\n"
        "  |                ^^^^^^^ security: two accounts with one identity: one may get into the other\n"
        "  |\n"
        '  = help: before each insert and patch, refuse if `await ctx.db.query("users")'
        '.withIndex("by_email", (q) => q.eq("email", email)).first()` finds another document\n'
        "\n"
        "note[PC306] id-replaced: `User.id` gives way to `_id`: the old values are gone after the move\n"
        " --> schema.prisma:6:16\n"
        "  |\n"
        "6 |   id    Int    @id @default(autoincrement())\n"
        "  |                ^^^ user-visible: links that hold the old id lead nowhere\n"
        "  |\n"
        "  = help: if URLs, mails or other systems hold old ids, "
        "`/// @convex.ids(keep)` above `User` keeps them\n"
        "\n"
        "schema.prisma: 0 errors, 1 warning, 1 note; 1 guarantee lost: 1 open, 0 allowed, 0 enforced elsewhere, 0 baselined\n"
    )


def test_what_cannot_be_translated_fails(check: Check) -> None:
    write("schema.prisma", UNTRANSLATABLE)
    result = check("schema.prisma")
    assert result.code == 1
    assert "error[PC216] unsupported-type" in result.out


def test_an_invalid_schema_fails_and_says_why(check: Check) -> None:
    write("schema.prisma", INVALID)
    result = check("schema.prisma")
    assert result.code == 1
    assert "error[PC120] unknown-type" in result.out
    assert result.out.endswith(
        "schema.prisma: 1 error, 0 warnings, 0 notes; the schema is not valid\n"
    )


def test_bytes_that_are_no_text_fail(check: Check) -> None:
    write("schema.prisma", b"model A {\n  id Int @id \xff\n}\n")
    result = check("schema.prisma")
    assert result.code == 1
    assert "error[PC100] unreadable-source: the file is not UTF-8: byte 0xff" in result.out


@pytest.mark.parametrize(
    ("text", "threshold", "code"),
    [
        (SCHEMA, "error", 0),
        (SCHEMA, "warning", 1),
        (SCHEMA, "note", 1),
        (SCHEMA, "never", 0),
        (UNTRANSLATABLE, "error", 1),
        (UNTRANSLATABLE, "never", 0),
        (INVALID, "error", 1),
        (INVALID, "never", 0),
    ],
)
def test_the_threshold(check: Check, text: str, threshold: str, code: int) -> None:
    write("schema.prisma", text)
    assert check("schema.prisma", "--fail-on", threshold).code == code


def test_exit_zero(check: Check) -> None:
    write("schema.prisma", UNTRANSLATABLE)
    assert check("schema.prisma", "--fail-on", "note", "--exit-zero").code == 0


def test_notes_alone_pass_a_threshold_of_warnings(check: Check) -> None:
    write("schema.prisma", SCHEMA.replace(" @unique", ""))
    assert check("schema.prisma", "--fail-on", "warning").code == 0
    assert check("schema.prisma", "--fail-on", "note").code == 1


# ---- which schemas ------------------------------------------------------------------------------


def test_the_schema_is_found_and_it_is_said_where(check: Check) -> None:
    write("prisma/schema.prisma", SCHEMA)
    result = check()
    assert result.code == 0
    assert result.err == "Using prisma/schema.prisma (the default place)\n"
    assert check("--quiet").err == ""


def test_each_schema_is_one_by_itself(check: Check) -> None:
    write("a/schema.prisma", SCHEMA)
    write("b/schema.prisma", SCHEMA.replace("datasource db", "datasource other"))
    result = check("a/schema.prisma", "b")
    assert result.code == 0
    assert result.out.count("unique-not-enforced") == 2
    assert result.out.endswith(
        "2 schemas: 0 errors, 2 warnings, 2 notes; 2 guarantees lost: 2 open, 0 allowed, 0 enforced elsewhere, 0 baselined\n"
    )


def test_a_schema_named_twice_counts_once(check: Check) -> None:
    write("a/schema.prisma", SCHEMA)
    assert check("a", "a/", "./a").out.count("unique-not-enforced") == 1


def test_a_folder_is_one_schema(check: Check) -> None:
    write("db/schema.prisma", SCHEMA + "enum Role {\n  A\n}\n")
    write(
        "db/models/post.prisma",
        'model Post {\n  id String @id\n  r Role\n  x Unsupported("y")?\n}\n',
    )
    result = check("db")
    assert result.code == 1
    assert "db/models/post.prisma: 1 error, 1 warning, 1 note\n" in result.out
    assert "db/schema.prisma: 1 warning, 1 note\n" in result.out


def test_standard_input(check: Check, monkeypatch: pytest.MonkeyPatch) -> None:
    def typed(text: str) -> None:
        monkeypatch.setattr("sys.stdin", io.TextIOWrapper(io.BytesIO(text.encode())))

    typed(SCHEMA)
    result = check("-")
    assert result.code == 0
    assert "--> stdin.prisma:7:16" in result.out
    typed(INVALID)
    result = check("-", "--stdin-filename", "prisma/schema.prisma")
    assert result.code == 1
    assert "--> prisma/schema.prisma:3:8" in result.out


# ---- how many ---------------------------------------------------------------------------------


def test_the_ten_worst_of_many(check: Check) -> None:
    many = "".join(f"model M{n} {{\n  id Int @id\n  slug String @unique\n}}\n" for n in range(12))
    write("schema.prisma", many + SCHEMA.replace("autoincrement()", "0"))
    result = check("schema.prisma")
    assert result.out.count("\n --> ") + result.out.count("\n  --> ") == 10
    first = result.out.split("\n\n")[1]
    assert first.startswith("warning[PC201] unique-not-enforced: `User.email`")
    every = check("schema.prisma", "--all").out
    more = every.count("--> ") - 10
    assert f"\nand {more} more (" in result.out
    assert "): --all shows them, --statistics counts them by rule\n" in result.out
    assert " more (" not in every


def test_what_makes_a_schema_invalid_is_reported_in_full(check: Check) -> None:
    fields = "".join(f"  f{number} Missing{number}\n" for number in range(14))
    write("schema.prisma", f"model A {{\n  id Int @id\n{fields}}}\n")
    assert check("schema.prisma").out.count("error[PC120]") == 14


# ---- which rules --------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("arguments", "codes"),
    [
        ([], ["PC216", "PC201", "PC306", "PC229"]),
        (["--select", "PC201"], ["PC201"]),
        (["--select", "unique-not-enforced"], ["PC201"]),
        (["--select", "pc2"], ["PC216", "PC201", "PC229"]),
        (["--select", "PC2xx"], ["PC216", "PC201", "PC229"]),
        (["--select", "PC20"], ["PC201"]),
        (["--select", "PC201,PC306"], ["PC201", "PC306"]),
        (["--select", "PC201", "--select", "PC306"], ["PC201", "PC306"]),
        (["--ignore", "PC2"], ["PC306"]),
        (["--ignore", "ALL"], []),
        (["--select", "PC201", "--ignore", "PC2"], ["PC201"]),
        (["--select", "PC2", "--ignore", "unique-not-enforced"], ["PC216", "PC229"]),
        (["--select", "PC201", "--ignore", "PC201"], []),
        (["--select", "ALL", "--ignore", "PC3xx"], ["PC216", "PC201", "PC229"]),
    ],
)
def test_selection(check: Check, arguments: list[str], codes: list[str]) -> None:
    write("schema.prisma", UNTRANSLATABLE)
    out = check("schema.prisma", "--format", "concise", "--quiet", *arguments).out
    found = [line.split("[")[1][:5] for line in out.splitlines()]
    assert list(dict.fromkeys(found)) == codes


def test_what_is_not_selected_does_not_fail(check: Check) -> None:
    write("schema.prisma", UNTRANSLATABLE)
    assert check("schema.prisma", "--ignore", "PC216").code == 0


@pytest.mark.parametrize(
    "arguments", [["--select", "PC201"], ["--ignore", "PC1", "--ignore", "ALL"]]
)
def test_an_invalid_schema_can_not_be_deselected(check: Check, arguments: list[str]) -> None:
    write("schema.prisma", INVALID)
    result = check("schema.prisma", *arguments)
    assert result.code == 1
    assert "unknown-type" in result.out


# ---- what is shown ------------------------------------------------------------------------------


def test_statistics(check: Check) -> None:
    write("schema.prisma", SCHEMA.replace("@unique", "@unique\n  name String @unique"))
    result = check("schema.prisma", "--statistics")
    assert result.out.splitlines()[:3] == [
        "2 warning[PC201] unique-not-enforced",
        "1 note[PC306] id-replaced",
        "",
    ]
    assert "-->" not in result.out


def test_quiet_leaves_the_findings(check: Check) -> None:
    write("schema.prisma", SCHEMA)
    result = check("schema.prisma", "--quiet", "--format", "concise")
    assert result.out.splitlines() == [
        "schema.prisma:7:16: warning[PC201] `User.email` is no longer unique",
        "schema.prisma:6:16: note[PC306] `User.id` gives way to `_id`: the old values are gone after the move",
    ]
    assert check("schema.prisma", "--quiet", "--ignore", "ALL").out == ""


def test_nothing_to_say(check: Check) -> None:
    write("schema.prisma", SILENT)
    result = check("schema.prisma", "--ignore", "PC306")
    assert (result.code, result.err) == (0, "")
    assert result.out == "schema.prisma: 0 errors, 0 warnings, 0 notes; 0 guarantees lost\n"


def test_colours(check: Check, monkeypatch: pytest.MonkeyPatch) -> None:
    write("schema.prisma", SCHEMA)
    assert "\x1b[" not in check("schema.prisma").out
    assert "\x1b[" in check("schema.prisma", "--color", "always").out
    monkeypatch.setenv("FORCE_COLOR", "1")
    assert "\x1b[" in check("schema.prisma").out
    assert "\x1b[" not in check("schema.prisma", "--color", "never").out


@pytest.mark.parametrize("rule", ["PC201", "unique-not-enforced", "pc201"])
def test_explain(check: Check, rule: str) -> None:
    result = check("--explain", rule)
    assert result.code == 0
    assert "PC201 unique-not-enforced" in result.out
    assert "What to do instead" in result.out


def test_files_and_standard_output_in_one_run(check: Check) -> None:
    write("schema.prisma", SCHEMA)
    result = check("schema.prisma", "--format", "text", "--format", "concise=out/found.txt")
    assert "  |" in result.out
    assert Path("out/found.txt").read_text(encoding="utf-8").splitlines()[0] == (
        "schema.prisma:7:16: warning[PC201] `User.email` is no longer unique"
    )
    result = check("schema.prisma", "--format", "concise=out/found.txt")
    assert result.out == ""
    assert result.err.startswith("schema.prisma: 0 errors, 1 warning, 1 note; ")


# ---- it refuses ---------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["nowhere.prisma"], "prisma-to-convex: nowhere.prisma: no such file or directory"),
        (
            ["schema.prisma", "nowhere", "empty"],
            "prisma-to-convex: empty: the folder holds no .prisma",
        ),
        (["schema.prisma", "--select", "PC999"], "there is no rule or family `PC999`"),
        (
            ["schema.prisma", "--select", "unique-not-enforcd"],
            "did you mean `unique-not-enforced`?",
        ),
        (["schema.prisma", "--ignore", "PC7xx"], "there is no rule or family `PC7xx`"),
        (["schema.prisma", "--format", "xml"], "there is no format `xml`"),
        (["schema.prisma", "--format", "json="], "--format json= names no file"),
        (
            ["schema.prisma", "--format", "text", "--format", "concise"],
            "can't share standard output",
        ),
        (["schema.prisma", "--format", "text=empty"], "can't write empty: it is a folder"),
        (["schema.prisma", "--stdin-filename", "x"], "--stdin-filename needs SCHEMA `-`"),
        (["--stdin-filename", "x"], "--stdin-filename needs SCHEMA `-`"),
        (
            ["schema.prisma", "--format", "json=out", "--format", "sarif=./out"],
            "can't write ./out: it is written already",
        ),
        (
            ["./schema.prisma", "--format", "json=schema.prisma"],
            "can't write schema.prisma: it is the schema",
        ),
        (
            [
                "schema.prisma",
                "--baseline",
                "b.json",
                "--write-baseline",
                "--format",
                "json=b.json",
            ],
            "can't write b.json: it is the baseline",
        ),
        (
            ["schema.prisma", "--baseline", "schema.prisma", "--write-baseline"],
            "schema.prisma: it is not JSON",
        ),
        (["--explain", "nope"], "there is no rule `nope`"),
        (["--fail-on", "sometimes"], "choose from error, warning, note, never"),
        (["--nope"], "there is no option `--nope`"),
    ],
)
def test_an_unusable_command(check: Check, arguments: list[str], message: str) -> None:
    write("schema.prisma", SCHEMA)
    Path("empty").mkdir()
    result = check(*arguments)
    assert result.code == 2
    assert message in result.err
    assert result.out == ""
    assert Path("schema.prisma").read_text(encoding="utf-8") == SCHEMA


def test_no_schema_anywhere(check: Check) -> None:
    result = check()
    assert result.code == 2
    assert "no Prisma schema found" in result.err


def test_a_bug_of_ours(check: Check, monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(*_: object) -> None:
        raise ZeroDivisionError("for the test")

    write("schema.prisma", SCHEMA)
    monkeypatch.setattr("prisma_to_convex.check.gate.examine", broken)
    result = check("schema.prisma")
    assert result.code == 3
    assert "a bug in prisma-to-convex" in result.err


def test_help_tells_the_contract(check: Check) -> None:
    result = check("--help")
    assert result.code == 0
    for word in ("exit codes:", "--fail-on", "--select", "--format", "--explain", "prisma.config"):
        assert word in result.out


# ---- the configuration --------------------------------------------------------------------------


def test_the_configuration_counts(check: Check) -> None:
    schema = SCHEMA.replace("String @unique", "Decimal")
    write("schema.prisma", schema)
    assert "PC301" in check("schema.prisma").out
    write("prisma-to-convex.toml", 'decimal = "number"\n')
    assert "PC301" not in check("schema.prisma").out
    write("mine.toml", 'decimal = "string"\n')
    assert "PC301" in check("schema.prisma", "--config", "mine.toml").out


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("decimal = 1\n", "prisma-to-convex.toml:1:"),
        ('[models.Nobody]\nname = "x"\n', "Nobody"),
        ("=", "prisma-to-convex.toml:1:1"),
    ],
)
def test_an_unusable_configuration(check: Check, text: str, message: str) -> None:
    write("schema.prisma", SCHEMA)
    write("prisma-to-convex.toml", text)
    result = check("schema.prisma")
    assert (result.code, result.out) == (2, "")
    assert message in result.err


def test_models_that_stay_behind(check: Check) -> None:
    write("schema.prisma", UNTRANSLATABLE)
    assert check("schema.prisma", "--exclude", "Place").code == 0
    assert check("schema.prisma", "--only", "Place").code == 1
