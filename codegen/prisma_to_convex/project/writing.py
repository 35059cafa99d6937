"""Files to disk, for every command: all of them or none, and never half a file.

Every changed file is first written in full, and synced, under another name in its own folder; only
when all stand there do they take the places of the old ones. What fails is undone, folders included;
what a killed run left is ended by the next (`journal.py`). Where a file may go tells `targets.py`.
"""

from __future__ import annotations

import contextlib
import hashlib
import os
import secrets
import stat
from collections.abc import Callable, Iterable, Sequence
from pathlib import Path
from typing import BinaryIO

from prisma_schema_parser.records import NamedTuple

from . import journal as journals
from . import recovery
from .folder import Folder
from .guards import Guard
from .journal import Journal, Move
from .recovery import Unfinished
from .targets import NotOurs, Refused, Target, folded, named, refuse_closed, target_of


class Output(NamedTuple):
    """A file to write: text (as UTF-8, its newlines as they are), bytes, or what writes them."""

    path: Path
    content: str | bytes | Callable[[BinaryIO], object]
    guard: Guard
    mode: int = 0o666


class WriteResult(NamedTuple):
    """The paths given, by what became of them; or none at all, and `message` says why."""

    changed: tuple[Path, ...] = ()
    unchanged: tuple[Path, ...] = ()
    message: str = ""


def write_all(outputs: Iterable[Output]) -> WriteResult:
    """Writes them, in order, and makes the folders they need.

    A file that holds its bytes already is not touched. An existing file keeps its permissions and,
    where the system allows, its owner; a link within its folder stays one and its target is written.
    """
    with _Run() as run:
        try:
            return run.write(tuple(outputs))
        except Refused as refused:
            lost = run.undo()
            rest = f"could not be put back: {', '.join(lost)}" if lost else "nothing was written"
            return WriteResult(message=_message(refused, rest))
        except BaseException:
            run.undo()
            raise


def refusal(outputs: Iterable[Output]) -> str:
    """What `write_all` would say against them, as far as is known without writing; else nothing."""
    given = tuple(outputs)
    with _Run() as run:
        try:
            run.open([target_of(output.path) for output in given])
            for change in run.changes(given):
                refuse_closed(change.target)
        except Refused as refused:
            return _message(refused, "nothing was written")
    return ""


def _message(refused: Refused, rest: str) -> str:
    return f"{refused}; {rest}" + (f". {refused.advice}" if refused.advice else "")


def unfinished(paths: Sequence[Path]) -> Unfinished | None:
    """Whether a killed run left these files half moved. Writes nothing."""
    with _Run() as run, contextlib.suppress(Refused):
        run.open([target_of(path) for path in paths])
        return recovery.unfinished(run.folders, run.places)
    return None


def finish(paths: Sequence[Path], *, is_decided: bool = False) -> Unfinished | None:
    """Ends what a killed run began with these files, before they are read; returns what it can't end.

    `is_decided`: the files that stand there hold, whatever they are.
    """
    with _Run() as run, contextlib.suppress(Refused):
        run.open([target_of(path) for path in paths])
        return recovery.recover(run.folders, run.places, is_decided=is_decided)
    return None


class _Change(NamedTuple):
    """A file to write; the status of the old one, if there is one, and the sum of what it holds."""

    output: Output
    target: Target
    old: os.stat_result | None
    was: str


class _Run:
    """One call, with what it did so far."""

    def __init__(self) -> None:
        self.folders: dict[str, Folder] = {}
        self._targets: list[Target] = []
        self._temporary: list[tuple[Folder, str]] = []
        self._moved: list[Move] = []  # what would put back what was moved
        self._journal: Folder | None = None

    def __enter__(self) -> _Run:
        return self

    def __exit__(self, *_: object) -> None:
        """An interrupt waits until nothing of ours is left."""
        interrupt: KeyboardInterrupt | None = None
        while self._temporary:
            try:
                self._clean()
            except KeyboardInterrupt as came:
                interrupt = came
        for folder in self.folders.values():
            folder.close()
        if interrupt is not None:
            raise interrupt

    @property
    def places(self) -> set[str]:
        return {target.place for target in self._targets}

    def write(self, outputs: tuple[Output, ...]) -> WriteResult:
        self.open([target_of(output.path) for output in outputs])
        recovery.recover(self.folders, self.places, is_decided=True)
        changes = self.changes(outputs)
        moves = [self._stage(change) for change in changes]
        if len(moves) > 1:
            self._note(Journal(tuple(moves)), changes[0])
        for change, move in zip(changes, moves, strict=True):
            self._move(change, move)
        self._forget()
        changed = tuple(change.output.path for change in changes)
        paths = (output.path for output in outputs)
        return WriteResult(changed, tuple(path for path in paths if path not in changed))

    # ---- what stands there ----------------------------------------------------------------------

    def open(self, targets: list[Target]) -> None:
        """Holds the folders that are there until the run ends."""
        self._targets = targets
        _refuse_doubles(targets)
        for target in sorted(targets, key=lambda one: one.folder):  # in one order in all runs
            if target.folder in self.folders:
                continue
            try:
                self._lock(target, make=False)
            except FileNotFoundError:
                continue
            except OSError as error:
                raise Refused(target.path, error) from error

    def _lock(self, target: Target, *, make: bool) -> Folder:
        self.folders[target.folder] = folder = Folder(target.folder, make=make)
        folder.lock()
        return folder

    def changes(self, outputs: tuple[Output, ...]) -> list[_Change]:
        """What is to be done, in order."""
        pairs = zip(outputs, self._targets, strict=True)
        return [change for one in pairs if (change := self._change(*one)) is not None]

    def _change(self, output: Output, target: Target) -> _Change | None:
        """Nothing where the file holds its bytes."""
        folder = self.folders.get(target.folder)
        try:
            old = None if folder is None else folder.status(target.name)
            if folder is None or old is None:
                return _Change(output, target, None, "")
            if not stat.S_ISREG(old.st_mode):
                what = "a folder" if stat.S_ISDIR(old.st_mode) else "not a regular file"
                raise Refused(target.path, f"it is {what}")
            data = folder.read(target.name) or b""
        except OSError as error:
            raise Refused(target.path, error) from error
        if data == _bytes(output):
            return None
        if data and not output.guard.accepts(data):
            raise NotOurs(target.path, output.guard)
        if not os.access(target.place, os.W_OK):
            raise Refused(target.path, "it is read-only")
        return _Change(output, target, old, journals.sum_of(data))

    # ---- the new files --------------------------------------------------------------------------

    def _stage(self, change: _Change) -> Move:
        """The new file in full, beside the place it is to take."""
        target, output = change.target, change.output
        try:
            folder = self.folders.get(target.folder) or self._lock(target, make=True)
            name = self._beside(folder)
            with open(folder.create(name, output.mode), "w+b") as file:
                if callable(output.content):
                    output.content(file)
                else:
                    file.write(_bytes(output) or b"")
                file.flush()
                if change.old is not None:
                    folder.take_over(name, file.fileno(), change.old, output.mode)
                os.fsync(file.fileno())
                file.seek(0)
                total = hashlib.file_digest(file, "sha256").hexdigest()
        except OSError as error:
            raise Refused(target.path, error) from error
        return Move(target.place, name, change.was, total)

    def _beside(self, folder: Folder) -> str:
        name = journals.staged_name(secrets.token_hex(8))
        self._temporary.append((folder, name))
        return name

    # ---- to their places ------------------------------------------------------------------------

    def _move(self, change: _Change, move: Move) -> None:
        """The new file takes its place; noted first, so that an interrupt finds it."""
        folder, name = self.folders[change.target.folder], change.target.name
        moved = len(self._moved)
        try:
            backup = "" if change.old is None else self._backup(folder, name, change.old)
            self._moved.append(Move(move.target, backup, move.is_, move.was))
            folder.replace(name, move.staged)
            folder.sync()
        except OSError as error:
            del self._moved[moved:]
            raise Refused(change.output.path, error) from error

    def _backup(self, folder: Folder, name: str, old: os.stat_result) -> str:
        """The old file under a second name, where the file system knows such; else a copy."""
        backup = self._beside(folder)
        try:
            folder.link(name, backup)
        except OSError:
            with open(folder.create(backup, 0o600), "wb") as file:
                file.write(folder.read(name) or b"")
                folder.take_over(backup, file.fileno(), old, 0o666)
            folder.date(backup, old)
        return backup

    def undo(self) -> list[str]:
        """Puts everything back; names the files where that failed, whose backups stay."""
        lost: list[str] = []
        backwards = tuple(reversed(self._moved))
        if len(backwards) > 1 or (backwards and self._journal):
            with contextlib.suppress(Refused):
                self._note(Journal(backwards, is_undo=True), None)
        for move in backwards:
            folder, name = self.folders[os.path.dirname(move.target)], os.path.basename(move.target)
            try:
                if move.staged:
                    folder.replace(name, move.staged)
                else:
                    folder.remove(name)
            except OSError:
                lost.append(_lost(move))
                self._temporary.remove((folder, move.staged)) if move.staged else None
        self._moved = []
        self._forget()
        self._clean()
        for folder in reversed(self.folders.values()):
            folder.unmake()
        return lost

    def _clean(self) -> None:
        while self._temporary:
            folder, name = self._temporary[-1]
            with contextlib.suppress(OSError):
                folder.remove(name)
            self._temporary.pop()

    # ---- the journal ----------------------------------------------------------------------------

    def _note(self, journal: Journal, change: _Change | None) -> None:
        """In the folder of the first file, and on the disk before anything moves."""
        folder = self._journal or self.folders[os.path.dirname(journal.moves[0].target)]
        data = journals.text_of(journal, folder.path)
        name = self._beside(folder)
        try:
            with open(folder.create(name, 0o666), "wb") as file:
                file.write(data)
                file.flush()
                os.fsync(file.fileno())
            folder.replace(journals.NAME, name)
            folder.sync()
        except OSError as error:
            path = change.output.path if change else Path(journal.moves[0].target)
            raise Refused(path, error) from error
        self._journal = folder

    def _forget(self) -> None:
        if self._journal is not None:
            with contextlib.suppress(OSError):
                self._journal.remove(journals.NAME)
        self._journal = None


def _lost(move: Move) -> str:
    path = Path(move.target)
    return (
        f"{named(path)} (its old text: {named(path.with_name(move.staged))})"
        if move.staged
        else named(path)
    )


def _refuse_doubles(targets: Sequence[Target]) -> None:
    owners: dict[str, Target] = {}
    for target in targets:
        owner = owners.setdefault(folded(target.place), target)
        if owner.place != target.place:
            raise Refused(target.path, f"it differs from {named(owner.path)} in case only")
        if owner is not target:
            raise Refused(target.path, f"it is the same file as {named(owner.path)}")


def _bytes(output: Output) -> bytes | None:
    """None where they are not known before they are written."""
    content = output.content
    if isinstance(content, str):
        return content.encode("utf-8")
    return content if isinstance(content, bytes) else None
