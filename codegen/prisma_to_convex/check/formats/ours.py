"""Whether a file is an earlier output of `check`, in whatever format: such may be overwritten."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from typing import Any

_FINDING = re.compile(r"(?:^|: )(?:error|warning|note)\[PC[0-9]{3}\](?: |$)")
_SUMMARY = re.compile(
    r": [0-9,]+ errors?, [0-9,]+ warnings?, [0-9,]+ notes?; "
    r"(?:[0-9,]+ guarantees? (?:newly )?lost|[0-9,]+ calls? read|the schema is not valid|not valid: )"
)
_STATISTICS = re.compile(r" *[0-9]+ (?:error|warning|note)\[PC[0-9]{3}\] [a-z0-9-]+")
_COMMAND = re.compile(
    r"::(?:(?:error|warning|notice) file=[^:]*,title=PC[0-9]{3} [a-z0-9-]+|notice title=prisma-to-convex)::"
)
_TOOL = "prisma-to-convex"


def is_ours(data: bytes) -> bool:
    try:
        text = data.decode("utf-8")
    except UnicodeDecodeError:
        return False
    return any(recognizes(text) for recognizes in _RECOGNIZERS)


def _is_json(text: str) -> bool:
    """`json`, `sarif`, `gitlab`."""
    match _parsed(text):
        case {"tool": {"name": tool}} | {"runs": [{"tool": {"driver": {"name": tool}}}]}:
            return bool(tool == _TOOL)
        case [*issues]:
            return all(_is_issue(issue) for issue in issues)
        case _:
            return False


def _is_issue(issue: object) -> bool:
    match issue:
        case {"description": str(said), "check_name": str(name), "fingerprint": _, "location": _}:
            return re.match(rf"(?:PC[0-9]{{3}} {re.escape(name)}|{_TOOL}): ", said) is not None
        case _:
            return False


def _is_jsonl(text: str) -> bool:
    if not text.startswith('{"type": "'):
        return False
    match _parsed(text.rstrip("\n").rpartition("\n")[2]):
        case {"type": "summary", "tool": {"name": tool}}:
            return bool(tool == _TOOL)
        case _:
            return False


def _parsed(text: str) -> Any:
    if not text.startswith(("{", "[")):
        return None
    try:
        return json.loads(text)
    except (ValueError, RecursionError):
        return None


def _is_junit(text: str) -> bool:
    start = f'<?xml version="1.0" encoding="UTF-8"?>\n<testsuites name="{_TOOL}" '
    return text.startswith(start)


def _is_github(text: str) -> bool:
    return all(_COMMAND.match(line) for line in text.splitlines())


def _is_markdown(text: str) -> bool:
    first = text.partition("\n")[0]
    return first.startswith(("**Passed.** ", "**Failed.** ")) and bool(_SUMMARY.search(first))


def _is_text(text: str) -> bool:
    """`text` and `concise`: with a summary at the end, or with nothing but what was found."""
    lines = text.splitlines()
    return (
        _SUMMARY.search(lines[-1]) is not None
        or any(_FINDING.search(line) for line in lines[:3])
        or all(_STATISTICS.fullmatch(line) for line in lines)
    )


_RECOGNIZERS: tuple[Callable[[str], bool], ...] = (
    _is_json,
    _is_jsonl,
    _is_junit,
    _is_github,
    _is_markdown,
    _is_text,
)
