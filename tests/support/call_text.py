"""What was found in code, as text that a golden shows: a block a call, without what is empty."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from prisma_to_convex.calls.examined import ExaminedCode
from prisma_to_convex.queries.forms.call_records import call_record, code_records

_PLACE = ("file", "line", "column", "model", "operation", "class", "known", "schema")
_DULL: dict[str, object] = {
    "inTransaction": False,
    "client": "prisma",
    "orderKnown": "known",
    "includesKnown": "known",
}


def call_text(examined: ExaminedCode) -> str:
    """Calls, then what is no call, in order of place."""
    return "\n".join(_lines(examined)) + "\n"


def _lines(examined: ExaminedCode) -> Iterator[str]:
    for one in examined.calls:
        record = call_record(one)
        at = f"{record['line']}:{record['column']}"
        yield f"{at} {record['model']}.{record['operation']} {record['class']} {record['known']}"
        for key, value in record.items():
            if key not in _PLACE and key != "function" and not _is_empty(key, value):
                yield f"    {key}: {_short(value)}"
    record = code_records([("schema.prisma", examined)])
    for key in ("raw", "transactions", "unresolved"):
        for entry in record[key]:
            row = {name: value for name, value in entry.items() if name not in ("file", "schema")}
            yield f"{key}: {_short(row)}"


def _is_empty(key: str, value: object) -> bool:
    return value in ([], None, {}) or _DULL.get(key, ...) == value


def _short(value: Any) -> str:
    if isinstance(value, dict):
        inner = ", ".join(
            f"{key}: {_short(one)}" for key, one in value.items() if one not in ([], None, False)
        )
        return f"{{{inner}}}"
    if isinstance(value, list):
        return f"[{', '.join(map(_short, value))}]"
    return str(value)
