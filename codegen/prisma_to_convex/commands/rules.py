"""`prisma-to-convex rules`: lists every rule."""

from __future__ import annotations

import argparse

NAME = "rules"
SUMMARY = "list all rules"
DESCRIPTION = """\
Lists every rule. Codes go by kind: PC1xx the schema is not
valid, PC2xx a guarantee is lost, PC3xx the representation changes, PC4xx a limit of Convex, PC5xx
advice, PC6xx a call in application code, PC7xx a row of the old database. `prisma-to-convex explain RULE` explains one.
"""
EPILOG = """\
exit codes:
  0  done
  2  the command can't be used
  3  a bug in prisma-to-convex

formats:
  text      a line each: code, name, severity, first sentence
  markdown  an index and every rule's documentation
  json      version, rules: code, name, severity, summary, docs: lost, example, breaks, instead
            (Markdown; docs is null for PC1xx)
"""

FORMATS = ("text", "markdown", "json")


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--format", choices=FORMATS, default="text", help="default: text")


def run(options: argparse.Namespace) -> int:
    from ..report import rulebook
    from ..terminal.printing import print_utf8

    render = {
        "text": rulebook.as_text,
        "markdown": rulebook.as_markdown,
        "json": rulebook.as_json,
    }
    print_utf8(render[options.format]())
    return 0
