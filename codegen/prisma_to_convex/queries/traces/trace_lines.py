"""Files that `recordQueries.ts` wrote -> what was asked, each form once, and which lines are no such lines.

Nothing of a file is trusted: sizes are bounded, words are looked at before they become code.
"""

from __future__ import annotations

import json
import os
import re
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any, TypeAlias

from prisma_schema_parser.records import NamedTuple

from ..client_words import OPERATIONS

MOST_LINE_BYTES = 64_000
MOST_LINES = 5_000_000
MOST_FORMS = 20_000
_DEEPEST = 40
_MOST_COUNT = 10**15

VALUE = "?"
WORDS = frozenset({VALUE, "asc", "desc", "first", "last", "insensitive", "default"})
"""The texts that a form may hold beside the names of fields."""

_NAME = re.compile(r"[A-Za-z_]\w{0,99}", re.ASCII).fullmatch

Form: TypeAlias = Any
"""What JSON gives, of the words above alone."""


class RecordedLine(NamedTuple):
    """`arguments` is JSON with its keys in order."""

    model: str
    operation: str
    arguments: str


RecordedCounts: TypeAlias = Mapping[RecordedLine, int]


class ReadTraces(NamedTuple):
    """How often each was asked. `problems` say which lines could not be used; `is_unusable`: a file could not be
    read, or none of its lines.
    """

    counts: Mapping[RecordedLine, int]
    problems: tuple[str, ...]
    is_unusable: bool


def read_traces(paths: list[str]) -> ReadTraces:
    counts: dict[RecordedLine, int] = {}
    problems: list[str] = []
    is_unusable = False
    for path in paths:
        used = 0
        try:
            for number, found in _lines(Path(path)):
                if isinstance(found, str):
                    problems.append(f"{path}:{number}: {found}")
                    continue
                line, count = found
                if line not in counts and len(counts) >= MOST_FORMS:
                    problems.append(
                        f"{path}:{number}: more than {MOST_FORMS:,} forms: the rest is not read"
                    )
                    break
                counts[line] = min(counts.get(line, 0) + count, _MOST_COUNT)
                used += 1
        except (OSError, ValueError) as error:
            reason = getattr(error, "strerror", None) or "it can't be read"
            problems.append(f"{path}: {reason.lower()}")
            is_unusable = True
            continue
        is_unusable |= used == 0
        if used == 0:
            problems.append(f"{path}: nothing in it was recorded by recordQueries.ts")
    return ReadTraces(counts, tuple(problems), is_unusable)


def _lines(path: Path) -> Iterator[tuple[int, tuple[RecordedLine, int] | str]]:
    """Each line that is not empty, with its number from 1: what was recorded, or what is wrong with it."""
    if not os.path.isfile(path):
        os.stat(path)  # says why, where there is nothing
        raise OSError(0, "it is no regular file")
    with path.open("rb") as file:
        for number in range(1, MOST_LINES + 1):
            data = file.readline(MOST_LINE_BYTES + 1)
            if not data:
                return
            if len(data) > MOST_LINE_BYTES:
                yield number, f"longer than {MOST_LINE_BYTES:,} bytes"
                while data and not data.endswith(b"\n"):
                    data = file.readline(MOST_LINE_BYTES)
            elif data.strip():
                yield number, _line(data)
        yield MOST_LINES, f"more than {MOST_LINES:,} lines: the rest is not read"


def _line(data: bytes) -> tuple[RecordedLine, int] | str:
    if not data.endswith(b"\n") and not data.rstrip().endswith(b"}"):
        return "cut off in the middle"
    try:
        found = json.loads(data)
    except (ValueError, RecursionError):
        return "no JSON"
    if not isinstance(found, dict):
        return "no recorded call"
    model, operation, count = found.get("model"), found.get("operation"), found.get("count")
    if not isinstance(model, str) or not _NAME(model) or not isinstance(operation, str):
        return "no recorded call: it names no model"
    if not isinstance(count, int) or isinstance(count, bool) or not 0 < count <= _MOST_COUNT:
        return "no recorded call: it has no count"
    if operation not in OPERATIONS:
        return "no operation of Prisma Client"
    arguments = found.get("args")
    if arguments != VALUE and not (isinstance(arguments, dict) and _is_form(arguments)):
        return "its arguments are no form that recordQueries.ts writes"
    return RecordedLine(model, operation, json.dumps(arguments, sort_keys=True)), count


def _is_form(form: Form) -> bool:
    """Whether it is made of names and of the words that stand for values."""
    waiting: list[tuple[Form, int]] = [(form, 0)]
    while waiting:
        one, depth = waiting.pop()
        if depth > _DEEPEST:
            return False
        if isinstance(one, dict):
            if not all(_NAME(key) for key in one):
                return False
            waiting.extend((inner, depth + 1) for inner in one.values())
        elif isinstance(one, list):
            waiting.extend((inner, depth + 1) for inner in one)
        elif isinstance(one, str):
            if one not in WORDS and not _NAME(one):
                return False
        elif one is not None and not isinstance(one, bool):
            return False
    return True
