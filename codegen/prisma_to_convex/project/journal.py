"""What a run that was killed had begun, so that the next one can end it.

    .prisma-to-convex.journal, beside the first file of a set that changes together:
      {"version": 1, "is_undo": false, "moves": [
        {"target": "schema.ts", "staged": ".prisma-to-convex-<...>.tmp", "was": "<sha256>", "is": "<sha256>"}, ...]}

It is written when every new file stands in full under its staged name, and removed when all have taken
their places, in order. So whoever finds it knows how far the other run came:

    the first is still staged            nothing was moved: the old set holds
    the first is in its place            the rest is moved too: the new set holds
    the first was changed by someone     nothing is left to move, or nobody can tell: `undecided`
"""

from __future__ import annotations

import json
import os
import re
from collections.abc import Sequence
from hashlib import sha256
from typing import Literal, TypeAlias

from prisma_schema_parser.records import NamedTuple

NAME = ".prisma-to-convex.journal"
_VERSION = 1
_STAGED = re.compile(r"\.prisma-to-convex-[0-9a-f]{16}\.tmp")

State: TypeAlias = Literal["was", "is", "other"]


class Move(NamedTuple):
    """`target` is the real path of a file, `staged` a name in its folder: what is to take its place, or
    none where the file is to go. `was` and `is_` are sums of its contents, empty where there is none.
    """

    target: str
    staged: str
    was: str
    is_: str


class Journal(NamedTuple):
    """`is_undo`: what was moved is to be put back, so whatever is left of it must be."""

    moves: tuple[Move, ...]
    is_undo: bool = False


def is_staged_name(name: str) -> bool:
    return _STAGED.fullmatch(name) is not None


def staged_name(token: str) -> str:
    """Convex's bundler takes a file of this name for no module."""
    return f".prisma-to-convex-{token}.tmp"


def sum_of(data: bytes | None) -> str:
    return "" if data is None else sha256(data).hexdigest()


def text_of(journal: Journal, folder: str) -> bytes:
    moves = [
        {
            "target": _from(folder, move.target),
            "staged": move.staged,
            "was": move.was,
            "is": move.is_,
        }
        for move in journal.moves
    ]
    content = {"version": _VERSION, "is_undo": journal.is_undo, "moves": moves}
    return json.dumps(content).encode("ascii")


def _from(folder: str, target: str) -> str:
    """Relative, so that a project may be moved in between."""
    try:
        return os.path.relpath(target, folder)
    except ValueError:  # another drive
        return target


def read(data: bytes, folder: str) -> Journal | None:
    """None where it is no journal of ours: half of one, or somebody's own file."""
    try:
        content = json.loads(data)
        if content["version"] != _VERSION:
            return None
        moves = tuple(_move(one, folder) for one in content["moves"])
        return Journal(moves, content["is_undo"] is True) if moves else None
    except (ValueError, TypeError, KeyError, RecursionError):
        return None


def _move(one: dict[str, object], folder: str) -> Move:
    target, staged, was, is_ = (one[key] for key in ("target", "staged", "was", "is"))
    words = [word for word in (target, staged, was, is_) if isinstance(word, str)]
    if len(words) < 4 or (staged and not is_staged_name(str(staged))):
        raise ValueError
    return Move(os.path.normpath(os.path.join(folder, words[0])), *words[1:])


# ---- how far it came ----------------------------------------------------------------------------

Ending: TypeAlias = Literal["drop", "finish", "undecided"]


def ending(journal: Journal, states: Sequence[State], is_staged: Sequence[bool]) -> Ending:
    """What becomes of it, by the state of each target and whether what was staged for it is there."""
    if journal.is_undo:
        return "finish"
    if is_staged[0] or states[0] == "was":
        return "drop"
    if states[0] == "is":
        return "finish"
    is_left = any(state == "was" and there for state, there in zip(states, is_staged, strict=True))
    return "undecided" if is_left else "drop"
