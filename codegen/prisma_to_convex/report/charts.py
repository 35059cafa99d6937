"""Bars as inline SVG. Each stands in a table or beside figures that say the same, so none is read aloud alone.

Widths are in hundredths of the bar's room: a bar takes the width that it is given.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from markupsafe import Markup

from prisma_schema_parser.records import NamedTuple

from .html_text import text

ROOM = 100


class Piece(NamedTuple):
    """A part of a bar; `look` is a class of the style sheet."""

    look: str
    x: float
    width: float


def stacked(parts: Sequence[tuple[str, int]], whole: int) -> tuple[Piece, ...]:
    """(look, count) side by side; `whole` fills the room."""
    found: list[Piece] = []
    before = 0
    for look, count in parts:
        if count:
            found.append(Piece(look, ROOM * before / whole, ROOM * count / whole))
        before += count
    return tuple(found)


def ranged(low: float, high: float, top: float) -> tuple[Piece, ...]:
    """From low to high, where `top` fills the room."""
    if top <= 0:
        return ()
    return (Piece("range", ROOM * low / top, max(ROOM * (high - low) / top, 0.6)),)


def bar(pieces: Iterable[Piece], title: str = "", description: str = "") -> Markup:
    """With a title it is an image of its own; without one, an ornament of what stands beside it."""
    if title:
        name = f'role="img" aria-label="{text(f"{title}: {description}")}"'
        described = f"<title>{text(title)}</title><desc>{text(description)}</desc>"
    else:
        name, described = 'aria-hidden="true"', ""
    drawn = "".join(
        f'<rect class="{piece.look}" x="{_number(piece.x)}" width="{_number(piece.width)}" height="10"/>'
        for piece in pieces
    )
    return Markup(
        f'<svg class="bar" viewBox="0 0 {ROOM} 10" preserveAspectRatio="none" {name}>{described}{drawn}</svg>'
    )


def _number(value: float) -> str:
    return f"{value:.2f}".rstrip("0").rstrip(".")
