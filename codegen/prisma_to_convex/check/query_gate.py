"""One run of `queries`: reads code and schemas, judges, prints, and says whether it passes."""

from __future__ import annotations

import os
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TypeAlias

from prisma_schema_parser.excerpt import plain
from prisma_schema_parser.records import NamedTuple

from ..calls.examined import ExaminedCode
from ..compiler import Compilation
from ..lowering.lowered import Lowered
from ..project.compiled import compile_or_complain
from ..project.discovery import discover
from ..queries.examining import examine_code
from ..queries.files.code_files import CodeFiles, read_code
from ..queries.files.extra import MissingExtra, require
from ..queries.files.workspace import (
    SchemaPlace,
    delegates_of_others,
    schemas_below,
    shares,
    without_examples,
)
from ..queries.reading.application_reading import delegates
from ..queries.traces.trace_lines import RecordedCounts, read_traces
from ..queries.traces.traced_code import with_trace
from ..terminal.console import Console
from .code_findings import checked_code
from .finding import CheckedSchema, CheckResult, numbered
from .formats.renderer import Renderer, View, renderer
from .gate import (
    FAILED,
    PASSED,
    THRESHOLDS,
    UNUSABLE,
    format_outputs,
    only_selected,
    refuse_odd,
    refuse_overwriting,
    selected_rules,
    show,
)
from .request import Request, UsageError


class CodeRequest(NamedTuple):
    """`common` is what `check` takes as well; its schemas are those that were named. `everything`: tests,
    seeds and the like are read too.
    """

    paths: Sequence[str]
    everything: bool
    common: Request
    sketch: str = ""
    """The folder for sketched functions; empty: none are written."""
    traces: Sequence[str] = ()
    """Files that `recordQueries.ts` wrote."""


class ExaminedSchema(NamedTuple):
    """A schema of the workspace with the code under it."""

    path: str
    code: ExaminedCode
    checked: CheckedSchema
    lowered: Lowered


def check_queries(request: CodeRequest, console: Console) -> int:
    """Returns the exit code: 0 passed, 1 failed, 2 unusable."""
    try:
        require()
        if request.sketch:
            return _sketch(request, console)
        checked = _run(request, console)
    except (UsageError, MissingExtra) as refusal:
        for line in str(refusal).splitlines():
            console.complain(f"prisma-to-convex: {line}")
        return UNUSABLE
    if checked is None:
        return UNUSABLE
    return FAILED if checked.has_failed else PASSED


def _run(request: CodeRequest, console: Console) -> CheckResult | None:
    """None, with a message on the console, where a schema can't be used. Raises `UsageError`."""
    common = request.common
    outputs = format_outputs(common.formats)
    selection = selected_rules(common)
    refuse_odd(common)
    recorded = _recorded(request, console)
    files = _files(request)
    compiled = _compiled(request, files, console)
    if compiled is None:
        return None
    examined = _judged(compiled, files, recorded)
    schemas = tuple(
        only_selected(one, selection) for one in numbered(one.checked for one in examined)
    )
    calls = sum(len(_sites(one.code)) for one in examined)
    checked = CheckResult(
        schemas=schemas, root=os.getcwd(), fail_on=THRESHOLDS[common.fail_on], calls=calls
    )
    rewritten = None
    if common.baseline is not None:
        from .accepting import with_baseline

        checked, rewritten = with_baseline(checked, common, selection)
    if common.against is not None:
        from .code_against import code_at, compared

        old = code_at(common.against, request.paths, everything=request.everything)
        past = _judged(compiled, files._replace(files=tuple(old), left_out={}), recorded)
        then = [only_selected(one.checked, selection) for one in past]
        schemas, comparison = compared(common.against, checked.schemas, then)
        checked = checked._replace(schemas=schemas, comparison=comparison)
    refuse_overwriting(outputs, checked)
    show(checked, outputs, rewritten, common, console, _rendering(examined))
    return checked


def _sketch(request: CodeRequest, console: Console) -> int:
    from .query_sketch import SketchRequest, write_sketch

    recorded = _recorded(request, console)
    files = _files(request)
    compiled = _compiled(request, files, console)
    if compiled is None:
        return UNUSABLE
    examined = _judged(compiled, files, recorded)
    requests = [SketchRequest(one.path, one.code, one.lowered) for one in examined]
    return write_sketch(requests, request.sketch, console)


def _files(request: CodeRequest) -> CodeFiles:
    """Raises `UsageError`."""
    files = read_code(request.paths, everything=request.everything)
    if files.problems:
        raise UsageError("\n".join(plain(problem) for problem in files.problems))
    return files


def _sites(code: ExaminedCode) -> set[tuple[str, int]]:
    """Each once: a wrapper's call is there for each of its callers."""
    return {(one.call.span.source.name, one.call.span.start) for one in code.calls}


# ---- what is examined ---------------------------------------------------------------------------


_MOST_PROBLEMS = 20

_Compiled: TypeAlias = list[tuple[str, Compilation]]


def _compiled(request: CodeRequest, files: CodeFiles, console: Console) -> _Compiled | None:
    """The schemas by their paths; None, with a message on the console, where one can't be used."""
    compiled: _Compiled = []
    for path in _schemas(request, files, console):
        found = compile_or_complain(
            Path(path), console, request.common.overrides, knows_migrations=False
        )
        if found is None:
            return None
        compiled.append((path, found))
    return compiled


def _judged(
    compiled: _Compiled, files: CodeFiles, recorded: RecordedCounts | None
) -> list[ExaminedSchema]:
    places = [SchemaPlace(path, frozenset(delegates(one.lowered.schema))) for path, one in compiled]
    found = shares(places, files.files)
    foreign = _foreign(compiled, recorded) if recorded is not None else {}
    result: list[ExaminedSchema] = []
    for (path, one), place, share in zip(compiled, places, found, strict=True):
        elsewhere = [file for other in found if other is not share for file in other]
        others = delegates_of_others(place, places)
        code, comments = examine_code(share, one.lowered, files.left_out, elsewhere, others)
        if recorded is not None:
            code = with_trace(code, one.lowered, recorded, foreign if not result else {})
        checked = checked_code(path, one, code, comments)
        result.append(ExaminedSchema(path, code, checked, one.lowered))
    return result


def _foreign(compiled: _Compiled, recorded: RecordedCounts) -> dict[str, int]:
    """How often models were asked that no schema has."""
    known = {name for _, one in compiled for name in delegates(one.lowered.schema).values()}
    found: dict[str, int] = {}
    for line, times in recorded.items():
        if line.model not in known:
            found[line.model] = found.get(line.model, 0) + times
    return dict(sorted(found.items()))


def _recorded(request: CodeRequest, console: Console) -> RecordedCounts | None:
    """A message names lines that can't be used; raises `UsageError` where a file has no other."""
    if not request.traces:
        return None
    found = read_traces(list(dict.fromkeys(request.traces)))
    shown = [plain(problem) for problem in found.problems[:_MOST_PROBLEMS]]
    if len(found.problems) > _MOST_PROBLEMS:
        shown.append(f"and {len(found.problems) - _MOST_PROBLEMS:,} more lines like these")
    if found.is_unusable:
        raise UsageError("\n".join(shown))
    for line in shown:
        console.complain(f"warning: {line}")
    return found.counts


def _schemas(request: CodeRequest, files: CodeFiles, console: Console) -> list[str]:
    """Those that are named; else the one that discovery finds; else those below the paths."""
    named = list(dict.fromkeys(request.common.schemas))
    if named:
        return named
    found = discover(Path())
    if found.path is not None:
        _say(f"Using {plain(found.path.as_posix())} ({found.why})", request, console)
        return [found.path.as_posix()]
    below = schemas_below(without_examples(files.schemas))
    if not below:
        raise UsageError(found.message)
    for path in below:
        _say(f"Using {plain(path)} (found below the paths)", request, console)
    return below


def _say(text: str, request: CodeRequest, console: Console) -> None:
    if not request.common.quiet:
        console.complain(text)


# ---- what is shown ------------------------------------------------------------------------------


def _rendering(examined: Sequence[ExaminedSchema]) -> Callable[[str], Renderer]:
    """The formats of `check`, with what is known of the calls."""

    def rendering(name: str) -> Renderer:
        if name == "json":
            return lambda checked, _view: _json(checked, examined)
        if name in ("text", "markdown"):
            return lambda checked, view: _with_summary(renderer(name), checked, view, examined)
        return renderer(name)

    return rendering


def _json(checked: CheckResult, examined: Sequence[ExaminedSchema]) -> str:
    from ..queries.forms.call_records import VERSION, code_records
    from ..report.json_text import json_text
    from .formats._record import header, record, totals
    from .shown import shown_to_programs

    head = {**header(), "version": VERSION}
    found = code_records([(one.path, one.code) for one in examined])
    shown = shown_to_programs(*checked.schemas)
    findings = [record(finding, checked.root) for finding in shown.findings]
    return json_text({**head, **found, "findings": findings, "summary": totals(checked, shown)})


def _with_summary(
    render: Renderer, checked: CheckResult, view: View, examined: Sequence[ExaminedSchema]
) -> str:
    text = render(checked, view)
    if view.quiet:
        return text
    from ..queries.forms.code_summary import summary

    found = "\n".join(summary(one.code, one.path) for one in examined)
    is_markdown = text.startswith("**")
    body = f"```text\n{found}\n```\n" if is_markdown else f"{found}\n"
    head, _, rest = text.partition("\n") if is_markdown else ("", "", text)
    return f"{head}\n\n{body}{rest}" if is_markdown else f"{body}\n{rest}"
