"""`generate --enforce`: what is to be written beside schema.ts, and the ledger that this makes true."""

from __future__ import annotations

from pathlib import Path

from ..compiler import Compilation
from ..enforce.constraint_building import enforcement
from ..enforce.emitted_files import CONSTRAINTS, enforce_files, is_merged
from ..enforce.enforced_ledger import with_enforced
from ..merge.conflict import Prefer
from ..merge.disk import UnreadableFile, read
from ..merge.lock import TITLE
from ..project.guards import beginning, unchanged
from ..typescript.header import HEADER
from .plan import Base, GenerationPlan, lock_path, regenerate


def with_enforcement(
    plan: GenerationPlan,
    compilation: Compilation,
    folder: Path,
    source: str,
    base: Base,
    prefer: Prefer,
) -> tuple[GenerationPlan, Compilation]:
    """The plan of schema.ts with the files that enforce, and the compilation whose ledger counts on them."""
    enforced = enforcement(compilation.lowered)
    made = enforce_files(compilation.lowered, enforced, source)
    for name, text in made.items():
        path = folder / name
        one = _merged(path, text, base, prefer) if is_merged(name) else _whole(path, text)
        plan = _joined(plan, one)
        if plan.refusal:
            return plan, compilation
    there = plan.files[folder / CONSTRAINTS].replace("\r\n", "\n")
    ledger = with_enforced(compilation.ledger, enforced, made[CONSTRAINTS], there)
    return plan, compilation._replace(ledger=ledger)


def _joined(plan: GenerationPlan, more: GenerationPlan) -> GenerationPlan:
    return plan._replace(
        files={**plan.files, **more.files},
        kept=", ".join(filter(None, (plan.kept, more.kept))),
        conflicts=(*plan.conflicts, *more.conflicts),
        refusal=plan.refusal or more.refusal,
        guards={**plan.guards, **more.guards},
    )


def _merged(path: Path, text: str, base: Base, prefer: Prefer) -> GenerationPlan:
    plan = regenerate(path, text, base, prefer)
    guards = {path: unchanged(plan.mine), lock_path(path): beginning(TITLE, "<<<<<<< ")}
    return plan._replace(guards=guards)


def _whole(path: Path, text: str) -> GenerationPlan:
    """A file without hand edits: it is ours and replaced, or somebody's and stays."""
    try:
        found = read(path)
    except UnreadableFile:
        found = None
    written = found.written(text) if found else text
    return GenerationPlan({path: written}, guards={path: beginning(HEADER)})
