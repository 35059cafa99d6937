"""Workflow commands: GitHub shows them as annotations on the lines of a pull request."""

from __future__ import annotations

from collections.abc import Callable

from prisma_schema_parser.excerpt import plain

from ..finding import CheckResult, Finding
from ..shown import shown_open
from ._record import beside_code
from .renderer import View

_COMMANDS = {"error": "error", "warning": "warning", "note": "notice"}


def render(checked: CheckResult, _view: View) -> str:
    paths = beside_code(checked.root)
    shown = shown_open(checked)
    commands = [_command(finding, paths) for finding in shown.findings]
    if shown.more:
        commands.append(f"::notice title=prisma-to-convex::{_data(shown.more)}")
    return "".join(f"{command}\n" for command in commands)


def _command(finding: Finding, shown: Callable[[str], str]) -> str:
    diagnostic = finding.diagnostic
    span, rule = diagnostic.span, diagnostic.rule
    start, end = span.position, span.source.position(span.end)
    values: dict[str, object] = {"file": plain(shown(span.source.name))}
    values["line"] = start.line
    if end.line == start.line:
        values |= {"col": start.column, "endColumn": end.column}
    values["title"] = f"{rule.code} {rule.name}"
    properties = ",".join(f"{key}={_property(str(value))}" for key, value in values.items())
    text = [diagnostic.message, *diagnostic.help.split("\n")]
    message = "%0A".join(_data(plain(line)) for line in text if line)
    return f"::{_COMMANDS[rule.severity.value]} {properties}::{message}"


def _data(text: str) -> str:
    return text.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")


def _property(text: str) -> str:
    return _data(text).replace(":", "%3A").replace(",", "%2C")
