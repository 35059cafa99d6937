"""What becomes of a type that Prisma calls Unsupported, by the type: a field to leave out, or a validator that fits."""

from __future__ import annotations

import re

from prisma_schema_parser.records import NamedTuple


class TypeAdvice(NamedTuple):
    """`instead` is what to do; `validator` fits one value as text, empty where the field is left out."""

    instead: str
    validator: str = ""


_TYPE = re.compile(r'^\s*(?:"[^"]*"\.|\w+\.)?"?([a-z_0-9]+(?: varying)?)"?', re.IGNORECASE)
_GENERATED = re.compile(r"\b(generated\s+always|stored|virtual)\b|\bas\s*\(", re.IGNORECASE)

_GENERATED_ADVICE = TypeAdvice(
    "the database computed it: leave it out, `/// @convex.skip`, and compute it where it is read, or in the "
    "function that writes what it is made of"
)
_SPACE = TypeAdvice(
    "keep longitude and latitude, and find what is near by a geohash in an index or with the geospatial component "
    "(@convex-dev/geospatial)",
    "v.object({ longitude: v.number(), latitude: v.number() })",
)
_SHAPE = TypeAdvice(
    "keep GeoJSON; ask where a point lies in a function, or with PostGIS beside it", "v.any()"
)
_RANGE = TypeAdvice(
    "keep both ends as fields of an object, null for an open one; what overlaps is asked by an index on the start "
    "and a filter on the end",
    "v.object({ start: v.nullable(v.number()), end: v.nullable(v.number()) })",
)
_TEXT_OF: tuple[tuple[tuple[str, ...], str], ...] = (
    (
        ("inet", "cidr", "macaddr", "macaddr8"),
        "keep the address as text; networks that hold an address are asked in a function",
    ),
    (("xml",), "keep it as text, in file storage where it may exceed 1 MiB"),
    (
        ("bit", "bit varying", "varbit"),
        "keep the bits as text of 0 and 1, or as a number where there are few",
    ),
    (("ltree",), "keep the path as text, `Top.Science`: an index finds what starts with it"),
    (
        ("lquery", "ltxtquery", "tsquery", "jsonpath"),
        "keep the query as text; nothing in Convex runs it",
    ),
    (
        ("pg_lsn", "txid_snapshot", "xid"),
        "it speaks of the old database: leave it out with `/// @convex.skip`, or keep it as text",
    ),
)
_ADVICE: dict[str, TypeAdvice] = {
    "tsvector": TypeAdvice(
        "the database filled it to search: leave it out, `/// @convex.skip`, and give the text that it is made of a "
        "search index (`.searchIndex`), as `@@fulltext` on that text does"
    ),
    "geography": _SPACE,
    "geometry": _SPACE,
    "point": _SPACE,
    **dict.fromkeys(("box", "circle", "line", "lseg", "path", "polygon", "linestring", "multipoint", "multipolygon", "geometrycollection", "raster"), _SHAPE),
    "interval": TypeAdvice(
        "keep an ISO 8601 duration as text (`P1M` is no number of days), or milliseconds where all are of fixed length",
        "v.string()",
    ),
    **dict.fromkeys(("int4range", "int8range", "numrange", "daterange", "tsrange", "tstzrange"), _RANGE),
    **dict.fromkeys(
        ("int4multirange", "int8multirange", "nummultirange", "datemultirange", "tsmultirange", "tstzmultirange"),
        TypeAdvice("keep a list of ranges, each with both ends", "v.array(v.object({ start: v.nullable(v.number()), end: v.nullable(v.number()) }))"),
    ),
    "hstore": TypeAdvice(
        "keep the pairs as a record (keys are ASCII), or as a table of key and value where they are searched",
        "v.record(v.string(), v.nullable(v.string()))",
    ),
    "money": TypeAdvice("keep the smallest unit (cents) as a whole number, and the currency beside it", "v.int64()"),
    "cube": TypeAdvice("keep the coordinates as a list", "v.array(v.number())"),
    "year": TypeAdvice("keep the year as a number", "v.number()"),
    "hierarchyid": TypeAdvice("keep the path as text, `/1/3/`: an index finds what starts with it", "v.string()"),
    "rowversion": TypeAdvice("Convex refuses conflicting writes by itself: leave it out, `/// @convex.skip`"),
    "sql_variant": TypeAdvice("keep a union of the types that it really holds", "v.union(v.string(), v.number(), v.boolean())"),
    "halfvec": TypeAdvice("keep the numbers as a list, and give the dimensions to have a vector index", "v.array(v.number())"),
    "vector": TypeAdvice("keep the numbers as a list; a vector index needs the number of dimensions", "v.array(v.number())"),
    "sparsevec": TypeAdvice("keep indices and values; Convex has no index for sparse vectors", "v.array(v.object({ index: v.number(), value: v.number() }))"),
    **{name: TypeAdvice(text, "v.string()") for names, text in _TEXT_OF for name in names},
}  # fmt: skip  # a table
_UNKNOWN = TypeAdvice("choose a validator for its values", "v.string()")


def type_advice(written: str) -> TypeAdvice:
    """Of the text in `Unsupported("...")`: the type may have arguments, a schema, brackets of a list."""
    if _GENERATED.search(written):
        return _GENERATED_ADVICE
    named = _TYPE.match(written)
    found = _ADVICE.get(named[1].lower(), _UNKNOWN) if named else _UNKNOWN
    if named and named[1].lower() in ("geography", "geometry"):
        inner = re.search(r"\(\s*([a-z]+)", written, re.IGNORECASE)
        if inner and inner[1].lower() not in ("point", "pointz", "pointm", "pointzm"):
            found = _SHAPE
    if found.validator and written.rstrip().endswith("[]"):
        return found._replace(validator=f"v.array({found.validator})")
    return found


def help_for(written: str) -> str:
    """What the diagnostic tells to do."""
    advice = type_advice(written)
    if not advice.validator:
        return advice.instead
    return f"{advice.instead}: `/// @convex.type({advice.validator})`, and convert the values when the data is moved"
