"""Imports behind a path alias, `@/tables/users`: read as what they mean, and written as they stood there.

While files are merged, each has the relative path of its length, if that fits: slashes that say nothing make it
one that nobody wrote, so it is found again.
"""

from __future__ import annotations

import posixpath
import re
from collections.abc import Iterator, Mapping
from itertools import pairwise
from types import MappingProxyType
from typing import TypeAlias

from prisma_schema_parser.records import NamedTuple

from ..typescript.tokens import NotTypeScript, TsToken, scan
from .conflict import Conflict

Aliases: TypeAlias = Mapping[str, Mapping[str, str]]
"""By file, the paths of what it imports behind aliases, all from the folder of schema.ts."""

NO_ALIASES: Aliases = MappingProxyType({})
_SCRIPT = re.compile(r"(?:/index)?\.[cm]?tsx?$")
_IMPORTED = re.compile(r"\.[cm]?[jt]sx?$")


class RelativeFiles(NamedTuple):
    """`aliases` leads from the paths that stand in `files` to what was written."""

    files: Mapping[str, str]
    aliases: Mapping[str, str]


def with_relative_paths(files: Mapping[str, str], aliases: Aliases) -> RelativeFiles:
    """A file that is half-written stays as it is."""
    taken: dict[str, str] = {}
    found = {
        module: _relative(text, module, aliases[module], taken) if aliases.get(module) else text
        for module, text in files.items()
    }
    return RelativeFiles(found, taken)


def _relative(text: str, module: str, meant: Mapping[str, str], taken: dict[str, str]) -> str:
    parts, end = [], 0
    for token in _sources(text):
        source = token.text[1:-1]
        if source not in meant:
            continue
        path = _path(module, meant[source], source)
        while taken.setdefault(path, source) != source:
            path = path.replace("//", "///", 1)
        parts += [text[end : token.start + 1], path]
        end = token.end - 1
    return "".join((*parts, text[end:]))


def _sources(text: str) -> Iterator[TsToken]:
    """The strings behind `from` and `import`."""
    try:
        tokens = scan(text).tokens
    except (NotTypeScript, RecursionError):
        return
    for before, token in pairwise(tokens):
        if token.kind == "string" and before.text in ("from", "import"):
            yield token


def _path(module: str, there: str, source: str) -> str:
    """`.//tables/users`, as long as the alias where that is longer."""
    bare = there if _IMPORTED.search(source) else _SCRIPT.sub("", there)
    path = posixpath.relpath(bare or ".", posixpath.dirname(module) or ".")
    return f"./{'/' * max(1, len(source) - len(path) - 2)}{path}"


def with_aliases(text: str, aliases: Mapping[str, str]) -> str:
    """What `with_relative_paths` was given."""
    if not any(path in text for path in aliases):
        return text
    parts, end = [], 0
    for token in _sources(text):
        source = aliases.get(token.text[1:-1])
        if source is not None:
            parts += [text[end : token.start + 1], source]
            end = token.end - 1
    return "".join((*parts, text[end:]))


def conflict_with_aliases(conflict: Conflict, aliases: Mapping[str, str]) -> Conflict:
    """Its sides as the file has them; they are no whole files."""

    def shown(text: str | None) -> str | None:
        for path, source in aliases.items() if text is not None else ():
            text = re.sub(rf"""(["']){re.escape(path)}\1""", rf"\g<1>{source}\g<1>", text or "")
        return text

    return conflict._replace(
        base=shown(conflict.base), mine=shown(conflict.mine), theirs=shown(conflict.theirs)
    )
