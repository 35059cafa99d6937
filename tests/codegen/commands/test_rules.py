"""`prisma-to-convex rules`: all rules as lines, as a page and as JSON; the committed page is current."""

from __future__ import annotations

import io
import json
import re
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from markdown_it import MarkdownIt

from prisma_to_convex import cli
from prisma_to_convex.report.markdown_text import anchor
from prisma_to_convex.report.rulebook import LISTED, first_sentence
from prisma_to_convex.rules import rule_docs as docs
from prisma_to_convex.rules.code_table import CODE_RULES
from prisma_to_convex.rules.row_table import ROW_RULES
from prisma_to_convex.rules.table import RULES
from support.oracle import unformatted
from support.places import ROOT

Output = pytest.CaptureFixture[str]
PAGE = ROOT / "codegen" / "RULES.md"


def printed(capsys: Output, *arguments: str) -> str:
    assert cli.main(["rules", *arguments]) == 0
    captured = capsys.readouterr()
    assert captured.err == ""
    return captured.out


# ---- text ---------------------------------------------------------------------------------------


def test_text_is_a_line_each(capsys: Output) -> None:
    lines = printed(capsys).splitlines()
    assert [line.split()[:3] for line in lines] == [
        [rule.code, rule.name, rule.severity.value] for rule in LISTED
    ]
    assert printed(capsys, "--format", "text").splitlines() == lines


def test_text_is_aligned(capsys: Output) -> None:
    lines = printed(capsys).splitlines()
    starts = {re.match(r"PC\d+ +[a-z0-9-]+ +(?:error|warning|note) +", line).end() for line in lines}  # type: ignore[union-attr]  # a failure is one
    assert len(starts) == 1
    assert all(line.endswith(".") for line in lines)


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("One. Two.", "One."),
        ("One\nline. Two.", "One line."),
        ("`a. B` is. Two.", "`a. B` is."),
        ("Version 1.2 of e.g. that. Two.", "Version 1.2 of e.g. that."),
        ("A colon: and more. Two.", "A colon: and more."),
        ("No end", "No end."),
        ("A paragraph:\n\n- item. Two.", "A paragraph."),
    ],
)
def test_first_sentence(text: str, sentence: str) -> None:
    assert first_sentence(text) == sentence


# ---- the page -----------------------------------------------------------------------------------


def test_the_committed_page_is_current(capsys: Output, golden: Callable[[Path, str], None]) -> None:
    golden(PAGE, printed(capsys, "--format", "markdown"))


def test_the_page_has_every_rule_and_every_section(capsys: Output) -> None:
    page = printed(capsys, "--format", "markdown")
    for rule in LISTED:
        assert f"{rule.code} {rule.name}" in page
    for rule in (*RULES, *CODE_RULES, *ROW_RULES):
        assert all(text in page for text in docs.sections(rule).values())


def test_the_index_leads_to_headings_that_are_there(capsys: Output) -> None:
    page = printed(capsys, "--format", "markdown")
    tokens = MarkdownIt("commonmark").parse(page)
    headings = [
        tokens[at + 1].content for at, one in enumerate(tokens) if one.type == "heading_open"
    ]
    targets = set(re.findall(r"\]\(#([^)]+)\)", page))
    assert targets == {
        anchor(f"{rule.code} {rule.name}") for rule in (*RULES, *CODE_RULES, *ROW_RULES)
    }
    assert targets <= {anchor(heading) for heading in headings}


def test_every_rule_has_a_place_to_link_to(capsys: Output) -> None:
    """Once: a heading, or for the parser's rules an anchor."""
    page = printed(capsys, "--format", "markdown")
    places = re.findall(r"^## (PC\d.. [a-z0-9-]+)$", page, re.MULTILINE)
    anchors = [*map(anchor, places), *re.findall(r'<a id="([^"]+)"></a>', page)]
    assert sorted(anchors) == sorted(anchor(f"{rule.code} {rule.name}") for rule in LISTED)


def test_prettier_would_change_nothing(capsys: Output) -> None:
    found = unformatted({"RULES.md": printed(capsys, "--format", "markdown")})
    assert found["RULES.md"] == ()


# ---- JSON ---------------------------------------------------------------------------------------


def test_json(capsys: Output) -> None:
    value = json.loads(printed(capsys, "--format", "json"))
    assert list(value) == ["version", "rules"]
    assert value["version"] == 1
    assert [rule["code"] for rule in value["rules"]] == [rule.code for rule in LISTED]
    for row, rule in zip(value["rules"], LISTED, strict=True):
        assert list(row) == ["code", "name", "severity", "summary", "docs"]
        assert (row["name"], row["severity"]) == (rule.name, rule.severity.value)
        assert row["docs"] == (docs.sections(rule) if rule.docs else None)


def test_output_is_utf_8_whatever_the_terminal(monkeypatch: pytest.MonkeyPatch) -> None:
    written = io.BytesIO()
    with io.TextIOWrapper(written, encoding="ascii", newline="\r\n") as stream:
        monkeypatch.setattr(sys, "stdout", stream)
        assert cli.main(["rules", "--format", "markdown"]) == 0
        assert written.getvalue() == PAGE.read_bytes()


def test_an_unknown_format(capsys: Output) -> None:
    assert cli.main(["rules", "--format", "yaml"]) == 2
    assert "there is no `yaml`: choose from text, markdown, json" in capsys.readouterr().err
