"""`records.NamedTuple` against `typing.NamedTuple`: one class body, made by both, behaves the same."""

from __future__ import annotations

import copy
import keyword
import operator
import pickle
from collections.abc import Callable
from functools import partial
from typing import Any, NamedTuple, get_type_hints

import pytest
from hypothesis import given
from hypothesis import strategies as st

from prisma_schema_parser import records
from prisma_schema_parser.source import Span

Body = tuple[list[str], list[int]]

NAMES = st.from_regex(r"[a-z][a-zA-Z0-9_]{0,6}", fullmatch=True).filter(
    lambda name: not keyword.iskeyword(name) and name not in ("count", "index")
)


@st.composite
def bodies(draw: st.DrawFn) -> Body:
    """Field names, and the defaults of the last ones."""
    names = draw(st.lists(NAMES, unique=True, max_size=18))
    return names, draw(st.lists(st.integers(), max_size=len(names)))


def made(base: Any, body: Body) -> Any:
    names, defaults = body
    optional = names[len(names) - len(defaults) :]
    values = dict(zip(optional, defaults, strict=True))
    lines = [f"  {name}: int" + (f" = {values[name]}" if name in values else "") for name in names]
    scope: dict[str, Any] = {"Base": base, "__name__": __name__}
    text = "\n".join(["class Made(Base):", *lines, "  def total(self): return sum(self)"])
    exec(text, scope)
    return scope["Made"]


def outcome(act: Callable[[], Any]) -> Any:
    """What it gives, records as plain tuples, or the message of its error."""
    try:
        found = act()
        return tuple(found) if isinstance(found, tuple) else found
    except (TypeError, ValueError) as error:  # which of the two differs from Python to Python
        return str(error)


@given(bodies(), st.lists(st.integers(), max_size=20), st.dictionaries(NAMES, st.integers()))
def test_both_make_the_same(body: Body, values: list[int], more: dict[str, int]) -> None:
    ours, theirs = made(records.NamedTuple, body), made(NamedTuple, body)
    names = body[0]
    assert ours._fields == theirs._fields == ours.__match_args__
    assert ours._field_defaults == theirs._field_defaults
    assert ours.__doc__ == f"Made({', '.join(names)})"
    assert ours.__bases__ == (tuple,)
    assert [getattr(ours, name).__doc__ for name in names] == [
        getattr(theirs, name).__doc__ for name in names
    ]
    acts: tuple[Callable[[Any], Any], ...] = (
        lambda cls: cls(*values),
        lambda cls: cls(*values, **more),
        lambda cls: cls(**dict(zip(names, values, strict=False))),
        lambda cls: cls._make(values),
        lambda cls: repr(cls._make(values)),
        lambda cls: cls(*values)._replace(**more),
        lambda cls: cls(*values)._asdict(),
        lambda cls: cls(*values).total(),
        lambda cls: [getattr(cls(*values), name) for name in names],
        lambda cls: copy.copy(cls(*values)),
        lambda cls: hash(cls(*values)),
    )
    for act in acts:
        assert outcome(partial(act, ours)) == outcome(partial(act, theirs))


def test_a_record_has_nothing_but_its_fields() -> None:
    span = Span(None, 1, 2)  # type: ignore[arg-type]  # any source
    assert pickle.loads(pickle.dumps(span)) == span
    assert Span.__module__ == "prisma_schema_parser.source"
    assert Span.__qualname__ == "Span"
    assert list(get_type_hints(Span)) == ["source", "start", "end"]
    with pytest.raises(AttributeError):
        span.start = 3  # type: ignore[misc]  # what is tested
    with pytest.raises(AttributeError):
        span.other = 3  # type: ignore[attr-defined]  # what is tested
    match span:
        case Span(_, start, end):
            assert (start, end) == (1, 2)


def test_records_of_different_classes_differ() -> None:
    made = {"Base": records.NamedTuple, "__name__": __name__}
    exec("class A(Base):\n  a: int\n\nclass B(Base):\n  a: int", made)
    one, same, other = made["A"](1), made["A"](1), made["B"](1)  # type: ignore[operator]  # classes
    assert one == same
    assert operator.ne(one, same) is False
    assert one != other
    assert operator.eq(one, other) is False
    assert operator.eq(one, (1,)) is operator.eq((1,), one) is False
    assert one != made["A"](2)  # type: ignore[operator]  # a class
    assert hash(one) == hash(same)
    assert {one: "a", other: "b"}[same] == "a"
    assert (one, [other]) == (same, [other]) != (other, [other])


@pytest.mark.parametrize(
    ("text", "error", "message"),
    [
        ("class A(N):\n  a: int = 1\n  b: int", TypeError, "A.a has a default"),
        ("class A(N):\n  _a: int", ValueError, "A._a: a field can't start with an underscore"),
        ("class A(N, dict):\n  a: int", TypeError, "A: a NamedTuple has no other base"),
    ],
)
def test_what_is_no_record(text: str, error: type[Exception], message: str) -> None:
    with pytest.raises(error, match=message.replace("(", r"\(")):
        exec(text, {"N": records.NamedTuple, "__name__": __name__})
