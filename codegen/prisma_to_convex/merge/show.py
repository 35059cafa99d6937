"""A conflict, and a change, as a reader meets them on a terminal."""

from __future__ import annotations

from collections.abc import Iterator
from difflib import unified_diff
from textwrap import dedent

from prisma_schema_parser.excerpt import plain

from ..terminal.capabilities import Style
from .conflict import Conflict, place_of

_SHORT = 3
"""Lines of a side: of what is longer, its changes are shown."""

_NOTHING = ["(nothing)"]
_SIDES = (("last generated", "base"), ("this file", "mine"), ("from Prisma now", "theirs"))


def conflict_text(conflict: Conflict, file: str, colour: bool) -> str:
    """The place, the reason, and what each side has to say: of a thing of several lines, what changed in it."""
    style = Style(colour)
    if conflict.file:
        file = f"{file.removesuffix('schema.ts')}{conflict.file}"
    place = place_of(conflict.path)
    lines = [
        f"{style.red('conflict')} {style.bold(f'{plain(file)}: {plain(place)}')}: {conflict.reason}"
    ]
    for title, shown in _sides(conflict):
        lines.append(f"  {style.cyan(title)}:")
        lines += [f"    {_on_terminal(line)}" for line in shown]
    if conflict.hint:
        lines.append(f"  {style.cyan('hint')}: {plain(conflict.hint)}")
    return "\n".join(lines) + "\n"


def _sides(conflict: Conflict) -> Iterator[tuple[str, list[str]]]:
    texts = [_block(getattr(conflict, side)) for _, side in _SIDES]
    base = texts[0]
    if conflict.base is None or max(map(len, texts)) <= _SHORT:
        for (title, side), text in zip(_SIDES, texts, strict=True):
            if getattr(conflict, side) is None and (conflict.base is None or side == "base"):
                continue
            yield title, text
        return
    for title, text in (("changed in this file", texts[1]), ("changed in Prisma", texts[2])):
        yield title, ["(removed)"] if text == _NOTHING else _changed(base, text)


def _changed(old: list[str], new: list[str]) -> list[str]:
    """The lines that went and came, each with a line around it."""
    found = unified_diff(old, new, n=1, lineterm="")
    return ["..." if line.startswith("@@") else line for line in [*found][2:]] or ["(nothing)"]


def _block(text: str | None) -> list[str]:
    return _NOTHING if text is None else dedent(text.strip("\n")).splitlines()


def diff_text(old: str | None, new: str, file: str, colour: bool, *, is_terminal: bool) -> str:
    """The unified change of a file, as `patch` and `git apply` take it; empty where there is none. None: there is
    no such file. On a terminal, what would act on it is shown as its escape.
    """
    style, name = Style(colour), plain(file)
    before = "/dev/null" if old is None else f"a/{name}"
    lines = unified_diff(_lines(old or ""), _lines(new), before, f"b/{name}", lineterm="\n")
    return "".join(_styled(line, style, is_terminal) for line in lines)


def _lines(text: str) -> list[str]:
    """As version control parts them: by newlines alone."""
    found = [f"{line}\n" for line in text.split("\n")]
    last = found.pop()
    return found if last == "\n" else [*found, last.removesuffix("\n")]


def _styled(line: str, style: Style, is_terminal: bool) -> str:
    ended = line if line.endswith("\n") else f"{line}\n\\ No newline at end of file\n"
    return "".join(
        f"{_coloured(one, style, is_terminal)}\n" for one in ended.removesuffix("\n").split("\n")
    )


def _coloured(line: str, style: Style, is_terminal: bool) -> str:
    line = _on_terminal(line.removesuffix("\r")) if is_terminal else line
    if line.startswith(("---", "+++")):
        return style.bold(line)
    if line.startswith("@@"):
        return style.cyan(line)
    if line.startswith("+"):
        return style.green(line)
    return style.red(line) if line.startswith("-") else line


def _on_terminal(line: str) -> str:
    """With the tabs that it is indented by."""
    return "\t".join(plain(part) for part in line.split("\t"))
