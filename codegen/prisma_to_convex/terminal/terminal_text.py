"""Markdown of our own as a terminal shows it best: headings bold, code set apart."""

from __future__ import annotations

import re

from .capabilities import Style

_HEADING = re.compile(r"#{1,6} ")
_CODE = re.compile(r"`([^`]+)`")
_INDENT = "    "


def terminal_text(markdown: str, style: Style) -> str:
    """The text with the marks of headings and code turned into colours; as it is without colours."""
    if not style.colour:
        return markdown
    shown: list[str] = []
    is_code = False
    for line in markdown.splitlines():
        if line.startswith("```"):
            is_code = not is_code
        elif is_code:
            shown.append(f"{_INDENT}{line}".rstrip())
        elif heading := _HEADING.match(line):
            shown.append(style.bold(line[heading.end() :]))
        else:
            shown.append(_CODE.sub(lambda found: style.cyan(found[1]), line))
    return "\n".join(shown) + "\n"
