"""The secret that ids are minted with: 32 bytes, from the environment or a file that git never sees."""

from __future__ import annotations

import base64
import binascii
import hashlib
import os
import secrets
from pathlib import Path

from prisma_schema_parser.records import NamedTuple

from .secret_place import KEY_FILE, KEY_FOLDER, VARIABLE

FOLDER, FILE = Path(KEY_FOLDER), Path(KEY_FILE)
_SIZE = 32


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
        text = (root / FILE).read_text(encoding="ascii")
    except FileNotFoundError:
        return None
    except (OSError, UnicodeDecodeError) as error:
        reason = (getattr(error, "strerror", None) or "it is not text").lower()
        return NoSecret(f"{FILE.as_posix()}: {reason}")
    return _decoded(text, FILE.as_posix())


def create(root: Path) -> IdSecret | NoSecret:
    """A new one, in a file that only its owner can read and that git leaves alone."""
    value = secrets.token_bytes(_SIZE)
    try:
        (root / FOLDER).mkdir(mode=0o700, parents=True, exist_ok=True)
        ignore = root / FOLDER / ".gitignore"
        if not ignore.exists():
            ignore.write_text("*\n", encoding="ascii")
        handle = os.open(root / FILE, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        with os.fdopen(handle, "wb") as file:
            file.write(base64.b64encode(value) + b"\n")
            file.flush()
            os.fsync(file.fileno())
    except FileExistsError:
        told = f"{FILE.as_posix()} exists: another key would give every row another id"
        return NoSecret(told)
    except OSError as error:
        reason = (error.strerror or str(error)).lower()
        return NoSecret(f"can't write {FILE.as_posix()}: {reason}")
    return IdSecret(value, FILE.as_posix())


def _decoded(text: str, where: str) -> IdSecret | NoSecret:
    try:
        value = base64.b64decode(text.strip(), validate=True)
    except (binascii.Error, ValueError):
        value = b""
    if len(value) != _SIZE:
        return NoSecret(f"{where} holds no key: {_SIZE} bytes in base64 are wanted")
    return IdSecret(value, where)
