"""Patterns of names mean what Python's fnmatch means, for all that plain ones are looked up."""

from __future__ import annotations

from fnmatch import fnmatchcase

import pytest
from hypothesis import given
from hypothesis import strategies as st

from prisma_to_convex.lowering.globs import Globs, _certain


@pytest.mark.parametrize(
    ("globs", "matched"),
    [
        (("User",), ["User"]),
        (("user",), []),
        (("U*",), ["User", "UserRole"]),
        (("*Role", "Post"), ["UserRole", "Post"]),
        (("User????",), ["UserRole"]),
        (("[PU]os?",), ["Post"]),
        (("[PU",), []),
        ((), []),
    ],
)
def test_what_a_pattern_matches(globs: tuple[str, ...], matched: list[str]) -> None:
    names = ["User", "UserRole", "Post"]
    assert [name for name in names if Globs(globs).match(name)] == matched


def test_idle_ones_are_reported_in_their_order() -> None:
    globs = Globs(("Z*", "User", "Usr", "P*", "Post?"))
    assert list(globs.idle(["User", "Post"])) == ["Z*", "Usr", "Post?"]
    assert list(globs.idle([])) == ["Z*", "User", "Usr", "P*", "Post?"]


_TEXT = st.text("aB*?[]!-", max_size=6)


@given(st.lists(_TEXT, max_size=4), _TEXT)
def test_as_fnmatch(globs: list[str], name: str) -> None:
    wanted = any(fnmatchcase(name, glob) for glob in globs)
    assert Globs(globs).match(name) == wanted
    assert list(Globs(globs).idle([name])) == [g for g in globs if not fnmatchcase(name, g)]


@given(st.lists(_TEXT, max_size=6), st.lists(_TEXT, max_size=6))
def test_idle_among_several(globs: list[str], names: list[str]) -> None:
    wanted = [g for g in globs if not any(fnmatchcase(name, g) for name in names)]
    assert list(Globs(globs).idle(names)) == wanted


@pytest.mark.parametrize("form", ["*Y{}*", "Model{}x*", "?odel{}x", "Model{}y"])
def test_a_pattern_is_tried_only_where_it_may_match(form: str) -> None:
    globs = Globs([form.format(at) for at in range(300)])
    tried = [len(list(globs._candidates(f"Model{at}x"))) for at in range(300)]
    assert max(tried) <= 20


@pytest.mark.parametrize("glob", ["*", "?", "[ab]", "a*b*c", "ab[c]d", "longer*names?too"])
def test_a_piece_is_one_that_every_match_has(glob: str) -> None:
    for piece in _certain(glob):
        assert piece in glob.partition("[")[0]
        assert not set(piece) & set("*?[")
