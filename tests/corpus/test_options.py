"""The output for every valid schema of the corpus under options that rotate, by all five judges."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator
from hashlib import sha256
from itertools import islice
from pathlib import Path

import pytest

from prisma_schema_parser import SourceFile, read_schema
from prisma_schema_parser.schema import Schema
from prisma_to_convex.compiler import Compilation, Invalid, translate
from prisma_to_convex.convex.render import schema_ts
from prisma_to_convex.convex.validator_reader import parse
from prisma_to_convex.options.settings import ROWS, BlockOptions, Options, Settings
from support.agreement import corpus_schemas
from support.oracle import judge_convex

pytestmark = pytest.mark.corpus

CHOICES = tuple(row for row in ROWS if row.values)
FIELDS: dict[str, Callable[[Schema], dict[str, object]]] = {
    "name": lambda _: {"name": "renamed"},
    "type": lambda _: {
        "type": parse("v.object({ a: v.optional(v.array(v.int64())), b: v.any() })")
    },
    "references": lambda schema: {"references": schema.models[0].name},
    "skip": lambda _: {"skip": True},
}
OTHERS = (*FIELDS, "exclude", "decimal-scale")
MANY = 50
"""Schemas, at least, whose output has changed under each value of each setting."""


def test_every_valid_schema_passes_every_judge_under_options(corpus: Path) -> None:
    outputs: dict[str, str] = {}
    counts: Counter[str] = Counter()
    for number, schema in enumerate(corpus_schemas(corpus)):
        result = read_schema([SourceFile(name, text) for name, text in schema.files])
        if not result.is_valid:
            continue
        default = rendered(translate(result))
        for options, names in rotations(number, result.schema):
            text = rendered(translate(result, options))
            if text is None:
                continue  # some choices don't fit the schema: the next that does
            if text != default:
                counts.update(names)
                outputs[f"{schema.source}/{schema.name} {', '.join(names)}"] = text
            break
    wanted = {f"{row.key}={value}" for row in CHOICES for value in row.values} | set(OTHERS)
    assert {name: counts[name] for name in wanted if counts[name] < MANY} == {}
    assert len(outputs) > 1300  # the others: test_output.py
    judged = judge_convex(outputs)
    assert {name: found.findings for name, found in judged.items() if found.findings} == {}


def rendered(found: Compilation | Invalid) -> str | None:
    if isinstance(found, Invalid):
        return None
    return schema_ts(found.lowered.convex, "schema.prisma", "report.md")


def rotations(number: int, schema: Schema) -> Iterator[tuple[Options, tuple[str, ...]]]:
    """Options with the names of their settings: one with each choice of the project and something else."""
    chosen = {row: row.values[dice(number, row.key, len(row.values))] for row in CHOICES}
    names = tuple(f"{row.key}={value}" for row, value in chosen.items())
    project = {row.attribute: value for row, value in chosen.items()}
    options = Options(Settings()._replace(**project))  # type: ignore[arg-type]  # by the table of settings
    other = OTHERS[dice(number, "other", len(OTHERS))]
    for more in islice(with_other(other, schema, options), 8):
        yield more, (*names, other)
    yield options, names


def with_other(other: str, schema: Schema, options: Options) -> Iterator[Options]:
    models = [model for model in schema.models if not model.is_view]
    if other == "exclude" and len(models) > 1:
        yield options._replace(exclude=(models[0].name,))
    elif other == "decimal-scale":
        yield options._replace(project=options.project._replace(decimal="int64", decimal_scale=2))
    elif other in FIELDS:
        for model in reversed(models):
            for field in reversed(model.scalar_fields):
                changes = {field.name: FIELDS[other](schema)}
                yield options._replace(blocks={model.name: BlockOptions({}, changes, "model")})


def dice(number: int, what: str, sides: int) -> int:
    """The same for ever, and not in step with another one."""
    return sha256(f"{number} {what}".encode()).digest()[0] % sides
