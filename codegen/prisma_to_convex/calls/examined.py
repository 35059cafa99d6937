"""All that is known of the code under one schema: what the rules of code judge."""

from __future__ import annotations

from prisma_schema_parser.records import NamedTuple

from .application import Application
from .classified import CLASSES, CallClass, ClassifiedCall
from .graded_index import IndexPlanning
from .trace import Trace


class ExaminedCode(NamedTuple):
    """`calls` are those of the application, in the same order; with a trace, those that the code does not tell
    are there as they ran.
    """

    application: Application
    calls: tuple[ClassifiedCall, ...]
    indexes: IndexPlanning
    trace: Trace | None = None

    @property
    def by_class(self) -> dict[CallClass, int]:
        """How many calls each class has; all are there."""
        found: dict[CallClass, int] = dict.fromkeys(CLASSES, 0)
        for call in self.calls:
            found[call.kind] += 1
        return found
