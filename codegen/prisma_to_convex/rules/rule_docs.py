"""The documentation of a rule, taken apart: Markdown with fixed headings."""

from __future__ import annotations

from collections.abc import Mapping

from prisma_schema_parser.diagnostic import Rule

_REST = {
    "example": "Example",
    "breaks": "What breaks",
    "instead": "What to do instead",
}

HEADINGS: Mapping[str, Mapping[str, str]] = {
    "PC2": {"lost": "What is lost", **_REST},
    "PC3": {"lost": "What changes", **_REST},
    "PC4": {"lost": "What is limited", **_REST},
    "PC5": {"lost": "What is missing", **_REST},
    "PC6": {"lost": "What is asked", **_REST},
    "PC7": {"lost": "What the rows hold", **_REST},
}
"""The headings in order, by the first letters of the code and the section's key."""


def headings(rule: Rule) -> Mapping[str, str]:
    """The rule's headings by section: "lost", "example", "breaks", "instead".

    A rule of the parser (PC1xx) has none.
    """
    return HEADINGS.get(rule.code[:3], {})


def sections(rule: Rule) -> dict[str, str]:
    """The text by heading; empty for a rule of the parser. Raises `ValueError` where headings are missing.

    >>> from prisma_schema_parser.diagnostic import Severity
    >>> docs = "## What changes\\n\\nText.\\n\\n## Example\\n\\n```prisma\\n## none\\n```\\n"
    >>> docs += "\\n## What breaks\\n\\nSorting.\\n\\n## What to do instead\\n\\nSort.\\n"
    >>> found = sections(Rule("PC301", "some-rule", Severity.NOTE, docs))
    >>> list(found)
    ['lost', 'example', 'breaks', 'instead']
    >>> found["lost"], found["instead"]
    ('Text.', 'Sort.')
    """
    expected = headings(rule)
    parts = _split(rule.docs)
    if tuple(parts) != tuple(expected.values()):
        raise ValueError(f"{rule.code}: headings are {list(parts)}")
    return {key: parts[heading] for key, heading in expected.items()}


def _split(markdown: str) -> dict[str, str]:
    """Each second-level heading and what stands below it; code blocks are not looked into."""
    found: dict[str, list[str]] = {}
    lines: list[str] = []
    is_code = False
    for line in markdown.splitlines():
        if line.startswith("```"):
            is_code = not is_code
        if line.startswith("## ") and not is_code:
            lines = found.setdefault(line.removeprefix("## "), [])
        else:
            lines.append(line)
    return {heading: "\n".join(body).strip() for heading, body in found.items()}
