"""`prisma-to-convex generate`: reads a schema, writes schema.ts and the report, tells what it did.

Hand edits of schema.ts stay: see `regenerate.py` and `merge/`.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Container, Iterable, Mapping
from pathlib import Path

from prisma_schema_parser import Severity
from prisma_schema_parser.excerpt import plain
from prisma_schema_parser.records import NamedTuple

from ..compiler import Compilation, with_hand_edits
from ..config.overrides import NO_OVERRIDES, ConfigOverrides
from ..convex.render import schema_ts
from ..enforce.emitted_files import CONSTRAINTS, ENFORCING
from ..kit.words import counted, listed
from ..lowering.table_identities import table_identities
from ..merge.conflict import NOBODY, Prefer
from ..merge.disk import UnreadableFile, read
from ..merge.lock import NAME, TITLE
from ..merge.show import conflict_text, diff_text
from ..project.compiled import (
    NOTHING_WRITTEN,
    SourcePlaces,
    compile_or_complain,
    discover_or_complain,
    source_name,
)
from ..project.guards import ANYTHING, Guard, beginning, unchanged
from ..project.imported_files import imported_files
from ..project.lifetime import keep_alive
from ..project.without_models import without_tables
from ..project.writing import Output, finish, refusal, unfinished, write_all
from ..report.build import build
from ..report.model import Report
from ..report.output_format import format_of, text_of
from ..report.starts import STARTS
from ..terminal.console import Console
from .change_summary import change_lines, discarded_lines
from .plan import Base, GenerationPlan, lock_path, regenerate
from .push_refusals import push_lines

DONE, DONE_WITH_ERRORS, UNUSABLE = 0, 1, 2


class WriteMode(NamedTuple):
    """How to write. `check`, `diff` and `dry_run` write nothing; `base` and `prefer`: `regenerate`. `json`:
    what was done is printed for a program. `again`: the command that writes what is stale.
    """

    check: bool = False
    diff: bool = False
    dry_run: bool = False
    base: Base = "lock"
    prefer: Prefer = NOBODY
    json: bool = False
    again: str = "prisma-to-convex generate"

    @property
    def writes(self) -> bool:
        return not (self.check or self.diff or self.dry_run)


def generate(
    schema: Path | None,
    out_dir: Path,
    report: Path | None,
    mode: WriteMode,
    console: Console,
    overrides: ConfigOverrides = NO_OVERRIDES,
) -> int:
    """Returns the exit code: 0 done, 1 done with errors or stale, 2 unusable and nothing written."""
    path = schema if schema is not None else discover_or_complain(console)
    if path is None:
        return UNUSABLE
    compilation = compile_or_complain(path, console, overrides)
    if compilation is None:
        return UNUSABLE
    if not compilation.lowered.convex.tables:
        models = len(compilation.lowered.schema.models)
        console.complain(f"prisma-to-convex: {without_tables(path.as_posix(), models)}")
        console.complain(NOTHING_WRITTEN)
        return UNUSABLE
    targets = (out_dir / "schema.ts", report if report is not None else out_dir / "report.md")
    if _clash(targets, console):
        return UNUSABLE
    code = _ended(targets, mode, console)
    if code is not None:
        return code
    planned, compilation = _planned(compilation, path, targets, mode, console)
    if planned is None:
        return UNUSABLE
    text, built = _reported(compilation, path, targets[1])
    keep_alive(compilation, built)
    planned = planned._replace(files={**planned.files, targets[1]: text})
    stale = _stale(planned.files)
    if not _written(planned, targets, mode, console):
        return UNUSABLE
    if overrides.verbose:
        from ..project.verbose import tenancy_line

        console.note(tenancy_line(built.analysis))
    console.show(built.open_errors, compilation.lowered.options.max_diagnostics)
    if mode.json:
        from ..terminal.printing import print_utf8
        from .outcome_json import outcome_json

        print_utf8(outcome_json(planned, built, targets[0], stale, writes=mode.writes))
        is_stale = mode.check and bool(stale)
    else:
        is_stale = _print_outcome(planned, built, targets, mode, stale, console)
    return DONE_WITH_ERRORS if built.open_errors or is_stale else DONE


def _clash(targets: tuple[Path, Path], console: Console) -> bool:
    report = os.path.abspath(targets[1])
    files = _files(targets[0])
    for taken in (*files, *map(lock_path, files)):
        if os.path.abspath(taken) == report:
            console.complain(f"prisma-to-convex: the report can't take the place of {taken.name}")
            return True
    return False


def _files(schema: Path) -> list[Path]:
    """All the TypeScript that may be written."""
    return [schema, *(schema.with_name(name) for name in ENFORCING)]


# ---- rendering ----------------------------------------------------------------------------------


def _reported(compilation: Compilation, path: Path, target: Path) -> tuple[str, Report]:
    where = SourcePlaces(path)
    built = build(compilation, source_name(path), where)
    return _report(text_of(format_of(target), built, compilation, where), target), built


def _beside(report: Path, folder: Path) -> str:
    """The report as the reader of schema.ts finds it."""
    try:
        return Path(os.path.relpath(report, folder)).as_posix()
    except ValueError:  # another drive
        return report.name


# ---- writing ------------------------------------------------------------------------------------


def _planned(
    compilation: Compilation,
    path: Path,
    targets: tuple[Path, Path],
    mode: WriteMode,
    console: Console,
) -> tuple[GenerationPlan | None, Compilation]:
    """What every file but the report is to hold; None, with a message on the console, where nothing may be written. With the
    compilation whose ledger counts on what is written.
    """
    target, source = targets[0], source_name(path)
    text = schema_ts(compilation.lowered.convex, source, _beside(targets[1], target.parent))
    tables = table_identities(compilation.lowered)
    planned = regenerate(target, text, mode.base, mode.prefer, tables)
    _show_conflicts(planned, target, console)
    if target in planned.files and planned.whole != text:
        compilation = with_hand_edits(compilation, planned.whole, planned.here)
    if compilation.lowered.options.enforce and not planned.refusal:
        from .enforcement import with_enforcement

        before = planned
        planned, compilation = with_enforcement(
            planned, compilation, target.parent, source, mode.base, mode.prefer
        )
        more = planned._replace(conflicts=planned.conflicts[len(before.conflicts) :])
        _show_conflicts(more, target.with_name(CONSTRAINTS), console)
    if planned.refusal:
        console.complain(f"prisma-to-convex: {planned.refusal}")
        return None, compilation
    return planned, compilation


def _show_conflicts(planned: GenerationPlan, target: Path, console: Console) -> None:
    for conflict in planned.conflicts:
        console.complain(conflict_text(conflict, target.as_posix(), console.colours[1]))


def _report(text: str, target: Path) -> str:
    """With the newlines that version control gave the report on this machine."""
    try:
        found = read(target)
    except UnreadableFile:
        return text
    return found.written(text) if found else text


def _ended(targets: tuple[Path, Path], mode: WriteMode, console: Console) -> int | None:
    """Ends what a killed run began, before anything is read; the exit code where that can't be."""
    files = _files(targets[0])
    paths = (*files, *map(lock_path, files), targets[1], *_beside_schema(targets[0]))
    if mode.writes:
        left = finish(paths, is_decided=mode.base != "lock")
    else:
        left = unfinished(paths)
    if left is None:
        return None
    name = plain(targets[0].as_posix())
    if left.is_undecided:
        message = (
            f"{name}: a run that was killed had begun to write it, and it was changed since; nothing was "
            f"written. Restore it and {NAME} from version control, or see --adopt and --force in --help"
        )
    else:
        message = f"{name} is half written, by a run that was killed: run prisma-to-convex generate"
    console.complain(f"prisma-to-convex: {message}")
    return DONE_WITH_ERRORS if mode.check and not left.is_undecided else UNUSABLE


def _beside_schema(target: Path) -> list[Path]:
    """What schema.ts imports, and may be written with it."""
    try:
        there = read(target)
    except UnreadableFile:
        return []
    if there is None:
        return []
    return [target.parent / path for path in imported_files(target.parent, there.text).files]


def _written(
    planned: GenerationPlan, targets: tuple[Path, Path], mode: WriteMode, console: Console
) -> bool:
    """Writes, or sees whether it could be done; tells why not."""
    guards = _guards(planned, targets) if mode.base != "force" else {}
    outputs = [
        Output(path, text, guards.get(path, ANYTHING)) for path, text in planned.files.items()
    ]
    refused = write_all(outputs).message if mode.writes else refusal(outputs)
    if refused:
        console.complain(f"prisma-to-convex: {refused}")
    return not refused


def _guards(planned: GenerationPlan, targets: tuple[Path, Path]) -> dict[Path, Guard]:
    """Of a lock that version control merged, the first line may be a conflict marker."""
    return {
        **planned.guards,
        targets[0]: unchanged(planned.mine),
        lock_path(targets[0]): beginning(TITLE, "<<<<<<< "),
        targets[1]: beginning(*STARTS),
    }


def _stale(files: Mapping[Path, str]) -> dict[Path, tuple[str, str]]:
    """The files that don't hold their text: what they hold, and what they should."""
    found: dict[Path, tuple[str, str]] = {}
    for path, text in files.items():
        try:
            there = read(path)
        except UnreadableFile:
            there = None
        if there is None or there.raw != text:
            found[path] = (there.raw if there else "", text)
    return found


# ---- the messages -----------------------------------------------------------------------------


def _print_outcome(
    planned: GenerationPlan,
    built: Report,
    targets: tuple[Path, Path],
    mode: WriteMode,
    stale: dict[Path, tuple[str, str]],
    console: Console,
) -> bool:
    """Tells what was done, or would be; whether that is a failed `--check`."""
    if mode.diff:
        _show_diff(stale, console)
    elif not mode.check:
        _summarize(built, targets, planned, mode, stale, console)
    if mode.check:
        names = ", ".join(plain(path.as_posix()) for path in stale)
        verb = "is" if len(stale) == 1 else "are"
        console.complain(
            f"{names} {verb} stale: run {plain(mode.again)}" if stale else "Up to date"
        )
    return mode.check and bool(stale)


def _show_diff(stale: dict[Path, tuple[str, str]], console: Console) -> None:
    """A lock says nothing that its file does not, so it is left out."""
    shown = [path for path in stale if path != lock_path(path.with_suffix("").with_suffix(".ts"))]
    if not shown:
        console.complain("Nothing would change")
    for path in shown:
        old, new = stale[path]
        text = diff_text(
            old if old or os.path.exists(path) else None,
            new,
            path.as_posix(),
            console.colours[0],
            is_terminal=console.out.isatty(),
        )
        print(text, end="", file=console.out)


def _by(verb: Callable[[Path], str], paths: Iterable[Path]) -> Iterable[tuple[str, list[Path]]]:
    """The paths by what was done with them, in their order."""
    found: dict[str, list[Path]] = {}
    for path in paths:
        found.setdefault(verb(path), []).append(path)
    return found.items()


def _summarize(
    built: Report,
    targets: tuple[Path, Path],
    planned: GenerationPlan,
    mode: WriteMode,
    stale: Container[Path],
    console: Console,
) -> None:
    wrote = "Wrote" if mode.writes else "Would write"

    def verb(path: Path) -> str:
        return wrote if path in stale else "Unchanged"

    indexes = counted(built.index_count, "index", "indexes")
    schema, report = (plain(target.as_posix()) for target in targets)
    width = max(len(schema), len(report))
    counts = [counted(built.severities[severity.value], severity.value) for severity in Severity]
    console.say(f"{verb(targets[0])} {schema:{width}}  {counted(built.tables, 'table')}, {indexes}")
    console.say(f"{verb(targets[1])} {report:{width}}  {built.reconciliation}")
    enforcing = [path for path in planned.files if path.name in ENFORCING]
    for said, paths in _by(verb, enforcing):
        names = ", ".join(path.name for path in paths)
        console.say(f"{said} {names}  beside it: import mutation from functions.ts")
    for said, paths in _by(verb, [path for path in planned.beside if path in planned.files]):
        names = listed([plain(path.as_posix()) for path in paths], quoted=False, most=10)
        console.say(f"{said} {names}  which schema.ts imports")
    lock = lock_path(targets[0])
    console.say(
        f"{verb(lock)} {plain(lock.as_posix())}  what was generated: commit it with schema.ts"
    )
    for line in (
        *change_lines(planned.before, planned.whole),
        *discarded_lines(planned.last, planned.mine),
        *push_lines(planned.before, planned.whole),
    ):
        console.say(line)
    if planned.conflicts:
        number = counted(len(planned.conflicts), "conflict")
        console.say(f"Answered {number} as --prefer says")
    for path, why in planned.unread.items():
        console.say(plain(f"Not read, and left as it is: {path.as_posix()}, {why}"))
    if planned.kept:
        console.say(f"Kept what was edited by hand: {planned.kept}")
    console.say(", ".join(counts))
    if mode.writes and targets[0] in stale:
        console.say(f"Next: read {report}, then npx convex dev")
