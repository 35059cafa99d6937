"""onDelete, written or Prisma's default: deleting a document touches no other document."""

from __future__ import annotations

from prisma_schema_parser.diagnostic import Severity
from prisma_schema_parser.guarantees import Guarantee
from prisma_schema_parser.schema import ForeignKey, ManyToMany

from ..lowering.lowered import Lowered
from ..verdict import Outcome, convex_names, kept, lost, rule, subject
from ._actions import is_written, nothing_to_do

RULE = rule(
    "PC206",
    "on-delete-not-run",
    Severity.WARNING,
    docs="""
DOCS
""",
)


def judge(guarantee: Guarantee, lowered: Lowered) -> Outcome:
    relation = guarantee.subject
    if isinstance(relation, ManyToMany):
        return _join(guarantee, relation, lowered)
    assert isinstance(relation, ForeignKey)
    action = relation.on_delete.action
    if nothing_to_do(action, lowered):
        return kept("NoAction: with emulated relations, nothing was done before either")
    written = is_written(relation.on_delete.span is not None)
    target = lowered.models.get(relation.target)
    table = target.table if target else relation.target
    message = f"{subject(guarantee)}: onDelete: {action}{written} does not run"
    return lost(RULE, guarantee, message, _help(action, relation, table, lowered))


def _help(action: str, relation: ForeignKey, table: str, lowered: Lowered) -> str:
    model = lowered.models[relation.model]
    names = convex_names(relation.model, relation.fields, lowered)
    path = lowered.path(relation)
    where = f"`{model.table}` by `{path.index}`" if path and path.index else f"`{model.table}`"
    set_ = ", ".join(f"{name}: null" for name in names)
    match action:
        case "Cascade":
            return (
                f"when a `{table}` document is deleted, delete those of {where} in the same "
                "mutation; many of them in batches, by the scheduler"
            )
        case "SetNull":
            return f"when a `{table}` document is deleted, patch {where} with `{{ {set_} }}`"
        case "SetDefault":
            return f"when a `{table}` document is deleted, patch {where} with the default key"
        case _:
            return f"before a `{table}` document is deleted, refuse if one of {where} refers to it"


def _join(guarantee: Guarantee, relation: ManyToMany, lowered: Lowered) -> Outcome:
    join = lowered.joins[(relation.model_a, relation.field_a)]
    side_b = guarantee.side == "a"
    target = relation.model_b if side_b else relation.model_a
    column = join.column_b if side_b else join.column_a
    table = lowered.models[target].table
    message = f"`{join.table}.{column}`: deleting a `{table}` document leaves its pairs behind"
    path = next(path for path in join.paths if path.fields[:1] == (column,))
    help_ = (
        f"when a `{table}` document is deleted, delete those of `{join.table}` by "
        f"`{path.index}` in the same mutation"
    )
    return lost(RULE, guarantee, message, help_)
