"""All rules, the translation's and the parser's: found by code or name, and printed as a list or a page.

Renders without Jinja2: `explain` and `rules` answer at once.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from prisma_schema_parser.diagnostic import Rule, Severity
from prisma_schema_parser.records import NamedTuple

from ..rules.code_table import CODE_RULES
from ..rules.registry import ALL_RULES
from ..rules.row_table import ROW_RULES
from ..rules.rule_docs import headings, sections
from ..rules.table import RULES
from .json_text import json_text
from .markdown_text import anchor

VERSION = 1
"""Of the JSON form: it grows when a reader of the old one could fail."""


LISTED: tuple[Rule, ...] = (*ALL_RULES, *ROW_RULES)


class Chapter(NamedTuple):
    """The rules whose codes start alike."""

    start: str
    title: str


CHAPTERS = (
    Chapter("PC1", "The schema is not valid"),
    Chapter("PC19", "The schema is valid, with a warning"),
    Chapter("PC2", "A guarantee is lost"),
    Chapter("PC3", "The representation changes"),
    Chapter("PC4", "A limit of Convex"),
    Chapter("PC5", "Advice"),
    Chapter("PC6", "Calls in application code"),
    Chapter("PC7", "Rows of the old database"),
)


# ---- finding one --------------------------------------------------------------------------------


# ---- one rule -----------------------------------------------------------------------------------


def page(rule: Rule) -> str:
    """The rule's documentation as Markdown, under a title of its own."""
    docs = rule.docs or _UNDOCUMENTED[rule.severity]
    return f"# {title(rule)}\n\n{_standing(rule)}\n\n{docs.strip()}\n"


_UNDOCUMENTED = {
    Severity.ERROR: "Nothing is translated. The message says what is wrong, and where.",
    Severity.WARNING: "It is translated all the same. The message says what to look at, and where.",
    Severity.NOTE: "It is translated all the same.",
}
"""For the parser's rules, whose messages say it all."""


def title(rule: Rule) -> str:
    return f"{rule.code} {rule.name}"


def chapter(rule: Rule) -> Chapter:
    """The longest start that fits."""
    return max(one for one in CHAPTERS if rule.code.startswith(one.start))


def summary(rule: Rule) -> str:
    """The first sentence of its documentation; for a rule of the parser, its chapter's title."""
    return first_sentence(sections(rule)["lost"]) if rule.docs else f"{chapter(rule).title}."


def _standing(rule: Rule) -> str:
    return f"Severity: {rule.severity.value}. {chapter(rule).title}."


_SENTENCE = re.compile(r"(?:`[^`]*`|[^`])*?[.:?](?=\s+[A-Z`]|\s*$)")


def first_sentence(text: str) -> str:
    """The first sentence of a text's first paragraph, on one line; dots in code spans end none.

    >>> first_sentence("Was `@id. X`, and\\nis `_id`. More follows.")
    'Was `@id. X`, and is `_id`.'
    """
    paragraph = " ".join(text.split("\n\n", 1)[0].split())
    found = _SENTENCE.match(paragraph)
    return (found[0].rstrip(":") if found else paragraph).rstrip(".") + "."


# ---- all rules ----------------------------------------------------------------------------------


def as_text() -> str:
    """A line each: code, name, severity, first sentence."""
    name = max(len(rule.name) for rule in LISTED)
    severity = max(len(one.value) for one in Severity)
    return "".join(
        f"{rule.code}  {rule.name:{name}}  {rule.severity.value:{severity}}  {summary(rule)}\n"
        for rule in LISTED
    )


def as_markdown() -> str:
    """The page of all rules: an index, then each rule's documentation."""
    return "\n".join([*_index(), *_pages()]).rstrip() + "\n"


_INTRODUCTION = """\
# Rules

Everything that prisma-to-convex can report about a schema, the code that uses it, and the rows of its database. `prisma-to-convex explain RULE` prints one rule,
by code or name; this page is the output of `prisma-to-convex rules --format markdown`. Codes and names are a contract: they are never reused.

An error marks what can't be translated or needs a decision, a warning what your functions have to do from now on, a note what is good to know.

The code is for `convex` 1.31 or newer, where `ctx.db.get`, `patch` and `delete` take the table's name too.
"""


def _index() -> Iterator[str]:
    yield _INTRODUCTION
    for one in CHAPTERS:
        yield f"## {one.start:x<5}: {one.title[0].lower()}{one.title[1:]}"
        yield ""
        for rule in _of(one):
            if rule.docs:
                link = f"[{title(rule)}](#{anchor(title(rule))})"
                yield f"- {link} ({rule.severity.value}): {summary(rule)}"
            else:
                place = f'<a id="{anchor(title(rule))}"></a>'  # it has no heading
                yield f"- {place}{title(rule)} ({rule.severity.value})"
        yield ""


def _pages() -> Iterator[str]:
    for rule in (*RULES, *CODE_RULES, *ROW_RULES):
        yield f"## {title(rule)}"
        yield ""
        yield _standing(rule)
        for key, heading in headings(rule).items():
            yield f"\n### {heading}\n\n{sections(rule)[key]}"
        yield ""


def _of(one: Chapter) -> list[Rule]:
    return [rule for rule in LISTED if chapter(rule) == one]


def as_json() -> str:
    """`docs` has the sections by key: "lost" (what is lost, changes or is limited), "example", "breaks", "instead"."""
    rules = [
        {
            "code": rule.code,
            "name": rule.name,
            "severity": rule.severity.value,
            "summary": summary(rule),
            "docs": sections(rule) if rule.docs else None,
        }
        for rule in LISTED
    ]
    return json_text({"version": VERSION, "rules": rules})
