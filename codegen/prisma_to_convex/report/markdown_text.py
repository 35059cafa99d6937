"""Text that stays text in Markdown: whatever a schema says, no table, code span or page breaks.

code   any text as a code span, in a table cell or out of it
prose  a sentence of ours, with code spans that hold a schema's text
reply  prose for a comment on a forge, where a name after an @ would be notified
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from functools import lru_cache
from html import escape

from ..typescript.literals import plain_line

_RUN = re.compile(r"`+")
_SPECIAL = re.compile(r"[\\`*_{}\[\]<>|#~&]")
# One line of ASCII without a backtick or a bar: most of what there is.
_SIMPLE = re.compile(r"[!-_a-{}~]++(?: [!-_a-{}~]++)*+")


def code(text: str) -> str:
    """A code span; nothing in the text can end the span or the cell. Empty for no text.

    >>> code("a|b"), code("a`b"), code("`")
    ('`a\\\\|b`', '``a`b``', '`` ` ``')
    """
    if _SIMPLE.fullmatch(text):
        return f"`{text}`"
    flat = plain_line(text).strip()
    if not flat:
        return ""
    longest = max((len(run) for run in _RUN.findall(flat)), default=0)
    fence = "`" * (longest + 1)
    pad = " " if flat[0] == "`" or flat[-1] == "`" else ""
    return _span(fence, f"{pad}{flat}{pad}")


def prose(text: str) -> str:
    """A sentence with code spans in it; what is outside them is taken literally.

    >>> prose("give `a: 1` to <b> [x](y)")
    'give `a: 1` to \\\\<b\\\\> \\\\[x\\\\](y)'
    """
    return _written(text, _literal)


def reply(text: str) -> str:
    """`prose` that calls nobody: GitHub takes `@default` for a user's name, escaped or not.

    >>> reply("`id` @default(1)")
    '`id` @<!-- -->default(1)'
    """
    return _written(text, _uncalled)


def _written(text: str, literal: Callable[[str], str]) -> str:
    line = plain_line(text)
    parts = line.split("`")
    if len(parts) % 2 == 0 or "``" in line:
        return "".join(_prose(line, literal))
    parts[::2] = map(literal, parts[::2])
    parts[1::2] = [_span("`", one) if "|" in one else f"`{one}`" for one in parts[1::2]]
    return "".join(parts)


def _prose(text: str, literal: Callable[[str], str]) -> Iterator[str]:
    """As CommonMark has it: a run of backticks opens a span if a run of the same length follows.

    Were it otherwise here than there, what is left unescaped here would be markup there.
    """
    runs = list(_RUN.finditer(text))
    at = position = 0
    while at < len(runs):
        opening = runs[at]
        same = (
            number for number in range(at + 1, len(runs)) if len(runs[number][0]) == len(opening[0])
        )
        closing = next(same, None)
        if closing is not None:
            yield literal(text[position : opening.start()])
            yield _span(opening[0], text[opening.end() : runs[closing].start()])
            position = runs[closing].end()
            at = closing
        at += 1
    yield literal(text[position:])


@lru_cache(maxsize=1024)
def _literal(text: str) -> str:
    return _SPECIAL.sub(_escaped, text)


def _uncalled(text: str) -> str:
    return _literal(text).replace("@", "@<!-- -->")


def _escaped(found: re.Match[str]) -> str:
    return f"\\{found[0]}"


def _span(fence: str, inside: str) -> str:
    """A code span whose bars do not end a table's cell.

    Of a backslash before a bar GitHub and CommonMark's other readers make different things, so such
    a text is written in HTML.
    """
    if "\\|" not in inside:
        return fence + inside.replace("|", "\\|") + fence
    return f"<code>{_SPECIAL.sub(_entity, escape(inside.strip(), quote=False))}</code>"


def _entity(found: re.Match[str]) -> str:
    char = found[0]
    return char if char == "&" else f"&#{ord(char)};"


@lru_cache(maxsize=256)
def anchor(heading: str) -> str:
    """GitHub's anchor of a heading."""
    return re.sub(r"[^\w\- ]", "", heading.lower()).replace(" ", "-")
