"""What a configuration says, and where it says it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from prisma_schema_parser.bounding import MOST
from prisma_schema_parser.cutting import cut_text
from prisma_schema_parser.excerpt import plain
from prisma_schema_parser.records import NamedTuple
from prisma_schema_parser.source import SourceFile

from ..options.settings import DEFAULTS, Key, OptionProblem, Options


class Config(NamedTuple):
    """The options, and where each was chosen, as `file:line:column`. `file` is empty where none was found."""

    options: Options = DEFAULTS
    places: Mapping[Key, str] = {}
    file: str = ""

    def message(self, problem: OptionProblem) -> str:
        """A choice that can't be followed, with its place."""
        key = problem.at if isinstance(problem.at[0], str) else ("", "", "")
        place = next((self.places[one] for one in _outwards(key) if one in self.places), "")
        return problem_message(place or f"--{key[2]}", problem.message, problem.help)


class InvalidConfig(NamedTuple):
    """Why there is no configuration, one message each."""

    messages: tuple[str, ...]


def _outwards(key: Key) -> tuple[Key, ...]:
    owner, field, attribute = key
    return (key, (owner, field, ""), (owner, "", "")) if owner else ((owner, field, attribute),)


def problem_message(place: str, message: str, help: str) -> str:
    return plain(f"{place}: {cut_text(message)}{help and '; ' + cut_text(help)}")


def place(name: str, text: str, offset: int) -> str:
    line, column = SourceFile(name, text).position(offset)
    return f"{name}:{line}:{column}"


def bounded_messages(messages: Sequence[str]) -> list[str]:
    """The first of many."""
    left = len(messages) - MOST
    return [*messages[:MOST], f"and {left:,} more"] if left > 0 else list(messages)
