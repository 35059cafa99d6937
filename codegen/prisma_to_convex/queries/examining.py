"""Code under one schema -> what its calls are, what they cost, which indexes they would have. Pure."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from ..calls.examined import ExaminedCode
from ..ledger.decision_comments import DecisionComment
from ..lowering.lowered import Lowered
from .application_reading import read_application
from .classify import classify
from .code_files import CodeFile
from .index_planning import plan_for
from .relation_keys import RelationKeys


def examine_code(
    files: Sequence[CodeFile],
    lowered: Lowered,
    left_out: Mapping[str, Sequence[CodeFile]],
    elsewhere: Sequence[CodeFile] = (),
) -> tuple[ExaminedCode, tuple[DecisionComment, ...]]:
    """With the comments in it that decide something. `elsewhere`: files under another schema, which may
    define what these use.
    """
    application, decisions = read_application(files, lowered.schema, left_out, elsewhere)
    relations = RelationKeys(lowered.schema)
    calls = tuple(classify(call, relations) for call in application.calls)
    return ExaminedCode(application, calls, plan_for(calls, lowered)), decisions
