"""Where keys and values stand, in what is TOML and in what stops being it."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping

import pytest
from hypothesis import given
from hypothesis import strategies as st

from prisma_to_convex.config.toml_places import DEEPEST, places, too_deep

TEXT = """\
# first
a = 1
[rules.PC201] # why
severity = "off"
"odd \\u0041 key".b = [ 1, { c = 'd' } , # two
  "e" ,
]
[[allow]]
rule = { x.y = true, z = 2 }
"""


def shown(text: str, found: Mapping[tuple[str, ...], int], length: int = 6) -> dict[str, str]:
    return {".".join(path): text[at : at + length] for path, at in found.items()}


def test_each_key_and_value_has_its_place() -> None:
    found = places(TEXT)
    assert shown(TEXT, found.keys) == {
        "a": "a = 1\n",
        "rules": "rules.",
        "rules.PC201": "PC201]",
        "rules.PC201.severity": "severi",
        "rules.PC201.odd A key": '"odd \\',
        "rules.PC201.odd A key.b": "b = [ ",
        "rules.PC201.odd A key.b.1.c": "c = 'd",
        "allow": "allow]",
        "allow.rule": "rule =",
        "allow.rule.x": "x.y = ",
        "allow.rule.x.y": "y = tr",
        "allow.rule.z": "z = 2 ",
    }
    assert shown(TEXT, found.values) == {
        "a": "1\n[rul",
        "rules.PC201.severity": '"off"\n',
        "rules.PC201.odd A key.b": "[ 1, {",
        "rules.PC201.odd A key.b.0": "1, { c",
        "rules.PC201.odd A key.b.1": "{ c = ",
        "rules.PC201.odd A key.b.1.c": "'d' } ",
        "rules.PC201.odd A key.b.2": '"e" ,\n',
        "allow.rule": "{ x.y ",
        "allow.rule.x.y": "true, ",
        "allow.rule.z": "2 }\n",
    }


@pytest.mark.parametrize(
    ("text", "keys", "values"),
    [
        ("a = [1, }, 2]\nb = 3\n", ["a"], ["a", "a.0", "a.1"]),
        ("a = [}", ["a"], ["a", "a.0"]),
        ("a = { ] }\nb = 3\n", ["a"], ["a"]),
        ("a = [1, [2", ["a"], ["a", "a.0", "a.1", "a.1.0"]),
        ("a = { b = [", ["a", "a.b"], ["a", "a.b"]),
        ("a", ["a"], []),
        ("= 1", [], [""]),
        ("[a", ["a"], []),
    ],
)
def test_what_is_no_toml_is_read_as_far_as_it_goes(
    text: str, keys: list[str], values: list[str]
) -> None:
    found = places(text)
    assert [".".join(path) for path in found.keys] == keys
    assert [".".join(path) for path in found.values] == values


@given(st.text(alphabet="ab=.,[]{}\"'# \n\\1", max_size=60))
def test_reading_any_text_ends(text: str) -> None:
    found = places(text)
    assert all(0 <= at <= len(text) for at in (*found.keys.values(), *found.values.values()))


@given(st.text(alphabet="ab=.,[]{}\"'# \n1", max_size=40))
def test_the_keys_of_toml_are_tomllib_s(text: str) -> None:
    try:
        read = tomllib.loads(text)
    except tomllib.TOMLDecodeError:
        return
    assert {path[0] for path in places(text).keys} == set(read)


@pytest.mark.parametrize(
    ("parts", "expected"), [(DEEPEST, None), (DEEPEST + 1, 2), (DEEPEST + 2, 2)]
)
def test_a_key_of_many_parts(parts: int, expected: int | None) -> None:
    assert too_deep("\n " + ".".join(["a"] * parts) + " = 1") == expected


@pytest.mark.parametrize("quote", ['"""', "'''", '"', "'", "#"])
def test_dots_in_a_text_are_no_key(quote: str) -> None:
    assert too_deep(f"a = {quote}" + ".".join(["a"] * (DEEPEST + 1)) + quote) is None
