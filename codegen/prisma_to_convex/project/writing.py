"""Files to disk: all of them or none, and never half a file.

Every changed file is first written in full, and synced, under another name in its own folder; only
when all stand there do they take the places of the old ones. What fails is undone, folders included.
"""

from __future__ import annotations

import contextlib
import os
import secrets
import shutil
import stat
from collections.abc import Mapping
from pathlib import Path

from prisma_schema_parser.excerpt import plain
from prisma_schema_parser.records import NamedTuple


class WriteResult(NamedTuple):
    """The paths given, by what became of them; or none at all, and `message` says why."""

    changed: tuple[Path, ...] = ()
    unchanged: tuple[Path, ...] = ()
    message: str = ""


def write_all(files: Mapping[Path, str]) -> WriteResult:
    """Writes the texts as UTF-8, their newlines as they are, and makes the folders they need.

    A file that holds its text already is not touched. An existing file keeps its permissions and,
    where the system allows, its owner; a symbolic link stays one and its target is written.
    """
    encoded = {path: text.encode("utf-8") for path, text in files.items()}
    writing = _Writing()
    try:
        return writing.write(encoded)
    except _Refusal as refusal:
        lost = writing.undo()
        ending = f"could not be put back: {', '.join(lost)}" if lost else "nothing was written"
        return WriteResult(message=f"{refusal}; {ending}")
    except BaseException:
        writing.undo()
        raise
    finally:
        writing.clean()


def may_overwrite(path: Path, header: str) -> bool:
    """Whether nobody's work is lost: no file is there, or its first line starts with our header.

    A file that can't be read counts as somebody's. What is not a file, or in a folder that can't be
    looked into, is left to `write_all` to refuse.
    """
    if not os.path.isfile(path):
        return True
    expected = header.encode("utf-8")
    try:
        with path.open("rb") as file:
            return file.read(len(expected)) == expected
    except OSError:
        return False


class _Refusal(Exception):
    """Why a file can't be written; stays inside this module."""

    def __init__(self, path: Path, reason: str | OSError) -> None:
        if isinstance(reason, OSError):
            reason = (reason.strerror or str(reason)).lower()
        super().__init__(f"can't write {_name(path)}: {plain(reason)}")


def _name(path: Path) -> str:
    return plain(path.as_posix())


class _Change(NamedTuple):
    """A file to write: the path given, the file behind all links, and its status if it exists."""

    path: Path
    target: Path
    data: bytes
    old: os.stat_result | None


class _Writing:
    """One call of `write_all`, with what it did so far."""

    def __init__(self) -> None:
        self._folders: list[Path] = []
        self._temporary: list[Path] = []
        self._replaced: list[tuple[Path, Path | None]] = []

    def write(self, files: Mapping[Path, bytes]) -> WriteResult:
        targets = _targets(files)
        changes = [
            change
            for path, data in files.items()
            if (change := _change(path, targets[path], data)) is not None
        ]
        staged = [(change, self._stage(change)) for change in changes]
        for change, temporary in staged:
            self._replace(change, temporary)
        changed = tuple(change.path for change in changes)
        return WriteResult(changed, tuple(path for path in files if path not in changed))

    def undo(self) -> list[str]:
        """Puts everything back; names the files where that failed, whose backups stay."""
        lost: list[str] = []
        for target, backup in reversed(self._replaced):
            try:
                if backup is None:
                    target.unlink(missing_ok=True)
                else:
                    os.replace(backup, target)
            except OSError:
                lost.append(_lost(target, backup))
                self._temporary = [path for path in self._temporary if path != backup]
        self.clean()
        for folder in reversed(self._folders):
            with contextlib.suppress(OSError):
                folder.rmdir()
        return lost

    def clean(self) -> None:
        for path in self._temporary:
            with contextlib.suppress(OSError):
                path.unlink(missing_ok=True)

    def _stage(self, change: _Change) -> Path:
        """The new file in full, beside the place it is to take."""
        try:
            self._make(change.target.parent)
            temporary = self._beside(change.target)
            with temporary.open("xb") as file:
                file.write(change.data)
                file.flush()
                os.fsync(file.fileno())
            if change.old is not None:
                _take_over(temporary, change.old)
        except OSError as error:
            raise _Refusal(change.path, error) from error
        return temporary

    def _make(self, folder: Path) -> None:
        """The folder, and those above it; a file in the way is an `OSError`."""
        if folder.is_dir():
            return
        if os.path.lexists(folder):
            raise NotADirectoryError(0, f"{_name(folder)} is not a folder")
        self._make(folder.parent)
        os.mkdir(folder)
        self._folders.append(folder)

    def _beside(self, target: Path) -> Path:
        """A free name in the same folder; one that Convex's bundler does not take for a module."""
        temporary = target.with_name(f".{secrets.token_hex(8)}.tmp")
        self._temporary.append(temporary)
        return temporary

    def _replace(self, change: _Change, temporary: Path) -> None:
        """The new file takes its place; noted first, so that an interrupt finds it."""
        replaced = len(self._replaced)
        try:
            backup = None if change.old is None else self._backup(change.target)
            self._replaced.append((change.target, backup))
            os.replace(temporary, change.target)
        except OSError as error:
            del self._replaced[replaced:]
            raise _Refusal(change.path, error) from error

    def _backup(self, target: Path) -> Path:
        """The old file under a second name, where the file system knows such; else a copy."""
        backup = self._beside(target)
        try:
            os.link(target, backup)
        except OSError:
            shutil.copy2(target, backup)
        return backup


def _lost(target: Path, backup: Path | None) -> str:
    return _name(target) if backup is None else f"{_name(target)} (its old text: {_name(backup)})"


def _targets(files: Mapping[Path, bytes]) -> dict[Path, Path]:
    """The file behind the links of each path. No two are the same."""
    owners: dict[Path, Path] = {}
    for path in files:
        try:
            target = Path(os.path.realpath(path))
        except (OSError, ValueError) as error:
            raise _Refusal(path, str(error)) from error
        if target in owners:
            raise _Refusal(path, f"it is the same file as {_name(owners[target])}")
        owners[target] = path
    return {path: target for target, path in owners.items()}


def _change(path: Path, target: Path, data: bytes) -> _Change | None:
    """What is to be done for the file; nothing if it holds the data."""
    try:
        old = os.stat(target)
        if stat.S_ISDIR(old.st_mode):
            raise _Refusal(path, "it is a folder")
        if not stat.S_ISREG(old.st_mode):
            raise _Refusal(path, "it is not a regular file")
        if old.st_size == len(data) and target.read_bytes() == data:
            return None
        if not os.access(target, os.W_OK):
            raise _Refusal(path, "it is read-only")
    except (FileNotFoundError, NotADirectoryError):
        return _Change(path, target, data, None)
    except OSError as error:
        raise _Refusal(path, error) from error
    return _Change(path, target, data, old)


def _take_over(temporary: Path, old: os.stat_result) -> None:
    """Gives the new file the owner and the permissions of the old one."""
    if hasattr(os, "chown"):
        with contextlib.suppress(OSError):
            os.chown(temporary, old.st_uid, old.st_gid)
    os.chmod(temporary, stat.S_IMODE(old.st_mode))
