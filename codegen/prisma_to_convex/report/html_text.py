"""Text that stays text in HTML: whatever a schema says, no tag, attribute or reading order breaks.

What can't be seen, or turns the direction of what follows, is shown as its escape.
"""

from __future__ import annotations

import re
from functools import lru_cache
from html import escape as quoted

from markupsafe import Markup, escape

from prisma_schema_parser.excerpt import plain

_CODE = re.compile(r"(?<!`)(`{1,9})(?!`)(.{1,2000}?)(?<!`)\1(?!`)")
_LONGEST = 240  # characters of a source line


def text(value: str) -> Markup:
    """
    >>> text('<b> "x"\\u202e')
    Markup('&lt;b&gt; &#34;x&#34;\\\\u202e')
    """
    return escape(plain(value))


@lru_cache(maxsize=20_000)
def prose(value: str) -> Markup:
    """A sentence with code spans in it.

    >>> prose("give `a<b` to <b>")
    Markup('give <code>a&lt;b</code> to &lt;b&gt;')
    """
    flat = plain(" ".join(value.split()))
    if "`" not in flat:
        return escape(flat)
    parts: list[str] = []
    at = 0
    for found in _CODE.finditer(flat):
        parts += (quoted(flat[at : found.start()]), "<code>", quoted(found[2]), "</code>")
        at = found.end()
    return Markup("".join((*parts, quoted(flat[at:]))))


@lru_cache(maxsize=20_000)
def code(value: str) -> Markup:
    """Empty for no text."""
    shown = plain(" ".join(value.split()))
    return Markup(f"<code>{quoted(shown)}</code>") if shown else Markup()


def source_line(line: str) -> str:
    """A line of the schema as shown: tabs expanded, cut where it is very long; not yet escaped."""
    expanded = line[: 2 * _LONGEST].expandtabs(2).rstrip()
    shown = plain(expanded)
    return shown if len(shown) <= _LONGEST else f"{shown[:_LONGEST]}..."


@lru_cache(maxsize=256)
def documentation(markdown: str) -> Markup:
    """A section of a rule's documentation: paragraphs, code spans and fenced code, nothing else.

    >>> documentation("One `a`.\\n\\n```ts\\na < b;\\n```")
    Markup('<p>One <code>a</code>.</p>\\n<pre><code>a &lt; b;</code></pre>')
    """
    blocks: list[Markup] = []
    for number, part in enumerate(re.split(r"^```\w*\n(.*?)\n?```$", markdown, flags=re.M | re.S)):
        if number % 2:
            blocks.append(Markup("<pre><code>%s</code></pre>") % part)
        else:
            blocks += (
                Markup("<p>%s</p>") % prose(one) for one in part.split("\n\n") if one.strip()
            )
    return Markup("\n").join(blocks)
