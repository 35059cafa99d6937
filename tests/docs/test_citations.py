"""What code and tests cite, a reader of the repository can open: `facts/prisma.md section 5` is in docs/facts."""

from __future__ import annotations

import re
from pathlib import Path

from support.places import ROOT

FACTS = ROOT / "docs" / "facts"
FOLDERS = ("codegen", "grammar", "templates", "docs")


def texts() -> dict[Path, str]:
    paths = (path for folder in FOLDERS for path in (ROOT / folder).rglob("*"))
    return {
        path: path.read_text(encoding="utf-8")
        for path in paths
        if path.suffix in (".py", ".md", ".ts", ".j2", ".lark")
    }


def headings(name: str) -> set[str]:
    return set(
        re.findall(r"^## (\d+)\. ", (FACTS / name).read_text(encoding="utf-8"), re.MULTILINE)
    )


def test_every_section_of_the_facts_that_is_cited_is_there() -> None:
    found = set()
    for path, text in texts().items():
        for name, numbers in re.findall(
            r"facts(?:/(\w+\.md))?,? sections? ([\d, ]*\d)", " ".join(text.split())
        ):
            # What is of the parser cites Prisma's.
            of = name or "prisma.md"
            assert set(re.findall(r"\d+", numbers)) <= headings(of), (path.name, name, numbers)
            found.add((of, numbers))
    assert len(found) > 8


def test_no_page_is_cited_that_is_not_here() -> None:
    here = {path.name for path in ROOT.rglob("*.md") if "node_modules" not in path.parts}
    here.add("convex-losses.md")  # of a user, in the help of `generate`
    found = set()
    for path, text in texts().items():
        cited = set(
            re.findall(r"\b(?:docs|facts)/(?:\w+/)*([\w-]+\.md)\b|\b([A-Z]{3,}\.md)\b", text)
        )
        for name in {one or other for one, other in cited}:
            assert name in here, (path.name, name)
            found.add(name)
    assert {"prisma.md", "convex.md", "README.md"} <= found
