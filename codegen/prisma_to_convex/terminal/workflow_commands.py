"""GitHub Actions takes lines of a step's output for commands: text that others wrote must give none.

    ##[error]...      anywhere in a line
    ::error::...      at the start of a line, behind blanks

facts: actions/runner src/Runner.Common/ActionCommand.cs, TryParse and TryParseV2.
"""

from __future__ import annotations

import io
import re

_OLD = "##["
_START = re.compile(r"^(\s*)::", re.MULTILINE)
_IN_JSON, _IN_XML = r"#\u0023[", "#&#35;["


def without_commands(text: str) -> str:
    """The text with a backslash in what would be a command."""
    return _START.sub(r"\1\\::", text.replace(_OLD, r"##\["))


def without_commands_in_data(text: str) -> str:
    """JSON or XML that says the same. Its lines begin with signs of their own."""
    return text.replace(_OLD, _IN_XML if text.startswith("<") else _IN_JSON)


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
