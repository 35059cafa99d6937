"""The report as Markdown: readable in a terminal, rendered by GitHub."""

from __future__ import annotations

import re

from jinja2 import Environment

from ..docs import sections
from ..layout import is_plain
from ..render import environment
from .model import Report

TITLE = "# What Convex does not enforce"

_CODE_SPAN = re.compile(r"(`+)(.+?)\1")
_SPECIAL = re.compile(r"([\\`*_{}\[\]<>|#~])")


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
    loaded.filters.update(md_code=code, md_prose=prose, md_anchor=anchor)
    return loaded


def code(text: str) -> str:
    """A code span for a table cell; nothing in the text can end the span or the cell."""
    flat = _flat(text)
    if not flat:
        return ""
    longest = max((len(run) for run in re.findall(r"`+", flat)), default=0)
    fence = "`" * (longest + 1)
    pad = " " if flat[0] == "`" or flat[-1] == "`" else ""
    inside = flat.replace("|", "\\|")
    return f"{fence}{pad}{inside}{pad}{fence}"


def prose(text: str) -> str:
    """A sentence of ours with code spans in it; what is outside them is taken literally."""
    flat = _flat(text)
    parts: list[str] = []
    position = 0
    for match in _CODE_SPAN.finditer(flat):
        parts.append(_SPECIAL.sub(r"\\\1", flat[position : match.start()]))
        parts.append(match[0].replace("|", "\\|"))
        position = match.end()
    parts.append(_SPECIAL.sub(r"\\\1", flat[position:]))
    return "".join(parts)


def anchor(heading: str) -> str:
    """GitHub's anchor of a heading."""
    return re.sub(r"[^\w\- ]", "", heading.lower()).replace(" ", "-")


def _flat(text: str) -> str:
    return "".join(
        char if is_plain(char) or char == " " else " " for char in " ".join(text.split())
    )
