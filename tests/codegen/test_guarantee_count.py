"""The ledger's left side, counted a second time from Prisma's DMMF: nothing forgotten, nothing twice.

What can be counted, and from what: codegen/README.md, "Counted twice".
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import get_args

import pytest
from hypothesis import assume, given, settings

from conformance.cases import load
from prisma_schema_parser import SourceFile, read_schema
from prisma_schema_parser.guarantees import Guarantee, Kind
from prisma_schema_parser.schema import ForeignKey
from prisma_to_convex.compiler import Compilation, translate
from strategies import SchemaText, schemas
from support.dmmf_count import NOT_COUNTED, Key, count, shown
from support.oracle import Engine, Json, SchemaRefused
from support.places import MAPPING, SAMPLES

SCHEMAS = {path.stem: path for path in sorted(MAPPING.glob("*.prisma"))} | {
    path.parent.name: path for path in sorted(SAMPLES.glob("*/schema.prisma"))
}


def ledger_count(files: Mapping[str, str]) -> Counter[Key] | None:
    """None for a schema that we refuse."""
    compiled = translate(read_schema([SourceFile(*one) for one in files.items()]))
    if not isinstance(compiled, Compilation):
        return None
    enums = compiled.lowered.schema.enums_by_name
    return Counter(
        key
        for guarantee, _ in compiled.ledger.entries
        if guarantee.kind not in NOT_COUNTED
        and not (guarantee.kind == "namespace" and guarantee.owner in enums)
        for key in keys(guarantee)
    )


def keys(guarantee: Guarantee) -> Iterator[Key]:
    fields = ",".join(guarantee.fields)
    yield guarantee.kind, guarantee.owner, fields
    relation = guarantee.subject
    if not isinstance(relation, ForeignKey):
        return
    actions = {"on-delete": relation.on_delete, "on-update": relation.on_update}
    if (found := actions.get(guarantee.kind)) is not None and found.span is not None:
        yield f"written {guarantee.kind}: {found.action}", guarantee.owner, fields


def differences(files: Mapping[str, str], engine: Engine = "7") -> list[str]:
    """What only one side counts, or counts more often."""
    ours, expected = ledger_count(files), count(files, engine)
    assert ours is not None
    return [
        *(f"missing {times}x {key}" for key, times in sorted((expected - ours).items())),
        *(f"too many {times}x {key}" for key, times in sorted((ours - expected).items())),
    ]


@pytest.mark.parametrize("name", SCHEMAS)
def test_the_ledger_counts_as_the_dmmf_does(name: str) -> None:
    path = SCHEMAS[name]
    assert differences({path.name: path.read_text(encoding="utf-8")}) == []


@settings(max_examples=40, deadline=None)
@given(schemas())
def test_nothing_that_the_dmmf_shows_is_forgotten(schema: SchemaText) -> None:
    """In any layout of the text. The key of an ignored relation is one-to-one for us alone."""
    files = dict(schema.files)
    read = read_schema([SourceFile(*one) for one in files.items()])
    ours = ledger_count(files)
    assume(ours is not None)
    assert ours is not None
    try:
        expected = shown(files, {model.name for model in read.schema.models if model.is_view})
    except SchemaRefused:
        assume(False)
    assert as_unique(expected) - as_unique(ours) == Counter()


def as_unique(found: Counter[Key]) -> Counter[Key]:
    return Counter(
        ("unique" if kind == "one-to-one" else kind, owner, fields)
        for kind, owner, fields in found.elements()
    )


# ---- what the count would find ------------------------------------------------------------------

WITNESS = {"schema.prisma": (SAMPLES / "crm" / "schema.prisma").read_text(encoding="utf-8")}


@pytest.mark.parametrize(
    ("old", "new"),
    [
        (" @unique", ""),
        (" @default(now())", ""),
        ("onDelete: Cascade", "onDelete: Restrict"),
        ("String?", "String"),
        (" @db.Uuid", ""),
        (" @updatedAt", ""),
        ("sort: Desc", "sort: Asc"),
    ],
)
def test_a_change_of_the_schema_is_a_change_of_both_counts(old: str, new: str) -> None:
    text = WITNESS["schema.prisma"]
    changed = {"schema.prisma": text.replace(old, new, 1)}
    assert changed != WITNESS
    before, after = ledger_count(WITNESS), ledger_count(changed)
    assert before is not None
    assert after is not None
    if old != "sort: Desc":
        assert before != after
    assert count(changed) == after


# What no schema holds; tests/codegen/migrations compares it with the catalogs of real databases.
IN_MIGRATIONS = frozenset(
    [
        *("check", "partial-unique", "expression-unique", "exclusion", "trigger", "function"),
        *("generated-column", "row-policy", "view-definition", "deferrable", "sequence"),
        *("domain", "database-index"),
    ]
)


def test_every_kind_that_is_counted_occurs() -> None:
    """Else its count proves nothing."""
    found: Counter[Key] = Counter()
    for path in SCHEMAS.values():
        found += ledger_count({path.name: path.read_text(encoding="utf-8")}) or Counter()
    counted = set(get_args(Kind)) - NOT_COUNTED - IN_MIGRATIONS
    assert {kind for kind, *_ in found if " " not in kind} == counted


@pytest.mark.slow
def test_the_ledger_of_every_conformance_case() -> None:
    wrong = {
        case.name: found
        for case in load()
        if case.valid and (found := differences(case.files, case.only or "7"))
    }
    assert wrong == {}


# ---- the corpus ---------------------------------------------------------------------------------


def corpus_schemas(folder: Path) -> Iterator[tuple[str, dict[str, str], Engine]]:
    """Every schema there that one of the engines accepts, by which engine: the newer if both do."""
    for path in (*(folder / "apps").iterdir(), *(folder / "nasty" / "valid").iterdir()):
        files = sorted(path.rglob("*.prisma")) if path.is_dir() else [path]
        texts = {file.relative_to(folder).as_posix(): exact(file) for file in files}
        yield path.name, texts, "7"
    for row in json_lines(folder / "verdicts.jsonl"):
        if row["valid_7"] or row["valid_6"]:
            yield row["id"], {"schema.prisma": row["schema"]}, "7" if row["valid_7"] else "6"
    for row in json_lines(folder / "probes.jsonl"):
        if "ok" in (row["v8"], row["v6"]):
            yield row["id"], {"schema.prisma": row["schema"]}, "7" if row["v8"] == "ok" else "6"


def json_lines(path: Path) -> list[Json]:
    return [json.loads(line) for line in exact(path).split("\n") if line]


def exact(path: Path) -> str:
    """With its newlines as they are."""
    return path.read_bytes().decode("utf-8")


@pytest.mark.corpus
def test_the_ledger_of_every_schema_of_the_corpus(corpus: Path) -> None:
    wrong: dict[str, list[str]] = {}
    schemas = list(corpus_schemas(corpus))
    assert len(schemas) >= 1700
    for name, files, engine in schemas:
        if found := differences(files, engine):
            wrong[name] = found
    assert wrong == {}
