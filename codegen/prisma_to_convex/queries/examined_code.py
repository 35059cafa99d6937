"""Code under one schema -> what its calls are, what they cost, which indexes they would have. Pure."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from prisma_schema_parser.records import NamedTuple

from ..calls.application import Application
from ..calls.classified import CLASSES, CallClass, ClassifiedCall
from ..calls.index_wish import IndexPlanning
from ..lowering.lowered import Lowered
from .application_reading import read_application
from .classify import classify
from .code_files import CodeFile
from .index_planning import plan_for
from .relation_keys import RelationKeys


class ExaminedCode(NamedTuple):
    """`calls` are those of the application, in the same order."""

    application: Application
    calls: tuple[ClassifiedCall, ...]
    indexes: IndexPlanning

    @property
    def by_class(self) -> dict[CallClass, int]:
        """How many calls each class has; all are there."""
        found: dict[CallClass, int] = dict.fromkeys(CLASSES, 0)
        for call in self.calls:
            found[call.kind] += 1
        return found


def examine_code(
    files: Sequence[CodeFile],
    lowered: Lowered,
    left_out: Mapping[str, Sequence[CodeFile]],
    elsewhere: Sequence[CodeFile] = (),
) -> ExaminedCode:
    """`elsewhere`: files under another schema, which may define what these use."""
    application = read_application(files, lowered.schema, left_out, elsewhere)
    relations = RelationKeys(lowered.schema)
    calls = tuple(classify(call, relations) for call in application.calls)
    return ExaminedCode(application, calls, plan_for(calls, lowered))
