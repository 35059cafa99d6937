"""The report in the format that was asked for, by name or by a file's name."""

from __future__ import annotations

from pathlib import Path
from typing import Literal, TypeAlias

from ..compiler import Compilation
from .model import Report, Where

Format: TypeAlias = Literal["markdown", "html", "json"]

_BY_SUFFIX: dict[str, Format] = {".html": "html", ".htm": "html", ".json": "json"}


def format_of(path: Path) -> Format:
    return _BY_SUFFIX.get(path.suffix.lower(), "markdown")


def text_of(format: Format, report: Report, compilation: Compilation, where: Where) -> str:
    if format == "markdown":
        from .markdown_report import markdown

        return markdown(report)
    from ..ledger.decisions import ledger_decisions
    from .details import details

    arguments = details(compilation, where), ledger_decisions(
        compilation.ledger, compilation.lowered.schema, compilation.lowered.options
    )
    if format == "json":
        from .json_report import json_report

        return json_report(report, *arguments)
    from .html_report import files, html

    return html(report, *arguments, files(compilation, where))
