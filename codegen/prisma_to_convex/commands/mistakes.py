"""What a mistyped command line may have meant. Imported only when there is one."""

from __future__ import annotations

import argparse
import os
import shlex
from collections.abc import Collection, Sequence

from prisma_schema_parser.excerpt import plain

from ..kit.nearest import nearest

_SHOWN = 80
_ONE_SCHEMA = ": it takes one schema. Name the folder of a schema of several files, and run it once for each of several schemas"


def unknown_command(word: str, names: Collection[str]) -> str:
    """For a first word that is no command: a schema whose command was forgotten, or a slip."""
    if word.endswith(".prisma") or os.path.isdir(word):
        typed = plain(shlex.quote(word))
        return (
            f"`{plain(word)}` is not a command: did you mean `prisma-to-convex generate {typed}`?"
        )
    hint = nearest(word, names) or f"the commands are {', '.join(names)}"
    return f"there is no command `{plain(word[:_SHOWN])}`: {hint}"


def left_over(
    top: argparse.ArgumentParser, words: Sequence[str], extra: Sequence[str]
) -> tuple[argparse.ArgumentParser, str]:
    """The parser of the command, and what is wrong with the words that it did not take."""
    parser = _of_command(top, words)
    option = next((word for word in extra if word.startswith("-") and word != "-"), None)
    if option is None:
        message = f"`{plain(extra[0][:_SHOWN])}` is one argument too many"
        one_schema = any(
            action.dest == "schema" and action.nargs == "?" for action in parser._actions
        )
        return parser, f"{message}{_ONE_SCHEMA}" if one_schema else message
    return parser, unknown_option(option, parser)


def unknown_option(word: str, parser: argparse.ArgumentParser) -> str:
    name = word.partition("=")[0]
    options = [one for action in parser._actions for one in action.option_strings]
    hint = nearest(name, options)
    message = f"there is no option `{plain(name[:_SHOWN])}`"
    return f"{message}: {hint}" if hint else message


def unknown_value(word: str, action: argparse.Action) -> str:
    """For a word that is none of the action's `choices`."""
    choices = [str(one) for one in action.choices or ()]
    hint = nearest(word, choices) or f"choose from {', '.join(choices)}"
    return f"there is no `{plain(word[:_SHOWN])}`: {hint}"


def _of_command(parser: argparse.ArgumentParser, words: Sequence[str]) -> argparse.ArgumentParser:
    """The innermost command that the words name."""
    for action in parser._actions:
        if isinstance(action, argparse._SubParsersAction):
            for at, word in enumerate(words):
                if word in action.choices:
                    return _of_command(action.choices[word], words[at + 1 :])
    return parser
