"""The baseline: what it holds, what it survives, what it says of itself."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from .conftest import INVALID, SCHEMA, UNTRANSLATABLE, Check, write

WRITTEN = """\
{
  "version": 1,
  "accepted": {
    "id-replaced": {
      "Place.id": 1,
      "User.id": 1
    },
    "omission-not-filled-in": {
      "Place": 1
    },
    "unique-not-enforced": {
      "User.email": 1
    },
    "unsupported-type": {
      "Place.at": 1
    }
  }
}
"""


def written() -> str:
    return Path("losses.json").read_text(encoding="utf-8")


@pytest.fixture
def accepted(check: Check) -> Check:
    """Everything in schema.prisma is accepted by losses.json."""
    write("schema.prisma", UNTRANSLATABLE)
    result = check("schema.prisma", "--baseline", "losses.json", "--write-baseline")
    assert result.code == 0
    assert result.err == "Wrote losses.json: 5 findings accepted\n"
    assert result.out == (
        "schema.prisma: 0 errors, 0 warnings, 0 notes; "
        "3 guarantees lost: 0 open, 0 allowed, 0 enforced elsewhere, 3 baselined\n"
    )
    return check


def test_what_is_written(accepted: Check) -> None:
    assert written() == WRITTEN


def test_what_is_accepted_passes(accepted: Check) -> None:
    result = accepted("schema.prisma", "--baseline", "losses.json", "--fail-on", "note")
    assert (result.code, result.err) == (0, "")


def test_moving_code_changes_nothing(accepted: Check) -> None:
    user, place = UNTRANSLATABLE.split("model Place")
    write("db/place.prisma", f"// moved\n\n\nmodel Place{place}")
    write("db/user.prisma", user.replace("  email", "\n\n  // mail\n  email"))
    assert accepted("db", "--baseline", "losses.json", "--fail-on", "note").code == 0


def test_what_is_new_is_reported(accepted: Check) -> None:
    write("schema.prisma", UNTRANSLATABLE.replace("@unique", "@unique\n  phone String @unique"))
    result = accepted("schema.prisma", "--baseline", "losses.json", "--fail-on", "warning")
    assert result.code == 1
    assert "`User.phone` is no longer unique" in result.out
    assert "`User.email`" not in result.out


def test_more_than_is_accepted_is_reported(accepted: Check) -> None:
    more = UNTRANSLATABLE.replace("@unique\n", '@unique\n  @@unique([email], map: "other")\n')
    write("schema.prisma", more)
    result = accepted("schema.prisma", "--baseline", "losses.json", "--format", "concise")
    assert result.out.count("PC201") == 1


def test_what_is_fixed_is_reported_and_pruned(accepted: Check) -> None:
    write("schema.prisma", SCHEMA.replace(" @unique", ""))
    result = accepted("schema.prisma", "--baseline", "losses.json")
    assert result.code == 0
    assert result.out == (
        "4 entries of losses.json no longer needed:\n"
        "  Place.id: id-replaced\n"
        "  Place: omission-not-filled-in\n"
        "  User.email: unique-not-enforced\n"
        "  Place.at: unsupported-type\n"
        "\n"
        "schema.prisma: 0 errors, 0 warnings, 0 notes; 0 guarantees lost\n"
    )
    assert written() == WRITTEN
    result = accepted("schema.prisma", "--baseline", "losses.json", "--prune-baseline")
    assert result.err == "Pruned losses.json: 4 findings taken out, 1 left\n"
    assert json.loads(written())["accepted"] == {"id-replaced": {"User.id": 1}}
    assert "no longer needed" not in accepted("schema.prisma", "--baseline", "losses.json").out


def test_markdown_says_what_is_fixed(accepted: Check) -> None:
    write("schema.prisma", UNTRANSLATABLE.replace(" @unique", ""))
    out = accepted("schema.prisma", "--baseline", "losses.json", "--format", "markdown").out
    assert out.endswith(
        "\n### No longer needed in `losses.json`\n\n- `User.email`: unique-not-enforced\n"
    )


def test_json_says_what_is_fixed(accepted: Check) -> None:
    write("schema.prisma", SCHEMA.replace(" @unique", ""))
    out = accepted("schema.prisma", "--baseline", "losses.json", "--format", "json").out
    summary = json.loads(out)["summary"]
    assert summary["decisions"] == {"open": 0, "allowed": 0, "enforced": 0, "baselined": 1}
    assert summary["baseline"] == {
        "path": "losses.json",
        "fixed": [
            {"name": "id-replaced", "subject": "Place.id", "times": 1},
            {"name": "omission-not-filled-in", "subject": "Place", "times": 1},
            {"name": "unique-not-enforced", "subject": "User.email", "times": 1},
            {"name": "unsupported-type", "subject": "Place.at", "times": 1},
        ],
    }


def test_other_rules_are_left_alone(accepted: Check) -> None:
    write("schema.prisma", SCHEMA.replace(" @unique", ""))
    result = accepted(
        "schema.prisma", "--baseline", "losses.json", "--prune-baseline", "--select", "PC216"
    )
    assert result.err == "Pruned losses.json: 1 finding taken out, 4 left\n"
    again = ("--baseline", "losses.json", "--write-baseline", "--select", "PC3")
    assert accepted("schema.prisma", *again).err == "Wrote losses.json: 3 findings accepted\n"
    assert json.loads(written())["accepted"] == {
        "id-replaced": {"User.id": 1},
        "omission-not-filled-in": {"Place": 1},
        "unique-not-enforced": {"User.email": 1},
    }


def test_what_is_allowed_needs_no_baseline(check: Check) -> None:
    allow = ' // @convex.allow(unique-not-enforced, reason: "checked")'
    write("schema.prisma", SCHEMA.replace("@unique", f"@unique{allow}"))
    check("schema.prisma", "--baseline", "losses.json", "--write-baseline")
    assert json.loads(written())["accepted"] == {"id-replaced": {"User.id": 1}}


def test_nothing_is_written_for_an_invalid_schema(accepted: Check) -> None:
    write("schema.prisma", INVALID)
    for option in ("--write-baseline", "--prune-baseline"):
        result = accepted("schema.prisma", "--baseline", "losses.json", option)
        assert result.code == 1
        assert "unknown-type" in result.out
        assert "no longer needed" not in result.out
    assert written() == WRITTEN


def test_an_entry_makes_no_schema_valid(check: Check) -> None:
    write("schema.prisma", INVALID)
    subjects = {"": 1, "User": 1, "User.post": 1}  # whatever an invalid schema knows of its parts
    entries = {"version": 1, "accepted": {"unknown-type": subjects}}
    write("losses.json", json.dumps(entries))
    result = check("schema.prisma", "--baseline", "losses.json", "--format", "json")
    assert result.code == 1
    [found] = json.loads(result.out)["findings"]
    assert (found["name"], found["decision"]["state"]) == ("unknown-type", "open")


def test_what_can_not_be_written_is_not_said_to_be(check: Check) -> None:
    write("schema.prisma", SCHEMA)
    outputs = ["--baseline", "b.json", "--write-baseline", "--format", "json=schema.prisma/x"]
    result = check("schema.prisma", *outputs)
    assert (result.code, result.out, Path("b.json").exists()) == (2, "", False)
    assert result.err.endswith("nothing was written\n")
    assert "Wrote" not in result.err


def test_two_schemas_share_one(check: Check) -> None:
    write("a.prisma", SCHEMA)
    write("b.prisma", SCHEMA)
    check("a.prisma", "b.prisma", "--baseline", "losses.json", "--write-baseline")
    assert json.loads(written())["accepted"]["unique-not-enforced"] == {"User.email": 2}
    result = check("b.prisma", "a.prisma", "--baseline", "losses.json", "--fail-on", "note")
    assert result.code == 0


@pytest.mark.parametrize(
    ("content", "message"),
    [
        (None, "losses.json: no such file; --write-baseline makes it"),
        ("{", "losses.json: it is not JSON"),
        ("[" * 100_000, "losses.json: it is not JSON"),
        ("[]", "losses.json: it is no baseline of version 1"),
        ('{"version": 2, "accepted": {}}', "losses.json: it is no baseline of version 1"),
        ('{"version": 1}', "losses.json: `accepted` is not an object"),
        ('{"version": 1, "accepted": {"a": 1}}', "losses.json: `accepted.a` is not an object"),
        (
            '{"version": 1, "accepted": {"a": {"\\u001b": true}}}',
            "losses.json: `accepted.a.\\x1b` is not a number above 0",
        ),
        (b"\xff", "losses.json: it is not text"),
    ],
)
def test_an_unreadable_baseline(check: Check, content: str | bytes | None, message: str) -> None:
    write("schema.prisma", SCHEMA)
    if content is not None:
        write("losses.json", content)
    result = check("schema.prisma", "--baseline", "losses.json")
    assert (result.code, result.err, result.out) == (2, f"prisma-to-convex: {message}\n", "")


def test_a_file_of_someone_else_is_not_overwritten(check: Check) -> None:
    write("schema.prisma", SCHEMA)
    write("package.json", '{"name": "mine"}')
    result = check("schema.prisma", "--baseline", "package.json", "--write-baseline")
    assert result.code == 2
    assert Path("package.json").read_text(encoding="utf-8") == '{"name": "mine"}'


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["--write-baseline"], "say which file: --baseline FILE"),
        (["--prune-baseline"], "say which file: --baseline FILE"),
        (["--baseline", "x", "--write-baseline", "--prune-baseline"], "nothing to prune"),
        (["--baseline", "folder"], "folder: a folder, not a file"),
    ],
)
def test_an_unusable_command(check: Check, arguments: list[str], message: str) -> None:
    write("schema.prisma", SCHEMA)
    Path("folder").mkdir()
    result = check("schema.prisma", *arguments)
    assert result.code == 2
    assert message in result.err
