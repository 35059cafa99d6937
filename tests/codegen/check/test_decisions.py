"""`@convex.allow` and `@convex.enforced`: what they speak of, what they say, and what is wrong with one.

Long, as each place of a decision has its cases.
"""

from __future__ import annotations

import json

import pytest

from prisma_schema_parser import SourceFile, read_schema
from prisma_to_convex.ledger.decision_comments import DecisionComment, decision_comments

from .conftest import Check, write

HEAD = 'datasource db {\n  provider = "postgresql"\n}\n\n'
REASON = 'reason: "checked in users.create"'


def decisions(check: Check, text: str, *arguments: str) -> dict[str, str]:
    """`User.email unique-not-enforced` -> the decision and its reason."""
    write("schema.prisma", HEAD + text)
    found = json.loads(check("schema.prisma", "--format", "json", *arguments).out)["findings"]
    return {
        f"{_about(one)} {one['name']}": " ".join(filter(None, one["decision"].values()))
        for one in found
    }


def _about(finding: dict[str, list[str] | str]) -> str:
    return ".".join((str(finding["model"]), *finding["fields"]))


def problems(check: Check, text: str) -> list[tuple[int, int, str, str]]:
    """Line and column of PC51x, its name and its message."""
    write("schema.prisma", HEAD + text)
    out = check("schema.prisma", "--format", "json", "--select", "PC51").out
    return [
        (place["line"], place["column"], one["name"], one["message"])
        for one in json.loads(out)["findings"]
        for place in [one["location"]["start"]]
    ]


def user(before: str = "", above: str = "", trailing: str = "", header: str = "") -> str:
    return (
        f"{before}model User {{{header}\n  id    Int    @id @default(autoincrement())\n"
        f"{above}  email String @unique{trailing}\n}}\n"
    )


ALLOW = f"@convex.allow(unique-not-enforced, {REASON})"

# ---- what it speaks of --------------------------------------------------------------------------


@pytest.mark.parametrize(
    "text",
    [
        user(trailing=f" // {ALLOW}"),
        user(trailing=f" /// {ALLOW}"),
        user(trailing=f" /* {ALLOW} */"),
        user(above=f"  // {ALLOW}\n"),
        user(above=f"  /// Where mail goes.\n  /// {ALLOW}\n"),
        user(above=f"  // {ALLOW}\n  /// Where mail goes.\n"),
        user(above=f"  /* What follows\n   * {ALLOW}\n   */\n"),
        user(above=f"  //{ALLOW}\n"),
        user(before=f"/// {ALLOW}\n"),
        user(before=f"/// A person.\n// {ALLOW}\n/// Or not.\n"),
        user(header=f" // {ALLOW}"),
        user(trailing=f" // {ALLOW}").replace("unique-not-enforced", "PC201"),
        user(trailing=f" // {ALLOW}").replace("unique-not-enforced", "UNIQUE_NOT_ENFORCED"),
        user(trailing=f" // {ALLOW}").replace("\n", "\r\n"),
        user(trailing=f" // {ALLOW}").replace("\n", "\r"),
        user(trailing=f' @default("// x") // {ALLOW}'),
        user(trailing=f" // @convex.allow( unique-not-enforced , {REASON} )"),
        user(trailing=f" // @convex.allow({REASON}, unique-not-enforced)"),
        user(trailing=f" // see below; {ALLOW}, and more"),
    ],
)
def test_it_allows(check: Check, text: str) -> None:
    found = decisions(check, text)
    assert found["User.email unique-not-enforced"] == "allowed checked in users.create"
    assert found["User.id id-replaced"] == "open"
    assert problems(check, text) == []


@pytest.mark.parametrize(
    "text",
    [
        user(above=f"  // {ALLOW}\n\n"),
        user(before=f"// {ALLOW}\n\n"),
        user() + f"// {ALLOW}\n",
        user(before=f"/// {ALLOW}\nmodel Other {{\n  id String @id\n}}\n"),
        user(trailing=f"\n  name String // {ALLOW}"),
        user(trailing=f"\n  // {ALLOW}"),
    ],
)
def test_it_speaks_of_nothing_else(check: Check, text: str) -> None:
    assert decisions(check, text)["User.email unique-not-enforced"] == "open"
    (problem,) = problems(check, text)
    assert problem[2:] == (
        "decision-not-used",
        "`unique-not-enforced` is allowed here, but does not apply",
    )


def test_a_string_is_no_comment(check: Check) -> None:
    text = user(trailing=f' @default("{ALLOW}")'.replace(f'"{REASON[9:-1]}"', "x"))
    write("schema.prisma", HEAD + text)
    assert (
        problems(check, user(trailing=' @default("// @convex.allow(unique-not-enforced)")')) == []
    )


def test_an_attribute_of_the_block(check: Check) -> None:
    text = (
        "model User {\n  id Int @id @default(autoincrement())\n  a String\n  b String\n"
        f"  @@unique([a, b]) // {ALLOW}\n  @@unique([b, a])\n}}\n"
    )
    assert decisions(check, text) == {
        "User.id id-replaced": "open",
        "User.a.b unique-not-enforced": "allowed checked in users.create",
        "User.b.a unique-not-enforced": "open",
        "User undefined-not-ignored": "open",
    }


@pytest.mark.parametrize("place", ["block", "configuration"])
def test_what_is_reported_of_a_block_is_decided_there(check: Check, place: str) -> None:
    allow = '// @convex.allow(undefined-not-ignored, omission-not-filled-in, reason: "by hand")\n'
    text = user(before=allow if place == "block" else "", above="  a String?\n  b String?\n")
    if place == "configuration":
        write(
            "prisma-to-convex.toml",
            '[models.User.allow]\nundefined-not-ignored = "by hand"\n'
            'omission-not-filled-in = "by hand"\n',
        )
    found = decisions(check, text, "--ignore", "PC201,PC306")
    assert found == dict.fromkeys(
        ("User omission-not-filled-in", "User undefined-not-ignored"), "allowed by hand"
    )
    result = check("schema.prisma", "--ignore", "PC201,PC306")
    assert result.out == (
        "schema.prisma: 0 errors, 0 warnings, 0 notes; "
        "5 guarantees lost: 0 open, 5 allowed, 0 enforced elsewhere, 0 baselined\n"
    )


RELATION = """\
model User {
  id    Int    @id @default(autoincrement())
  posts Post[]
}

model Post {
  id     Int  @id @default(autoincrement())
  user   User @relation(fields: [userId], references: [id])%s
  userId Int%s
}
"""


@pytest.mark.parametrize("place", [0, 1])
def test_a_relation_by_its_field_or_by_its_key(check: Check, place: int) -> None:
    comment = f" // @convex.allow(foreign-key-not-checked, on-delete-not-run, {REASON})"
    text = RELATION % ((comment, "") if place == 0 else ("", comment))
    found = decisions(check, text, "--select", "PC20")
    assert set(found.values()) == {"allowed checked in users.create"}
    assert len(found) == 2


def test_a_block_and_a_field_in_it(check: Check) -> None:
    block = '// @convex.allow(unique-not-enforced, reason: "of the block")\n'
    field = ' // @convex.allow(unique-not-enforced, reason: "of the field")'
    text = user(before=block, trailing=field + "\n  phone String @unique")
    found = decisions(check, text, "--select", "PC201")
    assert found["User.email unique-not-enforced"] == "allowed of the field"
    assert found["User.phone unique-not-enforced"] == "allowed of the block"
    assert problems(check, text) == []


def test_several_rules_and_several_comments(check: Check) -> None:
    text = user(
        above=f"  // @convex.allow(unique-not-enforced, value-bound-not-checked, {REASON})\n",
        trailing=' @db.VarChar(9) @default("") // @convex.allow(PC208, reason: "a \\"form\\" fills it")',
    )
    found = decisions(check, text, "--select", "PC2")
    assert found == {
        "User.email unique-not-enforced": "allowed checked in users.create",
        "User.email value-bound-not-checked": "allowed checked in users.create",
        "User.email default-not-applied": 'allowed a "form" fills it',
        "User undefined-not-ignored": "open",
    }


def test_what_is_allowed_does_not_fail(check: Check) -> None:
    write("schema.prisma", HEAD + user(trailing=f" // {ALLOW}"))
    result = check("schema.prisma", "--fail-on", "warning")
    assert result.code == 0
    assert result.out.endswith(
        "2 guarantees lost: 1 open, 1 allowed, 0 enforced elsewhere, 0 baselined\n"
    )
    assert "unique-not-enforced" not in result.out


def test_an_error_can_be_allowed_but_not_an_invalid_schema(check: Check) -> None:
    allow = ' // @convex.allow(unsupported-type, unknown-type, reason: "not read by anyone")'
    write("schema.prisma", HEAD + user(trailing=f'\n  at Unsupported("circle")?{allow}'))
    assert check("schema.prisma").code == 0
    write("schema.prisma", HEAD + user(trailing=f"\n  at Crcle?{allow}"))
    assert check("schema.prisma").code == 1


def test_a_selection_makes_no_allow_unused(check: Check) -> None:
    write("schema.prisma", HEAD + user(trailing=f" // {ALLOW}"))
    assert "decision-not-used" not in check("schema.prisma", "--select", "PC3,PC5").out


ENFORCED = '@convex.enforced(unique-not-enforced, by: "users.create")'


@pytest.mark.parametrize(
    "text",
    [
        user(trailing=f" // {ENFORCED}"),
        user(above=f"  /// {ENFORCED}\n"),
        user(before=f"/// {ENFORCED}\n"),
        user(trailing=' // @convex.enforced(by: "users.create", PC201)'),
    ],
)
def test_it_is_enforced_elsewhere(check: Check, text: str) -> None:
    assert decisions(check, text)["User.email unique-not-enforced"] == "enforced users.create"
    assert problems(check, text) == []


def test_what_is_enforced_elsewhere_does_not_fail(check: Check) -> None:
    write("schema.prisma", HEAD + user(trailing=f" // {ENFORCED}"))
    result = check("schema.prisma", "--fail-on", "warning")
    assert result.code == 0
    assert result.out.endswith(
        "2 guarantees lost: 1 open, 0 allowed, 1 enforced elsewhere, 0 baselined\n"
    )


def test_the_nearest_comment_decides_whatever_it_says(check: Check) -> None:
    found = decisions(check, user(before=f"// {ALLOW}\n", trailing=f" // {ENFORCED}"))
    assert found["User.email unique-not-enforced"] == "enforced users.create"
    found = decisions(check, user(before=f"// {ENFORCED}\n", trailing=f" // {ALLOW}"))
    assert found["User.email unique-not-enforced"] == "allowed checked in users.create"


def test_what_a_nearer_one_decides_too_is_not_unused(check: Check) -> None:
    text = user(before=f"// {ALLOW}\n", trailing=f" // {ENFORCED}")
    assert decisions(check, text)["User.email unique-not-enforced"] == "enforced users.create"
    assert problems(check, text) == []


# ---- in the configuration -----------------------------------------------------------------------


def configured(check: Check, config: str, text: str, *arguments: str) -> dict[str, str]:
    write("prisma-to-convex.toml", config)
    return decisions(check, text, *arguments)


@pytest.mark.parametrize(
    "config",
    [
        'enforced.PC201 = "users.create"',
        '[models.User]\nenforced.unique-not-enforced = "users.create"',
        '[models.User.fields]\nemail.enforced.unique-not-enforced = "users.create"',
    ],
)
def test_the_configuration_decides(check: Check, config: str) -> None:
    found = configured(check, config, user())
    assert found["User.email unique-not-enforced"] == "enforced users.create"
    assert found["User.id id-replaced"] == "open"
    assert problems(check, user()) == []


def test_the_nearest_in_the_configuration_wins_and_comments_over_all(check: Check) -> None:
    config = """\
allow.PC201 = "of the project"
[models.User]
allow.PC201 = "of the model"
fields.email.allow.PC201 = "of the field"
"""
    text = user(trailing="\n  phone String @unique") + user().replace("User", "Other")
    found = configured(check, config, text, "--select", "PC201")
    assert list(found.values()) == [
        "allowed of the field",
        "allowed of the model",
        "allowed of the project",
    ]
    assert problems(check, text) == []
    found = configured(check, config, user(before=f"// {ENFORCED}\n"), "--select", "PC201")
    assert list(found.values()) == ["enforced users.create"]


@pytest.mark.parametrize("field", ["user", "userId"])
def test_the_configuration_names_a_relation_or_its_key(check: Check, field: str) -> None:
    rules = 'foreign-key-not-checked = "posts.add", on-delete-not-run = "triggers.ts"'
    config = f"[models.Post.fields.{field}]\nenforced = {{ {rules} }}"
    found = configured(check, config, RELATION % ("", ""), "--select", "PC20")
    assert set(found.values()) == {"enforced posts.add", "enforced triggers.ts"}
    assert len(found) == 2


def test_a_decision_of_the_configuration_that_does_not_apply(check: Check) -> None:
    write("prisma-to-convex.toml", '[models.User]\n  allow.PC208 = "x"\n')
    write("schema.prisma", HEAD + user())
    out = check("schema.prisma", "--format", "concise", "--select", "PC512", "--quiet").out
    assert out == (
        "prisma-to-convex.toml:2:9: warning[PC512] `default-not-applied` is allowed here, "
        "but does not apply\n"
    )


def test_what_is_said_of_the_project_needs_to_apply_to_one_schema(check: Check) -> None:
    write("prisma-to-convex.toml", 'allow.PC201 = "x"\nallow.PC208 = "y"\n')
    write("a/schema.prisma", HEAD + user())
    write("b/schema.prisma", HEAD + user().replace(" @unique", ""))
    out = check(
        "a", "b", "--config", "prisma-to-convex.toml", "--format", "concise", "--select", "PC5"
    ).out
    assert [line.split(": ")[0] for line in out.splitlines()] == [
        "prisma-to-convex.toml:2:7",
        "2 schemas",
    ]


# ---- what is wrong with one ---------------------------------------------------------------------


@pytest.mark.parametrize(
    ("comment", "problem"),
    [
        (
            "@convex.allow(unique-not-enforced)",
            (
                41,
                "decision-without-reason",
                "`unique-not-enforced` is not allowed by this: no reason is given",
            ),
        ),
        (
            '@convex.allow(unique-not-enforced, reason: "  ")',
            (
                41,
                "decision-without-reason",
                "`unique-not-enforced` is not allowed by this: no reason is given",
            ),
        ),
        (
            "@convex.allow(unique-not-enforced, reason: because)",
            (
                41,
                "decision-without-reason",
                "`unique-not-enforced` is not allowed by this: no reason is given",
            ),
        ),
        (
            '@convex.allow(unique-not-enforced, reason: "open',
            (
                41,
                "decision-without-reason",
                "`unique-not-enforced` is not allowed by this: no reason is given",
            ),
        ),
        (
            '@convex.allow(uniqe-not-enforced, reason: "x")',
            (41, "decision-on-unknown-rule", "there is no rule `uniqe-not-enforced`"),
        ),
        ("@convex.allow", (27, "decision-on-unknown-rule", "no rule is named")),
        (
            '@convex.allow(PC2, reason: "x")',
            (41, "decision-on-unknown-rule", "`PC2` is a family of rules"),
        ),
        ("@convex.allow()", (27, "decision-on-unknown-rule", "no rule is named")),
        ('@convex.allow(reason: "x")', (27, "decision-on-unknown-rule", "no rule is named")),
        ("@convex.allow unique-not-enforced", (27, "decision-on-unknown-rule", "no rule is named")),
        (
            '@convex.allow(default-not-applied, reason: "x")',
            (41, "decision-not-used", "`default-not-applied` is allowed here, but does not apply"),
        ),
        (
            '@convex.enforced(default-not-applied, by: "x")',
            (
                44,
                "decision-not-used",
                "`default-not-applied` is enforced elsewhere, but does not apply",
            ),
        ),
        (
            "@convex.enforced(unique-not-enforced)",
            (
                44,
                "decision-without-reason",
                "`unique-not-enforced` is not enforced by this: it is not said by what",
            ),
        ),
        (
            '@convex.enforced(unique-not-enforced, reason: "x")',
            (
                44,
                "decision-without-reason",
                "`unique-not-enforced` is not enforced by this: it is not said by what",
            ),
        ),
        (
            '@convex.allow(unique-not-enforced, by: "x")',
            (
                41,
                "decision-without-reason",
                "`unique-not-enforced` is not allowed by this: no reason is given",
            ),
        ),
        ("@convex.enforced()", (27, "decision-on-unknown-rule", "no rule is named")),
    ],
)
def test_a_problem(check: Check, comment: str, problem: tuple[int, str, str]) -> None:
    text = user(trailing=f" // {comment}")
    assert problems(check, text) == [(7, *problem)]
    assert decisions(check, text)["User.email unique-not-enforced"] == "open"


def decisions_of(text: str) -> list[DecisionComment]:
    return list(decision_comments(read_schema([SourceFile("a.prisma", text)]).schema))


def test_other_words_are_none_of_ours() -> None:
    text = "// me@convex.allow(x) @convex.allowed(x) @convex.enforcedly @convex.allow-it @convex.name(x)\nmodel A {\n}\n"
    assert decisions_of(text) == []


@pytest.mark.parametrize(
    "text",
    [
        "// @convex.allow(" + "(" * 5000,
        "// @convex.allow(" + '"' * 5001,
        "// @convex.allow(" + "a," * 5000,
        "// @convex.allow(" + 'reason: "\\' * 5000,
        "/* @convex.allow(" * 3000 + "*/",
        '"' * 9999 + "// @convex.allow(a)",
        "model A {\n" * 3000 + "// @convex.allow(a)",
    ],
)
def test_hostile_comments_cost_little(text: str) -> None:
    assert len(decisions_of(text)) <= 3000


def test_no_more_rules_are_read_than_there_may_be(check: Check) -> None:
    """Ten megabytes of them were looked for one by one, a minute long."""
    found = problems(check, user(above=f'  /// @convex.allow({"x, " * 5000}reason: "x")\n'))
    assert len(found) == 1000
    assert {message for *_, message in found} == {"there is no rule `x`"}
