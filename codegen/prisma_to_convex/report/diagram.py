"""Where the tables and references of the entity diagram stand: a layout in pixels, no drawing.

A cluster is a panel; in it a table stands to the right of those that it refers to. Panels are packed
into a page somewhat wider than high. No two boxes overlap, nor do two panels.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from math import ceil, sqrt

from prisma_schema_parser.records import NamedTuple

from ..analysis.facts import Cluster, Reference

WIDTH, HEAD, ROW, FOOT = 184, 28, 16, 6
"""Of a box: its width, the heights of its head and of a row, the blank below its rows."""
GAP, BETWEEN = 14, 44
"""Between the boxes of a column, and between columns."""
PADDING, CAPTION, MARGIN = 16, 26, 28
"""In a panel around its boxes and above them; between panels."""
MOST_ROWS = 6
_ASPECT = 1.5


class Box(NamedTuple):
    """`rows` are the fields that refer to others, and how many more there are."""

    model: str
    rows: tuple[str, ...]
    x: int
    y: int

    @property
    def height(self) -> int:
        return _height(self.rows)


class Panel(NamedTuple):
    name: str
    x: int
    y: int
    width: int
    height: int
    boxes: tuple[Box, ...]


class Line(NamedTuple):
    """A reference from row `row` of box number `source` to box number `target`."""

    reference: Reference
    source: int
    row: int
    target: int
    is_inside: bool


class Diagram(NamedTuple):
    """Boxes are numbered through all panels, in their order."""

    width: int
    height: int
    panels: tuple[Panel, ...]
    lines: tuple[Line, ...]

    @property
    def boxes(self) -> tuple[Box, ...]:
        return tuple(box for panel in self.panels for box in panel.boxes)


def diagram(clusters: Sequence[Cluster], references: Sequence[Reference]) -> Diagram:
    rows, targets = _rows(references), _targets(clusters, references)
    panels = _packed(
        [_panel(cluster, targets, rows) for cluster in clusters if cluster.models],
    )
    width = max((panel.x + panel.width for panel in panels), default=0)
    height = max((panel.y + panel.height for panel in panels), default=0)
    return Diagram(width, height, panels, tuple(_lines(panels, references, rows)))


def _rows(references: Sequence[Reference]) -> dict[str, list[str]]:
    """The fields of each model that refer to others, each once."""
    found: dict[str, dict[str, None]] = {}
    for one in references:
        found.setdefault(one.model, {})[label(one)] = None
    return {model: list(fields) for model, fields in found.items()}


def label(reference: Reference) -> str:
    """`userId`, `userId?` where it may be null, `userIds[]` for a list."""
    name = ", ".join(reference.fields) or reference.relation or reference.target
    return name + ("[]" if reference.is_list else "" if reference.is_required else "?")


def _shown(fields: Sequence[str]) -> tuple[str, ...]:
    if len(fields) <= MOST_ROWS:
        return tuple(fields)
    return (*fields[: MOST_ROWS - 1], f"{len(fields) - MOST_ROWS + 1} more")


def _height(rows: Sequence[str]) -> int:
    return HEAD + (len(rows) * ROW + FOOT if rows else 0)


# ---- in a panel ---------------------------------------------------------------------------------


def _panel(
    cluster: Cluster, targets: Mapping[str, Sequence[str]], rows: Mapping[str, Sequence[str]]
) -> Panel:
    """The panel at the origin."""
    shown = {model: _shown(rows.get(model, ())) for model in cluster.models}
    heights = {model: _height(shown[model]) for model in cluster.models}
    boxes: list[Box] = []
    x, bottom = PADDING, 0
    for column in _columns(cluster, targets, heights):
        y = CAPTION
        for model in column:
            boxes.append(Box(model, shown[model], x, y))
            y += heights[model] + GAP
        bottom = max(bottom, y - GAP)
        x += WIDTH + BETWEEN
    return Panel(
        name=cluster.name,
        x=0,
        y=0,
        width=x - BETWEEN + PADDING,
        height=bottom + PADDING,
        boxes=tuple(boxes),
    )


def _targets(clusters: Sequence[Cluster], references: Sequence[Reference]) -> dict[str, list[str]]:
    """Model -> the others of its cluster that it refers to."""
    homes = {model: at for at, cluster in enumerate(clusters) for model in cluster.models}
    found: dict[str, dict[str, None]] = {}
    for one in references:
        home = homes.get(one.model)
        if home is not None and home == homes.get(one.target) and one.model != one.target:
            found.setdefault(one.model, {})[one.target] = None
    return {model: list(targets) for model, targets in found.items()}


def _columns(
    cluster: Cluster, targets: Mapping[str, Sequence[str]], heights: Mapping[str, int]
) -> list[list[str]]:
    """From left to right; tall columns are cut, and what is linked to nothing fills the last ones."""
    linked = {*targets, *(one for named in targets.values() for one in named)}
    ranks = _ranks([model for model in cluster.models if model in linked], targets)
    columns: list[list[str]] = [[] for _ in range(max(ranks.values(), default=-1) + 1)]
    for model, rank in ranks.items():
        columns[rank].append(model)
    at: dict[str, float] = {}
    for column in columns:
        before = {model: _mean(at.get(one) for one in targets.get(model, ())) for model in column}
        column.sort(key=before.__getitem__)
        at |= {model: (number + 0.5) / len(column) for number, model in enumerate(column)}
    columns.append([model for model in cluster.models if model not in linked])
    area = sum(height + GAP for height in heights.values()) * (WIDTH + BETWEEN)
    most = max(sqrt(area / _ASPECT), *heights.values())
    return [part for column in columns for part in _cut(column, heights, most)]


def _mean(places: Iterable[float | None]) -> float:
    known = [place for place in places if place is not None]
    return sum(known) / len(known) if known else 0.5


def _ranks(models: Sequence[str], targets: Mapping[str, Sequence[str]]) -> dict[str, int]:
    """One more than that of all that is referred to; in a ring, the first model comes first."""
    waiting = {model: len(targets.get(model, ())) for model in models}
    referrers: dict[str, list[str]] = {}
    for model in models:
        for target in targets.get(model, ()):
            referrers.setdefault(target, []).append(model)
    ranks: dict[str, int] = {}
    ready = [model for model in models if not waiting[model]]
    rest = iter(models)
    while len(ranks) < len(models):
        if not ready:
            ready = [next(model for model in rest if model not in ranks)]
        following: list[str] = []
        for model in ready:
            known = (ranks[target] for target in targets.get(model, ()) if target in ranks)
            ranks[model] = max(known, default=-1) + 1
            for referrer in referrers.get(model, ()):
                waiting[referrer] -= 1
                if not waiting[referrer] and referrer not in ranks:
                    following.append(referrer)
        ready = [model for model in following if model not in ranks]
    return ranks


def _cut(column: Sequence[str], heights: Mapping[str, int], most: float) -> list[list[str]]:
    """Parts of about the same height, none higher than `most` unless one box is."""
    total = sum(heights[model] + GAP for model in column)
    each = total / max(1, ceil(total / (most + GAP)))
    parts: list[list[str]] = []
    used = 0
    for model in column:
        height = heights[model] + GAP
        if not parts or used >= each or used + height > most + GAP:
            parts.append([])
            used = 0
        parts[-1].append(model)
        used += height
    return parts


# ---- panels on the page -------------------------------------------------------------------------


class _SkylinePart(NamedTuple):
    """A part of the skyline: from `x` for `width` the page is filled down to `y`."""

    x: int
    y: int
    width: int


_WIDTHS = (1.0, 1.1, 1.2, 1.35, 1.5, 1.7, 2.0)


def _packed(panels: Sequence[Panel]) -> tuple[Panel, ...]:
    """On the page width, of a few, that leaves them largest where the whole is shown."""
    area = sum((one.width + MARGIN) * (one.height + MARGIN) for one in panels)
    widest = max((one.width + MARGIN for one in panels), default=0)
    tried = [max(widest, int(sqrt(area * _ASPECT) * factor)) for factor in _WIDTHS]
    packed = [_on_page(panels, page) for page in dict.fromkeys(tried)]
    return min(packed, key=_extent)


def _extent(panels: Sequence[Panel]) -> float:
    width = max((one.x + one.width for one in panels), default=0)
    height = max((one.y + one.height for one in panels), default=0)
    return max(width, height * _ASPECT)


def _on_page(panels: Sequence[Panel], page: int) -> tuple[Panel, ...]:
    """High panels first, each as far up and then as far left as it goes; the panels keep their order."""
    skyline = [_SkylinePart(0, 0, page)]
    placed: dict[int, Panel] = {}
    for number, one in sorted(enumerate(panels), key=lambda pair: (-pair[1].height, pair[0])):
        width, height = one.width + MARGIN, one.height + MARGIN
        y, x = min(
            (_rest(skyline, edge.x, width), edge.x) for edge in skyline if edge.x + width <= page
        )
        boxes = tuple(box._replace(x=box.x + x, y=box.y + y) for box in one.boxes)
        placed[number] = one._replace(x=x, y=y, boxes=boxes)
        skyline = _raised(skyline, _SkylinePart(x, y + height, width))
    return tuple(placed[number] for number in range(len(panels)))


def _rest(skyline: Sequence[_SkylinePart], x: int, width: int) -> int:
    """How far down something lies that stands at `x`."""
    return max(edge.y for edge in skyline if edge.x < x + width and x < edge.x + edge.width)


def _raised(skyline: Sequence[_SkylinePart], new: _SkylinePart) -> list[_SkylinePart]:
    end = new.x + new.width
    found: list[_SkylinePart] = []
    for edge in skyline:
        if edge.x < new.x:
            found.append(edge._replace(width=min(edge.width, new.x - edge.x)))
        if edge.x + edge.width > end:
            start = max(edge.x, end)
            found.append(_SkylinePart(start, edge.y, edge.x + edge.width - start))
    return sorted((*found, new))


# ---- lines --------------------------------------------------------------------------------------


def _lines(
    panels: Sequence[Panel],
    references: Sequence[Reference],
    rows: Mapping[str, Sequence[str]],
) -> Iterable[Line]:
    """References of tables that are drawn to tables that are."""
    numbers: dict[str, tuple[int, int]] = {}
    for at, panel in enumerate(panels):
        for box in panel.boxes:
            numbers[box.model] = len(numbers), at
    row_of = {
        (model, field): at for model, fields in rows.items() for at, field in enumerate(fields)
    }
    for one in references:
        if one.model in numbers and one.target in numbers:
            (source, home), (target, away) = numbers[one.model], numbers[one.target]
            row = row_of[one.model, label(one)]
            if len(rows[one.model]) > MOST_ROWS:
                row = min(row, MOST_ROWS - 1)
            yield Line(reference=one, source=source, row=row, target=target, is_inside=home == away)
