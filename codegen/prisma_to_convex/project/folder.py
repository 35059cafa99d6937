"""A folder held open: what is done in it happens there, whatever takes its name meanwhile.

Where the system can (POSIX), each folder on the way is opened through the one above it and never
through a link, and names are looked up in the open folder. Elsewhere the paths are used as they are.
"""

from __future__ import annotations

import contextlib
import os
import stat
import time
from typing import Any

from prisma_schema_parser.regular_files import too_large

try:
    import fcntl
except ImportError:  # Windows
    fcntl = None  # type: ignore[assignment]

BY_DESCRIPTOR = (
    hasattr(os, "O_NOFOLLOW")
    and hasattr(os, "link")  # not where Python runs as WebAssembly
    and {
        os.open,
        os.mkdir,
        os.rmdir,
        os.unlink,
        os.stat,
        os.rename,
        os.link,
    }
    <= os.supports_dir_fd
)

_NO_LINK = getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_CLOEXEC", 0) | getattr(os, "O_BINARY", 0)
_FOLDER = _NO_LINK | getattr(os, "O_DIRECTORY", 0)
_PASSING = _FOLDER | getattr(os, "O_PATH", os.O_RDONLY)  # needs no permission to list it
_NO_WAIT = getattr(os, "O_NONBLOCK", 0)  # a pipe is no file, and is not waited for
_PATIENCE = 10.0  # seconds
_LARGEST = 256 * 2**20  # bytes of what is overwritten


class Busy(OSError):
    """Somebody else holds the folder."""


class Folder:
    """`path` is real and absolute. Where `make` is set, what is missing of it is made, and named in
    `made`, the outermost first. Raises `OSError`.
    """

    def __init__(self, path: str, *, make: bool = False) -> None:
        self.path = path
        self.made: list[str] = []
        self._descriptor: int | None = None
        self._is_locked = False
        try:
            if BY_DESCRIPTOR:
                self._descriptor = self._walk(make)
            elif make:
                self._make_by_path(path)
            elif not os.path.isdir(path):
                raise FileNotFoundError(2, "no such file or directory", path)
        except BaseException:
            self.unmake()
            raise

    def _walk(self, make: bool) -> int:
        steps = self.path.split(os.sep)[1:] if self.path != os.sep else []
        descriptor, at = os.open(os.sep, _PASSING if steps else _FOLDER), ""
        for number, step in enumerate(steps, 1):
            at = f"{at}{os.sep}{step}"
            try:
                following = self._step(descriptor, step, at, number == len(steps), make)
            finally:
                os.close(descriptor)
            descriptor = following
        return descriptor

    def _step(self, above: int, name: str, path: str, is_last: bool, make: bool) -> int:
        flags = _FOLDER | os.O_RDONLY if is_last else _PASSING
        try:
            return os.open(name, flags, dir_fd=above)
        except FileNotFoundError:
            if not make:
                raise
            os.mkdir(name, dir_fd=above)
            self.made.append(path)
            return os.open(name, flags, dir_fd=above)
        except NotADirectoryError:
            raise NotADirectoryError(20, f"{path} is no folder") from None

    def _make_by_path(self, path: str) -> None:
        if os.path.isdir(path):
            return
        if os.path.lexists(path):
            raise NotADirectoryError(20, f"{path} is no folder")
        self._make_by_path(os.path.dirname(path))
        os.mkdir(path)
        self.made.append(path)

    # ---- one at a time --------------------------------------------------------------------------

    def lock(self) -> bool:
        """Keeps other runs out until `close`; False where the system has no such locks.

        Raises `Busy` when another run keeps it for long.
        """
        if fcntl is None or self._descriptor is None or self._is_locked:
            return self._is_locked
        end = time.monotonic() + _PATIENCE
        while True:
            try:
                fcntl.flock(self._descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
                self._is_locked = True
                return True
            except BlockingIOError:
                if time.monotonic() > end:
                    raise Busy(0, "another prisma-to-convex is writing in this folder") from None
                time.sleep(0.02)
            except OSError:  # a file system without locks
                return False

    @property
    def is_locked(self) -> bool:
        return self._is_locked

    def close(self) -> None:
        if self._descriptor is not None:
            os.close(self._descriptor)
            self._descriptor = None

    def unmake(self) -> None:
        """Takes away the folders that were made, where nobody put a thing into them."""
        for path in reversed(self.made):
            with contextlib.suppress(OSError):
                os.rmdir(path)

    # ---- what is in it --------------------------------------------------------------------------

    def _at(self, name: str) -> tuple[str, dict[str, Any]]:
        if self._descriptor is None:
            return os.path.join(self.path, name), {}
        return name, {"dir_fd": self._descriptor}

    def status(self, name: str) -> os.stat_result | None:
        path, where = self._at(name)
        try:
            return os.stat(path, follow_symlinks=False, **where)
        except FileNotFoundError:
            return None

    def read(self, name: str) -> bytes | None:
        """Of a regular file; None where there is nothing of that name."""
        path, where = self._at(name)
        try:
            descriptor = os.open(path, os.O_RDONLY | _NO_WAIT | _NO_LINK, **where)
        except FileNotFoundError:
            return None
        with open(descriptor, "rb") as file:
            if not stat.S_ISREG(os.fstat(descriptor).st_mode):
                raise OSError(0, "it is not a regular file")
            data = file.read(_LARGEST + 1)
        if len(data) > _LARGEST:
            raise OSError(0, f"what stands there is {too_large(_LARGEST)}")
        return data

    def create(self, name: str, mode: int) -> int:
        """A new file, open for reading and writing."""
        path, where = self._at(name)
        return os.open(path, os.O_RDWR | os.O_CREAT | os.O_EXCL | _NO_LINK, mode, **where)

    def replace(self, name: str, by: str) -> None:
        """`by` takes the place of `name`."""
        source, target = self._at(by)[0], self._at(name)[0]
        os.replace(source, target, **self._both())

    def link(self, name: str, second: str) -> None:
        """A second name for the file."""
        source, target = self._at(name)[0], self._at(second)[0]
        os.link(source, target, **self._both())

    def _both(self) -> dict[str, Any]:
        given = self._descriptor
        return {} if given is None else {"src_dir_fd": given, "dst_dir_fd": given}

    def take_over(self, name: str, descriptor: int, old: os.stat_result, most: int) -> None:
        """Gives an open file the permissions of an old one, and its owner where the system allows.

        `most`: who may not read or write a new one gets no leave by the old one.
        """
        mode = stat.S_IMODE(old.st_mode) & (most | ~0o666)
        if hasattr(os, "fchown"):
            with contextlib.suppress(OSError):
                os.fchown(descriptor, old.st_uid, old.st_gid)
        if hasattr(os, "fchmod"):
            os.fchmod(descriptor, mode)
        else:
            os.chmod(self._at(name)[0], mode)

    def date(self, name: str, old: os.stat_result) -> None:
        path, where = self._at(name)
        os.utime(path, ns=(old.st_atime_ns, old.st_mtime_ns), **where)

    def remove(self, name: str) -> None:
        path, where = self._at(name)
        with contextlib.suppress(FileNotFoundError):
            os.unlink(path, **where)

    def names(self) -> list[str]:
        return os.listdir(self.path if self._descriptor is None else self._descriptor)

    def sync(self) -> None:
        """What was renamed is so after a loss of power, too; where the system can promise that."""
        if self._descriptor is not None:
            with contextlib.suppress(OSError):
                os.fsync(self._descriptor)
