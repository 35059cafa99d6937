"""Texts -> Schema and diagnostics: the stages in a row."""

from __future__ import annotations

import gc
from collections.abc import Sequence

from .cutting import cut
from .diagnostic import Diagnostic, sort_key
from .listing import LISTED
from .parser import Parsed, parse
from .records import NamedTuple
from .resolve.resolver import resolve
from .schema import Schema
from .source import SourceFile
from .syntax import Document
from .validate.validator import validate


class Result(NamedTuple):
    """The schema, as good as it can be had, and every diagnostic in order of place."""

    schema: Schema
    diagnostics: tuple[Diagnostic, ...]

    @property
    def is_valid(self) -> bool:
        return not any(diagnostic.is_error for diagnostic in self.diagnostics)


def read_schema(sources: Sequence[SourceFile]) -> Result:
    """Parses, resolves and validates files as one schema. Never raises for what is in them.

    Nothing in here makes a cycle, and looking for some would take as long as the work itself, so the
    garbage collector rests meanwhile.
    """
    was_enabled = gc.isenabled()
    gc.disable()
    try:
        return _read(sources)
    finally:
        if was_enabled:
            gc.enable()


def _read(sources: Sequence[SourceFile]) -> Result:
    parsed = _parsed(sources)
    resolved = resolve([result.document for result in parsed])
    diagnostics: list[Diagnostic] = [found for result in parsed for found in result.diagnostics]
    diagnostics.extend(resolved.diagnostics)
    damaged = frozenset(name for result in parsed for name in result.damaged)
    lost = frozenset(name for result in parsed for name in result.lost)
    if all(result.is_whole for result in parsed):  # else all that was not read would be missed
        diagnostics.extend(validate(resolved, damaged, lost))
    return Result(resolved.schema, tuple(sorted(map(cut, diagnostics), key=sort_key)))


def _parsed(sources: Sequence[SourceFile]) -> list[Parsed]:
    """Behind a file that was not read to its end, none is read."""
    parsed: list[Parsed] = []
    room = LISTED
    for source in sources:
        if parsed and not parsed[-1].is_whole:
            parsed.append(Parsed(Document(source, (), ()), (), is_whole=False))
        else:
            parsed.append(parse(source, room))
            room -= len(parsed[-1].diagnostics)
    return parsed
