"""The folder of a running export, beside its output: gone when it ends. What a killed one left goes with the next."""

from __future__ import annotations

import contextlib
import os
import shutil
import tempfile
from collections.abc import Iterator
from pathlib import Path

try:
    import fcntl
except ImportError:  # Windows: what a killed run left stays there
    fcntl = None  # type: ignore[assignment]

from ...project.targets import real_place

_SUFFIX = ".parts"
_FOLDER = os.O_RDONLY | getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_DIRECTORY", 0)


@contextlib.contextmanager
def scratch_folder(output: Path) -> Iterator[Path]:
    """Makes the folder of `output` too, where it is missing; it goes again where nothing came of it.

    Raises `OSError`.
    """
    output = real_place(output)
    made = [one for one in (output.parent, *output.parent.parents) if not os.path.exists(one)]
    output.parent.mkdir(parents=True, exist_ok=True)
    prefix = f".{output.name}."
    _remove_abandoned(output.parent, prefix)
    folder, descriptor = _claimed(output.parent, prefix)
    try:
        yield folder
    finally:
        shutil.rmtree(folder, ignore_errors=True)
        if descriptor is not None:
            os.close(descriptor)
        with contextlib.suppress(OSError):  # something stands there
            for one in made:
                one.rmdir()


def _claimed(parent: Path, prefix: str) -> tuple[Path, int | None]:
    """A new folder, and what holds it: to the system, as long as this process lives."""
    while True:
        folder = Path(tempfile.mkdtemp(prefix=prefix, suffix=_SUFFIX, dir=parent))
        if fcntl is None:
            return folder, None
        try:
            descriptor = os.open(folder, _FOLDER)
        except FileNotFoundError:  # another took it for abandoned, in the moment before it is held
            continue
        try:
            fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            os.close(descriptor)
            continue
        except OSError:  # a file system without locks
            return folder, descriptor
        if os.path.isdir(folder):
            return folder, descriptor
        os.close(descriptor)


def _remove_abandoned(parent: Path, prefix: str) -> None:
    """Those whose process has ended: the system let go of them."""
    if fcntl is None:
        return
    for folder in sorted(parent.glob(f"{_escaped(prefix)}*{_SUFFIX}")):
        try:
            descriptor = os.open(folder, _FOLDER)
        except OSError:  # a link, or a file of somebody else
            continue
        try:
            fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError:  # it is at work
            continue
        else:
            shutil.rmtree(folder, ignore_errors=True)
        finally:
            os.close(descriptor)


def _escaped(text: str) -> str:
    return "".join(f"[{one}]" if one in "*?[" else one for one in text)
