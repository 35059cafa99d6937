"""`prisma-to-convex queries`: what the application's code asks of Prisma Client, and what Convex needs for it."""

from __future__ import annotations

import argparse

from ..config import overrides as config_arguments
from ..terminal import console
from . import gate_arguments

NAME = "queries"
SUMMARY = "read application code: each Prisma call, its cost on Convex, its indexes"
DESCRIPTION = """\
Reads TypeScript and JavaScript, finds every call of Prisma Client, and says what Convex needs for it:
one document, a range of an index, several of them, or the whole table; which indexes are missing; where
the rows or their order would differ. It runs nothing, needs no type checker and changes no file.

--sketch writes one Convex function per call, with its arguments, indexes, related rows and nested writes.
Each throws until access.ts beside it says who may call it. Files that somebody edited are never
overwritten; calls without a function are listed with the reason.

--recorder prints a TypeScript file for `$extends`, which records what the application asks at run time:
models, operations and the shape of arguments, never a value. --trace reads these records: how often each
call runs, and what calls ask that the code does not show.

PATH is a file or a folder (default: the working directory). Tests, seeds, scripts, migrations, generated
code and whatever .gitignore excludes are left out and counted. This command needs an extra:
  pip install 'prisma-to-convex[queries]'
"""
EPILOG = """\
classes of calls:
  A  inserts                                    E  a range, the rest filtered or sorted in code
  B  one document, by its id or a unique key    F  no index can help
  C  one range of an index                      G  counts and aggregates
  D  several ranges merged                      H  skips rows by number
  U  not resolved: the code does not say enough

exit codes:
  0  nothing at or above the threshold of --fail-on
  1  findings at or above it
  2  the command, a PATH or the schema can't be used, or the package is missing
  3  a bug in prisma-to-convex

A finding is decided by a comment in the code, at the end of the line or above the statement or function,
or by the configuration:
  // @convex.allow(unbounded-read, reason: "a team has ten members")

examples:
  prisma-to-convex queries
  prisma-to-convex queries --fail-on warning --ignore unbounded-read
  prisma-to-convex queries --baseline queries.json --write-baseline
  prisma-to-convex queries apps/api/src packages/lib --schema packages/db/prisma
  prisma-to-convex queries src --format json > queries.json
  prisma-to-convex queries src --sketch convex/sketch
  prisma-to-convex queries --recorder > src/recordQueries.ts
  prisma-to-convex queries src --trace queries.jsonl
"""


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("paths", nargs="*", metavar="PATH", help="file or folder of code")
    parser.add_argument(
        "--schema",
        action="append",
        default=[],
        metavar="SCHEMA",
        help="the Prisma schema; with several, a file belongs to the nearest one",
    )
    parser.add_argument(
        "--all-files",
        action="store_true",
        help="read tests, seeds, scripts, examples and migrations too",
    )
    parser.add_argument(
        "--json-schema",
        action="store_true",
        help="print the JSON Schema of --format json, and stop",
    )
    parser.add_argument(
        "--sketch",
        default="",
        metavar="DIR",
        help="write a Convex function for each call that can be one, below the folder of schema.ts",
    )
    parser.add_argument(
        "--recorder",
        action="store_true",
        help="print recordQueries.ts, which records what the application asks, and stop",
    )
    parser.add_argument(
        "--trace",
        action="append",
        default=[],
        metavar="FILE",
        help="a file that recordQueries.ts wrote; may be given several times",
    )
    gate_arguments.add_threshold(parser)
    gate_arguments.add_decisions(parser)
    gate_arguments.add_output(parser)
    config_arguments.add_arguments(parser)
    console.add_colour(parser)


def run(options: argparse.Namespace) -> int:
    if options.json_schema:
        from ..queries.forms.json_form import json_schema

        console.from_options(options).out.write(json_schema())
        return 0
    if options.recorder:
        from ..queries.traces.recorder_text import recorder_text

        console.from_options(options).out.write(recorder_text())
        return 0
    code = gate_arguments.explained(options)
    if code is not None:
        return code
    from ..check.query_gate import CodeRequest, check_queries

    options.prints_result = not options.sketch
    common = gate_arguments.gate_request(options, options.schema)
    request = CodeRequest(
        paths=options.paths or ["."],
        everything=options.all_files,
        common=common,
        sketch=options.sketch,
        traces=options.trace,
    )
    return check_queries(request, console.from_options(options))
