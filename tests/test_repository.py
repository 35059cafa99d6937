"""What the repository says of itself in several places."""

from __future__ import annotations

import json
import re
import tomllib
from pathlib import Path

import pytest

import prisma_schema_parser
import prisma_to_convex
from prisma_to_convex.report.markdown_text import anchor

ROOT = Path(__file__).parents[1]


def test_a_version_stands_in_one_place() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    assert "version" in project["dynamic"]
    assert "version" not in project
    assert prisma_schema_parser.__version__ == prisma_to_convex.__version__
    written = re.compile(rf"""["']{re.escape(prisma_to_convex.__version__)}["']""")
    code = [path for room in ("codegen", "grammar") for path in (ROOT / room).rglob("*.py")]
    found = [path for path in code if written.search(path.read_text(encoding="utf-8"))]
    assert [path.relative_to(ROOT).as_posix() for path in found] == [
        "codegen/prisma_to_convex/kit/version.py"
    ]


def test_the_parser_has_no_other_names_than_those_it_lists() -> None:
    with pytest.raises(AttributeError, match="has no attribute 'versions'"):
        prisma_schema_parser.versions  # type: ignore[attr-defined]  # noqa: B018


def test_the_recipes_are_of_this_version() -> None:
    text = (ROOT / "docs" / "ci.md").read_text(encoding="utf-8")
    versions = re.findall(r"(?:rev: v|REPOSITORY@v|0{40} # v)([\d.]+)", text)
    assert len(versions) == 5
    assert set(versions) == {prisma_to_convex.__version__}


def test_the_demo_installs_what_it_runs_and_no_more() -> None:
    """Of Python what the package itself needs; of Node a few packages, the ones that the tests have."""
    named = {
        folder: json.loads((ROOT / folder / "package.json").read_text(encoding="utf-8"))
        for folder in ("tests/oracle", "tests/oracle/demo")
    }
    few = named["tests/oracle/demo"]["devDependencies"]
    assert sorted(few) == ["convex", "convex-test", "esbuild"]
    assert few.items() <= named["tests/oracle"]["devDependencies"].items()
    makefile = (ROOT / "Makefile").read_text(encoding="utf-8")
    assert re.search(r"^demo: \$\(DEMO\)/bin/\.ready ##", makefile, re.MULTILINE)
    (installed,) = re.findall(r"\$\(DEMO\)/bin/python -m pip install (.*)", makefile)
    assert installed == "--quiet --disable-pip-version-check --editable ."


def test_every_package_is_typed() -> None:
    for package in ("grammar/prisma_schema_parser", "codegen/prisma_to_convex"):
        assert (ROOT / package / "py.typed").exists()


def anchors(document: Path) -> set[str]:
    headings = re.findall(r"^#+ (.+)$", document.read_text(encoding="utf-8"), re.MULTILINE)
    return {anchor(heading) for heading in headings}


def test_links_of_the_documents_lead_somewhere() -> None:
    """To a file that is there, and to a heading of it."""
    documents = [
        *ROOT.glob("*.md"),
        *(ROOT / "docs").rglob("*.md"),
        *(ROOT / room / "README.md" for room in ("grammar", "codegen", "samples", "tests/oracle")),
    ]
    broken = []
    for document in documents:
        for target in re.findall(r"\]\(([^)\s]+)\)", document.read_text(encoding="utf-8")):
            if target.startswith(("http:", "https:")):
                continue
            path, _, heading = target.partition("#")
            file = document.parent / path if path else document
            if not file.exists() or (heading and heading not in anchors(file)):
                broken.append(f"{document.relative_to(ROOT)}: {target}")
    assert broken == []
