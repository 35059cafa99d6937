"""requirements-dev.txt is what `make pins` writes: every tool that is named, pinned, with its hashes."""

from __future__ import annotations

import re
import tomllib
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
_PIN = re.compile(r"^([A-Za-z0-9._-]+)==\S+")


def _name(requirement: str) -> str:
    found = re.match(r"[A-Za-z0-9._-]+", requirement)
    assert found, requirement
    return re.sub(r"[-_.]+", "-", found[0]).lower()


def _pins() -> dict[str, str]:
    """Name -> its lines, joined."""
    text = (ROOT / "requirements-dev.txt").read_text("utf-8")
    lines = re.sub(r"(?m)^\s*#.*\n", "", text).replace("\\\n", " ").splitlines()
    found = {}
    for line in lines:
        pin = _PIN.match(line)
        assert pin, f"not pinned: {line[:80]}"
        found[_name(line)] = line
    return found


def test_every_pin_has_a_hash() -> None:
    assert [name for name, line in _pins().items() if "--hash=sha256:" not in line] == []


def test_what_is_named_is_pinned() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]
    tools = (ROOT / "requirements-dev.in").read_text("utf-8").splitlines()
    named = [
        *project["dependencies"],
        *(one for extra in project["optional-dependencies"].values() for one in extra),
        *(line for line in tools if line and not line.startswith("#")),
    ]
    assert [one for one in named if _name(one) not in _pins()] == []


def test_no_host_is_named() -> None:
    text = (ROOT / "requirements-dev.txt").read_text("utf-8")
    assert "://" not in text
    assert "--find-links" not in text
