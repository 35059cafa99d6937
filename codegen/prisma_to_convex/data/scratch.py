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

from ..project.targets import real_place

_LOCK = "lock"


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
    folder = Path(tempfile.mkdtemp(prefix=prefix, suffix=".parts", dir=output.parent))
    held = os.open(folder / _LOCK, os.O_RDWR | os.O_CREAT, 0o600)
    try:
        if fcntl is not None:
            with contextlib.suppress(OSError):  # a file system without locks
                fcntl.flock(held, fcntl.LOCK_EX | fcntl.LOCK_NB)
        yield folder
    finally:
        os.close(held)
        shutil.rmtree(folder, ignore_errors=True)
        with contextlib.suppress(OSError):  # something stands there
            for one in made:
                one.rmdir()


def _remove_abandoned(parent: Path, prefix: str) -> None:
    """Those whose process has ended: the system let go of their lock."""
    if fcntl is None:
        return
    for folder in sorted(parent.glob(f"{_escaped(prefix)}*.parts")):
        if os.path.islink(folder) or not os.path.isfile(folder / _LOCK):
            continue
        try:
            held = os.open(folder / _LOCK, os.O_RDWR | getattr(os, "O_NOFOLLOW", 0))
        except OSError:
            continue
        try:
            fcntl.flock(held, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError:  # it is at work
            continue
        else:
            shutil.rmtree(folder, ignore_errors=True)
        finally:
            os.close(held)


def _escaped(text: str) -> str:
    return "".join(f"[{one}]" if one in "*?[" else one for one in text)
