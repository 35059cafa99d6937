"""What the last export used, so that no later one gives the same rows other ids without being told to."""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path

from prisma_schema_parser.excerpt import plain
from prisma_schema_parser.records import NamedTuple
from prisma_schema_parser.regular_files import read_regular

from .secret import FOLDER, IdSecret

FILE = FOLDER / "last-export.json"


class Damaged(Exception):
    """What to do about it."""


class LastExport(NamedTuple):
    """`key` is the fingerprint of the key."""

    key: str
    numbers: Mapping[str, int]


def read(root: Path) -> LastExport | None:
    """None before the first export. Raises `Damaged`."""
    try:
        last = json.loads(read_regular(root / FILE).decode("utf-8"))
        return LastExport(str(last["key"]), dict(last["numbers"]))
    except FileNotFoundError:
        return None
    except (OSError, ValueError, KeyError, TypeError, RecursionError):
        raise Damaged(
            f"{FILE.as_posix()} can't be read, so nothing tells whether ids stay as they were: restore it, or "
            "delete it if they may change"
        ) from None


def changed(last: LastExport | None, secret: IdSecret, numbers: Mapping[str, int]) -> str:
    """Why ids would differ from those of the last export; empty where they don't."""
    if last is None:
        return ""
    if last.key != secret.fingerprint:
        return f"the key is another ({secret.fingerprint}) than in the last export ({plain(last.key[:80])})"
    for table, number in last.numbers.items():
        if table in numbers and numbers[table] != number:
            return f"the table `{plain(table[:80])}` had the number {plain(str(number)[:20])} in the last export, now {numbers[table]}"
    return ""


def text_of(secret: IdSecret, numbers: Mapping[str, int]) -> str:
    """The JSON of the file. `numbers` are those of the tables, by their names."""
    return json.dumps({"key": secret.fingerprint, "numbers": dict(sorted(numbers.items()))}) + "\n"
