"""The contract, rule by rule: exactly what is said where it applies, and silence where it just does not.

A rule applies to the example of its own documentation. It is silent once the edits of SILENT are made.
"""

from __future__ import annotations

import json
from collections.abc import Callable
from contextlib import redirect_stderr, redirect_stdout
from io import StringIO
from pathlib import Path

import pytest

from codegen.rules.test_rule_docs import BY_HAND, FIRING
from prisma_schema_parser.diagnostic import Rule
from prisma_to_convex import cli
from prisma_to_convex.rules.table import RULES
from support.rule_examples import example, scripts, settings, whole

from .conftest import Check, write

GOLDEN = Path(__file__).parent / "golden" / "rules"

WITHOUT_CONFIGURATION: list[tuple[str, str]] = []

# By rule: texts of its example that are replaced. What a configuration, a migration or an edit by hand makes is silent without it, and
# what breaks a limit is silent as its example stands.
SILENT: dict[str, list[tuple[str, str]]] = {
    "unique-not-enforced": [("@unique", "")],
    "primary-key-not-enforced": [
        ("  row    Int\n", "  id Int @id @default(autoincrement())\n  row Int\n"),
        ("  @@id([row, number])\n", ""),
    ],
    "one-to-one-not-enforced": [("Profile?", "Profile[]"), (" @unique", "")],
    "pair-not-unique": [("  tags Tag[]\n", ""), ("  posts Post[]\n", "")],
    "foreign-key-not-checked": [
        ("  posts Post[]\n", ""),
        ("  author   User   @relation(fields: [authorId], references: [id])\n", ""),
    ],
    "on-delete-not-run": [
        ("  comments Comment[]\n", ""),
        (
            "  post   Post   @relation(fields: [postId], references: [id], onDelete: Cascade)\n",
            "",
        ),
        ("  likes  Like[]\n", ""),
        (
            "  comment   Comment @relation(fields: [commentId], references: [id], onDelete: Cascade)\n",
            "",
        ),
    ],
    "on-update-not-run": [("@id\n", "@id @default(cuid())\n")],
    "default-not-applied": [
        (' @default("open")', ""),
        (" @default(now())", ""),
        ("@unique @default(autoincrement())", "@unique"),
    ],
    "updated-at-not-set": [(" @updatedAt", "")],
    "value-bound-not-checked": [
        ("@db.VarChar(12)", "@db.Text"),
        (" @db.SmallInt", ""),
        (" @db.Decimal(10, 2)", ""),
    ],
    "integer-not-checked": [("seats Int", "seats Float")],
    "index-option-dropped": [("(sort: Desc)", "")],
    "partial-index-widened": [(", where: { active: true }", "")],
    "index-not-created": [("  @@index([tags], type: Gin)\n", "")],
    "required-key-made-nullable": [
        ("ownerId Int\n", "ownerId Int?\n"),
        ("owner   User ", "owner   User?"),
    ],
    "unsupported-type": [('Unsupported("geometry(Point, 4326)")?', "String?")],
    "recursive-type-unchecked": [("  replies Comment[]\n", "")],
    "shard-key-dropped": [(" @shardKey", "")],
    "extension-not-available": [("  extensions = [citext]\n", ""), (" @db.Citext", "")],
    "view-not-emitted": [
        (
            "view ProductRating {\n  productId Int @unique\n  reviews   Int\n  average   Float\n}\n",
            "",
        )
    ],
    "ignored-not-emitted": [(" @ignore", "")],
    "namespace-dropped": [
        ('  schemas  = ["public", "auth"]\n', ""),
        ('  @@schema("auth")\n', ""),
    ],
    "null-not-refused": [('Unsupported("polygon")', 'Unsupported("polygon")?')],
    "digits-not-kept": WITHOUT_CONFIGURATION,
    "stays-behind": WITHOUT_CONFIGURATION,
    "relation-cut": WITHOUT_CONFIGURATION,
    "field-skipped": [("  /// @convex.skip\n", "")],
    "view-not-computed": WITHOUT_CONFIGURATION,
    "decimal-as-string": [("Decimal", "Float")],
    "date-time-as-number": [("DateTime", "String")],
    "date-as-string": [(" @db.Date", "")],
    "json-unchecked": [("Json", "String")],
    "vector-as-array": [('Unsupported("vector(1536)")', "Float[]")],
    "id-replaced": [("Int    @id @default(autoincrement())", "String @id")],
    "full-text-search-differs": [("  @@fulltext([title, body])\n", "")],
    "enum-stored-by-name": [('@map("admin")', ""), ('@map("member")', "")],
    "date-time-as-string": WITHOUT_CONFIGURATION,
    "decimal-scaled": WITHOUT_CONFIGURATION,
    "decimal-without-scale": WITHOUT_CONFIGURATION,
    "null-as-absent": WITHOUT_CONFIGURATION,
    "bytes-in-storage": WITHOUT_CONFIGURATION,
    "json-as-text": WITHOUT_CONFIGURATION,
    "legacy-id-kept": WITHOUT_CONFIGURATION,
    "created-at-replaced": WITHOUT_CONFIGURATION,
    "range-before-equality": [
        ("[websiteId, createdAt, urlPath]", "[websiteId, urlPath, createdAt]")
    ],
    "null-sorts-first": [("deletedAt DateTime?", "deletedAt DateTime")],
    "text-compared-exactly": [('provider = "mysql"', 'provider = "sqlite"')],
    "zeros-apart": [("height Float", "height Int")],
    "enum-stored-by-mapped-name": WITHOUT_CONFIGURATION,
    "type-chosen": [("  /// @convex.type(v.object({ theme: v.string() }))\n", "")],
    "name-changed": [("model People", "model Animal")],
    "default-not-storable": [("$schema", "schema")],
    "list-length-limited": [("String[]", "String")],
    "value-size-limited": [("pdf   Bytes", "pdf   String")],
    "soft-reference": [("  userId Int\n", "")],
    "reference-list-not-indexed": [
        ("  tags   Tag[]    @relation(fields: [tagIds], references: [id])\n", ""),
        ("  posts   Post[]   @relation(fields: [postIds], references: [id])\n", ""),
    ],
    "omission-not-filled-in": [("String?", "String"), ("String[]", "String")],
    "undefined-not-ignored": [('"views"]', '"views", "strictUndefinedChecks"]')],
    "directive-not-followed": [("@convex.nam(", "@convex.name(")],
    "decision-without-reason": [("-enforced)", '-enforced, reason: "checked in users.signUp")')],
    "decision-on-unknown-rule": [("uniqe", "unique")],
    "decision-not-used": [("String //", "String @unique //")],
}

# One schema of ten thousand models: seconds.
_SLOW = {"too-many-tables"}

each_rule = pytest.mark.parametrize(
    "rule",
    [
        pytest.param(rule, marks=pytest.mark.slow if rule.name in _SLOW else (), id=rule.name)
        for rule in RULES
    ],
)


def configure(rule: Rule) -> None:
    if settings(rule):
        write("prisma-to-convex.toml", settings(rule))
    if rule.name in BY_HAND:
        with redirect_stdout(StringIO()), redirect_stderr(StringIO()):
            assert cli.main(["generate", "schema.prisma"]) == 0
        text = Path("convex/schema.ts").read_text(encoding="utf-8")
        for old, new in BY_HAND[rule.name]:
            assert old in text
            text = text.replace(old, new)
        write("convex/schema.ts", text)
    if scripts(rule):
        write("migrations/1_init/migration.sql", scripts(rule))


@each_rule
def test_it_applies(rule: Rule, check: Check, golden: Callable[[Path, str], None]) -> None:
    fires = FIRING.get(rule.name)
    write("schema.prisma", fires() if fires else whole(example(rule)))
    configure(rule)
    result = check("schema.prisma", "--select", rule.code, "--fail-on", rule.severity.value)
    assert (result.code, result.err) == (1, "")
    assert f"{rule.severity.value}[{rule.code}] {rule.name}: " in result.out
    golden(GOLDEN / f"{rule.name}.txt", result.out)


@each_rule
def test_it_is_silent(rule: Rule, check: Check) -> None:
    text = whole(example(rule))
    without = rule.name in FIRING or rule.name in BY_HAND or scripts(rule)
    edits = WITHOUT_CONFIGURATION if without else SILENT.get(rule.name)
    assert edits is not None, "say in SILENT what makes the rule's example one that it is silent of"
    for old, new in edits:
        assert old in text
        text = text.replace(old, new)
    write("schema.prisma", text)
    result = check("schema.prisma", "--select", rule.code, "--fail-on", "note", "--format", "json")
    assert json.loads(result.out)["findings"] == []
    assert result.code == 0


def test_the_table_has_no_rule_that_is_gone() -> None:
    assert set(SILENT) <= {rule.name for rule in RULES}
