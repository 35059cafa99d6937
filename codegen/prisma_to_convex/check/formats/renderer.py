"""The formats of `--format`: one renderer a module, imported when it is asked for.

A renderer is `render(checked, view) -> text`. Text from a schema, a path or a reason goes into no
format unescaped; the test feeds each the same hostile schema.
"""

from __future__ import annotations

from collections.abc import Callable
from importlib import import_module

from prisma_schema_parser.records import NamedTuple

from ..finding import CheckResult


class View(NamedTuple):
    """How the formats for people are shown; those for machines always say the same."""

    colour: bool = False
    statistics: bool = False
    quiet: bool = False


Renderer = Callable[[CheckResult, View], str]

NAMES = ("text", "concise", "json", "jsonl", "sarif", "github", "gitlab", "junit", "markdown")
FOR_MACHINES = frozenset({"json", "jsonl", "sarif", "gitlab", "junit"})
"""UTF-8 whatever the terminal takes."""
FOR_PEOPLE = frozenset({"text", "concise", "markdown"})
"""With a summary."""


def renderer(name: str) -> Renderer:
    """Of one of NAMES."""
    found: Renderer = import_module(f".{name}", __package__).render
    return found
