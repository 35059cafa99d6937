"""The entity diagram as SVG. Colours and what is faint are the style sheet's, by class."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from markupsafe import Markup

from .diagram import HEAD, ROW, WIDTH, Box, Diagram, Line, Panel
from .html_text import text

_TITLE_CHARS, _ROW_CHARS, _CAPTION_CHARS = 22, 25, 40
_LOOP = 26


def svg(drawn: Diagram, links: Mapping[str, str]) -> Markup:
    """`links`: model -> the id of what tells more of it. Boxes are numbered by `data-i`; a line names its ends'."""
    parts = [
        f'<svg id="erd" viewBox="0 0 {drawn.width} {drawn.height}" width="{drawn.width}" '
        f'height="{drawn.height}" role="group" aria-label="Entity diagram">',
        *map(_panel, drawn.panels),
    ]
    boxes = drawn.boxes
    # Lines between panels lie below those inside, and all lie below the boxes.
    for is_inside in (False, True):
        parts += (_line(one, boxes) for one in drawn.lines if one.is_inside == is_inside)
    parts += (_box(number, box, links) for number, box in enumerate(boxes))
    parts += (_caption(panel) for panel in drawn.panels)
    parts.append("</svg>")
    return Markup("\n").join(map(Markup, parts))


def _panel(panel: Panel) -> str:
    return (
        f'<rect class="pn" x="{panel.x}" y="{panel.y}" width="{panel.width}" '
        f'height="{panel.height}" rx="8"/>'
    )


def _caption(panel: Panel) -> str:
    """Above all else: seen from afar it is larger than the room above the boxes."""
    return (
        f'<text class="cp" data-w="{panel.width - 32}" x="{panel.x + 16}" y="{panel.y + 18}">'
        f"{_short(panel.name, _CAPTION_CHARS)}</text>"
    )


def _box(number: int, box: Box, links: Mapping[str, str]) -> str:
    href = f' href="#{text(links[box.model])}"' if box.model in links else ""
    return "".join(
        (
            f'<a class="bx" data-i="{number}" data-name="{text(box.model)}"{href}>',
            f'<rect x="{box.x}" y="{box.y}" width="{WIDTH}" height="{box.height}" rx="5"/>',
            f'<text class="bt" x="{box.x + 10}" y="{box.y + 18}">',
            f"{_short(box.model, _TITLE_CHARS)}</text>",
            *_rows(box),
            "</a>",
        )
    )


def _rows(box: Box) -> Iterator[str]:
    for number, row in enumerate(box.rows):
        y = box.y + HEAD + number * ROW + 11
        yield f'<text x="{box.x + 10}" y="{y}">{_short(row, _ROW_CHARS)}</text>'


def _short(words: str, most: int) -> str:
    return text(words if len(words) <= most else f"{words[: most - 1]}…")


def _line(line: Line, boxes: tuple[Box, ...]) -> str:
    source, target = boxes[line.source], boxes[line.target]
    one = line.reference
    names = (
        "ln",
        "" if line.is_inside else "far",
        "" if one.is_required else "opt",
        "del" if one.on_delete == "Cascade" else "",
    )
    y = source.y + HEAD + line.row * ROW + 7
    way, foot = _way(source, target, y, is_one=one.is_unique)
    return (
        f'<g class="{" ".join(filter(None, names))}" data-a="{line.source}" data-b="{line.target}">'
        f'<path d="{way}"/><path class="ft" d="{foot}"/></g>'
    )


def _way(source: Box, target: Box, y: int, *, is_one: bool) -> tuple[str, str]:
    """The curve from a row to the head of a box, and what stands at its ends.

    A crow's foot at the row says that many may refer to one; a bar, that one does.
    """
    end = target.y + HEAD // 2
    goes_left = target.x + WIDTH <= source.x
    goes_right = source.x + WIDTH <= target.x
    out = 1 if goes_right or (not goes_left and source.x < target.x) else -1
    back = -out if goes_left or goes_right else out
    x1 = source.x + (WIDTH if out > 0 else 0)
    x2 = target.x + (WIDTH if back > 0 else 0)
    bend = _LOOP if out == back else max(24, min(160, abs(x2 - x1) // 2))
    way = f"M{x1} {y}C{x1 + out * bend} {y} {x2 + back * bend} {end} {x2} {end}"
    foot = (
        f"M{x1 + out * 6} {y - 4}v8" if is_one else f"M{x1} {y - 4}L{x1 + out * 8} {y}L{x1} {y + 4}"
    )
    return way, f"{foot}M{x2 + back * 5} {end - 4}v8"
