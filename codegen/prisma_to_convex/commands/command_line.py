"""Parsed options -> the words that would give them again."""

from __future__ import annotations

import argparse
import shlex
from collections.abc import Collection, Iterator


def command_line(
    program: str,
    parser: argparse.ArgumentParser,
    options: argparse.Namespace,
    without: Collection[str],
) -> str:
    """For a shell. What has its default, and the destinations in `without`, are left out."""
    words = [word for action in parser._actions for word in _words(action, options, without)]
    return shlex.join([*program.split(), *words])


def _words(
    action: argparse.Action, options: argparse.Namespace, without: Collection[str]
) -> Iterator[str]:
    value = getattr(options, action.dest, action.default)
    if action.dest in without or value is None or value == action.default:
        return
    if action.nargs == 0:  # a flag; several may share a destination
        if value == action.const:
            yield action.option_strings[-1]
        return
    for one in value if isinstance(value, list) else [value]:
        if action.option_strings:
            yield action.option_strings[-1]
        yield _text(one)


def _text(value: object) -> str:
    """`mine:users.email` of its place and side (`--prefer`); else what was typed."""
    if isinstance(value, tuple):
        place, side = value
        return f"{side}:{place}" if place else str(side)
    return str(value)
