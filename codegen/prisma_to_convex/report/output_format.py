"""The report in the format that was asked for, by name or by a file's name."""

from __future__ import annotations

from pathlib import Path
from typing import Literal, TypeAlias

from ..compiler import Compilation
from .file_places import Where
from .model import Report

Format: TypeAlias = Literal["markdown", "html", "json"]

_BY_SUFFIX: dict[str, Format] = {".html": "html", ".htm": "html", ".json": "json"}
_TEXT_SUFFIXES = ("", ".md", ".markdown", ".txt")


def format_of(path: Path) -> Format:
    return _BY_SUFFIX.get(path.suffix.lower(), "markdown")


def name_problem(path: Path, format: Format | None = None) -> str:
    """Why a report can't be called so, in words; empty where it can. `format` is what was asked for, if anything."""
    from prisma_schema_parser.excerpt import plain

    name, suffix = plain(path.name), path.suffix.lower()
    known = _BY_SUFFIX.get(suffix, "markdown" if suffix in _TEXT_SUFFIXES else None)
    if known is None and format is None:
        return f"{name}: a report is .md, .html or .json"
    if known is not None and format is not None and known != format and suffix != "":
        return f"{name}: its name says {known}, --format says {format}"
    return ""


def text_of(format: Format, report: Report, compilation: Compilation, where: Where) -> str:
    if format == "markdown":
        from .markdown_report import markdown

        return markdown(report)
    from .details import details

    found = details(compilation, where)
    if format == "json":
        from .json_report import json_report

        return json_report(report, found)
    from .html_report import files, html

    return html(report, found, files(compilation, where))
