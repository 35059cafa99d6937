"""The JSON Schema of what `queries --format json` prints, as published."""

from __future__ import annotations

from importlib.resources import files


def json_schema() -> str:
    path = files("prisma_to_convex") / "schemas" / "queries.schema.json"
    return path.read_text(encoding="utf-8")
