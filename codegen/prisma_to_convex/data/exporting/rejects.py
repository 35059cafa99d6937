"""The file of rejected rows: one JSON line each. It holds keys of rows, so only its owner may read it."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Sequence
from pathlib import Path

from ...kit.words import counted
from ...project.guards import REMOVE, beginning
from ...project.targets import real_place
from ...project.writing import Output, write_all
from ..forming.forming_records import Rejected

_SHOWN = 3
_OURS = beginning('{"table": "', advice=REMOVE)


def reasons(rejected: Sequence[Rejected]) -> str:
    """Of rows of one rule and field, in the order in which they were met: `is no JSON (2), nests too deep (1)`."""
    found = Counter(one.why for one in rejected)
    if len(found) == 1:
        return next(iter(found))
    listed = ", ".join(f"{why} ({rows:,})" for why, rows in list(found.items())[:_SHOWN])
    more = len(found) - _SHOWN
    return listed + (f", and {counted(more, 'other reason')}" if more > 0 else "")


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
