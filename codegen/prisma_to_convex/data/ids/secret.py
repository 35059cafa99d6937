"""The secret that ids are minted with: 32 bytes, from the environment or a file that git never sees."""

from __future__ import annotations

import base64
import binascii
import contextlib
import hashlib
import os
import secrets
import stat
from pathlib import Path

from prisma_schema_parser.records import NamedTuple
from prisma_schema_parser.regular_files import read_regular, reason

from ...project.folder import Folder
from ...project.targets import Refused, target_of
from .secret_place import KEY_FILE, KEY_FOLDER, VARIABLE

FOLDER, FILE = Path(KEY_FOLDER), Path(KEY_FILE)
MISSING = "there is no key: `prisma-to-convex data key new` makes one"
_SIZE = 32
_LARGEST = 1 << 10  # bytes of the file
_IGNORE, _IGNORED = ".gitignore", b"*\n"


class IdSecret(NamedTuple):
    """`where` tells a person where it comes from; the value itself is never shown."""

    value: bytes
    where: str

    @property
    def fingerprint(self) -> str:
        """Tells secrets apart, and nothing more."""
        return hashlib.sha256(b"p2c fingerprint\0" + self.value).hexdigest()[:16]


class NoSecret(NamedTuple):
    message: str


def find(environ: dict[str, str], root: Path) -> IdSecret | NoSecret | None:
    """The environment's, else the file's below `root`; None where there is neither."""
    if text := environ.get(VARIABLE, ""):
        return _decoded(text, VARIABLE)
    try:
        text = read_regular(root / FILE, _LARGEST).decode("ascii")
    except FileNotFoundError:
        return None
    except UnicodeDecodeError:
        return NoSecret(f"{FILE.as_posix()}: it is not text")
    except OSError as error:
        return NoSecret(f"{FILE.as_posix()}: {reason(error)}")
    return _decoded(text, FILE.as_posix())


def create(root: Path) -> IdSecret | NoSecret:
    """A new one, in a file that only its owner can read and that git leaves alone."""
    value = secrets.token_bytes(_SIZE)
    try:
        target = target_of(root / FILE)
        with contextlib.closing(Folder(target.folder, make=True)) as folder:
            if folder.status(target.name) is not None:
                message = f"{FILE.as_posix()} exists: another key would give every row another id"
                return NoSecret(message)
            if refusal := _hidden_from_git(folder):
                return NoSecret(refusal)
            _write(folder, target.name, base64.b64encode(value) + b"\n", 0o600)
    except Refused as refused:
        return NoSecret(str(refused))
    except OSError as error:
        return NoSecret(f"can't write {FILE.as_posix()}: {reason(error)}")
    return IdSecret(value, FILE.as_posix())


def _hidden_from_git(folder: Folder) -> str:
    """Sees to it that git leaves the folder alone; returns why it would not."""
    try:
        _write(folder, _IGNORE, _IGNORED, 0o666)
    except FileExistsError:
        status = folder.status(_IGNORE)
        is_file = status is not None and stat.S_ISREG(status.st_mode)
        if not is_file or folder.read(_IGNORE) != _IGNORED:
            name = (FOLDER / _IGNORE).as_posix()
            return f"{name} is not ours, and git might take the key: let it hold one line, `*`, or delete it"
    return ""


def _write(folder: Folder, name: str, data: bytes, mode: int) -> None:
    """A new file: raises `FileExistsError` where there is one, a link included."""
    with open(folder.create(name, mode), "wb") as file:
        file.write(data)
        file.flush()
        os.fsync(file.fileno())


def _decoded(text: str, where: str) -> IdSecret | NoSecret:
    try:
        value = base64.b64decode(text.strip(), validate=True)
    except (binascii.Error, ValueError):
        value = b""
    if len(value) != _SIZE:
        return NoSecret(f"{where} holds no key: {_SIZE} bytes in base64 are wanted")
    return IdSecret(value, where)
