"""`prisma-to-convex completion`: a script that completes the command line in a shell."""

from __future__ import annotations

import argparse

NAME = "completion"
SUMMARY = "print a script that completes the command line in a shell"
DESCRIPTION = """\
Prints a script for a shell. It is static: pressing Tab starts no Python. Print it again after an upgrade.
"""
EPILOG = """\
exit codes:
  0  done
  2  the command can't be used
  3  a bug in prisma-to-convex

examples:
  source <(prisma-to-convex completion bash)
  prisma-to-convex completion zsh > ~/.zfunc/_prisma-to-convex
  prisma-to-convex completion fish > ~/.config/fish/completions/prisma-to-convex.fish
  prisma-to-convex completion powershell > prisma-to-convex.ps1   # and `. ./prisma-to-convex.ps1` in $PROFILE
"""


def add_arguments(parser: argparse.ArgumentParser) -> None:
    from .completion_scripts import SHELLS

    parser.add_argument("shell", choices=SHELLS, help="the shell")


def run(options: argparse.Namespace) -> int:
    from .completion_scripts import described, script

    found = []
    for command in options.commands:
        parser = argparse.ArgumentParser()
        command.add_arguments(parser)
        found.append(described(command.NAME, command.SUMMARY, parser))
    print(script(options.shell, tuple(found)), end="")
    return 0
