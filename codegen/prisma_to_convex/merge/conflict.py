"""Where both sides changed one thing, each its own way."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from types import MappingProxyType
from typing import Literal, TypeAlias

from prisma_schema_parser.records import NamedTuple

Side: TypeAlias = Literal["mine", "prisma"]
_SCHEMA = "export default"
_LITERAL = re.compile(r"v \. literal \( \"(.*?)(?: ,)? \)(?:#[0-9]+)?", re.DOTALL)


class Conflict(NamedTuple):
    """`path` names the thing from outside in; a side that has it no longer is None.

    `base` what was last generated, `mine` what stands in the file, `theirs` what Prisma says now;
    `hint` what may be the way out. `file` is where it stands, from the folder of schema.ts, if not there.
    """

    path: tuple[str, ...]
    reason: str
    base: str | None
    mine: str | None
    theirs: str | None
    hint: str = ""
    file: str = ""


def place_of(path: Sequence[str]) -> str:
    """`users.email`, or `role.ADMIN` of a value, as it is shown, and named on the command line."""
    return ".".join(_shown(name) for name in path if name != _SCHEMA) or "defineSchema"


def literal_of(key: str) -> str | None:
    """The value that a member of a union is, by its name among its neighbours; None of all else."""
    found = _LITERAL.fullmatch(key)
    return found[1] if found is not None else None


def _shown(key: str) -> str:
    value = literal_of(key)
    return key if value is None else value


class Prefer(NamedTuple):
    """Who has their way where both changed one thing: at the `places` that are named, and in what stands within them;
    in the `rest`, or nobody."""

    rest: Side | None = None
    places: Mapping[str, Side] = MappingProxyType({})

    def side(self, path: Sequence[str]) -> Side | None:
        """Nobody's where it is open."""
        for end in range(len(path), 0, -1):
            found = self.places.get(place_of(path[:end]))
            if found is not None:
                return found
        return self.rest


NOBODY = Prefer()

Record: TypeAlias = Callable[[Conflict], None]
