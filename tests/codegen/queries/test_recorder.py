"""`recordQueries.ts` on the real Prisma Client and PGlite, over the sample's services: no value is ever written,
and what is written joins with the code.

Slow: .ci/run turns it on. The packages are those of `tests/oracle/rows`.
"""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
from pathlib import Path
from typing import Any

import pytest

from prisma_to_convex.cli import main
from prisma_to_convex.queries.traces.recorder_text import recorder_text
from support.enforcing import runtime
from support.places import ROOT, SAMPLES

ORACLE = ROOT / "tests" / "oracle" / "rows"
CRM = SAMPLES / "crm"
CANARY = re.compile(r"canary|c0ffee|987654321|1234567890123|2009-02-13", re.IGNORECASE)

pytestmark = pytest.mark.slow


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Where the sample ran, with its trace."""
    found = tmp_path_factory.mktemp("recorded")
    schema = (CRM / "schema.prisma").read_text(encoding="utf-8")
    client = 'generator client {\n  provider = "prisma-client-js"\n  output   = "./client"\n}'
    # PGlite has no citext of its own, and Prisma 7 wants the URL elsewhere.
    schema = re.sub(r"(?m)^\s*(?:extensions|url|directUrl) .*$|@db\.Citext", "", schema)
    schema = re.sub(r"generator client \{.*?\n\}", client, schema, flags=re.DOTALL)
    (found / "schema.prisma").write_text(schema, encoding="utf-8")
    os.symlink(ORACLE / "node_modules", found / "node_modules")
    environment = {**os.environ, "PRISMA_SCHEMA_ENGINE_BINARY": shutil.which("true") or "true"}
    prisma = ORACLE / "node_modules" / ".bin" / "prisma"
    generate = [str(prisma), "generate", "--schema", "schema.prisma"]
    subprocess.run(generate, cwd=found, env=environment, check=True, capture_output=True)
    (found / "ddl.sql").write_text(runtime().ddl(schema), encoding="utf-8")
    (found / "recordQueries.ts").write_text(recorder_text(), encoding="utf-8")
    shutil.copytree(CRM / "services", found / "services")
    node = ["node", "--no-warnings", str(ORACLE / "record.mjs"), str(found)]
    ran = json.loads(subprocess.run(node, check=True, capture_output=True, text=True).stdout)
    assert ran["calls"] > 100
    return found


def lines(folder: Path) -> list[Any]:
    text = (folder / "trace.jsonl").read_text(encoding="utf-8")
    return [json.loads(line) for line in text.splitlines()]


def test_no_value_is_written(folder: Path) -> None:
    text = (folder / "trace.jsonl").read_text(encoding="utf-8")
    assert CANARY.search(text) is None
    assert len(lines(folder)) > 30


def test_forms(folder: Path) -> None:
    contacts = [one for one in lines(folder) if one["model"] == "Contact"]
    forms = [json.dumps(one["args"]) for one in contacts]
    for form in (
        {"where": {"customFields": {"equals": "?"}}},
        {"where": {"customFields": {"not": "?"}}},
        {"where": {"customFields": {"path": "?", "string_contains": "?"}}},
        {"where": {"id": {"in": "?"}}},
        {"where": {"OR": [{"email": "?"}]}},
        {"where": {"phone": None}},
        {},
        {
            "cursor": {"id": "?"},
            "distinct": ["email"],
            "orderBy": {"id": "desc"},
            "skip": "?",
            "take": "last",
        },
        {
            "include": {"tags": {"take": "?", "where": {"tagName": "?"}}},
            "where": {"tags": {"some": {"tagName": {"in": "?"}}}},
        },
    ):
        assert json.dumps(form) in forms
    assert ("deleteMany", {"where": {"email": "?"}}) in [
        (one["operation"], one["args"]) for one in contacts
    ]


def test_it_joins_with_the_code(
    folder: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(folder)
    arguments = ["services", "--schema", "schema.prisma", "--trace", "trace.jsonl"]
    assert main(["queries", *arguments, "--format", "json"]) in (0, 1)
    found = json.loads(capsys.readouterr().out)
    trace = found["trace"]
    assert trace["times"] == sum(one["count"] for one in lines(folder))
    assert trace["foreign"] == {}
    ran = {(one["file"], one["line"]) for one in trace["sites"]}
    assert len(ran) > 35
    # What no call of the services asked is told: the test's own calls alone.
    assert {one["model"] for one in trace["unmatched"]} <= {"Contact", "Lead", "Booking"}
