"""Tables that are too large to be counted, added up or paged through by number in one query."""

from __future__ import annotations

from collections.abc import Iterator

from prisma_schema_parser.schema import Scalar, ScalarField

from ..convex.convex_schema import MAX_BYTES_READ, MAX_READS
from ..kit.words import counted, listed
from ..lowering.lowered import LoweredModel
from .facts import HarderQuery, Size
from .name_words import words_of

# What people add up, by the last word of its name.
SUMS = frozenset({
    "amount", "balance", "cost", "credit", "debit", "discount", "earning", "fee", "gain", "paid",
    "payment", "payout", "profit", "quantity", "revenue", "spend", "subtotal", "tax", "total",
    "turnover", "volume",
})  # fmt: skip  # a table
# Tables that grow with every use, by the last word of their names.
_GROWING = frozenset({
    "log", "event", "message", "audit", "activity", "click", "visit", "impression", "pageview",
    "metric", "measurement", "reading", "sample", "history", "notification", "delivery", "attempt",
    "answer", "track", "transaction",
})  # fmt: skip  # a table

_GROWS = "by its name, the table grows with every use"
_NUMBERS = frozenset({"Int", "BigInt", "Float", "Decimal"})


def large(name: str, model: LoweredModel | None, size: Size | None) -> Iterator[HarderQuery]:
    """A count, a sum or a page by its number reads every document; what a query may read is limited."""
    clues = _size(name, size)
    if not clues:
        return
    columns = model.fields.values() if model else ()
    fields = tuple(one.field.name for one in columns if _is_summed(one.field))
    what = "counts and pages by number (`skip`)"
    yield HarderQuery(
        model=name,
        fields=fields,
        kind="aggregate" if fields else "listing",
        why=f"{clues}: {f'sums of {listed(fields)}, ' if fields else ''}{what} read every document that is counted, "
        f"and a query reads {MAX_READS:,} at most",
        instead="the aggregate component (@convex-dev/aggregate) keeps counts and sums; `paginate()` goes from page to page",
    )


def _size(name: str, size: Size | None) -> str:
    """Why the table is large; empty where nothing says so."""
    if size is None:
        # `AnswerV2` is one of answers; the passwords of the past are few.
        words = [word for word in words_of(name) if not word.isdigit() and word != "v"]
        is_growing = "." not in name and "password" not in words and words[-1:]
        return _GROWS if is_growing and words[-1] in _GROWING else ""
    if size.rows > MAX_READS:
        return counted(size.rows, "row").replace(str(size.rows), f"{size.rows:,}", 1)
    is_wide = size.bytes is not None and size.bytes > MAX_BYTES_READ
    return f"{size.bytes:,} bytes, where a query reads {MAX_BYTES_READ:,}" if is_wide else ""


def _is_summed(field: ScalarField) -> bool:
    is_number = (
        isinstance(field.type, Scalar) and field.type.name in _NUMBERS and field.arity != "list"
    )
    return is_number and bool(SUMS.intersection(words_of(field.name)[-1:]))
