"""The pages that a user reads, as blocks of code that a test can run."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

from .places import ROOT

PAGES = (ROOT / "README.md", *sorted((ROOT / "docs").glob("*.md")))

_FENCE = re.compile(r"^(`{3,})(\w*)(?: ([^\n]*))?\n(.*?)^\1$", re.MULTILINE | re.DOTALL)


class CodeBlock(NamedTuple):
    """`language` and `info` are the words behind the fence: ```` ```ts convex/schema.ts ````."""

    page: Path
    line: int
    language: str
    info: str
    text: str

    @property
    def place(self) -> str:
        return f"{self.page.relative_to(ROOT)}:{self.line}"


def blocks_of(page: Path) -> Iterator[CodeBlock]:
    text = page.read_text(encoding="utf-8")
    for found in _FENCE.finditer(text):
        line = text.count("\n", 0, found.start()) + 1
        yield CodeBlock(page=page, line=line, language=found[2], info=found[3] or "", text=found[4])


def all_blocks(*languages: str) -> list[CodeBlock]:
    return [one for page in PAGES for one in blocks_of(page) if one.language in languages]


def section(page: Path, heading: str) -> str:
    """What stands under a heading of the second level."""
    return page.read_text(encoding="utf-8").split(f"\n## {heading}\n")[1].split("\n## ")[0]


def is_like(text: str, pattern: str) -> bool:
    """Whether the text is the pattern's, where a line `...` stands for any lines."""
    parts = [re.escape(part) for part in re.split(r"(?m)^\.\.\.\n", pattern)]
    return re.fullmatch(r"(?:.*\n)*?".join(parts), text) is not None
