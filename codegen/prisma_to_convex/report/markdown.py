"""The report as Markdown: readable in a terminal, rendered by GitHub."""

from __future__ import annotations

from jinja2 import Environment

from prisma_schema_parser.diagnostic import Rule

from ..docs import sections
from ..render import environment
from ..words import counted
from .markdown_text import anchor, code, prose
from .model import Report

TITLE = "# What Convex does not enforce"


def markdown(report: Report) -> str:
    loaded = environment()
    return (
        _with_filters(loaded)
        .get_template("report.md.j2")
        .render(
            title=TITLE,
            report=report,
            docs={total.rule.code: sections(total.rule) for total in report.rules},
        )
    )


def _with_filters(loaded: Environment) -> Environment:
    loaded.filters.update(md_code=code, md_prose=prose, md_rule=_link, counted=counted)
    return loaded


def _link(rule: Rule) -> str:
    """The rule's code, linked to its section of the report."""
    return f"[{rule.code}](#{anchor(f'{rule.code} {rule.name}')})"
