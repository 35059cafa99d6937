"""Which known name a misspelt one is taken for: at each limit, and one beyond it."""

from __future__ import annotations

import pytest

from prisma_schema_parser.suggest import Suggestions


def closest(name: str, *known: str) -> str | None:
    return Suggestions(known).closest(name)


@pytest.mark.parametrize(
    ("name", "known"),
    [
        ("Usr", "User"),  # a letter left out
        ("Userr", "User"),  # one too many
        ("Usre", "User"),  # two that changed places
        ("Uzer", "User"),  # another letter
        ("user", "User"),
        ("ab", "abc"),
        ("abc", "ab"),
    ],
)
def test_one_slip(name: str, known: str) -> None:
    assert closest(name, known) == known


def test_names_of_two_letters_bear_no_slip_of_their_own() -> None:
    assert closest("ab", "ac") is None
    assert closest("abc", "abd") == "abd"


@pytest.mark.parametrize("length", [5, 16])
def test_two_slips_in_a_name_of_some_length(length: int) -> None:
    start = "abcdefghijklmnopq"[: length - 2]
    assert closest(start + "xy", start + "12") == start + "12"


@pytest.mark.parametrize("length", [4, 17])
def test_two_slips_are_too_many_in_a_shorter_or_longer_name(length: int) -> None:
    start = "abcdefghijklmnopq"[: length - 2]
    assert closest(start + "xy", start + "12") is None
    assert closest(start + "xy", start + "1y") == start + "1y"


def test_three_slips_are_too_many() -> None:
    assert closest("abcdefxyz", "abcdef123") is None


def test_very_long_names_are_not_looked_at() -> None:
    assert closest("a" * 48, "a" * 47 + "b") == "a" * 47 + "b"
    assert closest("a" * 49, "a" * 48) is None
    assert closest("a" * 48, "a" * 49) is None


def test_the_name_itself_is_no_suggestion() -> None:
    assert closest("User", "User") is None


def test_the_first_of_two_that_are_as_near() -> None:
    assert closest("cat", "bat", "hat") == "bat"
    assert closest("cat", "hat", "bat") == "hat"


def known(count: int) -> list[str]:
    """As many names, which nothing here is taken for."""
    return [f"{number:09}" for number in range(count)]


def test_among_many_names_two_slips_are_too_many() -> None:
    names = [*known(1999), "abcdefgh"]
    assert closest("abcdefxy", *names) == "abcdefgh"
    assert closest("abcdefxy", "1", *names) is None
    assert closest("abcdefgx", "1", *names) == "abcdefgh"


def test_among_too_many_names_none_is_looked_for() -> None:
    names = [*known(49_999), "abcdefgh"]
    assert closest("abcdefgx", *names) == "abcdefgh"
    assert closest("abcdefgx", "1", *names) is None


def test_help_is_a_question_or_what_else_is_said() -> None:
    assert Suggestions(["User"]).help("Usr", "else") == "did you mean `User`?"
    assert Suggestions(["User"]).help("Post", "else") == "else"
