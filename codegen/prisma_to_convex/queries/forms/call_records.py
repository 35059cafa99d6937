"""What was found, for programs: the form that `schemas/queries.schema.json` publishes. No values of the code."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, TypeAlias

from ...calls.application import LeftOut, RawQuery, Transaction, UnresolvedAccess
from ...calls.call import IncludedRelation, WrittenData
from ...calls.classified import AccessPath, ClassifiedCall
from ...calls.examined import ExaminedCode
from ...calls.graded_index import GradedIndex, IndexUse
from .trace_records import trace_record
from .where_records import (
    grouped,
    number_record,
    order_record,
    place,
    rows_record,
    undefined_fields,
)

VERSION = 1
"""It grows when a reader of the old form could fail; new keys alone do not."""

JsonObject: TypeAlias = dict[str, Any]


def code_records(found: Sequence[tuple[str, ExaminedCode]]) -> JsonObject:
    """Of all schemas, each with its path: every entry says which it is under."""
    result: JsonObject = {
        "schemas": [
            {"path": path, "files": one.application.files, "classes": dict(one.by_class)}
            for path, one in found
        ]
    }
    for key in ("calls", "raw", "transactions", "unresolved", "indexes", "used"):
        result[key] = [
            {**record, "schema": path} for path, one in found for record in _records(key, one)
        ]
    left_out = found[0][1].application.left_out if found else ()
    result["leftOut"] = [left_out_record(one) for one in left_out]
    traces = [one.trace for _, one in found if one.trace is not None]
    return {**result, "trace": trace_record(traces)} if traces else result


def _records(key: str, examined: ExaminedCode) -> list[JsonObject]:
    found = examined.application
    match key:
        case "calls":
            return [call_record(one) for one in examined.calls]
        case "raw":
            return [_raw(one) for one in found.raw]
        case "transactions":
            return [_transaction(one) for one in found.transactions]
        case "unresolved":
            return [_unresolved(one) for one in found.unresolved]
        case "indexes":
            return [_graded(one) for one in examined.indexes.graded]
        case _:
            return [_use(one) for one in examined.indexes.used]


def left_out_record(one: LeftOut) -> JsonObject:
    return {"reason": one.reason, "files": one.files, "calls": one.calls}


def call_record(classified: ClassifiedCall) -> JsonObject:
    """Conditions by what an index can do with them; those that may be missing carry `optional`."""
    call = classified.call
    groups = grouped(call.where)
    return {
        **place(call.span),
        "function": call.function or None,
        "client": call.client,
        "model": call.model,
        "operation": call.operation,
        "class": classified.kind,
        "known": call.known,
        "orderKnown": call.order_known,
        **groups,
        **rows_record(call),
        "mayBeUndefined": undefined_fields(call.where),
        "select": list(call.selection.scalars),
        "includes": [_included(one) for one in call.selection.relations],
        "counts": list(call.selection.counts),
        "includesKnown": call.selection.certainty,
        "writes": _written(call.created, call.updated),
        "reads": {
            "documents": classified.reads.kind,
            "most": classified.reads.most,
            "bounded": classified.reads.is_bounded,
        },
        "paths": [_path(one) for one in classified.paths],
        "differences": [
            {"kind": one.kind, "field": one.field or None} for one in classified.differences
        ],
        "inTransaction": call.is_in_transaction,
        "unresolved": list(dict.fromkeys((*call.unresolved, *call.where.unresolved))),
        "through": None if call.through is None else place(call.through),
    }


def _included(one: IncludedRelation) -> JsonObject:
    return {
        "field": one.field,
        "model": one.target,
        "list": one.is_list,
        "optional": one.is_optional,
        **grouped(one.where),
        "order": [order_record(field) for field in one.order.fields],
        "take": number_record(one.take),
        "includes": [_included(inner) for inner in one.selection.relations],
        "counts": list(one.selection.counts),
    }


def _written(created: WrittenData | None, updated: WrittenData | None) -> JsonObject | None:
    if created is None and updated is None:
        return None
    return {
        "create": _data(created),
        "update": _data(updated),
    }


def _data(data: WrittenData | None) -> JsonObject | None:
    if data is None:
        return None
    return {
        "known": data.certainty,
        "rows": data.rows,
        "fields": [one.field for one in data.fields if not one.is_relation],
        "nested": [
            {"field": one.field, "operations": list(one.operations)}
            for one in data.fields
            if one.is_relation
        ],
    }


def _path(one: AccessPath) -> JsonObject:
    return {
        "model": one.model,
        "equality": list(one.equal),
        "in": one.one_of or None,
        "range": one.range or None,
        "order": list(one.order),
    }


def _raw(one: RawQuery) -> JsonObject:
    calls = [place(span) for span in one.calls]
    return {**place(one.span), "kind": one.kind, "member": one.member, "calls": calls}


def _transaction(one: Transaction) -> JsonObject:
    return {**place(one.span), "kind": one.kind, "outside": [place(span) for span in one.outside]}


def _unresolved(one: UnresolvedAccess) -> JsonObject:
    return {**place(one.span), "reason": one.reason}


def _graded(one: GradedIndex) -> JsonObject:
    return {
        "model": one.model,
        "table": one.table,
        "fields": list(one.fields),
        "columns": list(one.columns),
        "grade": one.grade,
        "calls": len(one.calls),
        "file": one.file,
        "sites": [place(span) for span in one.calls],
        "replaces": list(one.replaces),
        "exact": one.is_exact,
        "lost": one.reason or None,
    }


def _use(one: IndexUse) -> JsonObject:
    return {
        "model": one.model or None,
        "table": one.table,
        "index": one.name,
        "columns": list(one.columns),
        "calls": one.calls,
    }
