"""The command line: `python -m prisma_schema_parser validate|dmmf`. Never a traceback.

No argparse: importing it takes longer than reading a small schema.
"""

from __future__ import annotations

import gc
import os
import sys
from collections.abc import Iterable, Iterator, Sequence
from io import TextIOWrapper

from . import Diagnostic, Result, load, read_schema
from .bounding import MOST, bounded
from .diagnostic import sort_key
from .records import NamedTuple

VALID, INVALID, UNUSABLE, BUG, INTERRUPTED = 0, 1, 2, 3, 130

_SHOWN = 20  # diagnostics of a schema that has no DMMF

USAGE = """\
usage: python -m prisma_schema_parser validate [--format text|jsonl] [--max-diagnostics N] PATH...
       python -m prisma_schema_parser dmmf PATH

validate  tells what Prisma would refuse. Each PATH is a schema of its own: a .prisma file, or a
          folder with the files of one schema. `-` stands for paths on stdin, one a line.
          200 diagnostics of a schema are shown, the worst first, or N; 0: all.
dmmf      prints the data model as Prisma's DMMF, in JSON.

exit codes: 0 all valid, 1 some schema is invalid, 2 the command can't be used or a path can't be
read, 3 a bug of this program
"""


class Unusable(Exception):
    """What is wrong with the command."""


def main(arguments: Sequence[str]) -> int:
    gc.set_threshold(1_000_000)  # a schema is all live data: collecting sooner finds nothing
    if sys.stdout is None or sys.stderr is None:  # closed by whoever started us
        return UNUSABLE
    try:
        code = _run(list(arguments))
        sys.stdout.flush()
    except KeyboardInterrupt:
        return INTERRUPTED
    except BrokenPipeError:
        # Who read our output went away: nothing is left to say, nor anyone to say it to.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return VALID
    except OSError as error:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        _complain(f"the output can't be written: {error.strerror}")
        return UNUSABLE
    return code


def _run(arguments: list[str]) -> int:
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, TextIOWrapper):
            stream.reconfigure(errors="backslashreplace")
    try:
        match arguments:
            case ["-h" | "--help", *_] | [_, "-h" | "--help"]:
                sys.stdout.write(USAGE)
                return VALID
            case ["validate", *rest]:
                options = _options(rest)
                return _validate(options)
            case ["dmmf", path] if not path.startswith("--"):
                return _dmmf(path)
            case ["dmmf", *_]:
                raise Unusable("dmmf takes one PATH")
            case [command, *_]:
                raise Unusable(f"there is no command `{command}`")
            case _:
                raise Unusable("a command is missing")
    except Unusable as problem:
        _complain(f"{problem}\n\n{USAGE}".rstrip())
        return UNUSABLE


class _Options(NamedTuple):
    format: str
    most: int
    paths: Sequence[str]


def _options(arguments: list[str]) -> _Options:
    """Behind `--` all are paths."""
    chosen, most = "text", str(MOST)
    paths: list[str] = []
    rest = iter(arguments)
    for argument in rest:
        if argument == "--":
            paths.extend(rest)
        elif argument == "--format":
            chosen = next(rest, "")
        elif argument.startswith("--format="):
            chosen = argument.removeprefix("--format=")
        elif argument == "--max-diagnostics":
            most = next(rest, "")
        elif argument.startswith("--max-diagnostics="):
            most = argument.removeprefix("--max-diagnostics=")
        elif argument.startswith("-") and argument != "-":
            raise Unusable(f"there is no option `{argument}`")
        else:
            paths.append(argument)
    if chosen not in ("text", "jsonl"):
        raise Unusable(f"the format is text or jsonl, not `{chosen}`")
    if not paths:
        raise Unusable("validate takes at least one PATH")
    if not most.isdecimal() or len(most) > 9:
        raise Unusable("the number of --max-diagnostics is 0 or more")
    return _Options(chosen, int(most), paths)


def _validate(options: _Options) -> int:
    code = VALID
    for path in _paths(options.paths):
        outcome, result, problem = _read(path)
        code = max(code, outcome)
        if problem:
            _complain(problem)
        if options.format == "jsonl":
            _show_json(path, result, problem, options.most)
        elif result is not None:
            _show_text(path, result, options.most)
    return code


def _paths(arguments: Iterable[str]) -> Iterator[str]:
    for argument in arguments:
        if argument != "-":
            yield argument
            continue
        for line in sys.stdin.buffer:
            if path := os.fsdecode(line.rstrip(b"\r\n")):
                yield path
                sys.stdout.flush()  # whoever writes paths one by one may wait for the answers


def _read(path: str) -> tuple[int, Result | None, str]:
    """The exit code for one schema, the schema, or why there is none."""
    try:
        loaded = load(path)
        if loaded.message:
            return UNUSABLE, None, loaded.message
        result = read_schema(loaded.sources)
    except Exception as error:  # ours, and no reason to keep silent on the other schemas
        return BUG, None, f"{path}: a bug in prisma_schema_parser, please report it: {error!r}"
    if loaded.diagnostics:
        found = sorted((*loaded.diagnostics, *result.diagnostics), key=sort_key)
        result = result._replace(diagnostics=tuple(found))
    return VALID if result.is_valid else INVALID, result, ""


def _dmmf(path: str) -> int:
    from json import dumps

    from .dmmf import dmmf

    code, result, problem = _read(path)
    if result is None:
        _complain(problem)
    elif code == INVALID:
        for diagnostic in _worst(result, _SHOWN):
            sys.stderr.write(_rendered(diagnostic, sys.stderr.isatty()) + "\n\n")
        _complain(f"{path}: {_summary(result)}; there is no DMMF of an invalid schema")
    else:
        text = dumps(dmmf(result.schema), indent=2, ensure_ascii=False)
        sys.stdout.buffer.write(text.encode("utf-8", "surrogatepass") + b"\n")  # JSON is UTF-8
        sys.stdout.buffer.flush()
    return code


# ---- what is shown ------------------------------------------------------------------------------


def _worst(result: Result, most: int) -> Sequence[Diagnostic]:
    return bounded(result.diagnostics, most, lambda one: (one.severity.rank,))


def _show_json(path: str, result: Result | None, problem: str, most: int) -> None:
    from json import dumps

    found = result.diagnostics if result else ()
    listed = _worst(result, most) if result else ()
    shown: dict[str, object] = {
        "path": path,
        "valid": result is not None and result.is_valid,
        "diagnostics": [_plain(one) for one in listed],
    }
    if len(listed) < len(found):
        shown["truncated"] = len(found) - len(listed)
    if problem:
        shown["error"] = problem
    sys.stdout.write(dumps(shown) + "\n")


def _plain(diagnostic: Diagnostic) -> dict[str, object]:
    line, column = diagnostic.position
    return {
        "code": diagnostic.rule.code,
        "severity": diagnostic.severity.value,
        "message": diagnostic.message,
        "file": diagnostic.span.source.name,
        "line": line,
        "column": column,
    }


def _show_text(path: str, result: Result, most: int) -> None:
    colour = sys.stdout.isatty() and not os.environ.get("NO_COLOR")
    listed = _worst(result, most)
    for diagnostic in listed:
        sys.stdout.write(_rendered(diagnostic, colour) + "\n\n")
    if left := len(result.diagnostics) - len(listed):
        sys.stdout.write(f"and {left:,} more (--max-diagnostics 0 shows all)\n\n")
    sys.stdout.write(f"{_printable(path)}: {_summary(result)}\n")


def _rendered(diagnostic: Diagnostic, colour: bool) -> str:
    from .excerpt import render

    return render(diagnostic, colour=colour)


def _summary(result: Result) -> str:
    errors = sum(found.is_error for found in result.diagnostics)
    others = len(result.diagnostics) - errors
    counts = [
        f"{count} {noun}{'' if count == 1 else 's'}"
        for count, noun in ((errors, "error"), (others, "warning"))
        if count
    ]
    return f"{'valid' if result.is_valid else 'invalid'}{': ' if counts else ''}{', '.join(counts)}"


def _complain(message: str) -> None:
    """Line by line: a path may hold what a terminal would obey."""
    sys.stderr.write("".join(f"{_printable(line)}\n" for line in message.split("\n")))


def _printable(line: str) -> str:
    if line.isprintable():
        return line
    from .excerpt import plain

    return plain(line)


def command() -> None:
    """The entry point of the installed script."""
    sys.exit(main(sys.argv[1:]))


if __name__ == "__main__":
    command()
