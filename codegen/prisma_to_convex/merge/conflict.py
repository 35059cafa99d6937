"""Where both sides changed one thing, each its own way."""

from __future__ import annotations

from collections.abc import Callable
from typing import Literal, TypeAlias

from prisma_schema_parser.records import NamedTuple

Prefer: TypeAlias = Literal["mine", "prisma"]


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


Record: TypeAlias = Callable[[Conflict], None]
