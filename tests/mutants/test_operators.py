"""What each operator makes of a line, to the letter."""

from __future__ import annotations

import ast

import pytest

from mutants.operators import mutants

CASES = [
    ("x = 3", {"(4)", "(2)"}),
    ("x = True", {"False"}),
    ("x = 'a'", set()),
    ("x: int = 3", {"(4)", "(2)"}),
    ("x = a < b", {"(a <= b)", "(a >= b)"}),
    ("x = a < b == c", {"(a <= b == c)", "(a >= b == c)", "(a < b != c)"}),
    ("x = a is None", {"(a is not None)"}),
    ("x = a and b", {"((a) or (b))", "((a))", "((b))"}),
    ("x = a + b", {"((a) - (b))"}),
    ("x = a + 'b'", set()),
    ("x = Model | None", set()),
    ("x = any(y)", {"all"}),
    ("x = sorted(y)", {"list(y)"}),
    ("x = y.partition(z)", {"y.rpartition"}),
    ("x = {a: b, c: d}", {"d, c: b", "a: b,"}),
    ("x = [a, b]", {"a,"}),
    ("x = a, b, c", {"a,", "b,"}),
    ("x = a, b", set()),
    ("x: dict[str, tuple[a, b, c]] = y", set()),
    ("f(x)", {"pass"}),
    ("x += y", {"pass"}),
    ("assert a < 3", set()),
    ("x = zip(a, b, strict=True)", set()),
    ("x = f(a, is_new=True)", {"False"}),
    ("'''documentation 3'''", set()),
    ("while a:\n    break", {"continue"}),
    ("if a:\n    return", {"False", "(not (a))"}),
    ("if not a:\n    f(x)", {"(a)", "pass"}),
    ("if TYPE_CHECKING:\n    x = 3", set()),
    ("x = [a for a in b if c]", {"True"}),
    ("x = a if b else c", {"(not (b))"}),
    ("def f() -> str:\n    return x", {'return ""'}),
    ("def f() -> str | None:\n    return x", {"return None"}),
    ("@lru_cache(maxsize=3)\ndef f() -> Any:\n    return x", set()),
    ("def f(x: Literal[3] = 4) -> Any:\n    return x", {"(5)", "(3)"}),
]


@pytest.mark.parametrize(("source", "texts"), CASES)
def test_changes(source: str, texts: set[str]) -> None:
    found = list(mutants(source))
    texts_found = {one.text if one.text else source[one.start : one.end] for one in found}
    assert texts_found == texts
    for one in found:
        ast.parse(source[: one.start] + one.text + source[one.end :])


def test_places_count_characters_and_not_bytes() -> None:
    [one, _] = mutants("x = 'é€', (\n 'ü', 3)")
    assert (one.text, one.start, one.end, one.line) == ("(4)", 18, 19, 2)
