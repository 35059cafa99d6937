from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from prisma_to_convex.convex.convex_schema import MAX_IDENTIFIER, RESERVED_INDEX_NAMES
from prisma_to_convex.convex.identifiers import (
    NamesGiven,
    camel_case,
    field_name,
    index_name,
    shorten,
    table_name,
    unique,
)

VALID = re.compile(r"[A-Za-z][A-Za-z0-9_]{0,63}")


@pytest.mark.parametrize(
    ("model", "table"),
    [
        ("User", "users"),
        ("Users", "users"),
        ("FormTemplate", "formTemplates"),
        ("form_template", "formTemplates"),
        ("OAuthToken", "oAuthTokens"),
        ("URLMapping", "urlMappings"),
        ("APIKey", "apiKeys"),
        ("ID", "ids"),
        ("Café", "cafes"),
        ("Data2", "data2"),
    ],
)
def test_tables_are_camel_case_plurals(model: str, table: str) -> None:
    assert table_name(model) == table


@pytest.mark.parametrize(
    ("prisma", "convex"),
    [
        ("createdAt", "createdAt"),
        ("created_at", "created_at"),
        ("a-b", "a_b"),
        ("1a", "field_1a"),
        ("größe", "grosse"),
    ],
)
def test_fields_keep_their_names_where_convex_takes_them(prisma: str, convex: str) -> None:
    assert field_name(prisma) == convex
    assert VALID.fullmatch(convex)


@pytest.mark.parametrize(
    ("fields", "name"),
    [
        (["email"], "by_email"),
        (["a", "b"], "by_a_and_b"),
        (["address.city"], "by_address_city"),
        (["id"], "by_id_field"),
        (["creation_time"], "by_creation_time_field"),
    ],
)
def test_indexes_are_called_by_their_fields(fields: list[str], name: str) -> None:
    assert index_name("by", fields) == name


def test_a_number_makes_a_name_free() -> None:
    assert unique("users", set()) == "users"
    assert unique("users", {"users"}) == "users2"
    assert unique("users", {"users", "users2"}) == "users3"
    assert unique("default", set(), {"default"}) == "default2"
    long = "x" * MAX_IDENTIFIER
    assert unique(long, {long}) == "x" * 63 + "2"


def test_a_long_name_ends_in_a_hash_of_the_whole() -> None:
    at_limit, beyond, other = "a" * 64, "a" * 65, "a" * 66
    assert shorten(at_limit) == at_limit
    assert len(shorten(beyond)) == 64
    assert shorten(beyond) != shorten(other)


letters = st.text(st.characters(categories=("L", "Nd"), include_characters="_-"), min_size=1)


@given(letters)
def test_every_table_and_field_name_is_valid(name: str) -> None:
    assert VALID.fullmatch(table_name(name))
    assert VALID.fullmatch(field_name(name))
    assert VALID.fullmatch(camel_case(name, "x"))


@given(st.lists(st.from_regex(VALID, fullmatch=True), min_size=1, max_size=16))
def test_every_index_name_is_valid_and_not_reserved(fields: list[str]) -> None:
    name = index_name("by", fields)
    assert re.fullmatch(r"[A-Za-z][A-Za-z0-9_]*", name)
    assert name not in RESERVED_INDEX_NAMES


@given(
    st.lists(st.sampled_from(["a", "a2", "b", "x" * 64, "x" * 63 + "2", "default"]), max_size=12)
)
def test_names_are_given_as_if_each_were_made_unique(wanted: list[str]) -> None:
    names, taken = NamesGiven(["b"], {"default"}), {"b"}
    for name in wanted:
        expected = unique(name, taken, {"default"})
        assert names.give(name) == expected
        taken.add(expected)
