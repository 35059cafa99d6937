"""What is to be done with rows that can't move as they are, and what became of a batch of rows."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Literal, TypeAlias

from prisma_schema_parser.records import NamedTuple

Orphans: TypeAlias = Literal["null", "reject"]
BadRows: TypeAlias = Literal["stop", "skip", "null"]


class Policy(NamedTuple):
    orphans: Orphans | None = None
    bad_rows: BadRows = "stop"


class Rejected(NamedTuple):
    """A row that can't be moved as it is. `key` is the text of its key, `field` Prisma's `Model.field`."""

    table: str
    key: str
    rule: str
    field: str
    why: str


class Formed(NamedTuple):
    """`data` has `documents` lines. `nulled`: fields that were emptied so that their rows could move.

    `gone`: the ids of the rejected rows. `files`: ids and bytes of what goes to `_storage`.
    """

    data: bytes
    documents: int
    rejected: Sequence[Rejected]
    nulled: Sequence[Rejected]
    gone: Sequence[bytes]
    files: Sequence[tuple[bytes, bytes]] = ()
