"""The file of rejected rows: one JSON line each. It holds keys of rows, so only its owner may read it."""

from __future__ import annotations

import json
from collections.abc import Sequence
from pathlib import Path

from ..project.guards import REMOVE, beginning
from ..project.targets import real_place
from ..project.writing import Output, write_all
from .forming_records import Rejected

_OURS = beginning('{"table": "', advice=REMOVE)


def path_of(output: Path) -> Path:
    return output.with_suffix(".rejected.jsonl")


def output(snapshot: Path, rejected: Sequence[Rejected]) -> Output:
    """The file beside a snapshot."""
    text = "".join(json.dumps(one._asdict(), ensure_ascii=False) + "\n" for one in rejected)
    return Output(path_of(snapshot), text, _OURS, mode=0o600)


def write(snapshot: Path, rejected: Sequence[Rejected]) -> str:
    """None, where there are none: a file of an earlier run goes too. Returns why it could not be written."""
    if rejected:
        return write_all([output(snapshot, rejected)]).message
    try:
        real_place(path_of(snapshot)).unlink(missing_ok=True)
    except OSError as error:
        return error.strerror or str(error)
    return ""
