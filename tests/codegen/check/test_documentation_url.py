"""Links to the documentation: of the revision that runs, or none."""

from __future__ import annotations

import importlib.metadata
import json
from email.message import Message
from types import SimpleNamespace

import pytest

from prisma_to_convex.check.documentation_url import documentation_url
from prisma_to_convex.kit.version import VERSION

from .conftest import SCHEMA, Check, write

COMMIT = "0123456789abcdef0123456789abcdef01234567"


def installed(monkeypatch: pytest.MonkeyPatch, direct: object, *urls: str) -> None:
    metadata = Message()
    for url in urls:
        metadata["Project-URL"] = url
    text = None if direct is None else json.dumps(direct)
    found = SimpleNamespace(read_text=lambda _name: text, metadata=metadata)
    monkeypatch.setattr(importlib.metadata, "distribution", lambda _name: found)
    monkeypatch.delenv("PRISMA_TO_CONVEX_DOCS", raising=False)


@pytest.mark.parametrize(
    ("direct", "urls", "expected"),
    [
        (None, [], None),
        ({"url": "file:///a", "dir_info": {"editable": True}}, [], None),
        ({"url": "file:///a", "vcs_info": {"commit_id": COMMIT}}, [], None),
        (
            {"url": "https://example.com/a/b.git", "vcs_info": {"commit_id": COMMIT}},
            [],
            f"https://example.com/a/b/blob/{COMMIT}",
        ),
        (
            {"url": "https://user:secret@example.com/a/b", "vcs_info": {"commit_id": COMMIT}},
            [],
            f"https://example.com/a/b/blob/{COMMIT}",
        ),
        (
            None,
            ["Changelog, https://example.com/c", "Repository, https://example.com/a/b"],
            f"https://example.com/a/b/blob/v{VERSION}",
        ),
    ],
)
def test_where_it_was_installed_from(
    monkeypatch: pytest.MonkeyPatch, direct: object, urls: list[str], expected: str | None
) -> None:
    installed(monkeypatch, direct, *urls)
    assert documentation_url() == expected


@pytest.mark.parametrize(
    ("told", "expected"),
    [
        ("https://example.com/x/", "https://example.com/x"),
        ("", None),
        ("javascript:alert(1)", None),
    ],
)
def test_the_variable_wins(
    monkeypatch: pytest.MonkeyPatch, told: str, expected: str | None
) -> None:
    installed(monkeypatch, None, "Repository, https://example.com/a/b")
    monkeypatch.setenv("PRISMA_TO_CONVEX_DOCS", told)
    assert documentation_url() == expected


def test_sarif_links(check: Check, monkeypatch: pytest.MonkeyPatch) -> None:
    write("schema.prisma", SCHEMA)
    monkeypatch.setenv("PRISMA_TO_CONVEX_DOCS", "https://example.com/blob/v1")
    log = json.loads(check("schema.prisma", "--format", "sarif").out)
    driver = log["runs"][0]["tool"]["driver"]
    assert driver["informationUri"] == "https://example.com/blob/v1/README.md"
    links = {rule["id"]: rule["helpUri"] for rule in driver["rules"]}
    page = "https://example.com/blob/v1/codegen/RULES.md"
    assert links["PC201"] == f"{page}#pc201-unique-not-enforced"
    assert links["PC101"] == f"{page}#pc101-syntax-error"
