"""An implicit many-to-many relation: its join table may hold the same pair twice."""

from __future__ import annotations

from prisma_schema_parser.diagnostic import Severity
from prisma_schema_parser.guarantees import Guarantee
from prisma_schema_parser.schema import ManyToMany

from ..lowering.lowered import Lowered
from ..verdict import Outcome, kept, lookup, lost, rule

RULE = rule(
    "PC204",
    "pair-not-unique",
    Severity.WARNING,
    docs="""
DOCS
""",
)


def judge(guarantee: Guarantee, lowered: Lowered) -> Outcome:
    relation = guarantee.subject
    assert isinstance(relation, ManyToMany)
    if relation.is_embedded:
        return kept("lists of ids on both sides, as in MongoDB, which checked no pair either")
    join = lowered.joins[(relation.model_a, relation.field_a)]
    index = next(path.index for path in join.paths if not path.side)
    found = lookup(join.table, index, (join.column_a, join.column_b))
    message = f"`{join.table}` may hold a pair of {guarantee.text} twice"
    return lost(RULE, guarantee, message, f"insert only if `await {found}.first()` is null")
