"""Certificates of an authority of our own, made with openssl for one test session."""

from __future__ import annotations

import shutil
import subprocess
from dataclasses import dataclass
from pathlib import Path
from uuid import uuid4

import pytest

_DAYS = "2"


@dataclass(frozen=True, slots=True)
class Certificate:
    """`key` is readable to its owner alone, as servers want it."""

    file: Path
    key: Path


@dataclass(frozen=True, slots=True)
class Authority:
    """Signs what is asked for, in its folder."""

    folder: Path
    own: Certificate

    @classmethod
    def made(cls, folder: Path, name: str) -> Authority:
        """Skips the test where there is no openssl."""
        if shutil.which("openssl") is None:
            pytest.skip("no program `openssl` makes certificates here")
        own = Certificate(folder / f"{name}.crt", folder / f"{name}.key")
        _openssl(
            "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-subj", f"/CN={name}", "-days", _DAYS,
            "-keyout", own.key, "-out", own.file,
        )  # fmt: skip  # an option and its value
        return cls(folder, own)

    def signed(self, name: str, host: str = "") -> Certificate:
        """For a server of this host, a name or an address; without one, for a client of this name."""
        made = Certificate(self.folder / f"{name}.crt", self.folder / f"{name}.key")
        request, extensions = self.folder / f"{name}.csr", self.folder / f"{name}.ext"
        kind = "IP" if host[:1].isdigit() else "DNS"
        extensions.write_text(f"subjectAltName={kind}:{host}\n" if host else "", encoding="utf-8")
        _openssl(
            "req", "-new", "-newkey", "rsa:2048", "-nodes", "-subj", f"/CN={name}",
            "-keyout", made.key, "-out", request,
        )  # fmt: skip  # as above
        _openssl(
            "x509", "-req", "-in", request, "-days", _DAYS, "-CA", self.own.file, "-CAkey", self.own.key,
            "-set_serial", str(uuid4().int >> 64), "-extfile", extensions, "-out", made.file,
        )  # fmt: skip  # as above
        made.key.chmod(0o600)
        return made


def _openssl(*words: str | Path) -> None:
    subprocess.run(["openssl", *map(str, words)], check=True, capture_output=True)
