"""What grows: a project of size n, and the commands that read it."""

from __future__ import annotations

from collections.abc import Callable
from typing import NamedTuple, TypeAlias

Files: TypeAlias = dict[str, str]
"""Text by path; `schema.prisma` is there."""

CHECK = ("check", "schema.prisma", "--format", "json")
GENERATE = ("generate", "schema.prisma", "--out", "convex")

HEAD = 'datasource db {\n  provider = "postgresql"\n}\n'
MONGO = 'datasource db {\n  provider = "mongodb"\n}\n'


class Shape(NamedTuple):
    """`files` makes the project of a size; `edit` changes the schema.ts that `generate` made of it.
    The command runs in the project's folder.
    """

    name: str
    size: int
    files: Callable[[int], Files]
    command: tuple[str, ...] = CHECK
    edit: Callable[[str, int], str] | None = None


def schema(text: str) -> Files:
    return {"schema.prisma": text}


def model(name: str, *lines: str) -> str:
    return "\n".join((f"model {name} {{", *(f"  {line}" for line in lines), "}", ""))


def repeated(count: int, line: Callable[[int], str]) -> str:
    """One line for each number below `count`."""
    return "".join(f"{line(number)}\n" for number in range(count))
