"""What a terminal can show: whether to colour, and the few styles in use."""

from __future__ import annotations

import os
import sys
from collections.abc import Mapping
from typing import Literal, TextIO, TypeAlias

from prisma_schema_parser.records import NamedTuple

ColourChoice: TypeAlias = Literal["auto", "always", "never"]


def use_colour(stream: TextIO | None, choice: ColourChoice, environ: Mapping[str, str]) -> bool:
    """Whether to write colour codes to the stream. `auto` asks, the first that answers decides:

    NO_COLOR (no), FORCE_COLOR (yes, or no for `0` and `false`), TERM=dumb (no), and whether the
    stream is a terminal that understands them. facts: no-color.org: an empty variable says nothing.
    """
    if choice != "auto":
        return choice == "always"
    if environ.get("NO_COLOR"):
        return False
    if forced := environ.get("FORCE_COLOR"):
        return forced.lower() not in ("0", "false")
    return environ.get("TERM") != "dumb" and _is_terminal(stream) and _understands_codes(stream)


def _is_terminal(stream: TextIO | None) -> bool:
    """False too for no stream at all (pythonw) and for one that is closed."""
    try:
        return stream is not None and stream.isatty()
    except (ValueError, OSError):
        return False


def _understands_codes(stream: TextIO | None) -> bool:
    """True anywhere but in a Windows console that can't be switched to it."""
    if sys.platform != "win32" or stream is None:
        return True
    import ctypes
    import msvcrt

    kernel32 = ctypes.WinDLL("kernel32")
    try:
        handle = ctypes.c_void_p(msvcrt.get_osfhandle(stream.fileno()))
    except (ValueError, OSError):
        return False
    mode = ctypes.c_ulong()
    virtual_terminal = 0x0004
    return bool(
        kernel32.GetConsoleMode(handle, ctypes.byref(mode))
        and kernel32.SetConsoleMode(handle, mode.value | virtual_terminal)
    )


def never_fails(stream: TextIO) -> None:
    """Lets a stream escape what its encoding lacks (`日` to an ASCII terminal) instead of raising."""
    reconfigure = getattr(stream, "reconfigure", None)
    if reconfigure is not None:
        reconfigure(errors="backslashreplace")


def width() -> int:
    """Columns, as `shutil.get_terminal_size` finds them."""
    columns = os.environ.get("COLUMNS", "")
    if columns.isdecimal() and len(columns) < 6 and int(columns):
        return int(columns)
    try:
        return os.get_terminal_size(sys.__stdout__.fileno()).columns or 80  # type: ignore[union-attr]
    except (AttributeError, ValueError, OSError):  # closed, or no terminal
        return 80


class Style(NamedTuple):
    """Marks text for a terminal, or leaves it as it is. The text is not escaped: see `excerpt.plain`."""

    colour: bool

    def bold(self, text: str) -> str:
        return self._marked("1", text)

    def red(self, text: str) -> str:
        return self._marked("1;31", text)

    def green(self, text: str) -> str:
        return self._marked("1;32", text)

    def cyan(self, text: str) -> str:
        return self._marked("1;36", text)

    def _marked(self, code: str, text: str) -> str:
        return f"\x1b[{code}m{text}\x1b[0m" if self.colour and text else text


def is_read_by_a_runner() -> bool:
    """Whether GitHub Actions, Azure Pipelines or TeamCity look for commands in what is printed."""
    return any(os.environ.get(name) for name in ("GITHUB_ACTIONS", "TF_BUILD", "TEAMCITY_VERSION"))
