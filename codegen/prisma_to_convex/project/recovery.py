"""What a killed run left: ended where a set was being moved, and swept away where it was not."""

from __future__ import annotations

import contextlib
import os
import time
from collections.abc import Collection, Iterable, Mapping
from pathlib import Path

from prisma_schema_parser.records import NamedTuple

from . import journal as journals
from .folder import Folder
from .journal import NAME, Ending, Journal, Move, State

_OLD = 3600.0  # seconds; where folders can't be held, a younger file may be of a run that goes on


class Unfinished(NamedTuple):
    """A set of which a killed run moved a part. `is_undecided`: the file was changed since, so nobody can
    tell whether the old set or the new one is meant.
    """

    path: Path
    is_undecided: bool = False


class _Found(NamedTuple):
    folder: Folder
    journal: Journal
    ending: Ending


def unfinished(folders: Mapping[str, Folder], places: Collection[str]) -> Unfinished | None:
    """What `recover` would have to move. Writes nothing."""
    for found in _found(folders, places):
        if found.ending != "drop":
            return _unfinished(found)
    return None


def recover(
    folders: Mapping[str, Folder], places: Collection[str], *, is_decided: bool
) -> Unfinished | None:
    """Ends what was begun with a set that starts with one of the files at `places`; others are left to
    the runs that they belong to. `is_decided`: what stands there holds, whatever it is.
    """
    for found in _found(folders, places):
        if found.ending == "undecided" and not is_decided:
            return _unfinished(found)
        if found.ending == "finish":
            for move in found.journal.moves:
                _finish(move, folders, places)
        found.folder.remove(NAME)
    for folder in folders.values():
        _sweep(folder)
    return None


def _unfinished(found: _Found) -> Unfinished:
    return Unfinished(Path(found.journal.moves[0].target), found.ending == "undecided")


def _found(folders: Mapping[str, Folder], places: Collection[str]) -> Iterable[_Found]:
    for folder in folders.values():
        journal = _journal(folder)
        if journal is None or journal.moves[0].target not in places:
            continue
        states = [_state(move, folders) for move in journal.moves]
        is_staged = [_is_staged(move, folders) for move in journal.moves]
        yield _Found(folder, journal, journals.ending(journal, states, is_staged))


def _journal(folder: Folder) -> Journal | None:
    try:
        data = folder.read(NAME)
    except OSError:  # no file, or none for us
        return None
    return None if data is None else journals.read(data, folder.path)


def _read(move: Move, folders: Mapping[str, Folder], name: str) -> bytes | None:
    folder = folders.get(os.path.dirname(move.target))
    if folder is None or not name:
        return None
    try:
        return folder.read(name)
    except OSError:
        return None


def _state(move: Move, folders: Mapping[str, Folder]) -> State:
    total = journals.sum_of(_read(move, folders, os.path.basename(move.target)))
    if total == move.is_:
        return "is"
    return "was" if total == move.was else "other"


def _is_staged(move: Move, folders: Mapping[str, Folder]) -> bool:
    """Of what is staged, nothing but the very bytes that the journal speaks of."""
    data = _read(move, folders, move.staged)
    return data is not None and journals.sum_of(data) == move.is_


def _finish(move: Move, folders: Mapping[str, Folder], places: Collection[str]) -> None:
    """A file that someone changed since stays as it is."""
    folder = folders.get(os.path.dirname(move.target))
    if folder is None or move.target not in places or _state(move, folders) != "was":
        return
    name = os.path.basename(move.target)
    with contextlib.suppress(OSError):
        if not move.staged:
            folder.remove(name)
        elif _is_staged(move, folders):
            folder.replace(name, move.staged)
        folder.sync()


def _sweep(folder: Folder) -> None:
    """Whoever stages files holds their folder: what lies there while we hold it, nobody needs."""
    journal = _journal(folder)
    needed = {move.staged for move in journal.moves} if journal else set()
    with contextlib.suppress(OSError):
        for name in folder.names():
            if journals.is_staged_name(name) and name not in needed and _is_left(folder, name):
                folder.remove(name)


def _is_left(folder: Folder, name: str) -> bool:
    if folder.is_locked:
        return True
    status = folder.status(name)
    return status is not None and time.time() - status.st_mtime > _OLD
