"""What an application asked of Prisma Client while it ran, and where in its code that may stand."""

from __future__ import annotations

from collections.abc import Mapping

from prisma_schema_parser.records import NamedTuple

from .call import PrismaCall
from .classified import ClassifiedCall


class RecordedForm(NamedTuple):
    """Calls of one form. `classified.call` has no place in the code."""

    classified: ClassifiedCall
    times: int

    @property
    def call(self) -> PrismaCall:
        return self.classified.call


class TracedSite(NamedTuple):
    """A call of the code that recorded forms may be of. `times` counts those that can be of no other call;
    `shared` those that may be of this one or others. `forms` are all of them, the most frequent first.
    """

    call: PrismaCall
    times: int
    shared: int
    forms: tuple[RecordedForm, ...]


class Trace(NamedTuple):
    """`times` counts all recorded calls. `unmatched` are forms that no call of the code can have; `foreign` counts
    calls of models that no schema has. `sites` has those calls of the code that ran, in order of the code.
    """

    times: int
    forms: int
    sites: tuple[TracedSite, ...]
    unmatched: tuple[RecordedForm, ...]
    foreign: Mapping[str, int]
