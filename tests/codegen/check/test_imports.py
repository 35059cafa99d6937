"""What a commit waits for: the modules that a check loads."""

from __future__ import annotations

import json
import os
import subprocess
import sys

import pytest

from .conftest import INVALID, SCHEMA, Check, write

# Each costs milliseconds that not every check needs to spend.
HEAVY = {
    "asyncio",
    "ctypes",
    "dataclasses",
    "decimal",
    "difflib",
    "email",
    "hashlib",
    "http",
    "inspect",
    "jinja2",
    "json",
    "lark",
    "logging",
    "multiprocessing",
    "pathlib",
    "prisma_to_convex.commands.completion_scripts",
    "prisma_to_convex.commands.data_actions",
    "prisma_to_convex.config.rule_tables",
    "prisma_to_convex.config.read",
    "prisma_to_convex.ledger.decision_comments",
    "prisma_to_convex.options.directives",
    "prisma_to_convex.options.comment_text",
    "prisma_to_convex.project.discovery",
    "prisma_to_convex.generate",
    "prisma_to_convex.project.compiled",
    "prisma_to_convex.merge",
    "prisma_to_convex.convex.render",
    "prisma_to_convex.report",
    "prisma_to_convex.convex.validator_reader",
    "prisma_to_convex.project.writing",
    "random",
    "shutil",
    "socket",
    "subprocess",
    "tempfile",
    "tomllib",
    "traceback",
    "urllib",
    "xml",
}


def loaded(*arguments: str) -> set[str]:
    """The modules of HEAVY that a process loads, by name."""
    code = (
        "import sys; from prisma_to_convex.cli import main; main(sys.argv[1:]);"
        "import json as printer; print(printer.dumps(sorted(before)), file=sys.stderr)"
    ).replace("import json as", "before = set(sys.modules); import json as")
    environment = {**os.environ, "PYTHONPATH": os.pathsep.join(sys.path)}
    done = subprocess.run(
        [sys.executable, "-c", code, "check", *arguments],
        capture_output=True,
        encoding="utf-8",
        env=environment,
        check=True,
    )
    return HEAVY & set(json.loads(done.stderr.splitlines()[-1]))


@pytest.mark.parametrize("text", [SCHEMA, INVALID])
@pytest.mark.parametrize("format", ["text", "concise"])
def test_a_check_loads_nothing_heavy(check: Check, text: str, format: str) -> None:
    write("schema.prisma", text)
    assert loaded("schema.prisma", "--format", format) == set()


def test_a_format_loads_what_it_needs(check: Check) -> None:
    write("schema.prisma", SCHEMA)
    assert loaded("schema.prisma", "--format", "github") <= {"hashlib", "json"}
    assert "json" in loaded("schema.prisma", "--format", "json")
    for name in ("jsonl", "sarif", "gitlab", "junit", "markdown"):
        assert loaded("schema.prisma", "--format", name) <= {
            "hashlib",
            "json",
            "prisma_to_convex.report",
            "urllib",
        }
