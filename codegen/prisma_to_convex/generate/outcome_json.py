"""What a run of `generate` did, or would do, for programs: `schemas/generate.schema.json` is its form."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from ..kit.version import VERSION
from ..merge.changes import Change, changes
from ..merge.parse import parse
from ..report.json_text import json_text
from ..report.model import Report
from ..typescript.tokens import NotTypeScript
from .plan import GenerationPlan
from .push_refusals import push_lines

FORM = 1
"""It grows when a reader of the old form could fail."""


def json_schema() -> str:
    from importlib.resources import files

    path = files("prisma_to_convex") / "schemas" / "generate.schema.json"
    return path.read_text(encoding="utf-8")


def outcome_json(
    planned: GenerationPlan,
    built: Report,
    schema: Path,
    stale: Mapping[Path, object],
    *,
    writes: bool,
) -> str:
    """`stale` are the files that held something else; `writes`: they were written."""
    text = planned.files[schema]
    changed = "written" if writes else "stale"
    return json_text(
        {
            "version": FORM,
            "tool": {"name": "prisma-to-convex", "version": VERSION},
            "files": [
                {"path": path.as_posix(), "state": changed if path in stale else "unchanged"}
                for path in planned.files
            ],
            "tables": built.tables,
            "indexes": built.index_count,
            "guarantees": {
                "all": built.all,
                "kept": built.kept,
                "replaced": built.replaced,
                "enforced": built.enforced,
                "lost": built.lost,
            },
            "findings": dict(built.severities),
            "openErrors": len(built.open_errors),
            "changes": _changes(planned.mine, text),
            "discarded": _changes(planned.last, planned.mine) if planned.last else [],
            "push": push_lines(planned.mine, text),
            "conflictsAnswered": len(planned.conflicts),
        }
    )


def _changes(before: str, after: str) -> list[dict[str, str]] | None:
    """Of schema.ts, from one text to another; None where one can't be read. A file that is new has none."""
    if not before.strip():
        return []
    try:
        found = changes(parse(before), parse(after))
    except (NotTypeScript, RecursionError):
        return None
    return [_change(one) for one in found]


def _change(one: Change) -> dict[str, str]:
    return {"how": one.how, "what": one.what, "name": one.name, "note": one.note}
