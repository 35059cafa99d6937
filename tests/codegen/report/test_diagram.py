"""Where things stand in the entity diagram: nothing overlaps, nothing is left out, the same each time."""

from __future__ import annotations

import re
from itertools import combinations

from hypothesis import given
from hypothesis import strategies as st

from prisma_to_convex.analysis.facts import Cluster, Reference
from prisma_to_convex.report.diagram import MOST_ROWS, WIDTH, Diagram, diagram
from prisma_to_convex.report.diagram_svg import svg


def reference(
    model: str, target: str, field: str, *, is_required: bool = True, is_unique: bool = False
) -> Reference:
    return Reference(
        model=model,
        relation=field,
        fields=(f"{field}Id",),
        target=target,
        is_required=is_required,
        is_unique=is_unique,
        is_list=False,
        is_key=False,
        on_delete="Cascade",
    )


@st.composite
def schemas(draw: st.DrawFn) -> tuple[list[Cluster], list[Reference]]:
    """Up to forty tables in up to eight clusters; references as they come, rings among them."""
    sizes = draw(st.lists(st.integers(1, 9), max_size=8))
    names = [f"M{number}" for number in range(sum(sizes))]
    at = iter(names)
    clusters = [
        Cluster(f"c{number}", tuple(next(at) for _ in range(size)))
        for number, size in enumerate(sizes)
    ]
    if not names:
        return clusters, []
    ends = st.tuples(st.sampled_from(names), st.sampled_from([*names, "elsewhere"]))
    pairs = draw(st.lists(ends, max_size=80))
    return clusters, [
        reference(model, target, f"f{number}", is_required=draw(st.booleans()))
        for number, (model, target) in enumerate(pairs)
    ]


def apart(one: tuple[int, int, int, int], other: tuple[int, int, int, int]) -> bool:
    (x, y, width, height), (left, top, wide, high) = one, other
    return x + width <= left or left + wide <= x or y + height <= top or top + high <= y


@given(schemas())
def test_nothing_overlaps_and_boxes_lie_in_their_panels(
    schema: tuple[list[Cluster], list[Reference]],
) -> None:
    drawn = diagram(*schema)
    panels = [(one.x, one.y, one.width, one.height) for one in drawn.panels]
    assert all(apart(*pair) for pair in combinations(panels, 2))
    for panel in drawn.panels:
        boxes = [(box.x, box.y, WIDTH, box.height) for box in panel.boxes]
        assert all(apart(*pair) for pair in combinations(boxes, 2))
        for x, y, width, height in boxes:
            assert panel.x < x
            assert x + width < panel.x + panel.width
            assert panel.y < y
            assert y + height < panel.y + panel.height
        assert panel.x >= 0
        assert panel.y >= 0
        assert panel.x + panel.width <= drawn.width
        assert panel.y + panel.height <= drawn.height


@given(schemas())
def test_every_table_and_every_reference_between_them_is_drawn(
    schema: tuple[list[Cluster], list[Reference]],
) -> None:
    clusters, references = schema
    drawn = diagram(clusters, references)
    names = [model for cluster in clusters for model in cluster.models]
    assert sorted(box.model for box in drawn.boxes) == sorted(names)
    known = set(names)
    assert [line.reference for line in drawn.lines] == [
        one for one in references if one.model in known and one.target in known
    ]
    boxes = drawn.boxes
    for line in drawn.lines:
        assert boxes[line.source].model == line.reference.model
        assert boxes[line.target].model == line.reference.target
        assert line.row < len(boxes[line.source].rows) <= MOST_ROWS


@given(schemas())
def test_the_same_each_time(schema: tuple[list[Cluster], list[Reference]]) -> None:
    assert svg(diagram(*schema), {}) == svg(diagram(*schema), {})


def columns(drawn: Diagram) -> dict[str, int]:
    return {box.model: box.x for box in drawn.boxes}


def test_a_table_stands_to_the_right_of_what_it_refers_to() -> None:
    clusters = [Cluster("all", ("Line", "Order", "User"))]
    drawn = diagram(clusters, [reference("Line", "Order", "o"), reference("Order", "User", "u")])
    at = columns(drawn)
    assert at["User"] < at["Order"] < at["Line"]


def test_many_fields_are_cut() -> None:
    references = [reference("A", "B", f"f{number}") for number in range(9)]
    drawn = diagram([Cluster("all", ("A", "B"))], references)
    rows = next(box.rows for box in drawn.boxes if box.model == "A")
    assert rows == ("f0Id", "f1Id", "f2Id", "f3Id", "f4Id", "4 more")
    assert [line.row for line in drawn.lines] == [0, 1, 2, 3, 4, 5, 5, 5, 5]


def test_how_a_reference_looks() -> None:
    references = [
        reference("A", "B", "needed"),
        reference("A", "B", "free", is_required=False)._replace(on_delete="SetNull"),
        reference("A", "C", "away", is_unique=True)._replace(on_delete=None),
    ]
    clusters = [Cluster("one", ("A", "B")), Cluster("two", ("C",))]
    found = re.findall(r'<g class="([^"]*)"', svg(diagram(clusters, references), {}))
    # What leaves its panel is drawn first, below all else.
    assert found == ["ln far", "ln del", "ln opt"]


def test_names_are_escaped_shortened_and_linked() -> None:
    name = "<b>" + "x" * 40
    shown = str(svg(diagram([Cluster(name, (name,))], []), {name: '"><i>'}))
    assert "<b>" not in shown
    assert 'href="#&#34;&gt;&lt;i&gt;"' in shown
    assert "&lt;b&gt;xxxxxxxxxxxxxxxxxx…</text>" in shown
