"""Comments that allow what is open, put into a schema's text: each has a reason that is still to be written.

    /// @convex.allow(unique-not-enforced, default-not-applied, reason: "TODO")
    email String @unique @default("")

Prisma reads line by line, so a comment right above a finding's line speaks of the declaration on it.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence

from .finding import Finding

TODO = "TODO"

_LINE = re.compile(r"[^\r\n]*(?:\r\n|\r|\n|\Z)")
_END_OF_BLOCK = re.compile(r"\s*\}[^\S\r\n]*(?=[^\s])")
_INDENT = re.compile(r"[ \t]*")
_STUB = re.compile(rf'[ \t]*/// @convex\.allow\(([a-z0-9, -]+), reason: "{TODO}"\)[ \t]*(?=[\r\n])')
# What is wrong with a decision is mended, not allowed: PC503, PC510, PC511, PC512.
_ABOUT_DECISIONS = frozenset(
    (
        "directive-not-followed",
        "decision-without-reason",
        "decision-on-unknown-rule",
        "decision-not-used",
    )
)


def can_be_allowed(finding: Finding) -> bool:
    """Whether nobody has decided, and somebody may."""
    rule = finding.diagnostic.rule
    return finding.is_open and rule.code >= "PC2" and rule.name not in _ABOUT_DECISIONS


def with_stubs(text: str, stubs: Mapping[int, Iterable[str]]) -> str:
    """The text with a comment above each line (from 1) that allows the rules by their names. A stub that is
    there already gets the names that it lacks.
    """
    mark, text = ("\ufeff", text[1:]) if text.startswith("\ufeff") else ("", text)
    lines = [line for line in _LINE.findall(text) if line]
    for number in sorted(stubs, reverse=True):
        if closing := _END_OF_BLOCK.match(lines[number - 1]):  # the next block starts on its line
            line = lines[number - 1]
            rest = line[closing.end() :]
            stub = _stub(rest, list(dict.fromkeys(stubs[number])))
            lines[number - 1 : number] = [closing[0].rstrip() + _end(line), stub, rest]
            continue
        above = lines[number - 2] if number > 1 else ""
        there = _STUB.match(above)
        known = there[1].split(", ") if there else []
        names = dict.fromkeys((*known, *stubs[number]))
        stub = _stub(lines[number - 1], list(names))
        lines[number - 2 if there else number - 1 : number - 1] = [stub]
    return mark + "".join(lines)


def _stub(line: str, names: Sequence[str]) -> str:
    """With the indentation and the line end of the line that it stands above."""
    indent = _INDENT.match(line)
    assert indent is not None  # it matches nothing, too
    return f'{indent[0]}/// @convex.allow({", ".join(names)}, reason: "{TODO}"){_end(line)}'


def _end(line: str) -> str:
    return line[len(line.rstrip("\r\n")) :] or "\n"
