"""The commands, in the order of `--help`.

A command is a module with NAME, SUMMARY, DESCRIPTION, EPILOG, `add_arguments(parser)` and
`run(options) -> exit code`. It imports what it needs when it runs: start-up is shared by all.
"""

from __future__ import annotations

from . import check, completion, data, explain, generate, init, queries, report, rules

COMMANDS = (generate, check, queries, report, data, init, explain, rules, completion)
