"""One line a finding, as editors and `grep` take it: `file:line:column: severity[CODE] message`."""

from __future__ import annotations

from prisma_schema_parser.excerpt import plain

from .. import summary
from ..finding import CheckResult, Finding
from ..shown import shown_open
from .renderer import View
from .text import closing, statistics


def render(checked: CheckResult, view: View) -> str:
    shown = shown_open(checked)
    listed = [*map(_line, shown.findings), shown.more]
    lines = [statistics(checked)] if view.statistics else listed
    if not view.quiet:
        lines += [
            *closing(checked),
            plain(f"{summary.in_schemas(checked)}: {summary.one_line(checked)}"),
        ]
    return "".join(f"{line}\n" for line in lines if line)


def _line(finding: Finding) -> str:
    diagnostic = finding.diagnostic
    name, (line, column) = diagnostic.span.source.name, diagnostic.position
    rule = diagnostic.rule
    return f"{plain(name)}:{line}:{column}: {rule.severity.value}[{rule.code}] {plain(diagnostic.message)}"
