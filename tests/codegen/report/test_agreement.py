"""Markdown, HTML and JSON say the same of one schema: each is read back by a reader of its language, and compared."""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path

import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from prisma_schema_parser import SourceFile, Span, load
from prisma_to_convex.analysis.facts import Size
from prisma_to_convex.compiler import Compilation, Invalid, compile_schema
from prisma_to_convex.config.project_config import Config
from prisma_to_convex.config.read import read
from prisma_to_convex.options.settings import Options
from prisma_to_convex.report.build import build
from prisma_to_convex.report.details import details
from prisma_to_convex.report.html_report import files, html
from prisma_to_convex.report.json_report import json_report
from prisma_to_convex.report.markdown_report import markdown
from strategies import SchemaText, schemas
from strategies.options import options
from support.agreement import corpus_schemas
from support.places import MAPPING, REPORTS, SAMPLES
from support.report_facts import Said, as_html, as_markdown, of_json
from support.report_html import of_html
from support.report_markdown import of_markdown

CASES = [
    *sorted(SAMPLES.glob("*/schema.prisma")),
    *sorted(REPORTS.glob("*.prisma")),
    *sorted(MAPPING.glob("*.prisma")),
]


def agree(compilation: Compilation, sizes: Mapping[str, Size] | None = None) -> None:
    def where(span: Span) -> str:
        return f"{span.source.name}:{span.line}"

    report = build(compilation, "schema.prisma", where, sizes)
    ledger = details(compilation, where)
    found = json.loads(json_report(report, ledger))
    pairs = {
        end: f"{model}.{field}"
        for (model, field), join in compilation.lowered.joins.items()
        for end in (
            (join.relation.model_a, join.relation.field_a),
            (join.relation.model_b, join.relation.field_b),
        )
    }
    same(of_markdown(markdown(report)), of_json(found, as_markdown, pairs))
    page = html(report, ledger, files(compilation, where))
    same(of_html(page), of_json(found, as_html, pairs))


def same(read_: Said, expected: Said) -> None:
    for name, one, other in zip(Said._fields, read_, expected, strict=True):
        assert one == other, name


def compiled(path: Path) -> Compilation:
    config = path.with_suffix(".toml")
    loaded = read(config.read_text(encoding="utf-8"), config.name) if config.exists() else Config()
    assert isinstance(loaded, Config)
    found = compile_schema(load(path).sources, loaded.options)
    assert isinstance(found, Compilation)
    return found


@pytest.mark.parametrize("path", CASES, ids=lambda path: f"{path.parent.name}/{path.stem}")
def test_of_files(path: Path) -> None:
    agree(compiled(path))


def test_of_a_part_with_sizes() -> None:
    path = SAMPLES / "crm" / "schema.prisma"
    found = compile_schema(load(path).sources, Options(exclude=("User", "[L-Z]*")))
    assert isinstance(found, Compilation)
    agree(found, {name: Size(20_000_000, 5) for name in found.lowered.models})


@settings(
    max_examples=60,
    deadline=None,
    suppress_health_check=list(HealthCheck),
    phases=[phase for phase in Phase if phase is not Phase.shrink],  # each try takes long
)
@given(schemas(), st.data())
def test_of_any_schema_under_any_options(schema: SchemaText, data: st.DataObject) -> None:
    sources = [SourceFile(name, text) for name, text in schema.files]
    found = compile_schema(sources)
    if isinstance(found, Invalid):
        return
    chosen = compile_schema(sources, data.draw(options(found.lowered.schema)))
    agree(found if isinstance(chosen, Invalid) else chosen)


@pytest.mark.corpus
def test_of_real_schemas(corpus: Path) -> None:
    """All apps, and each third of the others: reading a report back takes longer than writing it."""
    count = 0
    for number, schema in enumerate(corpus_schemas(corpus)):
        if number % 3 and schema.source != "apps":
            continue
        found = compile_schema([SourceFile(name, text) for name, text in schema.files])
        if isinstance(found, Compilation):
            count += 1
            agree(found)
    assert count > 500
