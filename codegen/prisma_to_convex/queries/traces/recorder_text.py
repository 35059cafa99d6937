"""The file that records what an application asks, as it is handed out."""

from __future__ import annotations

from importlib.resources import files


def recorder_text() -> str:
    path = files("prisma_to_convex_templates") / "queries" / "recordQueries.ts"
    return path.read_text(encoding="utf-8")
