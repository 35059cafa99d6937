"""What is said above a function: which call it is of, what that costs, what it does not do."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from prisma_schema_parser.schema import ForeignKey

from ..calls.call import PrismaCall
from ..calls.classified import CLASSES, ClassifiedCall
from ..lowering.lowered import Lowered


def documentation(
    classified: ClassifiedCall, lowered: Lowered, notes: Iterable[str], *, is_enforced: bool
) -> tuple[str, ...]:
    """`notes` are those of its code. `is_enforced`: mutations keep what the database kept."""
    call = classified.call
    enforced = [] if is_enforced else _not_enforced(call, lowered)
    return (*_about(classified), *notes, *enforced)


def _about(classified: ClassifiedCall) -> Iterator[str]:
    call, kind = classified.call, classified.kind
    model = call.model[:1].lower() + call.model[1:]
    line = call.span.position[0]
    yield f"`{model}.{call.operation}` of {call.span.source.name}:{line}. Class {kind}: {CLASSES[kind]}."
    if classified.is_by_case:
        yield "It asks by one of several fields: this function reads all rows, one for each of them need not."
    if call.operation == "findMany" and call.take is None and not classified.reads.is_bounded:
        yield "All rows are read: where they may be many, use .paginate()."
    if call.is_in_transaction:
        yield "It is part of a transaction: put all of that into one mutation."
    if any(one.kind == "collation" for one in classified.differences):
        yield "Convex sorts text by code points, whatever the database's collation is."


def _not_enforced(call: PrismaCall, lowered: Lowered) -> Iterator[str]:
    if call.operation in ("delete", "deleteMany"):
        referring = [
            f"{one.model} ({one.on_delete.action})"
            for one in lowered.schema.relations
            if isinstance(one, ForeignKey) and one.target == call.model
        ]
        if referring:
            yield f"Nothing is done about rows that refer to it: {', '.join(referring)}."
    is_write = call.operation.startswith(("create", "update", "upsert"))
    indexes = lowered.models[call.model].model.indexes
    if is_write and any(one.kind == "unique" for one in indexes):
        yield "Nothing checks that unique keys stay unique."
