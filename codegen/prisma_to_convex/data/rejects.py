"""The file of rejected rows: one JSON line each. It holds keys of rows, so only its owner may read it."""

from __future__ import annotations

import json
import os
from collections.abc import Sequence
from pathlib import Path

from .forming import Rejected


def path_of(output: Path) -> Path:
    return output.with_suffix(".rejected.jsonl")


def write(path: Path, rejected: Sequence[Rejected]) -> None:
    """None, where there are none: a file of an earlier run goes too."""
    if not rejected:
        path.unlink(missing_ok=True)
        return
    beside = path.with_name(f".{path.name}.{os.getpid()}.tmp")
    try:
        handle = os.open(beside, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
        with os.fdopen(handle, "w", encoding="utf-8", newline="\n") as file:
            for one in rejected:
                file.write(json.dumps(one._asdict(), ensure_ascii=False) + "\n")
        os.replace(beside, path)
    finally:
        beside.unlink(missing_ok=True)
