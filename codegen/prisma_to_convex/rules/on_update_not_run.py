"""onUpdate of a key that stays: changing it changes no document that refers to it."""

from __future__ import annotations

from prisma_schema_parser.diagnostic import Severity
from prisma_schema_parser.guarantees import Guarantee
from prisma_schema_parser.schema import ForeignKey

from ..lowering.lowered import Lowered
from ..verdict import Outcome, kept, lost, replaced, rule, subject
from ._actions import is_written, nothing_to_do

RULE = rule(
    "PC207",
    "on-update-not-run",
    Severity.WARNING,
    docs="""
DOCS
""",
)


def judge(guarantee: Guarantee, lowered: Lowered) -> Outcome:
    relation = guarantee.subject
    assert isinstance(relation, ForeignKey)
    target = lowered.models.get(relation.target)
    if target is not None and relation.references == (target.replaced_id,):
        return replaced("an `_id` never changes")
    action = relation.on_update.action
    if nothing_to_do(action, lowered):
        return kept("NoAction: with emulated relations, nothing was done before either")
    table = target.table if target else relation.target
    model = lowered.models[relation.model]
    written = is_written(relation.on_update.span is not None)
    keys = ", ".join(relation.references)
    message = f"{subject(guarantee)}: onUpdate: {action}{written} does not run"
    help_ = f"never patch `{keys}` of `{table}`, or patch `{model.table}` in the same mutation"
    return lost(RULE, guarantee, message, help_)
