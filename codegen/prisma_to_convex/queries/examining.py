"""Code under one schema -> what its calls are, what they cost, which indexes they would have. Pure."""

from __future__ import annotations

from collections import deque
from collections.abc import Mapping, Sequence

from prisma_schema_parser.records import NamedTuple
from prisma_schema_parser.schema import Schema

from ..calls.examined import ExaminedCode
from ..ledger.decision_comments import DecisionComment
from ..lowering.lowered import Lowered
from .files.code_files import CodeFile
from .judging.classify import classify
from .judging.index_planning import plan_for
from .reading.application_reading import ReadCode, read_application
from .relation_keys import RelationKeys


def examine_code(
    files: Sequence[CodeFile],
    lowered: Lowered,
    left_out: Mapping[str, Sequence[CodeFile]],
    elsewhere: Sequence[CodeFile] = (),
    others: frozenset[str] = frozenset(),
) -> tuple[ExaminedCode, tuple[DecisionComment, ...]]:
    """With the comments in it that decide something. `elsewhere`: files under another schema, which may
    define what these use. `others`: what Prisma Client calls the models of other schemas.
    """
    request = _ReadRequest(
        files=files,
        schema=lowered.schema,
        left_out=left_out,
        elsewhere=elsewhere,
        others=others,
    )
    application, decisions = _read_once(request)
    relations = RelationKeys(lowered.schema)
    calls = tuple(classify(call, relations) for call in application.calls)
    return ExaminedCode(application, calls, plan_for(calls, lowered)), decisions


class _ReadRequest(NamedTuple):
    """What reading depends on: not the indexes, which are planned twice where the configuration names code."""

    files: Sequence[CodeFile]
    schema: Schema
    left_out: Mapping[str, Sequence[CodeFile]]
    elsewhere: Sequence[CodeFile]
    others: frozenset[str]


_RECENT: deque[tuple[_ReadRequest, ReadCode]] = deque(maxlen=4)


def _read_once(request: _ReadRequest) -> ReadCode:
    for known, found in _RECENT:
        if known == request:
            return found
    found = read_application(*request)
    _RECENT.append((request, found))
    return found
