"""The report over a schema.ts that people edited: it tells of the file that stands there."""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest

from prisma_to_convex import cli

SCHEMA = """\
datasource db {
  provider = "postgresql"
}
enum Role {
  ADMIN
  USER
  GUEST
}
model Team {
  id    Int    @id @default(autoincrement())
  slug  String @unique
  users User[]
  tags  Tag[]
}
model User {
  id     Int    @id @default(autoincrement())
  email  String @unique
  phone  String @db.VarChar(20)
  role   Role   @default(USER)
  bio    String?
  teamId Int
  team   Team   @relation(fields: [teamId], references: [id], onDelete: Cascade)
  meta   Json
  labels String[]

  @@index([phone, email])
}
model Tag {
  id    Int    @id @default(autoincrement())
  teams Team[]
}
"""
TS = Path("convex/schema.ts")
ENDS = ("kept", "replaced", "enforced", "lost")
Output = pytest.CaptureFixture[str]
Report = Mapping[str, Any]  # JSON, read back


@pytest.fixture(autouse=True)
def _generated_once(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: Output) -> None:
    monkeypatch.chdir(tmp_path)
    Path("schema.prisma").write_text(SCHEMA, encoding="utf-8")
    assert generate() == 0
    capsys.readouterr()


def generate(*options: str) -> int:
    return cli.main(["generate", "schema.prisma", *options])


def edit(*pairs: tuple[str, str]) -> None:
    text = TS.read_text(encoding="utf-8")
    for old, new in pairs:
        assert old in text, old
        text = text.replace(old, new)
    TS.write_text(text, encoding="utf-8")


def report(capsys: Output) -> Report:
    capsys.readouterr()
    assert cli.main(["report", "schema.prisma", "--format", "json"]) == 0
    found: Report = json.loads(capsys.readouterr().out)
    totals = found["totals"]
    assert totals["all"] == sum(totals[end] for end in ENDS) == len(found["guarantees"])
    for kind in totals["by_kind"].values():
        assert kind["all"] == sum(kind[end] for end in ENDS)
    return found


def ends(found: Report) -> dict[str, tuple[str, str | None, str]]:
    """Outcome, rule and help of each guarantee, by kind, model and field."""
    return {
        f"{one['kind']} {one['model']}.{one['field']}": (
            one["outcome"],
            one["rule"],
            one["help"] or "",
        )
        for one in found["guarantees"]
    }


def edits(found: Report) -> list[str]:
    return [
        f"{one['how']} {one['what']} {one['place']}: {one['generated']} -> {one['written']}"
        for one in found["by_hand"]
    ]


def edits_and_changed_ends(
    capsys: Output, *pairs: tuple[str, str]
) -> tuple[list[str], dict[str, str]]:
    """What the report names as edited, and each guarantee that ends otherwise since: `lost PC235`."""
    before = ends(report(capsys))
    edit(*pairs)
    found = report(capsys)
    now = ends(found)
    assert now.keys() == before.keys()
    return edits(found), {
        name: f"{end} {rule}"
        for name, (end, rule, _) in now.items()
        if (end, rule) != before[name][:2]
    }


# ---- what is gone -------------------------------------------------------------------------------


def test_without_edits_nothing_is_reported(capsys: Output) -> None:
    assert edits(report(capsys)) == []
    generate()
    assert "By hand" not in Path("convex/report.md").read_text(encoding="utf-8")


def test_a_field_that_was_dropped_is_a_loss(capsys: Output) -> None:
    named, otherwise = edits_and_changed_ends(
        capsys,
        ("    phone: v.string(), // @db.VarChar(20)\n", ""),
        ('    .index("by_phone_and_email", ["phone", "email"])\n', ""),
    )
    assert named == [
        "removed field users.phone: v.string() -> None",
        "removed index users.by_phone_and_email: phone, email -> None",
    ]
    assert otherwise == {
        "scalar-type User.phone": "lost PC235",
        "not-null User.phone": "lost PC235",
        "native-type User.phone": "lost PC235",
        "undefined-skipped User.phone": "lost PC235",
        "index User.phone,email": "lost PC235",
    }


def test_a_value_of_an_enum_that_was_dropped_is_a_loss(capsys: Output) -> None:
    named, otherwise = edits_and_changed_ends(capsys, ('  v.literal("GUEST"),\n', ""))
    assert named == ["removed value role.GUEST: GUEST -> None"]
    assert otherwise == {"enum-membership User.role": "lost PC235"}


def test_an_index_that_was_removed_is_no_remedy(capsys: Output) -> None:
    assert "by_email" in ends(report(capsys))["unique User.email"][2]
    edit(('    // @unique\n    .index("by_email", ["email"])\n', ""))
    found = report(capsys)
    assert "by_email" not in json.dumps(found["guarantees"])
    assert "query the documents" in ends(found)["unique User.email"][2]
    assert [one["name"] for one in found["tables"][1]["indexes"]] == [
        "by_phone_and_email",
        "by_teamId",
    ]


def test_an_index_of_another_name_serves_as_well(capsys: Output) -> None:
    named, otherwise = edits_and_changed_ends(
        capsys, ('"by_email", ["email"]', '"byEmail", ["email"]')
    )
    assert named == [
        "removed index users.by_email: email -> None",
        "added index users.byEmail: None -> email",
    ]
    assert otherwise == {}
    assert 'withIndex("byEmail"' in ends(report(capsys))["unique User.email"][2]


def test_an_index_that_begins_alike_serves_as_well(capsys: Output) -> None:
    edit(
        ('    .index("by_teamId", ["teamId"]),\n\n  tags', '    .index("by_team", ["teamId", "bio"]),\n\n  tags'),
    )  # fmt: skip
    assert "(by `by_team`)" in ends(report(capsys))["on-delete User.teamId"][2]


def test_a_table_that_was_removed(capsys: Output) -> None:
    text = TS.read_text(encoding="utf-8")
    start, end = text.index("  tags: defineTable"), text.index("  /** Tag[]")
    pairs = text[text.index("  /** Tag[]") : text.rindex("});")]
    named, otherwise = edits_and_changed_ends(capsys, (text[start:end], ""), (pairs, ""))
    assert named == [
        "removed table tags: defineTable -> None",
        "removed table tagTeams: defineTable -> None",
    ]
    assert set(otherwise.values()) == {"lost PC235"}
    assert {name.split()[1].split(".")[0] for name in otherwise} == {"Tag", "Team"}
    found = report(capsys)
    assert [table["name"] for table in found["tables"]] == ["teams", "users"]


# ---- what is otherwise --------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("edited", "otherwise"),
    [
        ("email: v.optional(v.string())", {"not-null User.email": "lost PC236"}),
        ("email: v.union(v.string(), v.null())", {"not-null User.email": "lost PC236"}),
        ("email: v.any()", {"not-null User.email": "lost PC236", "scalar-type User.email": "lost PC236"}),
        ("email: v.union(v.string(), v.number())", {"scalar-type User.email": "lost PC236"}),
        ("email: v.number()", {"scalar-type User.email": "replaced PC325"}),
        ('email: v.union(v.literal("a"), v.literal("b"))', {}),
        ("email: emailValidator", {"not-null User.email": "lost PC236", "scalar-type User.email": "lost PC236"}),
        ("email: v.pipe(v.string(), email())", {"not-null User.email": "lost PC236", "scalar-type User.email": "lost PC236"}),
    ],
)  # fmt: skip
def test_a_validator_that_was_changed(
    capsys: Output, edited: str, otherwise: dict[str, str]
) -> None:
    named, found = edits_and_changed_ends(capsys, ("email: v.string()", edited))
    written = edited.removeprefix("email: ")
    assert named == [f"changed field users.email: v.string() -> {written}"]
    assert found == otherwise


@pytest.mark.parametrize(
    ("old", "new", "otherwise"),
    [
        ("    role, //", "    role: v.string(), //", {"enum-membership User.role": "lost PC236"}),
        ('v.literal("GUEST"),', 'v.literal("GUEST"), v.literal("OWNER"),', {"enum-membership User.role": "lost PC236"}),
        ("labels: v.array(v.string())", "labels: v.string()", {"list User.labels": "lost PC236"}),
        ("labels: v.array(v.string())", "labels: v.array(v.number())", {"scalar-type User.labels": "replaced PC325"}),
        ("meta: v.any()", "meta: v.object({ a: v.string() })", {"scalar-type User.meta": "replaced PC325"}),
        ('teamId: v.id("teams"), // onDelete: Cascade\n    meta', "teamId: v.string(), // onDelete: Cascade\n    meta", {"scalar-type User.teamId": "lost PC236"}),
        ("bio: v.nullable(v.string())", "bio: v.string()", {}),
    ],
)  # fmt: skip
def test_what_a_field_holds(capsys: Output, old: str, new: str, otherwise: dict[str, str]) -> None:
    _, found = edits_and_changed_ends(capsys, (old, new))
    assert found == otherwise


def test_validation_that_was_turned_off(capsys: Output) -> None:
    named, otherwise = edits_and_changed_ends(
        capsys, ("\n});\n", "\n}, { schemaValidation: false });\n")
    )
    assert named == ["changed option schemaValidation: true -> false"]
    assert "not-null User.email" in otherwise
    assert set(otherwise.values()) == {"lost PC236"}


def test_a_table_that_was_renamed_is_the_same(capsys: Output) -> None:
    named, otherwise = edits_and_changed_ends(
        capsys, ("teams: defineTable", "crews: defineTable"), ('v.id("teams")', 'v.id("crews")')
    )
    assert named == ["renamed table crews: teams -> crews"]
    assert otherwise == {}
    found = ends(report(capsys))
    assert 'ctx.db.get("crews", teamId)' in found["foreign-key User.teamId"][2]


def test_layout_and_the_long_form_are_no_edit(capsys: Output) -> None:
    edit(
        ("v.nullable(v.string())", "v.union(v.string(), v.null())"),
        ('v.id("teams")', "v.id('teams')"),
    )
    found = report(capsys)
    assert edits(found) == []
    fields = {one["name"]: one["validator"] for one in found["tables"][1]["fields"]}
    assert fields["teamId"] == "v.id('teams')"
    assert fields["bio"] == "v.union(v.string(), v.null())"


# ---- what is more -------------------------------------------------------------------------------

MORE = """\
  audits: defineTable({
    at: v.optional(v.number()),
  }).index("by_at", ["at"]),

  tags: defineTable"""


def test_tables_and_indexes_that_were_added_are_counted(capsys: Output) -> None:
    edit(
        ("  tags: defineTable", MORE),
        ("    meta: v.any()", "    nick: v.string(),\n    meta: v.any()"),
    )
    capsys.readouterr()
    assert generate() == 0
    out = capsys.readouterr().out
    assert "5 tables, 7 indexes" in out
    assert "Kept what was edited by hand: 1 hand-written table (audits), " in out
    assert "1 hand-written field (users.nick)" in out
    found = report(capsys)
    assert edits(found) == [
        "added field users.nick: None -> v.string()",
        "added table audits: None -> defineTable",
    ]
    (audits,) = [table for table in found["tables"] if table["name"] == "audits"]
    assert audits["model"] == ""
    assert audits["fields"] == [
        {"name": "at", "prisma": None, "validator": "v.number()", "optional": True}
    ]


def test_an_index_that_was_added_serves(capsys: Output) -> None:
    edit(('    .index("by_phone_and_email", ["phone", "email"])\n', ""))
    assert ends(report(capsys))["index User.phone,email"][:2] == ("lost", "PC235")
    edit(
        ('.index("by_email"', '.index("by_both", ["phone", "email", "bio"])\n    .index("by_email"')
    )
    assert ends(report(capsys))["index User.phone,email"][:2] == ("replaced", None)


# ---- everywhere ---------------------------------------------------------------------------------


def test_all_forms_say_it(capsys: Output) -> None:
    edit(("email: v.string()", "email: v.optional(v.string())"))
    assert generate() == 0
    text = Path("convex/report.md").read_text(encoding="utf-8")
    assert "| changed | field | `users.email` | `v.string()` | `v.optional(v.string())` |" in text
    assert "| `email` | `v.optional(v.string())` |" in text
    assert cli.main(["report", "schema.prisma", "--output", "report.html"]) == 0
    page = Path("report.html").read_text(encoding="utf-8")
    assert "<tr><td>changed<td>field<td><code>users.email</code>" in page


def test_the_gate_counts_what_stands(capsys: Output) -> None:
    edit(("email: v.string()", "email: v.optional(v.string())"))
    totals = report(capsys)["totals"]
    cli.main(["check", "schema.prisma", "--format", "json"])
    (schema,) = json.loads(capsys.readouterr().out)["schemas"]
    assert {end: schema["guarantees"][end] for end in ENDS} == {end: totals[end] for end in ENDS}
    cli.main(["check", "schema.prisma", "--format", "sarif"])
    assert "PC236" in capsys.readouterr().out


def test_the_written_report_is_the_printed_one(capsys: Output) -> None:
    edit(("email: v.string()", "email: v.optional(v.string())"))
    assert generate() == 0
    capsys.readouterr()
    assert cli.main(["report", "schema.prisma"]) == 0
    assert capsys.readouterr().out == Path("convex/report.md").read_text(encoding="utf-8")
    assert generate("--check") == 0


@pytest.mark.parametrize("option", ["--adopt", "--prefer=mine"])
def test_what_was_adopted_or_preferred_is_reported(capsys: Output, option: str) -> None:
    edit(("email: v.string()", "email: v.optional(v.string())"))
    if option == "--adopt":
        Path("convex/schema.prisma-to-convex.lock").unlink()
    else:
        changed = SCHEMA.replace("email  String @unique", "email  Int @unique")
        Path("schema.prisma").write_text(changed, encoding="utf-8")
    assert generate(option) == 0
    text = Path("convex/report.md").read_text(encoding="utf-8")
    assert "`users.email` |" in text.partition("## By hand, different from Prisma")[2]


def test_a_file_that_cannot_be_read_as_a_schema_is_left_alone(capsys: Output) -> None:
    before = ends(report(capsys))
    TS.write_text("export default defineSchema({", encoding="utf-8")
    assert ends(report(capsys)) == before
