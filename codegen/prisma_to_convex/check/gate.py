"""One run of the gate: reads, examines, decides, prints, and says whether the schema passes."""

from __future__ import annotations

import os
from collections.abc import Callable, Mapping, Sequence
from typing import TYPE_CHECKING

from prisma_schema_parser.diagnostic import Severity
from prisma_schema_parser.excerpt import plain
from prisma_schema_parser.records import NamedTuple

from ..config.project_config import bounded_messages
from ..project.edited_on_disk import on_disk
from ..project.standard_output import is_standard_output
from ..terminal.console import Console
from ..terminal.printing import print_utf8
from . import inputs
from .examine import OptionsError, examine, without_repeats
from .finding import CheckedSchema, CheckResult, numbered
from .formats.renderer import FOR_MACHINES, FOR_PEOPLE, NAMES, Renderer, View, renderer
from .request import Request, UsageError
from .selection import Selection, UnknownRule

if TYPE_CHECKING:
    from .accepting import BaselineRewrite

PASSED, FAILED, UNUSABLE = 0, 1, 2
_AS_ON_DISK: Mapping[str, str] = {}

THRESHOLDS: dict[str, Severity | None] = {
    "error": Severity.ERROR,
    "warning": Severity.WARNING,
    "note": Severity.NOTE,
    "never": None,
}


class FormatOutput(NamedTuple):
    """A format and the file it goes to; None: standard output."""

    format: str
    path: str | None


def check(request: Request, console: Console) -> int:
    """Returns the exit code: 0 passed, 1 failed, 2 unusable."""
    try:
        outputs = format_outputs(request.formats)
        selection = selected_rules(request)
        checked, rewritten = _checked(request, selection, console)
        if request.add_allow and all(schema.is_valid for schema in checked.schemas):
            return _allowed(checked, request, selection, console)
        refuse_overwriting(outputs, checked)
        show(checked, outputs, rewritten, request, console)
    except UsageError as refusal:
        for line in str(refusal).splitlines():
            console.complain(line if line.startswith(" ") else f"prisma-to-convex: {line}")
        return UNUSABLE
    return FAILED if checked.has_failed else PASSED


def _allowed(checked: CheckResult, request: Request, selection: Selection, console: Console) -> int:
    from .add_allow import add_allow

    silent = request._replace(quiet=True)
    added = add_allow(checked, lambda texts: _checked(silent, selection, console, texts)[0])
    console.say(added.message)
    return FAILED if added.checked.has_failed else PASSED


# ---- the command line ---------------------------------------------------------------------------


def format_outputs(formats: Sequence[str]) -> list[FormatOutput]:
    """What `--format NAME` and `--format NAME=FILE` ask for; text on standard output where nothing does. Raises `UsageError`."""
    found = []
    for written in formats or ("text",):
        name, _, path = written.partition("=")
        if name not in NAMES:
            raise UsageError(_unknown_format(name))
        if "=" in written and not path:
            raise UsageError(f"--format {name}= names no file")
        found.append(FormatOutput(name, None if is_standard_output(path) else path or None))
    if sum(output.path is None for output in found) > 1:
        raise UsageError(
            "two formats can't share standard output: give all but one a file, FORMAT=FILE"
        )
    return found


def _unknown_format(name: str) -> str:
    from ..kit.nearest import nearest

    hint = nearest(name, NAMES) or f"choose from {', '.join(NAMES)}"
    return f"there is no format `{plain(name[:40])}`: {hint}"


def selected_rules(request: Request) -> Selection:
    """Which findings `--select` and `--ignore` leave. Raises `UsageError` for a rule that is not there."""
    try:
        return Selection(request.select, request.ignore)
    except UnknownRule as unknown:
        from ..rules.registry import suggestion

        hint = suggestion(unknown.word)
        raise UsageError(
            f"there is no rule or family `{plain(unknown.word[:80])}`: {hint}"
        ) from None


def refuse_odd(request: Request) -> None:
    """Raises `UsageError` for options that make no sense together."""
    writes = request.write_baseline or request.prune_baseline
    if writes and request.baseline is None:
        raise UsageError("say which file: --baseline FILE")
    if request.write_baseline and request.prune_baseline:
        raise UsageError("--write-baseline makes the file anew: there is nothing to prune")
    if writes and request.against is not None:
        raise UsageError("a baseline holds all findings, and --against leaves most of them out")
    if request.add_allow:
        _refuse_with_add_allow(request)


def _refuse_with_add_allow(request: Request) -> None:
    if inputs.STDIN in request.schemas:
        raise UsageError("--add-allow writes into the schema: name a file instead of `-`")
    if request.write_baseline or request.prune_baseline:
        raise UsageError("--add-allow and --write-baseline accept the same findings: use one")
    if request.formats:
        raise UsageError("--add-allow prints no findings: leave out --format")


def refuse_overwriting(outputs: Sequence[FormatOutput], checked: CheckResult) -> None:
    """Raises `UsageError` where an output would take the place of a file that is read, or of another output."""
    paths = [output.path for output in outputs if output.path is not None]
    if not paths:
        return
    sources = (source.name for schema in checked.schemas for source in schema.sources)
    taken = {os.path.realpath(name): "the schema" for name in sources}
    if checked.baseline:
        taken[os.path.realpath(checked.baseline)] = "the baseline"
    for path in paths:
        place = os.path.realpath(path)
        if place in taken:
            raise UsageError(f"can't write {plain(path)}: it is {taken[place]}")
        taken[place] = "written already"


# ---- what is checked ----------------------------------------------------------------------------


def _checked(
    request: Request,
    selection: Selection,
    console: Console,
    texts: Mapping[str, str] = _AS_ON_DISK,
) -> tuple[CheckResult, BaselineRewrite | None]:
    """With the baseline that is to be written beside what the formats give. `texts` take the place of what
    files of these names hold.
    """
    refuse_odd(request)
    read = inputs.read(request.schemas, request.stdin_name, request.overrides, texts)
    if read.problems:
        raise UsageError("\n".join(read.problems))
    if read.found and not request.quiet:
        console.complain(read.found)
    if request.overrides.verbose and not texts:
        from ..project.verbose import input_lines

        for one in read.inputs:
            for line in input_lines(one.sources, one.config.file, one.folder.path):
                console.note(line)
    examined = without_repeats([_examined(one, request.convex) for one in read.inputs])
    for note in dict.fromkeys(one.note for one in examined if one.note and not request.quiet):
        console.note(note)
    schemas = tuple(only_selected(one, selection) for one in numbered(examined))
    checked = CheckResult(schemas, os.getcwd(), THRESHOLDS[request.fail_on])
    rewritten = None
    if request.baseline is not None:
        from .accepting import with_baseline

        checked, rewritten = with_baseline(checked, request, selection)
    if request.against is not None:
        from .against import compare

        schemas, comparison = compare(
            request.against, read.inputs, checked.schemas, selection, request.convex
        )
        checked = checked._replace(schemas=schemas, comparison=comparison)
    return checked, rewritten


def _examined(one: inputs.Input, convex: str) -> CheckedSchema:
    try:
        examined = examine(
            one.path,
            one.sources,
            one.unreadable,
            one.config.options,
            one.migrations,
            convex,
            on_disk(convex),
        )
    except OptionsError as mismatch:
        messages = [one.config.message(problem) for problem in mismatch.problems]
        raise UsageError("\n".join(bounded_messages(messages))) from None
    if not examined.is_valid and not one.unreadable:
        from ..project.wrong_schema import wrong_schema

        diagnostics = [finding.diagnostic for finding in examined.findings]
        if message := wrong_schema(one.path, one.sources, diagnostics, "check"):
            raise UsageError(message)
    if examined.is_empty:
        from ..project.without_models import without_models

        raise UsageError(without_models(one.path, "check"))
    return examined


def only_selected(examined: CheckedSchema, selection: Selection) -> CheckedSchema:
    shown = tuple(
        finding for finding in examined.findings if selection.shows(finding, examined.off)
    )
    return examined._replace(findings=shown)


# ---- what is shown ------------------------------------------------------------------------------


def show(
    checked: CheckResult,
    outputs: list[FormatOutput],
    rewritten: BaselineRewrite | None,
    request: Request,
    console: Console,
    rendering: Callable[[str], Renderer] = renderer,
) -> None:
    """Files before anything is printed: what can't be written must not look done. `rendering` gives the
    renderer of a format.
    """
    printed = None
    files = {} if rewritten is None else {rewritten.path: rewritten.text}
    for output in outputs:
        if output.path is None:
            printed = output.format
        else:
            view = _view(request, colour=False)
            files[output.path] = rendering(output.format)(checked, view)
    _write(files, None if rewritten is None else rewritten.path, force=request.force)
    if rewritten is not None and not request.quiet:
        console.complain(rewritten.message)
    if not request.quiet and printed not in FOR_PEOPLE and checked.comparison is not None:
        for note in checked.comparison.notes:
            console.complain(f"note: {plain(note)}")
    if printed is not None:
        view = _view(request, colour=console.colours[0])
        _print(rendering(printed)(checked, view), printed, console)
    elif not request.quiet:
        from .summary import in_schemas, one_line

        console.complain(plain(f"{in_schemas(checked)}: {one_line(checked)}"))


def _view(request: Request, *, colour: bool) -> View:
    return View(colour, request.statistics, request.quiet)


def _write(files: dict[str, str], baseline: str | None, *, force: bool) -> None:
    if not files:
        return
    from pathlib import Path

    from ..project.guards import ANYTHING, Guard
    from ..project.writing import Output as File
    from ..project.writing import write_all
    from .baseline import is_baseline
    from .formats.ours import is_ours

    ours = Guard(is_ours, "exists and is no earlier output of prisma-to-convex check")
    guards = {} if force else dict.fromkeys(files, ours)
    if baseline is not None:
        guards[baseline] = Guard(is_baseline, "exists and is no baseline", "Name another file")
    outputs = [File(Path(path), text, guards.get(path, ANYTHING)) for path, text in files.items()]
    refusal = write_all(outputs).message
    if refusal:
        raise UsageError(refusal)


def _print(text: str, name: str, console: Console) -> None:
    if name in FOR_MACHINES:
        print_utf8(text)
    elif name == "github" and hasattr(console.out, "buffer"):  # commands that are meant to be some
        console.out.flush()
        console.out.buffer.write(text.encode("utf-8"))
        console.out.buffer.flush()
    else:
        console.out.write(text)
