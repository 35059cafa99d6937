"""What every field has is reported once for its block, though each field counts."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import TypeAlias

from prisma_schema_parser.diagnostic import Diagnostic, Rule
from prisma_schema_parser.guarantees import Guarantee, Kind
from prisma_schema_parser.source import Span

from ..lowering.lowered import Lowered, LoweredField
from .losses import omission_not_filled_in, undefined_not_ignored
from .outcome import UNTOLD, WITH_ITS_FIELD, Outcome, lowered_field

_Message: TypeAlias = Callable[[str, Sequence[LoweredField]], tuple[str, str]]
_OfBlock: TypeAlias = tuple[str, Kind]

_TELLERS: Mapping[Kind, tuple[Rule, _Message]] = {
    "omitted-value": (omission_not_filled_in.RULE, omission_not_filled_in.message),
    "undefined-skipped": (undefined_not_ignored.RULE, undefined_not_ignored.message),
}

_OF_BLOCKS: Mapping[str, str] = {
    omission_not_filled_in.RULE.code: "what a create leaves out",
    undefined_not_ignored.RULE.code: "what an update leaves undefined",
}
"""By the code of what is said of a block: what all its fields were promised."""


_OF_TYPE = frozenset({"scalar-type", "enum-membership", "composite-shape"})


def promise_of_block(diagnostic: Diagnostic) -> str:
    """What a diagnostic says of all the fields of a block; empty where it is of one guarantee."""
    return _OF_BLOCKS.get(diagnostic.rule.code, "")


def outcomes_of_blocks(
    guarantees: Sequence[Guarantee], outcomes: Sequence[Outcome], lowered: Lowered
) -> list[Outcome]:
    """The outcomes, where those of a block that nothing was said of share what is said of all of them;
    those of a field that is not there, what is said of that."""
    fields: dict[_OfBlock, list[LoweredField]] = {}
    types: dict[tuple[str, str], Outcome] = {}
    for guarantee, outcome in zip(guarantees, outcomes, strict=True):
        if guarantee.kind in _OF_TYPE:
            types[guarantee.owner, guarantee.fields[0]] = outcome
        elif outcome is UNTOLD:
            field = lowered_field(guarantee, lowered)
            assert field is not None
            fields.setdefault((guarantee.owner, guarantee.kind), []).append(field)
    lost_by_block = {about: _lost(*about, found, lowered) for about, found in fields.items()}

    def said(guarantee: Guarantee, outcome: Outcome) -> Outcome:
        if outcome is WITH_ITS_FIELD:
            return types[guarantee.owner, guarantee.fields[0]]
        return lost_by_block[guarantee.owner, guarantee.kind] if outcome is UNTOLD else outcome

    return [said(*pair) for pair in zip(guarantees, outcomes, strict=True)]


def _lost(owner: str, kind: Kind, fields: Sequence[LoweredField], lowered: Lowered) -> Outcome:
    rule, message = _TELLERS[kind]
    said, help_ = message(owner, fields)
    return Outcome("lost", "", Diagnostic(rule, said, _span(owner, lowered), help=help_))


def _span(owner: str, lowered: Lowered) -> Span:
    model = lowered.models.get(owner)
    return model.model.span if model is not None else lowered.composites[owner].composite.span
