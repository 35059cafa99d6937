"""What is asked of an export, and what comes of it and of its parts."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

from prisma_schema_parser.records import NamedTuple

from ..checking.dangling_values import Dangling
from ..forming.forming_records import Policy, Rejected
from ..ids.secret import IdSecret
from ..planning.export_plan import Plan
from ..proof.prove import Proof
from ..snapshots.archive import ZipPart
from ..snapshots.stored_files import StoredFile
from ..sources.row_source import RowSource


class Unproven(Exception):
    """The finished ZIP does not hold what the database holds: nothing is published. `shared_ids`: documents that have
    an id which another has."""

    def __init__(self, problems: str, shared_ids: int = 0) -> None:
        super().__init__(problems)
        self.shared_ids = shared_ids


class ExportRequest(NamedTuple):
    """`reopen` opens the source's snapshot in another of `jobs` processes. `sample`: so many rows of each table, and
    what they refer to; 0: all. `shard`: (1, 3) is the first of three parts of the work. `since`: an earlier manifest, whose
    tables stay out where they hold what they held.
    """

    plan: Plan
    secret: IdSecret
    numbers: Mapping[str, int]
    policy: Policy
    output: Path
    jobs: int = 1
    reopen: Callable[[str], RowSource] | None = None
    sample: int = 0
    shard: tuple[int, int] = (1, 1)
    since: Mapping[str, Any] | None = None


class Slice(NamedTuple):
    """A piece of work: one table, one range of its rows."""

    table: int
    where: str
    path: str


class Done(NamedTuple):
    """What came of a slice."""

    part: ZipPart
    rows: int
    documents: int
    rejected: tuple[Rejected, ...]
    nulled: tuple[Rejected, ...]
    gone: frozenset[bytes]
    files: tuple[StoredFile, ...] = ()


class TableResult(NamedTuple):
    rows: int
    documents: int
    rejected: int


class ExportOutcome(NamedTuple):
    """`drift` alone where the database is not as the schema says. `path` is None where nothing was written.

    `contents`: a hash of what each table holds in the database, to tell later whether it changed. `carried`: what an
    earlier manifest says of tables that did not. `dangling`: references by value that lead nowhere, by table.
    """

    drift: tuple[str, ...] = ()
    path: Path | None = None
    tables: Mapping[str, TableResult] = {}
    rejected: tuple[Rejected, ...] = ()
    nulled: tuple[Rejected, ...] = ()
    proof: Proof | None = None
    contents: Mapping[str, str] = {}
    carried: Mapping[str, Any] = {}
    dangling: Mapping[str, tuple[Dangling, ...]] = {}


class Progress:
    """Told of what happens; says nothing itself."""

    def stage(self, name: str, count: int, unit: str = "rows") -> None:
        """A stage begins, of so many rows; -1 where nobody knows."""

    def advance(self, rows: int, octets: int) -> None: ...

    def end(self) -> None: ...
