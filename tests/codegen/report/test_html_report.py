"""The HTML report as text: what it holds, that nothing of a schema becomes markup, that all links lead somewhere."""

from __future__ import annotations

import doctest
import re
from base64 import b64encode
from collections import Counter
from functools import cache
from hashlib import sha256
from html import unescape
from html.parser import HTMLParser

import pytest
from hypothesis import given
from hypothesis import strategies as st

from prisma_schema_parser.diagnostic import Rule
from prisma_to_convex.analysis.facts import Size
from prisma_to_convex.report import html_text
from prisma_to_convex.report.html_findings import filters
from prisma_to_convex.report.html_report import _environment
from prisma_to_convex.report.html_text import code, documentation, prose, source_line, text
from prisma_to_convex.report.starts import HTML
from prisma_to_convex.rules.table import RULES
from support.pages import Printed, crm, printed


class Read(HTMLParser):
    """Ids, links, tags with their attributes, and texts of `style` and `script`."""

    def __init__(self, page: str) -> None:
        super().__init__(convert_charrefs=True)
        self.ids: list[str] = []
        self.links: list[str] = []
        self.tags: Counter[str] = Counter()
        self.attributes: set[str] = set()
        self.raw: dict[str, str] = {}
        self.policy = ""
        self.data: list[str] = []
        self._in = ""
        self.feed(page)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        found = dict(attrs)
        self.tags[tag] += 1
        self.attributes |= found.keys()
        if "id" in found:
            self.ids.append(found["id"] or "")
        if tag == "a" and "href" in found:
            self.links.append(found["href"] or "")
        if found.get("http-equiv") == "Content-Security-Policy":
            self.policy = found["content"] or ""
        self._in = tag

    def handle_data(self, data: str) -> None:
        if self._in in ("style", "script"):
            self.raw[self._in] = self.raw.get(self._in, "") + data
        self.data.append(data)

    def handle_endtag(self, tag: str) -> None:
        if tag == self._in:
            self._in = ""


@cache
def sample() -> tuple[Printed, Read]:
    page = crm()
    return page, Read(page.text)


# ---- what it holds ------------------------------------------------------------------------------


def test_same_input_same_bytes() -> None:
    assert crm().text == sample()[0].text


def test_each_begins_with_what_may_be_overwritten() -> None:
    assert sample()[0].text.startswith(HTML)


def test_ids_are_there_once_and_every_link_leads_to_one() -> None:
    _, read = sample()
    assert [name for name, times in Counter(read.ids).items() if times > 1] == []
    assert len(read.links) > 500
    assert {link for link in read.links if link[:1] != "#" or link[1:] not in read.ids} == set()


def test_the_reconciliation_is_there_and_the_ledger_is_whole() -> None:
    page, _ = sample()
    assert page.report.reconciliation in page.text
    ledger = page.text[page.text.index('<section id="ledger">') :]
    rows = re.findall(r"<tr><td>\d+<td>", ledger)
    assert len(rows) == page.report.all


def test_every_finding_has_its_own_link() -> None:
    page, read = sample()
    anchors = [one.anchor for one in page.all_findings.findings]
    assert len(set(anchors)) == len(anchors)
    assert set(anchors) <= set(read.ids)
    outcomes = Counter(one.outcome for one in page.all_findings.findings)
    assert outcomes["lost"] == sum(len(one.losses) for one in page.report.sections)
    assert sum(outcomes.values()) == sum(page.report.severities.values())


def test_names_of_findings_tell_the_rule_and_the_place() -> None:
    all_findings = printed("""
        model User {
          id    Int    @id @default(autoincrement())
          email String @unique
          a     Int    @db.SmallInt @default(1)
          b     Int
          @@unique([a, b])
        }
        """).all_findings
    anchors = {one.anchor for one in all_findings.findings}
    assert {"PC201-User.email", "PC201-User.a+b", "PC210-User.a", "PC208-User.a"} <= anchors


def test_two_findings_of_one_name_have_anchors_of_their_own() -> None:
    all_findings = printed("""
        model User {
          id Int @id @default(autoincrement())
          a  Int
          b  Int
          @@index([a(sort: Desc), b(sort: Desc)])
          @@index([a(sort: Desc), b(sort: Desc)], map: "other")
        }
        """).all_findings
    anchors = [one.anchor for one in all_findings.findings]
    assert len(set(anchors)) == len(anchors)
    assert any(anchor.endswith("~2") for anchor in anchors)


def test_a_schema_without_anything_is_a_page_too() -> None:
    page = printed("")
    read = Read(page.text)
    assert page.report.all == 0
    assert {link for link in read.links if link[1:] not in read.ids} == set()


def part(page: Printed, id: str) -> str:
    """The words of a section."""
    start = page.text.index(f'<section id="{id}">')
    return " ".join(
        " ".join(Read(page.text[start : page.text.index("</section>", start)]).data).split()
    )


CHAIN = """
    model Team {
      id    Int    @id @default(autoincrement())
      users User[]
    }
    model User {
      id     Int  @id @default(autoincrement())
      teamId Int
      team   Team @relation(fields: [teamId], references: [id], onDelete: Cascade)
    }
    """


def test_sizes_are_reported_where_they_are_known() -> None:
    assert "Writes" not in part(printed(CHAIN), "relations")
    page = printed(CHAIN, sizes={"Team": Size(2), "User": Size(90_000, 9_000_000)})
    assert "User 90,000 rows, 9,000,000 bytes, " in part(page, "order")
    assert "Team 1 User 45,001 over the limit" in part(page, "relations")


def test_a_decision_that_was_taken_is_reported_with_its_reason() -> None:
    page = printed("""
        model User {
          id   Int    @id @default(autoincrement())
          name String @unique /// @convex.allow(unique-not-enforced, reason: "names <b> repeat")
        }
        """)
    chapter = part(page, "guarantees")
    assert "User.name PC201 unique-not-enforced allowed names <b> repeat" in chapter
    assert f"losses open {page.report.lost - 1} losses allowed 1" in chapter


# ---- nothing but text ---------------------------------------------------------------------------


def test_the_policy_names_the_one_script_and_the_one_style() -> None:
    _, read = sample()
    assert read.tags["script"] == read.tags["style"] == 1
    for name in ("script", "style"):
        digest = b64encode(sha256(read.raw[name].encode()).digest()).decode()
        assert f"{name}-src 'sha256-{digest}'" in read.policy
    assert read.policy.startswith("default-src 'none'; ")
    assert "unsafe" not in read.policy


def test_nothing_is_fetched_and_nothing_runs_from_an_attribute() -> None:
    page, read = sample()
    assert not {name for name in read.attributes if name.startswith("on") or name == "style"}
    assert not read.attributes & {"src", "srcset", "action", "formaction"}
    assert "@import" not in page.text
    assert "url(" not in page.text


TEXTS = st.lists(
    st.sampled_from([*"ab <>&\"'`/*-]\\=\n\t\u202e\u2066\u200b\u00e9", "<b>", "</script>"]),
    max_size=30,
).map("".join)


@given(TEXTS)
def test_any_text_stays_text(source: str) -> None:
    for shown in (text(source), code(source), prose(source), documentation(source)):
        read = Read(f"<i>{shown}</i>")
        assert set(read.tags) <= {"i", "code", "p", "pre"}
        assert not read.attributes
        assert not re.search("[\u202a-\u202e\u2066-\u2069\u200b]", str(shown).replace("\n", ""))


@given(TEXTS)
def test_code_says_what_was_given(source: str) -> None:
    shown = "".join(Read(str(code(source))).data)
    flat = " ".join(source.split())
    assert shown.startswith(flat[:1] if flat[:1].isprintable() else "\\" if flat else "")
    if flat.isprintable():
        assert shown == flat


@pytest.mark.parametrize(
    ("line", "shown"),
    [
        ("  a\tInt", "  a Int"),
        ("x" * 300, "x" * 240 + "..."),
        ("a \u202e b", "a \\u202e b"),
        ("<b>", "<b>"),
    ],
)
def test_a_line_of_the_schema_as_shown(line: str, shown: str) -> None:
    assert source_line(line) == shown


@pytest.mark.parametrize("rule", [rule for rule in RULES if rule.docs], ids=lambda rule: rule.code)
def test_the_documentation_of_a_rule_is_whole(rule: Rule) -> None:
    """Its fenced code to the letter, and all else but the backticks."""
    parts = re.split(r"^```\w*\n(.*?)\n```$", rule.docs, flags=re.M | re.S)
    fenced, rest = parts[1::2], "".join(parts[::2])
    shown = str(documentation(rule.docs))
    blocks = re.findall(r"<pre><code>(.*?)</code></pre>", shown, flags=re.S)
    assert [unescape(block) for block in blocks] == fenced
    outside = re.sub(r"<pre>.*?</pre>|</?(?:p|code)>", "", shown, flags=re.S)
    assert unescape(outside).split() == rest.replace("`", "").split()


def test_doctests() -> None:
    assert doctest.testmod(html_text).failed == 0


def test_filters_offer_tables_and_no_finding_that_is_of_none() -> None:
    models = "model B {\n  id Int @id\n  x Int @unique\n}\nmodel A {\n  id Int @id\n}\n"
    findings = printed(models).all_findings.findings
    of_none = findings[0]._replace(owner="")
    tables = next(one for one in filters([of_none, *findings]) if one.name == "table")
    owners = Counter(one.owner for one in findings)
    assert tables.options == [("A", "A", owners["A"]), ("B", "B", owners["B"])]


def test_a_template_escapes_what_passes_through_no_filter() -> None:
    template = _environment().from_string('<p title="{{ text }}">{{ text }}</p>')
    assert template.render(text='<b a="\'&">') == (
        '<p title="&lt;b a=&#34;&#39;&amp;&#34;&gt;">&lt;b a=&#34;&#39;&amp;&#34;&gt;</p>'
    )
