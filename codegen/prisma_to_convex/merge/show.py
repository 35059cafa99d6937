"""A conflict, and a change, as a reader meets them on a terminal."""

from __future__ import annotations

from difflib import unified_diff
from textwrap import dedent

from prisma_schema_parser.excerpt import plain

from ..terminal.capabilities import Style
from .conflict import Conflict

_SIDES = (("last generated", "base"), ("this file", "mine"), ("from Prisma now", "theirs"))


def conflict_text(conflict: Conflict, file: str, colour: bool) -> str:
    """The place, the reason, and each side that has something to say."""
    style = Style(colour)
    place = ".".join(name for name in conflict.path if name != "export default") or "defineSchema"
    lines = [
        f"{style.red('conflict')} {style.bold(f'{plain(file)}: {plain(place)}')}: {conflict.reason}"
    ]
    for title, side in _SIDES:
        text = getattr(conflict, side)
        if text is None and (conflict.base is None or side == "base"):
            continue
        lines.append(f"  {style.cyan(title)}:")
        lines += [f"    {plain(line)}" for line in _block(text)]
    if conflict.hint:
        lines.append(f"  {style.cyan('hint')}: {plain(conflict.hint)}")
    return "\n".join(lines) + "\n"


def _block(text: str | None) -> list[str]:
    return ["(nothing)"] if text is None else dedent(text.strip("\n")).splitlines()


def diff_text(old: str, new: str, file: str, colour: bool) -> str:
    """The unified change of a file; empty where there is none."""
    style = Style(colour)
    name = plain(file)
    lines = unified_diff(old.splitlines(), new.splitlines(), f"a/{name}", f"b/{name}", lineterm="")
    return "".join(_styled(line, style) + "\n" for line in lines)


def _styled(line: str, style: Style) -> str:
    line = plain(line)
    if line.startswith(("---", "+++")):
        return style.bold(line)
    if line.startswith("@@"):
        return style.cyan(line)
    if line.startswith("+"):
        return style.green(line)
    return style.red(line) if line.startswith("-") else line
