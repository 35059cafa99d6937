"""Tables that are too large to be counted, added up or paged through by number in one query."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from prisma_schema_parser.schema import Scalar, ScalarField

from ..convex.convex_schema import MAX_BYTES_READ, MAX_READS
from ..kit.words import counted, listed
from ..lowering.lowered import Lowered, LoweredModel
from .facts import AuthTables, HarderQuery, Reference, Size, Workload
from .name_words import words_of

# What people add up, by the last word of its name.
SUMS = frozenset({
    "amount", "balance", "cost", "credit", "debit", "discount", "earning", "fee", "gain", "paid",
    "payment", "payout", "profit", "quantity", "revenue", "spend", "subtotal", "tax", "total",
    "turnover", "volume",
})  # fmt: skip  # a table
_NUMBERS = frozenset({"Int", "BigInt", "Float", "Decimal"})


def growing(
    workload: Workload, edges: Sequence[Reference], auth: Sequence[AuthTables], lowered: Lowered
) -> Mapping[str, str]:
    """The tables that grow with every use, with the time of a row, recognised by structure: rows are only added, or
    an index has those of one thing by their time; each is for a row of another table or looked up by its time,
    and nothing refers to them. `edges` are all references, `auth` the tables of sign-in, which are cleaned up.
    """
    referred = {one.target for one in edges}
    left_out = referred.union(*(one.models for one in auth))
    keys = {(one.model, one.fields[0]) for one in edges if one.is_required and not one.is_unique}
    added = {one.model: one.time for one in workload.appended}
    looked_up = {home for home, _ in keys}
    found: dict[str, str] = {}
    for name, model in lowered.models.items():
        listed_by = _listed_by_time(name, model, keys)
        is_looked_up = name in looked_up or _is_indexed(added.get(name, ""), model)
        if name not in left_out and (listed_by or (name in added and is_looked_up)):
            found[name] = listed_by or added[name]
    return found


def _listed_by_time(name: str, model: LoweredModel, keys: set[tuple[str, str]]) -> str:
    """The time of an index of a key and then a time that is filled in when a row is made."""
    for index in model.model.indexes:
        first, *others = index.field_names
        field = model.model.scalar(others[0]) if len(others) == 1 else None
        is_made = (
            field is not None and field.default is not None and field.type == Scalar("DateTime")
        )
        if index.kind == "index" and (name, first) in keys and is_made and field is not None:
            return field.name
    return ""


def _is_indexed(field: str, model: LoweredModel) -> bool:
    return any(field in index.field_names for index in model.model.indexes)


def large(
    name: str, model: LoweredModel | None, size: Size | None, appended: str
) -> Iterator[HarderQuery]:
    """A count, a sum or a page by its number reads every document; what a query may read is limited.

    `appended` is the time of a table that grows (`growing`), empty for any other.
    """
    clues = _size(size, appended)
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


def _size(size: Size | None, appended: str) -> str:
    """Why the table is large; empty where nothing says so."""
    if size is None:
        return f"each use adds rows (by `{appended}`), so the table grows" * bool(appended)
    if size.rows > MAX_READS:
        return counted(size.rows, "row").replace(str(size.rows), f"{size.rows:,}", 1)
    is_wide = size.bytes is not None and size.bytes > MAX_BYTES_READ
    return f"{size.bytes:,} bytes, where a query reads {MAX_BYTES_READ:,}" if is_wide else ""


def _is_summed(field: ScalarField) -> bool:
    is_number = (
        isinstance(field.type, Scalar) and field.type.name in _NUMBERS and field.arity != "list"
    )
    return is_number and bool(SUMS.intersection(words_of(field.name)[-1:]))
