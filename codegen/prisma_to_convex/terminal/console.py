"""Where a command's results and complaints go."""

from __future__ import annotations

import argparse
import os
import sys
from collections.abc import Sequence
from typing import TextIO

from prisma_schema_parser import Diagnostic
from prisma_schema_parser.bounding import MOST, bounded
from prisma_schema_parser.excerpt import plain, render
from prisma_schema_parser.records import NamedTuple

from ..kit.words import counted
from .capabilities import use_colour


class Console(NamedTuple):
    """`colours` tells whether `out` and `err` take colours; `command` is the one that runs."""

    out: TextIO
    err: TextIO
    colours: tuple[bool, bool]
    command: str = "check"

    def say(self, text: str) -> None:
        print(text, file=self.out)

    def complain(self, text: str) -> None:
        print(text, file=self.err)

    def note(self, text: str) -> None:
        self.complain(f"note: {text}")

    def show(self, diagnostics: Sequence[Diagnostic], most: int | None) -> None:
        """The worst of them, at most so many (`None`: as many as is usual), each with its excerpt and an
        empty line behind it.
        """
        limit = MOST if most is None else most
        shown = bounded(diagnostics, limit, lambda one: (one.severity.rank,))
        for diagnostic in shown:
            self.complain(render(diagnostic, colour=self.colours[1]) + "\n")
        if left := len(diagnostics) - len(shown):
            self.complain(f"and {left:,} more (--max-diagnostics 0 shows all)\n")

    def mention(self, warnings: Sequence[Diagnostic]) -> None:
        """That the schema has warnings of Prisma's own: the translation does not depend on them."""
        if warnings:
            number = counted(len(warnings), "warning")
            first = warnings[0]
            place = f"{plain(first.span.source.name)}:{first.position.line}"
            self.complain(
                f"{number} of Prisma's own about the schema (the first at {place}): see "
                "`prisma-to-convex check --select PC1 --fail-on never`"
            )


def add_colour(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "--color",
        choices=("auto", "always", "never"),
        default="auto",
        help="when to use colours; auto: on a terminal, unless NO_COLOR is set",
    )


def from_options(options: argparse.Namespace) -> Console:
    """The console of `--color`."""
    out, err = sys.stdout, sys.stderr
    colours = tuple(use_colour(stream, options.color, os.environ) for stream in (out, err))
    return Console(out, err, (colours[0], colours[1]), getattr(options, "command", "check"))
