"""What is said of each type that Prisma does not know: it fits the type, and it can be followed."""

from __future__ import annotations

import pytest

from prisma_to_convex.convex.validator_reader import parse
from prisma_to_convex.rules.type_advice import _ADVICE, _UNKNOWN, help_for, type_advice


@pytest.mark.parametrize(
    ("written", "words", "validator"),
    [
        ("tsvector", "search index", ""),
        (
            "geography(Point, 4326)",
            "geohash",
            "v.object({ longitude: v.number(), latitude: v.number() })",
        ),
        ("geometry(Polygon)", "GeoJSON", "v.any()"),
        ("interval", "ISO 8601", "v.string()"),
        ("hstore", "record", "v.record(v.string(), v.nullable(v.string()))"),
        ("ltree", "path", "v.string()"),
        ("money[]", "cents", "v.array(v.int64())"),
        ("integer GENERATED ALWAYS AS (1) STORED", "leave it out", ""),
        ("public.inet", "address", "v.string()"),
        ("bit varying(8)", "bits", "v.string()"),
        ("something_else", "choose a validator", "v.string()"),
        ("", "choose a validator", "v.string()"),
    ],
)
def test_the_advice_fits_the_type(written: str, words: str, validator: str) -> None:
    assert words in help_for(written)
    assert type_advice(written).validator == validator


def test_each_validator_can_be_written_as_it_stands() -> None:
    for one in (*_ADVICE.values(), _UNKNOWN):
        if one.validator:
            parse(one.validator)
