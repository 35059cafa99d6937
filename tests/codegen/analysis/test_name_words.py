"""The words of a name, and that the lists which are compared with them have words that a name can have."""

from __future__ import annotations

import pytest

from prisma_to_convex.analysis import secrets
from prisma_to_convex.analysis.background import job_words
from prisma_to_convex.analysis.name_words import words_of
from prisma_to_convex.analysis.owners import published


@pytest.mark.parametrize(
    ("name", "words"),
    [
        ("passwordHash", ("password", "hash")),
        ("API_Keys", ("api", "key")),
        ("PasswordHash", ("password", "hash")),
        ("apikey", ("api", "key")),
        ("leaseExpiresAt", ("lease", "expire", "at")),
        ("previousPassword", ("previous", "password")),
        ("emailAlias", ("email", "alias")),
        ("news", ("news",)),
        ("addresses", ("address",)),
        ("status", ("status",)),
        ("boxes", ("box",)),
        ("categories", ("category",)),
        ("ids", ("ids",)),
        ("", ()),
    ],
)
def test_the_words_of_a_name(name: str, words: tuple[str, ...]) -> None:
    assert words_of(name) == words


LISTS = {
    f"{module.__name__.rpartition('.')[2]}.{name}": found
    for module, names in (
        (job_words, [name for name in vars(job_words) if name.isupper()]),
        (published, ["_CONTENT"]),
        (secrets, ["_STATES"]),
    )
    for name in names
    if isinstance(found := getattr(module, name), frozenset)
}


@pytest.mark.parametrize("name", sorted(LISTS))
def test_each_word_of_a_list_is_one_that_a_name_can_have(name: str) -> None:
    """A plural would be compared with nothing. Words in capitals are values of enumerations."""
    rows = [(one,) if isinstance(one, str) else one for one in LISTS[name]]
    rows = [row for row in rows if all(map(str.islower, row))]
    assert [row for row in rows if words_of("_".join(row)) != row] == []
