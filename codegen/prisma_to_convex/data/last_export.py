"""What the last export used, so that no later one gives the same rows other ids without being told to."""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path

from .secret import FOLDER, IdSecret

FILE = FOLDER / "last-export.json"


def changed(root: Path, secret: IdSecret, numbers: Mapping[str, int]) -> str:
    """Why ids would differ from those of the last export; empty where they don't."""
    try:
        last = json.loads((root / FILE).read_text(encoding="utf-8"))
        key, known = last["key"], dict(last["numbers"])
    except (OSError, ValueError, KeyError, TypeError):
        return ""
    if key != secret.fingerprint:
        return f"the key is another ({secret.fingerprint}) than in the last export ({key})"
    for table, number in known.items():
        if table in numbers and numbers[table] != number:
            return f"the table `{table}` had the number {number} in the last export, now {numbers[table]}"
    return ""


def text_of(secret: IdSecret, numbers: Mapping[str, int]) -> str:
    return json.dumps({"key": secret.fingerprint, "numbers": dict(sorted(numbers.items()))}) + "\n"
