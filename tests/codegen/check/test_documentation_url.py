"""Links to the documentation: of the revision that runs, or none."""

from __future__ import annotations

import json
from collections.abc import Callable
from importlib.metadata import distribution
from pathlib import Path

import pytest

from prisma_to_convex.check.documentation_url import documentation_url
from prisma_to_convex.kit.version import VERSION

from .conftest import SCHEMA, Check, write

COMMIT = "0123456789abcdef0123456789abcdef01234567"


Install = Callable[..., None]


@pytest.fixture
def install(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Install:
    """Lays out what pip records: the origin, if there is one, and the metadata."""

    def install(direct: object, *urls: str) -> None:
        record = tmp_path / f"prisma_to_convex-{VERSION}.dist-info"
        record.mkdir()
        lines = ["Metadata-Version: 2.4", "Name: prisma-to-convex", f"Version: {VERSION}"]
        lines += [f"Project-URL: {url}" for url in urls]
        text = "\n".join([*lines, "", "Project-URL: Repository, https://example.com/readme", ""])
        (record / "METADATA").write_text(text, encoding="utf-8")
        if direct is not None:
            (record / "direct_url.json").write_text(json.dumps(direct), encoding="utf-8")
        monkeypatch.syspath_prepend(str(tmp_path))
        monkeypatch.delenv("PRISMA_TO_CONVEX_DOCS", raising=False)
        found = distribution("prisma-to-convex")  # the record is one that Python finds, too
        assert found.metadata.get_all("Project-URL", []) == list(urls)

    return install


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
    install: Install, direct: object, urls: list[str], expected: str | None
) -> None:
    install(direct, *urls)
    assert documentation_url() == expected


@pytest.mark.parametrize(
    ("setting", "expected"),
    [
        ("https://example.com/x/", "https://example.com/x"),
        ("", None),
        ("javascript:alert(1)", None),
    ],
)
def test_the_variable_wins(
    install: Install, monkeypatch: pytest.MonkeyPatch, setting: str, expected: str | None
) -> None:
    install(None, "Repository, https://example.com/a/b")
    monkeypatch.setenv("PRISMA_TO_CONVEX_DOCS", setting)
    assert documentation_url() == expected


def test_without_an_installation(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.delenv("PRISMA_TO_CONVEX_DOCS", raising=False)
    monkeypatch.setattr("sys.path", [str(tmp_path)])
    assert documentation_url() is None


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
