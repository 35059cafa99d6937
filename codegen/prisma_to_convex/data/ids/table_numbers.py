"""`convex-tables.json`: the number of each table, which is part of every id. Committed, and only ever added to.

    {
      "contacts": 11001,
      "users": 11002
    }

Convex gives its own tables the lowest free number from 10001 on, so those below 11001 are left to it.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from pathlib import Path

from prisma_schema_parser.excerpt import plain
from prisma_schema_parser.records import NamedTuple
from prisma_schema_parser.regular_files import read_regular, reason

FILE = "convex-tables.json"
FIRST, LAST = 11001, 16383
"""Up to the last, ids have 32 characters."""
_LOWEST_OF_USERS = 10001


class UnreadableNumbers(NamedTuple):
    message: str


def read(path: Path) -> dict[str, int] | UnreadableNumbers:
    """The numbers by table; empty where there is no file."""
    name = plain(path.name)
    try:
        found = json.loads(read_regular(path).decode("utf-8"))
    except FileNotFoundError:
        return {}
    except OSError as error:
        return UnreadableNumbers(f"{name}: {reason(error)}")
    except (ValueError, RecursionError):
        return UnreadableNumbers(f"{name} is not JSON")
    if not isinstance(found, dict):
        return UnreadableNumbers(f"{name}: an object of table -> number is wanted")
    for table, number in found.items():
        is_number = isinstance(number, int) and not isinstance(number, bool)
        if not is_number or not _LOWEST_OF_USERS <= number <= LAST:
            wanted = f"a number from {_LOWEST_OF_USERS} to {LAST}"
            return UnreadableNumbers(
                f"{name}: `{plain(table[:80])}` has no usable number: {wanted}"
            )
    if len(set(found.values())) != len(found):
        return UnreadableNumbers(f"{name}: two tables have the same number")
    return found


def extended(known: Mapping[str, int], tables: Iterable[str]) -> dict[str, int]:
    """The known numbers, and new ones for the other tables, in the order of their names."""
    taken = set(known.values())
    free = (number for number in range(FIRST, LAST + 1) if number not in taken)
    added = {table: next(free) for table in sorted(set(tables) - known.keys())}
    return {**known, **added}


def text_of(numbers: Mapping[str, int]) -> str:
    """The JSON of the file: the number of each table, by its name."""
    return json.dumps(dict(sorted(numbers.items())), indent=2) + "\n"
