"""Dumps as `mongodump --out` writes them, made with pymongo's own encoder."""

from __future__ import annotations

import gzip
import json
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import bson
from bson import ObjectId

Documents = Mapping[str, Sequence[Mapping[str, Any]]]


def dump(folder: Path, documents: Documents, *, is_gzip: bool = False) -> Path:
    """The folder of the database `app`."""
    app = folder / "dump" / "app"
    app.mkdir(parents=True, exist_ok=True)
    for name, rows in documents.items():
        data = b"".join(map(bson.encode, rows))
        metadata = json.dumps({"options": {}, "indexes": [], "collectionName": name}).encode()
        for suffix, text in ((".bson", data), (".metadata.json", metadata)):
            path = app / f"{name}{suffix}{'.gz' if is_gzip else ''}"
            path.write_bytes(gzip.compress(text) if is_gzip else text)
    return app


def oid(number: int) -> ObjectId:
    return ObjectId(f"{0x65F0 << 80 | number:024x}")
