"""What only the migrations hold is counted a second time, by a reader that shares nothing with ours."""

from __future__ import annotations

from collections import Counter
from pathlib import Path

import pytest

from prisma_schema_parser import SourceFile, load
from prisma_to_convex.compiler import Compilation, compile_schema
from prisma_to_convex.migrations.texts import Migrations
from support.migration_count import counted
from support.places import ROOT, SAMPLES

MAPPING = ROOT / "tests" / "codegen" / "mapping"
KINDS = (
    *("check", "exclusion", "trigger", "function", "row-policy", "view-definition", "sequence"),
    *("domain", "generated-column", "partial-unique", "expression-unique"),
)
FILES = {
    "booking": (
        SAMPLES / "booking" / "schema.prisma",
        sorted((SAMPLES / "booking" / "migrations").glob("*/migration.sql")),
    ),
    **{
        name: (MAPPING / f"{name}.prisma", [MAPPING / f"{name}.sql"])
        for name in ("migrations-postgresql", "migrations-mysql")
    },
}


@pytest.mark.parametrize("name", FILES)
def test_both_counts_agree(name: str) -> None:
    schema, scripts = FILES[name]
    texts = [path.read_text(encoding="utf-8") for path in scripts]
    found = ledger_kinds(schema, scripts, texts)
    assert found == counted(texts)
    assert found.total() > 3


def ledger_kinds(schema: Path, scripts: list[Path], texts: list[str]) -> Counter[str]:
    migrations = Migrations(
        tuple(SourceFile(path.as_posix(), text) for path, text in zip(scripts, texts, strict=True))
    )
    compiled = compile_schema(load(schema).sources, migrations=migrations)
    assert isinstance(compiled, Compilation)
    return Counter(
        entry.guarantee.kind for entry in compiled.ledger.entries if entry.guarantee.kind in KINDS
    )


def test_the_count_tells_what_is_dropped_and_what_is_quoted() -> None:
    text = (
        'CREATE TABLE "A" ("x" INT CHECK ("x" > 0), CONSTRAINT "c" CHECK ("x" < 9));\n'
        "CREATE FUNCTION f() RETURNS trigger AS $$ CREATE TRIGGER none; $$ LANGUAGE plpgsql;\n"
        "-- CREATE VIEW none\n"
        'ALTER TABLE "A" DROP CONSTRAINT "c";'
    )
    assert counted([text]) == {"check": 1, "function": 1}
