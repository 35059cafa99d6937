"""Where a file may be written: in the folder that was named, and through no link out of it.

    project/ (the folder that holds .git, else the working directory)
      convex -> packages/convex      followed: it stays in the project
      convex -> /home/me             refused: whoever wants that names /home/me
      convex/report.md -> old.md     followed: it stays in its folder
      convex/report.md -> ../x.md    refused, and so is a link to nothing

A path that is typed as one outside the project is taken at its word: the links on the way to it are
the user's own. What is found here is a real path; `folder.py` sees that it stays one.
"""

from __future__ import annotations

import os
from pathlib import Path

from prisma_schema_parser.excerpt import plain
from prisma_schema_parser.records import NamedTuple

from .guards import Guard
from .standard_output import is_standard_output

_DEVICES = frozenset({"con", "prn", "aux", "nul", "conin$", "conout$"}) | {
    f"{port}{number}" for port in ("com", "lpt") for number in "0123456789¹²³"
}
_CHARACTERS_OF_WINDOWS = frozenset('<>:"|?*')


class Refused(Exception):
    """Why a file can't be written, and what to do; stays inside this room."""

    def __init__(self, path: Path, reason: str | OSError, advice: str = "") -> None:
        if isinstance(reason, OSError):
            reason = reason.strerror or str(reason)
            reason = reason[:1].lower() + reason[1:]
        super().__init__(f"can't write {named(path)}: {plain(reason)}")
        self.advice = advice


class NotOurs(Refused):
    """What stands there is to stay."""

    def __init__(self, path: Path, guard: Guard) -> None:
        super().__init__(path, guard.refusal, guard.advice)
        self.args = (f"{named(path)} {guard.refusal}",)


class Target(NamedTuple):
    """The path as given, and the real place of it: a folder, which may be missing, and a name."""

    path: Path
    folder: str
    name: str

    @property
    def place(self) -> str:
        return os.path.join(self.folder, self.name)


def named(path: Path) -> str:
    return plain(path.as_posix())


def target_of(path: Path, *, is_windows: bool = os.name == "nt") -> Target:
    """Raises `Refused`."""
    if is_standard_output(path.as_posix()):
        raise Refused(path, "standard output is no file")
    if path.name in ("", ".."):
        raise Refused(path, "it is a folder")
    if is_windows and not _is_name_of_windows(path.name):
        raise Refused(path, "Windows has no file of this name")
    if "\0" in str(path):
        raise Refused(path, "embedded null byte")
    try:
        target = _behind_links(path, _folder(path), path.name)
    except OSError as error:
        raise Refused(path, error) from error
    if twin := _twin(target.place):
        raise Refused(path, f"{named(Path(twin))} differs from it in case only")
    return target


def real_place(path: Path) -> Path:
    """For what is written piece by piece. Raises `OSError`."""
    try:
        return Path(target_of(path).place)
    except Refused as refused:
        raise OSError(0, str(refused)) from None


def refuse_closed(target: Target) -> None:
    """Where no new file can be made: in its folder, or in the nearest that is there. Raises `Refused`."""
    folder = target.folder
    while not os.path.lexists(folder):
        folder = os.path.dirname(folder)
    if os.path.isdir(folder) and not os.access(folder, os.W_OK | os.X_OK):
        raise Refused(target.path, "permission denied")


def _folder(path: Path) -> str:
    """The real folder of a file, of which the end may be missing."""
    parent = str(path.parent)
    real = os.path.realpath(parent)
    _refuse_dangling(path, os.path.abspath(parent))
    project = _project()
    if _is_below(os.path.abspath(parent), project):
        if not _is_below(real, project):
            message = (
                f"its folder is a link that leads out of the project, to {real}; name that one"
            )
            raise Refused(path, message)
        if ".git" in _steps(real, project) and ".git" not in _steps(parent, project):
            raise Refused(path, f"its folder is a link to {real}, where git keeps its own")
    return real


def _refuse_dangling(path: Path, folder: str) -> None:
    """A folder that is missing is made, but not the one that a link to nothing names."""
    while not os.path.isdir(folder):
        if os.path.islink(folder):
            what = "is no folder" if _leads_to_a_thing(folder) else "is a symbolic link to nothing"
            raise Refused(path, f"{named(Path(folder))} {what}")
        parent = os.path.dirname(folder)
        if parent == folder:
            return
        folder = parent


def _leads_to_a_thing(link: str) -> bool:
    """Raises `OSError` for links in a circle."""
    try:
        os.stat(link)
    except FileNotFoundError:
        return False
    return True


def _project() -> str:
    """The folder around the working directory that holds .git; else the working directory."""
    start = folder = os.path.realpath(os.getcwd())
    while not os.path.lexists(os.path.join(folder, ".git")):
        parent = os.path.dirname(folder)
        if parent == folder:
            return start
        folder = parent
    return folder


def _is_below(path: str, folder: str) -> bool:
    path, folder = os.path.normcase(path), os.path.normcase(folder)
    return path == folder or path.startswith(folder.rstrip(os.sep) + os.sep)


def _steps(path: str, project: str) -> list[str]:
    below = os.path.normcase(os.path.abspath(path)).removeprefix(os.path.normcase(project))
    return below.split(os.sep)


def _behind_links(path: Path, folder: str, name: str) -> Target:
    place = os.path.join(folder, name)
    if not os.path.islink(place):
        return Target(path, folder, name)
    try:
        real = os.path.realpath(place, strict=True)
    except FileNotFoundError:
        raise Refused(path, "it is a symbolic link to nothing") from None
    if not _is_below(real, folder):
        raise Refused(path, f"it is a symbolic link that leads out of its folder, to {real}")
    return Target(path, os.path.dirname(real), os.path.basename(real))


def folded(name: str) -> str:
    """Equal for names that are one on some file systems: that differ in case, or in the form of accents."""
    if name.isascii():
        return name.lower()
    from unicodedata import normalize

    return normalize("NFC", normalize("NFC", name).casefold())


def _twin(place: str) -> str:
    """What stands beside a file that is new, or beside the first folder on the way that is: a checkout on
    macOS or Windows has room for one of them.
    """
    folder, name = os.path.split(place)
    if os.path.lexists(place):
        return ""
    if not os.path.lexists(folder):
        return _twin(folder)
    try:
        names = os.listdir(folder)
    except OSError:  # it may be written to and not be listed, or it is none
        return ""
    twins = [one for one in names if folded(one) == folded(name)]
    return os.path.join(folder, min(twins)) if twins else ""


def _is_name_of_windows(name: str) -> bool:
    """No device (`NUL`, `con.md`), no stream of another file (`a.md:b`), nothing that it would cut."""
    stem = name.partition(".")[0].rstrip(" ").lower()
    return (
        stem not in _DEVICES
        and not _CHARACTERS_OF_WINDOWS.intersection(name)
        and not name.endswith((".", " "))
        and min(name) >= " "
    )
