"""When to colour, and what with."""

from __future__ import annotations

import io
from collections.abc import Mapping

import pytest

from prisma_to_convex.terminal.capabilities import ColourChoice, Style, never_fails, use_colour


class Terminal(io.StringIO):
    def isatty(self) -> bool:
        return True


class Gone(io.StringIO):
    def isatty(self) -> bool:
        raise OSError(9, "Bad file descriptor")


@pytest.mark.parametrize(
    ("choice", "environ", "on_terminal", "elsewhere"),
    [
        ("auto", {}, True, False),
        ("auto", {"TERM": "xterm"}, True, False),
        ("auto", {"TERM": "dumb"}, False, False),
        ("auto", {"NO_COLOR": "1"}, False, False),
        ("auto", {"NO_COLOR": "0"}, False, False),
        ("auto", {"NO_COLOR": ""}, True, False),
        ("auto", {"FORCE_COLOR": "1"}, True, True),
        ("auto", {"FORCE_COLOR": "1", "TERM": "dumb"}, True, True),
        ("auto", {"FORCE_COLOR": ""}, True, False),
        ("auto", {"FORCE_COLOR": "0"}, False, False),
        ("auto", {"FORCE_COLOR": "False"}, False, False),
        ("auto", {"FORCE_COLOR": "1", "NO_COLOR": "1"}, False, False),
        ("always", {"NO_COLOR": "1", "TERM": "dumb"}, True, True),
        ("never", {"FORCE_COLOR": "1"}, False, False),
    ],
)
def test_use_colour(
    choice: ColourChoice, environ: Mapping[str, str], on_terminal: bool, elsewhere: bool
) -> None:
    assert use_colour(Terminal(), choice, environ) is on_terminal
    assert use_colour(io.StringIO(), choice, environ) is elsewhere


def test_a_stream_that_is_not_there() -> None:
    closed = io.StringIO()
    closed.close()
    assert not use_colour(None, "auto", {})
    assert not use_colour(closed, "auto", {})
    assert not use_colour(Gone(), "auto", {})


def test_style() -> None:
    on, off = Style(True), Style(False)
    assert on.red("a") == "\x1b[1;31ma\x1b[0m"
    assert on.bold("") == ""
    for name in ("bold", "red", "green", "cyan"):
        assert getattr(off, name)("a") == "a"
        assert getattr(on, name)("a").endswith("ma\x1b[0m")


def test_never_fails() -> None:
    stream = io.TextIOWrapper(io.BytesIO(), encoding="ascii")
    never_fails(stream)
    stream.write("日")
    stream.seek(0)
    assert stream.read() == "\\u65e5"
    never_fails(io.StringIO())
