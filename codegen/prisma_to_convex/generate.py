"""`prisma-to-convex generate`: reads a schema, writes schema.ts and the report, tells what it did."""

from __future__ import annotations

import os
from collections.abc import Sequence
from pathlib import Path
from typing import NamedTuple, TextIO

from prisma_schema_parser import Diagnostic, Severity, Span, load
from prisma_schema_parser.excerpt import plain, render

from .compiler import Compilation, Invalid, compile_schema
from .discovery import discover
from .render import HEADER, schema_ts
from .report.markdown import TITLE, markdown
from .report.model import Report, build
from .writing import may_overwrite, write_all

DONE, DONE_WITH_ERRORS, UNUSABLE = 0, 1, 2


class Console(NamedTuple):
    """Where results and complaints go, and whether each takes colours."""

    out: TextIO
    err: TextIO
    colours: tuple[bool, bool]

    def say(self, text: str) -> None:
        print(text, file=self.out)

    def complain(self, text: str) -> None:
        print(text, file=self.err)

    def show(self, diagnostics: Sequence[Diagnostic]) -> None:
        for diagnostic in diagnostics:
            self.complain(render(diagnostic, colour=self.colours[1]) + "\n")


def generate(
    schema: Path | None,
    out_dir: Path,
    report: Path | None,
    *,
    dry_run: bool,
    force: bool,
    console: Console,
) -> int:
    """Returns the exit code: 0 done, 1 done with errors, 2 unusable and nothing written."""
    path = schema if schema is not None else _discovered(console)
    if path is None:
        return UNUSABLE
    compilation = _compiled(path, console)
    if compilation is None:
        return UNUSABLE
    targets = (out_dir / "schema.ts", report if report is not None else out_dir / "report.md")
    if os.path.abspath(targets[0]) == os.path.abspath(targets[1]):
        console.complain("prisma-to-convex: the report can't take the place of schema.ts")
        return UNUSABLE
    files, built = _rendered(compilation, path, targets)
    if not _written(files, force=force, dry_run=dry_run, console=console):
        return UNUSABLE
    console.show([found for found in compilation.ledger.diagnostics if found.is_error])
    _summarize(built, targets, dry_run=dry_run, console=console)
    return DONE_WITH_ERRORS if built.severities["error"] else DONE


# ---- reading ------------------------------------------------------------------------------------


def _discovered(console: Console) -> Path | None:
    found = discover(Path())
    if found.path is None:
        console.complain(f"prisma-to-convex: {found.message}")
        return None
    console.complain(f"Using {plain(found.path.as_posix())} ({found.why})")
    return found.path


def _compiled(path: Path, console: Console) -> Compilation | None:
    loaded = load(path)
    if loaded.message:
        console.complain(f"prisma-to-convex: {plain(loaded.message)}")
        return None
    if loaded.diagnostics:
        _refuse(loaded.diagnostics, path, console)
        return None
    compiled = compile_schema(loaded.sources)
    if isinstance(compiled, Invalid):
        _refuse(compiled.diagnostics, path, console)
        return None
    console.show(compiled.warnings)
    return compiled


def _refuse(diagnostics: Sequence[Diagnostic], path: Path, console: Console) -> None:
    console.show(diagnostics)
    errors = sum(found.is_error for found in diagnostics)
    console.complain(
        f"{_count(errors, 'error')} in {plain(path.as_posix())}: the schema is not valid, "
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


def _written(files: dict[Path, str], *, force: bool, dry_run: bool, console: Console) -> bool:
    if not force:
        for target, header in zip(files, (HEADER, TITLE), strict=True):
            if not may_overwrite(target, header):
                console.complain(
                    f"prisma-to-convex: {plain(target.as_posix())} exists and was not generated by "
                    "prisma-to-convex: nothing was written. Use --force to overwrite it"
                )
                return False
    if dry_run:
        return True
    refusal = write_all(files).message
    if refusal:
        console.complain(f"prisma-to-convex: {refusal}")
    return not refusal


# ---- the summary --------------------------------------------------------------------------------


def _summarize(
    built: Report, targets: tuple[Path, Path], *, dry_run: bool, console: Console
) -> None:
    verb = "Would write" if dry_run else "Wrote"
    indexes = _count(built.index_count, "index", "indexes")
    schema, report = (plain(target.as_posix()) for target in targets)
    width = max(len(schema), len(report))
    counts = [_count(built.severities[severity.value], severity.value) for severity in Severity]
    console.say(f"{verb} {schema:{width}}  {_count(built.tables, 'table')}, {indexes}")
    console.say(f"{verb} {report:{width}}  {built.reconciliation}")
    console.say(", ".join(counts))


def _count(number: int, one: str, many: str = "") -> str:
    return f"{number} {one if number == 1 else many or one + 's'}"
