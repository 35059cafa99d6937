"""SQL of PostgreSQL that is written in more than one place."""

from __future__ import annotations

BYTES = "replace(encode({c}, 'base64'), E'\\n', '')"
_FARTHEST = 8_640_000_000_000_000  # milliseconds that a JavaScript Date reaches


def hash_of(text: str) -> str:
    """PostgreSQL's own, of 64 bits with their sign (`row_hashes`), whatever the database's collation is."""
    return f'hashtextextended({text} collate "C", 0)'


def milliseconds(c: str, otherwise: str) -> str:
    """As text; `otherwise` where there is a date, but none that a JavaScript Date reaches."""
    found = f"({milliseconds_number(c)})::text"
    if otherwise == "null":
        return found
    return f"coalesce({found}, case when {c} is not null then {otherwise} end)"


def milliseconds_number(c: str) -> str:
    """Cut off, not rounded, as JavaScript cuts what is finer; NULL beyond what a JavaScript Date reaches.

    From 1970 to 2100 a double tells microseconds apart, at a third of what numeric costs.
    """
    near = f"{c} >= '1970-01-01' and {c} < '2100-01-01'"
    far = f"isfinite({c}) and abs(extract(epoch from {c})) <= {_FARTHEST // 1000}"
    exact = f"floor(extract(epoch from {c})::numeric * 1000)::bigint"
    return (
        f"case when {near} then round(date_part('epoch', {c}) * 1000000)::bigint / 1000 "
        f"when {far} then {exact} end"
    )


_UUID = "^[{]?([0-9a-f]{4}-?){7}[0-9a-f]{4}[}]?$"


def comparable(column: str, is_uuid: bool, is_with_uuid: bool) -> str:
    """PostgreSQL compares no uuid with a text. Not the other column is cast, since its index serves it as it is."""
    if is_uuid == is_with_uuid:
        return column
    if is_uuid:
        return f"{column}::text"
    return f"case when {column}::text ~* '{_UUID}' then {column}::text::uuid end"
