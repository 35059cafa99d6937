"""`prisma-to-convex generate`: reads a schema, writes schema.ts and the report, tells what it did.

Hand edits of schema.ts stay: see `regenerate.py` and `merge/`.
"""

from __future__ import annotations

import os
from collections.abc import Sequence
from pathlib import Path
from typing import NamedTuple

from prisma_schema_parser import Diagnostic, Severity, Span, load
from prisma_schema_parser.excerpt import plain

from . import config
from .compiler import Compilation, Invalid, compile_schema
from .config_arguments import NOTHING, Asked
from .console import Console
from .discovery import discover
from .merge import Prefer
from .merge.disk import Unreadable, read
from .merge.show import conflict_text, diff_text
from .regenerate import Base, Regenerated, lock_path, regenerate
from .render import schema_ts
from .report.markdown import TITLE, markdown
from .report.model import Report, build
from .words import counted
from .writing import may_overwrite, write_all

DONE, DONE_WITH_ERRORS, UNUSABLE = 0, 1, 2


class Manner(NamedTuple):
    """How to write. `check`, `diff` and `dry_run` write nothing; `base` and `prefer`: `regenerate`."""

    check: bool = False
    diff: bool = False
    dry_run: bool = False
    base: Base = "lock"
    prefer: Prefer | None = None

    @property
    def writes(self) -> bool:
        return not (self.check or self.diff or self.dry_run)


def generate(
    schema: Path | None,
    out_dir: Path,
    report: Path | None,
    manner: Manner,
    console: Console,
    asked: Asked = NOTHING,
) -> int:
    """Returns the exit code: 0 done, 1 done with errors or stale, 2 unusable and nothing written."""
    path = schema if schema is not None else _discovered(console)
    if path is None:
        return UNUSABLE
    compilation = _compiled(path, console, asked)
    if compilation is None:
        return UNUSABLE
    targets = (out_dir / "schema.ts", report if report is not None else out_dir / "report.md")
    if _clash(targets, console):
        return UNUSABLE
    texts, built = _rendered(compilation, path, targets)
    planned = _planned(texts, targets, manner, console)
    if planned is None:
        return UNUSABLE
    if manner.writes and not _written(planned.files, console):
        return UNUSABLE
    console.show([found for found in compilation.ledger.diagnostics if found.is_error])
    is_stale = _told(planned, built, targets, manner, console)
    return DONE_WITH_ERRORS if built.severities["error"] or is_stale else DONE


def _clash(targets: tuple[Path, Path], console: Console) -> bool:
    report = os.path.abspath(targets[1])
    for taken in (targets[0], lock_path(targets[0])):
        if os.path.abspath(taken) == report:
            console.complain(f"prisma-to-convex: the report can't take the place of {taken.name}")
            return True
    return False


# ---- reading ------------------------------------------------------------------------------------


def _discovered(console: Console) -> Path | None:
    found = discover(Path())
    if found.path is None:
        console.complain(f"prisma-to-convex: {found.message}")
        return None
    console.complain(f"Using {plain(found.path.as_posix())} ({found.why})")
    return found.path


def _compiled(path: Path, console: Console, asked: Asked = NOTHING) -> Compilation | None:
    loaded = load(path)
    if loaded.message:
        console.complain(f"prisma-to-convex: {plain(loaded.message)}")
        return None
    if loaded.diagnostics:
        _refuse(loaded.diagnostics, path, console)
        return None
    chosen = config.load(path, asked)
    if isinstance(chosen, config.Unusable):
        _misconfigured(chosen.messages, console)
        return None
    compiled = compile_schema(loaded.sources, chosen.options)
    if isinstance(compiled, Invalid):
        if compiled.problems:
            _misconfigured([chosen.told(one) for one in compiled.problems], console)
        else:
            _refuse(compiled.diagnostics, path, console)
        return None
    console.mention(compiled.warnings)
    return compiled


def _misconfigured(messages: Sequence[str], console: Console) -> None:
    for message in messages:
        console.complain(f"prisma-to-convex: {message}")
    console.complain("the configuration can't be used, nothing was written")


def _refuse(diagnostics: Sequence[Diagnostic], path: Path, console: Console) -> None:
    console.show(diagnostics)
    errors = sum(found.is_error for found in diagnostics)
    console.complain(
        f"{counted(errors, 'error')} in {plain(path.as_posix())}: the schema is not valid, "
        "nothing was written"
    )


# ---- rendering ----------------------------------------------------------------------------------


def _rendered(
    compilation: Compilation, path: Path, targets: tuple[Path, Path]
) -> tuple[dict[Path, str], Report]:
    root = path if path.is_dir() else path.parent
    source = f"{path.name}/" if path.is_dir() and path.name else path.name or "*.prisma"
    built = build(compilation, source, _Places(root))
    beside = _beside(targets[1], targets[0].parent)
    texts = (schema_ts(compilation.lowered.convex, source, beside), markdown(built))
    return dict(zip(targets, texts, strict=True)), built


class _Places:
    """`file:line` with the file as seen from the schema's folder: no absolute path in any output."""

    def __init__(self, root: Path) -> None:
        self._prefix = "" if root == Path() else f"{root.as_posix().rstrip('/')}/"

    def __call__(self, span: Span) -> str:
        return f"{span.source.name.removeprefix(self._prefix)}:{span.line}"


def _beside(report: Path, folder: Path) -> str:
    """The report as the reader of schema.ts finds it."""
    try:
        return Path(os.path.relpath(report, folder)).as_posix()
    except ValueError:  # another drive
        return report.name


# ---- writing ------------------------------------------------------------------------------------


def _planned(
    texts: dict[Path, str], targets: tuple[Path, Path], manner: Manner, console: Console
) -> Regenerated | None:
    """What every file is to hold; None, and told, where nothing may be written."""
    planned = regenerate(targets[0], texts[targets[0]], manner.base, manner.prefer)
    for conflict in planned.conflicts:
        console.complain(conflict_text(conflict, targets[0].as_posix(), console.colours[1]))
    refusal = planned.refusal
    if not refusal and manner.base != "force" and not may_overwrite(targets[1], TITLE):
        refusal = (
            f"{plain(targets[1].as_posix())} exists and was not generated by "
            "prisma-to-convex: nothing was written. Use --force to overwrite it"
        )
    if refusal:
        console.complain(f"prisma-to-convex: {refusal}")
        return None
    return planned._replace(files=planned.files | {targets[1]: _report(texts, targets[1])})


def _report(texts: dict[Path, str], target: Path) -> str:
    """With the newlines that version control gave the report on this machine."""
    try:
        found = read(target)
    except Unreadable:
        return texts[target]
    return found.written(texts[target]) if found else texts[target]


def _written(files: dict[Path, str], console: Console) -> bool:
    refusal = write_all(files).message
    if refusal:
        console.complain(f"prisma-to-convex: {refusal}")
    return not refusal


def _stale(files: dict[Path, str]) -> dict[Path, tuple[str, str]]:
    """The files that don't hold their text: what they hold, and what they should."""
    found: dict[Path, tuple[str, str]] = {}
    for path, text in files.items():
        try:
            there = read(path)
        except Unreadable:
            there = None
        if there is None or there.raw != text:
            found[path] = (there.raw if there else "", text)
    return found


# ---- what is told -------------------------------------------------------------------------------


def _told(
    planned: Regenerated,
    built: Report,
    targets: tuple[Path, Path],
    manner: Manner,
    console: Console,
) -> bool:
    """Tells what was done, or would be; whether that is a failed `--check`."""
    stale = {} if manner.writes else _stale(planned.files)
    if manner.diff:
        _show_diff(stale, targets, console)
    elif not manner.check:
        _summarize(
            built, targets, planned.kept, "Wrote" if manner.writes else "Would write", console
        )
    if manner.check:
        names = ", ".join(plain(path.as_posix()) for path in stale)
        verb = "is" if len(stale) == 1 else "are"
        console.complain(
            f"{names} {verb} stale: run prisma-to-convex generate" if stale else "Up to date"
        )
    return manner.check and bool(stale)


def _show_diff(
    stale: dict[Path, tuple[str, str]], targets: tuple[Path, Path], console: Console
) -> None:
    """The lock says nothing that schema.ts does not, so it is left out."""
    for path in targets:
        if path in stale:
            text = diff_text(*stale[path], path.as_posix(), console.colours[0])
            print(text, end="", file=console.out)


def _summarize(
    built: Report, targets: tuple[Path, Path], kept: str, verb: str, console: Console
) -> None:
    indexes = counted(built.index_count, "index", "indexes")
    schema, report = (plain(target.as_posix()) for target in targets)
    width = max(len(schema), len(report))
    counts = [counted(built.severities[severity.value], severity.value) for severity in Severity]
    console.say(f"{verb} {schema:{width}}  {counted(built.tables, 'table')}, {indexes}")
    console.say(f"{verb} {report:{width}}  {built.reconciliation}")
    if kept:
        console.say(f"Kept what was edited by hand: {kept}")
    console.say(", ".join(counts))
