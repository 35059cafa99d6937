"""Queries that the database answered and an index of Convex does not, as far as the schema alone shows.

Nobody reads the application's code here: an index, a type or a pair of names says that such a query is
likely. One entry a table and kind, so that a person reads it to the end.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from functools import cache

from prisma_schema_parser.records import NamedTuple
from prisma_schema_parser.schema import IndexField, Scalar, ScalarField, Unsupported

from ..kit.words import listed
from ..lowering.lowered import Lowered, LoweredModel
from .facts import HarderQuery, Size
from .large_tables import SUMS, large
from .name_words import words_of
from .references import homes

_TRIGRAMS = ("gin_trgm_ops", "gist_trgm_ops")
_DECIMAL_TEXT = ("decimal-as-string", "decimal-without-scale")
# What people sort and compare, by the last word of its name.
_AMOUNTS = SUMS | frozenset(
    ["limit", "margin", "price", "rate", "rating", "salary", "score", "value", "weight", "worth"]
)
# Text that people type, each in their own way.
_TYPED = frozenset(["email", "username", "handle", "login", "nickname"])
# The two ends of a stretch of time or of numbers.
_ENDS = (
    ("start", "end"), ("starts", "ends"), ("started", "ended"), ("from", "until"), ("from", "to"),
    ("begin", "end"), ("check in", "check out"), ("min", "max"), ("valid from", "valid to"),
)  # fmt: skip  # a table
_COORDINATES = (("latitude", "longitude"), ("lat", "lng"), ("lat", "lon"), ("lat", "long"))
_ORDERED = frozenset({"Int", "BigInt", "Float", "Decimal", "DateTime"})


class _QueriedTable(NamedTuple):
    name: str
    model: LoweredModel
    lowered: Lowered


def harder_queries(
    lowered: Lowered, sizes: Mapping[str, Size], appended: Mapping[str, str]
) -> tuple[HarderQuery, ...]:
    """In the schema's order. `sizes` by table; where one is not known, `appended` has the time of each table
    whose rows are only added.
    """
    found: list[HarderQuery] = []
    for name in homes(lowered):
        model = lowered.models.get(name)
        if model is not None:
            at = _QueriedTable(name, model, lowered)
            found.extend(one for find in _FINDERS for one in find(at))
        found.extend(large(name, model, sizes.get(name), appended.get(name, "")))
    return tuple(found)


# ---- text ---------------------------------------------------------------------------------------


def _full_text(at: _QueriedTable) -> Iterator[HarderQuery]:
    indexes = [index for index in at.model.model.indexes if index.kind == "fulltext"]
    fields = _distinct(part.path[0] for index in indexes for part in index.fields)
    served = _distinct(
        one
        for index in indexes
        if (path := at.lowered.path(index)) is not None and path.index_name
        for one in path.index_name.split(", ")
    )
    if indexes:
        joined = " A search covers one field only." if len(fields) > 1 else ""
        yield HarderQuery(
            model=at.name,
            fields=fields,
            kind="full text",
            why="full-text search: Convex matches words and the start of the last one, by relevance, without "
            "operators." + joined,
            instead=(
                f"search with {listed(served)}"
                if served
                else "a search index on a text field, filled from these"
            ),
        )
    vectors = _distinct(
        field.name
        for field in at.model.model.scalar_fields
        if isinstance(field.type, Unsupported) and field.type.text.strip().lower() == "tsvector"
    )
    if vectors:
        yield HarderQuery(
            model=at.name,
            fields=vectors,
            kind="full text",
            why="a column of words that the database filled and searched (tsvector)",
            instead="a search index on the text that it was made from",
        )


def _substrings(at: _QueriedTable) -> Iterator[HarderQuery]:
    fields = _distinct(part.name for part in _with_class(at.model, _TRIGRAMS))
    if fields:
        yield HarderQuery(
            model=at.name,
            fields=fields,
            kind="full text",
            why="search for a part of a word (`contains`, by trigrams): Convex has no index for it",
            instead="a search index for words and their beginnings; for parts of words a search service beside it",
        )


def _case(at: _QueriedTable) -> Iterator[HarderQuery]:
    """Citext; text with the collation that MySQL and SQL Server have unless told otherwise."""
    citext = [
        field.name
        for field in _stored(at.model)
        if field.native_type is not None and field.native_type.name == "Citext"
    ]
    if citext:
        yield _folded(at.name, tuple(citext), "the column (Citext) compares without regard to case")
    if at.lowered.schema.provider in ("mysql", "sqlserver"):
        keys = {
            part
            for index in at.model.model.indexes
            if index.kind in ("id", "unique")
            for part in index.field_names
        }
        typed = tuple(
            field.name
            for field in _stored(at.model)
            if field.type == Scalar("String")
            and field.name in keys
            and _TYPED.intersection(words_of(field.name)[-1:])
        )
        if typed:
            why = (
                "unless its collation says otherwise, the database compares without regard to case"
            )
            yield _folded(at.name, typed, why)


def _folded(name: str, fields: tuple[str, ...], why: str) -> HarderQuery:
    instead = "store it in lower case, or a copy in lower case beside it, and look that up"
    return HarderQuery(
        model=name,
        fields=fields,
        kind="case",
        why=f"{why}: an index of Convex does not",
        instead=instead,
    )


# ---- order and ranges ---------------------------------------------------------------------------


def _decimals(at: _QueriedTable) -> Iterator[HarderQuery]:
    columns = [
        field.field.name
        for field in at.model.fields.values()
        if field.representation is not None
        and field.representation.how in _DECIMAL_TEXT
        and field.override is None
    ]
    keys = {part for index in at.model.model.indexes for part in index.field_names}
    fields = tuple(one for one in columns if one in keys or _is_amount(one))
    if fields:
        indexed = [one for one in fields if one in keys]
        also = f"; the index by {listed(indexed)} is in that order" if indexed else ""
        yield HarderQuery(
            model=at.name,
            fields=fields,
            kind="ordering",
            why=f'decimals are held as text, where "10" comes before "9": no sorting, ranges or sums{also}',
            instead='`decimal = "int64"` holds them as whole numbers of the smallest unit, in numeric order',
        )


def _directions(at: _QueriedTable) -> Iterator[HarderQuery]:
    """Descending fields in front of ascending ones; those before both are compared for equality."""
    for index in at.model.model.indexes:
        sorts = [(part.sort or "Asc").lower() for part in index.fields]
        first = sorts.index("desc") if "desc" in sorts else len(sorts)
        if "asc" in sorts[first:]:
            down = [
                part.name for part, sort in zip(index.fields, sorts, strict=True) if sort == "desc"
            ]
            yield HarderQuery(
                model=at.name,
                fields=index.field_names,
                kind="ordering",
                why=f"descending by {listed(down)} and ascending by others: an index is read in one direction",
                instead=f"a negated copy of {listed(down)} in the index where it is a number; else sort a page of "
                "bounded size in the function",
            )


def _ranges(at: _QueriedTable) -> Iterator[HarderQuery]:
    keys = {part for index in at.model.model.indexes for part in index.field_names}
    numbers = [field for field in _stored(at.model) if _is_ordered(field)]
    for pairs, is_place in ((_COORDINATES, True), (_ENDS, False)):
        for left, right in _pairs(numbers, pairs):
            if is_place:
                yield HarderQuery(
                    model=at.name,
                    fields=(left, right),
                    kind="range",
                    why="a search by place bounds two fields, and an index one",
                    instead="the geospatial component (@convex-dev/geospatial), or a geohash in a field of its own",
                )
            elif {left, right} & keys:
                yield HarderQuery(
                    model=at.name,
                    fields=(left, right),
                    kind="range",
                    why="what overlaps a stretch is bounded at both ends, and an index bounds one field",
                    instead=f"bound `{left}` by an index, as far back as the longest one goes, and filter by `{right}`",
                )
    geometric = _distinct(
        part.path[0]
        for index in at.model.model.indexes
        if index.algorithm in ("Gist", "SpGist")
        for part in index.fields
        if part.operator_class not in _TRIGRAMS
    )
    if geometric:
        yield HarderQuery(
            model=at.name,
            fields=geometric,
            kind="range",
            why="an index of shapes or ranges (GiST) finds what overlaps or lies near; one of Convex only orders values",
            instead="the geospatial component (@convex-dev/geospatial) for places; bounds in fields of their own for ranges",
        )


# ---- inside of values, uniqueness ---------------------------------------------------------------


def _inside(at: _QueriedTable) -> Iterator[HarderQuery]:
    found: dict[bool, list[str]] = {True: [], False: []}
    for index in at.model.model.indexes:
        for part in index.fields:
            field = at.model.model.scalar(part.path[0])
            if (
                index.algorithm == "Gin"
                and field is not None
                and part.operator_class not in _TRIGRAMS
            ):
                is_json = field.type == Scalar("Json")
                if is_json or field.arity == "list":
                    found[is_json].append(field.name)
    for is_json, what, instead in (
        (
            True,
            "keys and values inside of JSON",
            "a field of its own, with an index, for each key that is asked for",
        ),
        (False, "items of a list", "a table with one document an item, with an index by the item"),
    ):
        if found[is_json]:
            why = f"the index (GIN) finds rows by {what}; Convex compares the whole"
            yield HarderQuery(
                model=at.name,
                fields=_distinct(found[is_json]),
                kind="json",
                why=why,
                instead=instead,
            )


def _partial(at: _QueriedTable) -> Iterator[HarderQuery]:
    for index in at.model.model.indexes:
        if index.where is None:
            continue
        if index.kind == "unique":
            why = "unique among some rows only, by the condition of its index"
            instead = (
                "put the condition in the check before the write: read by the index, then filter"
            )
            yield HarderQuery(
                model=at.name, fields=index.field_names, kind="uniqueness", why=why, instead=instead
            )
        else:
            why = "a partial index holds few rows; Convex's holds every document"
            instead = "put the field of the condition first in the index, and ask for its value"
            yield HarderQuery(
                model=at.name, fields=index.field_names, kind="ordering", why=why, instead=instead
            )


# ---- fields -------------------------------------------------------------------------------------


def _stored(model: LoweredModel) -> Iterator[ScalarField]:
    return (field.field for field in model.fields.values())


def _with_class(model: LoweredModel, classes: tuple[str, ...]) -> Iterator[IndexField]:
    for index in model.model.indexes:
        yield from (part for part in index.fields if part.operator_class in classes)


def _is_amount(name: str) -> bool:
    return bool(_AMOUNTS.intersection(words_of(name)[-1:]))


def _is_ordered(field: ScalarField) -> bool:
    is_scalar = isinstance(field.type, Scalar) and field.type.name in _ORDERED
    return is_scalar and field.arity != "list"


def _pairs(
    fields: list[ScalarField], pairs: tuple[tuple[str, str], ...]
) -> Iterator[tuple[str, str]]:
    """Fields of one type whose names differ by two words for ends alone: startsAt and endsAt."""
    known = {(f" {' '.join(words_of(field.name))} ", field.type): field.name for field in fields}
    ends = _ends(pairs)
    text = "".join([key[0] for key in known])
    ends = tuple(one for one in ends if one[0] in text)
    lefts = [(*key, name) for key, name in known.items() if any(one in key[0] for one, _ in ends)]
    done: set[str] = set()
    for one, other in ends if lefts else ():
        for text, type_, name in lefts:
            if one in text:
                twin = known.get((text.replace(one, other), type_))
                if twin is not None and not {name, twin} & done:
                    done.update((name, twin))
                    yield name, twin


@cache
def _ends(pairs: tuple[tuple[str, str], ...]) -> tuple[tuple[str, str], ...]:
    """Between blanks, and in the singular, as words_of gives them."""
    return tuple(
        (f" {' '.join(words_of(left))} ", f" {' '.join(words_of(right))} ") for left, right in pairs
    )


def _distinct(names: Iterator[str] | list[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(names))


_FINDERS: tuple[Callable[[_QueriedTable], Iterator[HarderQuery]], ...] = (
    _full_text,
    _substrings,
    _case,
    _decimals,
    _directions,
    _ranges,
    _inside,
    _partial,
)
