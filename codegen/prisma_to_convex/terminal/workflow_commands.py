"""Runners of CI take parts of a step's output for commands: text that others wrote must give none.

    ##[error]...             anywhere in a line: GitHub Actions, Azure Pipelines
    ##vso[task.complete]...  anywhere in a line: Azure Pipelines
    ##teamcity[...]          TeamCity
    ::error::...             at the start of a line, behind blanks: GitHub Actions

facts: actions/runner src/Runner.Common/ActionCommand.cs, TryParse and TryParseV2.
"""

from __future__ import annotations

import io
import re

_MARK = re.compile(r"##([a-zA-Z]*)\[")
_START = re.compile(r"^(\s*)::", re.MULTILINE)
_IN_JSON, _IN_XML = r"#\\u0023\1[", r"#&#35;\1["


def without_commands(text: str) -> str:
    """The text with a backslash in what would be a command."""
    return _START.sub(r"\1\\::", _MARK.sub(r"##\1\\[", text))


def without_commands_in_data(text: str) -> str:
    """JSON or XML that says the same. Its lines begin with signs of their own."""
    return _MARK.sub(_IN_XML if text.startswith("<") else _IN_JSON, text)


class TextWithoutCommands(io.TextIOWrapper):
    """A stream to a step's log. What is written to its buffer is as it is."""

    _is_inside_line = False

    def write(self, text: str) -> int:
        shown = (
            without_commands(f"\0{text}")[1:] if self._is_inside_line else without_commands(text)
        )
        if text:
            self._is_inside_line = not text.endswith("\n")
        super().write(shown)
        return len(text)
