"""`prisma-to-convex explain`: prints the documentation of one rule."""

from __future__ import annotations

import argparse

from ..terminal import console

NAME = "explain"
SUMMARY = "print what a rule means"
DESCRIPTION = """\
Prints the documentation of a rule: what is lost or changes, an example, what breaks, and what to do
instead, with code. RULE is a code (PC201) or a name (unique-not-enforced), in any case.
"""
EPILOG = """\
exit codes:
  0  done
  2  there is no such rule
  3  a bug in prisma-to-convex

examples:
  prisma-to-convex explain PC201
  prisma-to-convex explain unique-not-enforced
"""

DONE, UNKNOWN = 0, 2


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("rule", metavar="RULE", help="a rule's code or name")
    console.add_colour(parser)


def run(options: argparse.Namespace) -> int:
    from prisma_schema_parser.excerpt import plain

    from ..report import rulebook
    from ..rules import registry
    from ..terminal.capabilities import Style
    from ..terminal.terminal_text import terminal_text

    shown = console.from_options(options)
    rule = registry.explained(options.rule)
    if rule is None:
        word = plain(options.rule[:80])
        hint = registry.suggestion(options.rule)
        shown.complain(f"prisma-to-convex: there is no rule `{word}`: {hint}")
        return UNKNOWN
    shown.out.write(terminal_text(rulebook.page(rule), Style(shown.colours[0])))
    return DONE
