"""Reports as HTML pages, from texts or from a schema on disk."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from textwrap import dedent
from typing import NamedTuple

from prisma_schema_parser import SourceFile
from prisma_schema_parser.source import Span
from prisma_to_convex.compiler import Compilation, Invalid, compile_schema
from prisma_to_convex.decisions import Decisions, of_ledger
from prisma_to_convex.report.build import build
from prisma_to_convex.report.details import details
from prisma_to_convex.report.findings import Told, told
from prisma_to_convex.report.html import files, html
from prisma_to_convex.report.model import Details, Report
from support.compiling import POSTGRESQL

ROOT = Path(__file__).resolve().parents[2]


class Printed(NamedTuple):
    text: str
    report: Report
    details: Details
    decisions: Decisions
    told: Told


def _where(span: Span) -> str:
    return f"{span.source.name}:{span.line}"


def printed(text: str, *, head: str = POSTGRESQL) -> Printed:
    return printed_files({"schema.prisma": head + dedent(text)})


def printed_files(texts: Mapping[str, str]) -> Printed:
    found = compile_schema([SourceFile(name, text) for name, text in texts.items()])
    assert not isinstance(found, Invalid), [one.message for one in found.diagnostics]
    return of_compilation(found)


def of_compilation(compilation: Compilation) -> Printed:
    report = build(compilation, "schema.prisma", _where)
    ledger = details(compilation, _where)
    decisions = of_ledger(compilation)
    text = html(report, ledger, decisions, files(compilation, _where))
    return Printed(text, report, ledger, decisions, told(report, ledger, decisions))


def crm() -> Printed:
    path = ROOT / "samples/crm/schema.prisma"
    return printed_files({"schema.prisma": path.read_text(encoding="utf-8")})
