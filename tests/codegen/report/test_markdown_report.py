"""The report as Markdown: exact for a small schema, and safe for any text that a schema can hold.

A real Markdown reader says what is a table, a code span or HTML.
"""

from __future__ import annotations

import doctest
import re
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from markdown_it import MarkdownIt
from markdown_it.token import Token

from prisma_schema_parser import SourceFile
from prisma_to_convex.compiler import Invalid, compile_schema
from prisma_to_convex.config.project_config import Config
from prisma_to_convex.config.read import read
from prisma_to_convex.report import json_text, markdown_text
from prisma_to_convex.report.build import build
from prisma_to_convex.report.markdown_report import markdown
from prisma_to_convex.report.markdown_text import anchor, code, prose
from prisma_to_convex.report.model import Report
from prisma_to_convex.report.odd_names import renames_view
from prisma_to_convex.rules.losses.unique_not_enforced import RULE as UNIQUE
from prisma_to_convex.rules.rule_docs import sections
from prisma_to_convex.typescript.literals import plain_line
from support.compiling import POSTGRESQL, compiled
from support.places import REPORTS

READER = MarkdownIt("commonmark", {"html": True}).enable(["table", "strikethrough"])


def report(text: str, head: str = POSTGRESQL) -> Report:
    return build(
        compiled(text, head=head), "schema.prisma", lambda span: f"{span.source.name}:{span.line}"
    )


# ---- exact --------------------------------------------------------------------------------------


@pytest.mark.parametrize("name", sorted(path.stem for path in REPORTS.glob("*.prisma")))
def test_exact(name: str, golden: Callable[[Path, str], None]) -> None:
    """A schema, its configuration and its row counts, where it has some -> the whole report."""
    path = REPORTS / f"{name}.prisma"
    config = path.with_suffix(".toml")
    loaded = read(config.read_text(encoding="utf-8"), config.name) if config.exists() else Config()
    assert isinstance(loaded, Config)
    compilation = compile_schema([SourceFile(path.name, path.read_text())], loaded.options)
    assert not isinstance(compilation, Invalid)
    built = build(compilation, path.name, lambda span: f"{span.source.name}:{span.line}")
    golden(path.with_suffix(".md"), markdown(built))


def test_rules_are_printed_whole() -> None:
    written = markdown(report("model A {\n  id Int @id\n  a String @unique\n}"))
    docs = sections(UNIQUE)
    assert f"\n### PC201 unique-not-enforced\n\n{docs['lost']}\n\n" in written
    assert f"**What breaks.** {docs['breaks']}\n\n" in written
    assert f"**What to do instead.** {docs['instead']}\n\n</details>" in written


def test_an_empty_schema() -> None:
    written = markdown(report(""))
    assert "**0 guarantees = 0 kept + 0 replaced + 0 lost**" in written
    assert "| Rule |" not in written
    assert "## Rules" not in written


# ---- hostile text in a whole report -------------------------------------------------------------

HOSTILE = (
    "a|b",
    "`",
    "``<script>alert(1)</script>`",
    "`<script>alert(1)</script>`",
    "<script>alert(1)</script>",
    "</code><img src=x onerror=alert(1)>",
    "a\\n| --- |\\n<b>",
    '*/ // ]( \\" \\\\',
    "](javascript:alert(1))",
    "![x](javascript:alert(1))",
    "[x](javascript:alert(1)) <javascript:alert(1)>",
    "\\\\|",
    "a || b \\\\|| `c`",
    "**b** _i_ ~~s~~ # h",
    "&lt;script&gt;&#124;",
    "\\u202eevil\\u2028\\u001b[31m",
    "$x$ :tada: @everyone",
    "|" * 40,
    "`" * 41,
)


def hostile_schema(text: str) -> str:
    return f"""
        model A {{
          id    Int    @id(map: "{text}") @default(autoincrement())
          s     String @default("{text}") @map("x{text}")
          d     String @default(dbgenerated("{text}")) @unique(map: "u{text}")
          role  E      @default(One)
          wrong Unsupported("{text}")?
          b     B?     @relation("{text}x", fields: [bId], references: [id], map: "f{text}")
          bId   Int?
          bs    B[]    @relation("m")
          @@index([s(ops: raw("{text}"))], map: "i{text}", type: Gin)
          @@map("t{text}")
        }}
        model B {{
          id  Int @id @default(autoincrement())
          as  A[] @relation("{text}x")
          all A[] @relation("m")
        }}
        enum E {{
          One @map("{text}")
          @@map("e{text}")
        }}
        """


def tokens(written: str) -> list[Token]:
    """Blocks and what is in them, in order."""
    found = []
    for token in READER.parse(written):
        found.append(token)
        found.extend(token.children or ())
    return found


def rows(written: str) -> list[list[str]]:
    """The texts of the cells of every table's rows, as a reader sees them."""
    found: list[list[str]] = []
    for token, inside in zip(*(READER.parse(written)[at:] for at in (0, 1)), strict=False):
        if token.type == "tr_open":
            found.append([])
        elif token.type in ("td_open", "th_open"):
            found[-1].append(shown(inside.children or []))
    return found


def shown(inline: list[Token]) -> str:
    return "".join(
        " " if token.type in ("softbreak", "hardbreak") else token.content
        for token in inline
        if token.type != "html_inline"
    )


def markup(written: str) -> set[str]:
    return {token.content for token in tokens(written) if token.type.startswith("html")}


def without_rules(written: str) -> str:
    """Without our own documentation, which may hold any Markdown."""
    return written.partition("\n## Rules\n")[0]


@pytest.mark.parametrize("text", HOSTILE)
def test_a_hostile_schema_is_only_text(text: str) -> None:
    plain = without_rules(markdown(report(hostile_schema("plain"))))
    written = without_rules(markdown(report(hostile_schema(text))))
    assert "<script" not in READER.render(written)
    assert "<img" not in READER.render(written)
    found = tokens(written)
    assert markup(written) - {"<code>", "</code>"} <= markup(plain)
    links = [token.attrGet("href") for token in found if token.type == "link_open"]
    assert all(str(href).startswith("#pc") for href in links)
    assert not {"image", "em_open", "s_open"} & {token.type for token in found}
    for kind in ("heading_open", "table_open", "tr_open", "td_open", "link_open", "strong_open"):
        count, expected = (
            sum(token.type == kind for token in tokens(one)) for one in (written, plain)
        )
        assert count == expected, kind


@pytest.mark.parametrize("text", HOSTILE)
def test_every_cell_holds_its_whole_text(text: str) -> None:
    """A row cut at a wrong bar loses its end, for a reader fills and cuts rows to the table's width."""
    built = report(hostile_schema(text))
    cells = rows(markdown(built))
    for section in built.sections:
        for loss in (*section.losses, *section.changes):
            subject, *expected = [flat(one) for one in (loss.subject, loss.was, loss.rule.code)]
            ends = [
                row[4] for row in cells if row[1:3] == expected and subject in row[0].split(", ")
            ]
            assert bare(loss.instead) in map(bare, ends), (expected, ends)
    renamed = renames_view(built.names)
    for name in renamed.rows:
        row = [name.what, *map(flat, (name.prisma, name.convex))]
        row += [flat(name.database)] * renamed.has_database + [
            flat(name.reason)
        ] * renamed.has_reason
        assert row in cells


def flat(text: str) -> str:
    return plain_line(text).strip()


def bare(text: str) -> str:
    """Without what marks or surrounds code."""
    return re.sub(r"[` ]", "", plain_line(text))


# ---- hostile text, piece by piece ---------------------------------------------------------------

NASTY = st.text(st.sampled_from("`|\\<>[]()*_~&;#! ab\n\u202e'\"/-$:"), max_size=40)


def cell(written: str) -> Token:
    """The middle of three cells; the others must be what they were."""
    found = READER.parse(f"| a | b | c |\n| --- | --- | --- |\n| 1 | {written} | z |\n")
    cells = [at + 1 for at, token in enumerate(found) if token.type == "td_open"]
    assert len(cells) == 3
    assert found[cells[0]].content == "1"
    assert found[cells[2]].content == "z"
    assert found[-1].type == "table_close"
    return found[cells[1]]


@given(NASTY)
def test_code_is_exactly_the_text(text: str) -> None:
    if not flat(text):
        assert code(text) == ""
        return
    inside = cell(code(text)).children or []
    assert shown(inside) == flat(text)
    assert {token.type for token in inside} <= {
        "code_inline",
        "text",
        "text_special",
        "html_inline",
    }
    assert {token.content for token in inside if token.type == "html_inline"} <= {
        "<code>",
        "</code>",
    }


@given(NASTY)
def test_prose_is_text_and_code_spans(text: str) -> None:
    inside = cell(prose(text)).children or []
    assert bare(shown(inside)) == bare(text)
    assert {token.type for token in inside} <= {
        "code_inline",
        "text",
        "text_special",
        "html_inline",
    }
    assert {token.content for token in inside if token.type == "html_inline"} <= {
        "<code>",
        "</code>",
    }


@given(NASTY)
def test_no_bar_follows_a_bare_backslash_in_code(text: str) -> None:
    """There GitHub would end the cell, and other readers would not."""
    assert "\\\\|" not in code(text)


@pytest.mark.parametrize(
    ("text", "written"),
    [
        ("", ""),
        (" \n ", ""),
        ("@unique", "`@unique`"),
        ("a\nb\tc", "`a b c`"),
        ("\u202ea\x1b[1m", "`a [1m`"),
        ("a`b``", "``` a`b`` ```"),
        ("\\|", "<code>&#92;&#124;</code>"),
    ],
)
def test_code(text: str, written: str) -> None:
    assert code(text) == written


@pytest.mark.parametrize(
    ("text", "written"),
    [
        ("give `a: [1]` in each insert", "give `a: [1]` in each insert"),
        ("``a` <b>", "\\`\\`a\\` \\<b\\>"),
        ("``<b>`", "\\`\\`\\<b\\>\\`"),
        ("`a``b` <c>", "`a``b` \\<c\\>"),
        ("a|b `c|d`", "a\\|b `c\\|d`"),
    ],
)
def test_prose(text: str, written: str) -> None:
    assert prose(text) == written


def test_anchor() -> None:
    assert anchor("PC201 unique-not-enforced") == "pc201-unique-not-enforced"


@pytest.mark.parametrize("module", [json_text, markdown_text])
def test_docstrings(module: object) -> None:
    assert doctest.testmod(module).failed == 0  # type: ignore[arg-type]  # modules, both


def test_a_comment_in_the_schema_changes_no_line() -> None:
    schema = """
model User {
  id    Int    @id @default(autoincrement())
  email String @unique
  teams Json
  orgId Int
}
"""
    assert markdown(report(schema)) == markdown(report(f"// Who signs in.\n\n// Twice.\n{schema}"))
