"""What the gates take alike, `check` and `queries`: what fails, what was decided, what is shown."""

from __future__ import annotations

import argparse
from collections.abc import Sequence
from typing import TYPE_CHECKING

from ..config import overrides as config_arguments

if TYPE_CHECKING:
    from ..check.request import Request

_THRESHOLDS = ("error", "warning", "note", "never")


def add_threshold(parser: argparse.ArgumentParser) -> None:
    group = parser.add_argument_group("what fails")
    group.add_argument(
        "--fail-on",
        choices=_THRESHOLDS,
        default="error",
        help="the lowest severity that fails (default: error)",
    )
    group.add_argument("--exit-zero", action="store_true", help="the same as --fail-on never")
    for option, what in (("--select", "apply only"), ("--ignore", "skip")):
        group.add_argument(
            option, action="append", default=[], metavar="RULES", help=f"{what} these rules"
        )


def add_decisions(parser: argparse.ArgumentParser) -> argparse._ArgumentGroup:
    group = parser.add_argument_group("decisions and baselines")
    group.add_argument(
        "--baseline",
        metavar="FILE",
        help="accept the findings in FILE, by rule and field rather than line",
    )
    group.add_argument(
        "--write-baseline", action="store_true", help="write all current findings to FILE"
    )
    group.add_argument(
        "--prune-baseline",
        action="store_true",
        help="remove entries from FILE that are no longer found",
    )
    group.add_argument(
        "--against",
        metavar="REVISION",
        help="report only what is new since a git revision, and what is no longer lost; "
        "REVISION:PATH if the schema was elsewhere",
    )
    return group


def add_output(parser: argparse.ArgumentParser) -> None:
    group = parser.add_argument_group("output")
    group.add_argument(
        "--format",
        action="append",
        default=[],
        metavar="FORMAT[=FILE]",
        help="text (default), concise, json, jsonl, sarif, github, gitlab, junit, markdown; "
        "to a FILE or standard output (`-`); may be given several times",
    )
    group.add_argument(
        "--all",
        action="store_const",
        const=0,
        dest="max_diagnostics",
        help="show every finding, not only the ten worst: the same as --max-diagnostics 0",
    )
    group.add_argument(
        "--statistics", action="store_true", help="show how often each rule applies, not where"
    )
    group.add_argument(
        "--force", action="store_true", help="overwrite a FILE that is not an earlier output"
    )
    group.add_argument("--quiet", "-q", action="store_true", help="print findings only, no summary")
    group.add_argument("--explain", metavar="RULE", help="print what a rule means, and stop")


def gate_request(options: argparse.Namespace, schemas: Sequence[str]) -> Request:
    """What was asked for of a gate, over these schemas."""
    from ..check.request import Request

    return Request(
        schemas=schemas,
        formats=options.format,
        fail_on="never" if options.exit_zero else options.fail_on,
        select=options.select,
        ignore=options.ignore,
        statistics=options.statistics,
        quiet=options.quiet,
        baseline=options.baseline,
        write_baseline=options.write_baseline,
        prune_baseline=options.prune_baseline,
        against=options.against,
        force=options.force,
        overrides=config_arguments.config_overrides(options),
    )


def explained(options: argparse.Namespace) -> int | None:
    """The exit code of `--explain`, where that was asked for."""
    if options.explain is None:
        return None
    from . import explain

    return explain.run(argparse.Namespace(rule=options.explain, color=options.color))
