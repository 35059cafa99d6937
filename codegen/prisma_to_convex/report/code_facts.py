"""What the application's code asks of the database, as the report tells it."""

from __future__ import annotations

from prisma_schema_parser.records import NamedTuple

from ..calls.classified import CallClass
from .file_places import Place


class ClassTotal(NamedTuple):
    """How many calls a class has; `meaning` is what it needs on Convex."""

    kind: CallClass
    meaning: str
    calls: int


class CallGroup(NamedTuple):
    """The calls on one model, or in one file: how many there are of each class that it has."""

    name: str
    calls: int
    classes: tuple[ClassTotal, ...]


class CostlyCall(NamedTuple):
    """`reads` says how many documents, `left` the fields that no index tests, `rows` how many the table has, where
    that is known. `function` is the one that the call stands in, empty for none.
    """

    place: Place
    function: str
    model: str
    operation: str
    kind: CallClass
    meaning: str
    reads: str
    left: tuple[str, ...]
    rows: int | None
    in_transaction: bool


class MixedFile(NamedTuple):
    """A file in which a transaction reaches beyond the database, which a mutation can't: where it does so."""

    file: str
    transactions: int
    places: tuple[Place, ...]


class YourCode(NamedTuple):
    """The calls of Prisma Client in the code that was given. `read` counts files that were read, `files` those with
    calls. `raw` are queries in SQL, `unresolved` accesses that name no model, `left_out` calls in files
    that were not read (tests, seeds). `worst` are the ten most expensive calls. `needed` indexes are in schema.ts for these calls.
    """

    calls: int
    files: int
    read: int
    raw: int
    unresolved: int
    left_out: int
    needed: int
    classes: tuple[ClassTotal, ...]
    models: tuple[CallGroup, ...]
    by_file: tuple[CallGroup, ...]
    worst: tuple[CostlyCall, ...]
    mixed: tuple[MixedFile, ...]

    @property
    def served(self) -> int:
        """Calls that need nothing but an index: inserts, one document, one range."""
        return sum(one.calls for one in self.classes if one.kind in ("A", "B", "C"))
