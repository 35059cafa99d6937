"""Reports as HTML pages, from texts or from a schema on disk."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import NamedTuple

from prisma_schema_parser.source import Span
from prisma_to_convex.analysis.facts import Size
from prisma_to_convex.compiler import Compilation
from prisma_to_convex.report.build import build
from prisma_to_convex.report.details import details
from prisma_to_convex.report.findings import ReportFindings, report_findings
from prisma_to_convex.report.html_report import files, html
from prisma_to_convex.report.model import Details, Report
from support.compiling import POSTGRESQL, compiled, compiled_files

ROOT = Path(__file__).resolve().parents[2]


class Printed(NamedTuple):
    text: str
    report: Report
    details: Details
    all_findings: ReportFindings


def _where(span: Span) -> str:
    return f"{span.source.name}:{span.line}"


def printed(
    text: str, *, head: str = POSTGRESQL, sizes: Mapping[str, Size] | None = None
) -> Printed:
    return of_compilation(compiled(text, head=head), sizes)


def of_compilation(compilation: Compilation, sizes: Mapping[str, Size] | None = None) -> Printed:
    report = build(compilation, "schema.prisma", _where, sizes)
    ledger = details(compilation, _where)
    text = html(report, ledger, files(compilation, _where))
    return Printed(text, report, ledger, report_findings(report, ledger))


def crm() -> Printed:
    path = ROOT / "samples/crm/schema.prisma"
    return of_compilation(compiled_files({"schema.prisma": path.read_text(encoding="utf-8")}))
