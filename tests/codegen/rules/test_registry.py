"""What a word on the command line or in a comment stands for among the rules."""

from __future__ import annotations

import pytest

from prisma_to_convex.rules.registry import (
    ALL_RULES,
    explained,
    find,
    start_of,
    suggestion,
    unknown,
)

MORE = "`prisma-to-convex rules` lists them all"


@pytest.mark.parametrize(
    ("word", "start"),
    [
        ("all", ""),
        ("PC2", "PC2"),
        ("pc2xx", "PC2"),
        ("PC20", "PC20"),
        ("PC20x", "PC20"),
        (" pc201 ", "PC201"),
        ("unique-not-enforced", "PC201"),
        ("Unique Not_Enforced", "PC201"),
        ("PC9", None),
        ("PC9xx", None),
        ("PC299", None),
        ("P", None),
        ("PC", None),
        ("PCxxx", None),
        ("unique", None),
        ("", None),
    ],
)
def test_how_the_codes_of_a_word_begin(word: str, start: str | None) -> None:
    assert start_of(word) == start


def test_rules_of_rows_are_explained_though_no_schema_has_them() -> None:
    row = explained("PC701")
    assert row is not None
    assert row.code == "PC701"
    assert find("PC701") is None
    assert start_of("PC7") is None


@pytest.mark.parametrize(
    ("word", "answer"),
    [
        ("unique-not-enforce", "did you mean `unique-not-enforced`?"),
        ("zzz", MORE),
        ("", MORE),
        ("PC2O1", f"did you mean `PC201`? {MORE}"),
        ("PC2011", f"did you mean `PC201`? {MORE}"),
    ],
)
def test_what_an_unknown_word_may_have_meant(word: str, answer: str) -> None:
    assert suggestion(word) == answer


def test_a_part_of_a_few_names_names_them_and_of_many_none() -> None:
    assert suggestion("cascade") == "did you mean `multiple-cascade-paths`?"
    assert suggestion("enum") == (
        "did you mean `invalid-enum`, `enum-stored-by-name` or `enum-stored-by-mapped-name`?"
    )
    for word, times in (("checked", 6), ("unique", 7)):
        assert sum(word in rule.name for rule in ALL_RULES) == times
    assert suggestion("checked").count("`") == 12
    assert suggestion("unique") == MORE


def test_a_family_is_no_single_rule() -> None:
    assert unknown("PC2xx") == (
        "`PC2xx` is a family of rules",
        "name one rule: `prisma-to-convex rules` lists them",
    )
    assert unknown("zzz") == ("there is no rule `zzz`", MORE)
