"""Columns that hold the same values, against a search that follows every link both ways."""

from collections.abc import Callable

from hypothesis import given
from hypothesis import strategies as st

from prisma_schema_parser.schema import ForeignKey
from prisma_to_convex.lowering.column_groups import (
    Column,
    Link,
    column_groups,
    contradictions,
    links_of,
    roots,
)
from support.compiling import compiled
from support.work import growth

_MODELS = "ABCD"
_COLUMNS = st.sampled_from([(model, field) for model in _MODELS for field in ("id", "x", "y")])
_LINKS = st.lists(
    st.tuples(_COLUMNS, _COLUMNS).filter(lambda link: link[0] != link[1]), max_size=8
).map(tuple)
_HANDLES = st.sets(st.sampled_from(_MODELS)).map(lambda found: dict.fromkeys(found, "id"))


def _has_one_type(link: Link, handles: dict[str, str], by_value: frozenset[Link]) -> bool:
    return handles.get(link[1][0]) == link[1][1] and link not in by_value


def _reached(start: Column, links: tuple[Link, ...]) -> set[Column]:
    found = {start}
    while True:
        more = {one for link in links if found & set(link) for one in link} - found
        if not more:
            return found
        found |= more


@given(_LINKS, _HANDLES)
def test_a_group_is_all_that_links_reach(links: tuple[Link, ...], handles: dict[str, str]) -> None:
    groups = column_groups(links, handles, frozenset())
    plain = tuple(link for link in links if not _has_one_type(link, handles, frozenset()))
    for column, top in groups.of.items():
        reached = _reached(column, plain)
        assert set(groups.members[top]) == reached
        linked = {link[1][0] for link in links if link[0] in reached and link not in plain}
        assert set(groups.models.get(top, ())) == linked


@given(_LINKS, _HANDLES)
def test_no_group_is_left_with_the_ids_of_two_models(
    links: tuple[Link, ...], handles: dict[str, str]
) -> None:
    by_value = contradictions(links, handles)
    groups = column_groups(links, handles, by_value)
    assert all(len(models) == 1 for models in groups.models.values())
    assert all(_has_one_type(link, handles, frozenset()) for link in by_value)


@given(_LINKS, _HANDLES)
def test_both_ends_of_a_link_hold_the_same(
    links: tuple[Link, ...], handles: dict[str, str]
) -> None:
    by_value = contradictions(links, handles)
    groups = column_groups(links, handles, by_value)
    found = roots(groups, links, frozenset())
    for link in links:
        column, to = link
        if _has_one_type(link, handles, by_value):
            assert groups.model(column) == to[0]
        else:
            assert groups.model(column) == groups.model(to)
            assert found.get(column) == found.get(to)


@given(_LINKS)
def test_links_without_contradiction_stay(links: tuple[Link, ...]) -> None:
    targets = {link[1][0] for link in links}
    handles = dict.fromkeys(list(targets)[:1], "id")
    assert contradictions(links, handles) == frozenset()


def test_a_root_refers_to_no_other() -> None:
    a, b, c = ("A", "x"), ("B", "x"), ("C", "x")
    links = ((a, b), (b, c))
    groups = column_groups(links, {}, frozenset())
    assert roots(groups, links, frozenset()) == {a: c, b: c, c: c}
    assert roots(groups, links, frozenset({a})) == {a: a, b: a, c: a}


def test_of_a_ring_one_is_the_root() -> None:
    a, b = ("A", "x"), ("B", "x")
    links = ((a, b), (b, a))
    groups = column_groups(links, {}, frozenset())
    assert roots(groups, links, frozenset()) == {a: a, b: a}


def test_a_long_chain_is_followed_once() -> None:
    def chain(count: int) -> Callable[[], object]:
        links = tuple(((f"M{at}", "id"), (f"M{at + 1}", "id")) for at in range(count))
        handles = {f"M{count}": "id"}

        def work() -> object:
            by_value = contradictions(links, handles)
            groups = column_groups(links, handles, by_value)
            return roots(groups, links, frozenset())

        return work

    assert growth(chain, 500) < 2.3


def test_links_of_the_fewest_columns_come_first_then_as_they_are_written() -> None:
    """So that a column is represented as what it refers to alone, not as a part of a longer key."""
    schema = compiled("""
        model User {
          id    Int    @id @default(autoincrement())
          org   Int
          nick  Int
          pairs Post[] @relation("pair")
          ones  Post[] @relation("one")
          twos  Post[] @relation("two")
          @@unique([org, nick])
        }
        model Post {
          id   Int  @id @default(autoincrement())
          org  Int
          nick Int
          by   Int
          pair User @relation("pair", fields: [org, nick], references: [org, nick])
          one  User @relation("one", fields: [by], references: [id])
          two  User @relation("two", fields: [nick], references: [id])
        }
        """).lowered.schema
    keys = [one for one in schema.relations if isinstance(one, ForeignKey)]
    assert [len(one.fields) for one in keys] == [2, 1, 1]
    assert links_of(keys) == (
        (("Post", "by"), ("User", "id")),
        (("Post", "nick"), ("User", "id")),
        (("Post", "org"), ("User", "org")),
        (("Post", "nick"), ("User", "nick")),
    )
