"""What a comment decides, as it is written.

/// @convex.enforced(unique-not-enforced, by: "users.create")
// @convex.allow(default-not-applied, value-bound-not-checked, reason: "the form does it")
"""

from __future__ import annotations

import re
from typing import Literal

from prisma_schema_parser.records import NamedTuple

# The word of a decision, and the name of its text.
DECISIONS: dict[str, tuple[Literal["allowed", "enforced"], str]] = {
    "allow": ("allowed", "reason"),
    "enforced": ("enforced", "by"),
}
MOST_WORDS = 1000
"""Of one decision: more than there are rules. Each that is none is looked for among them all."""
_ARGUMENT = re.compile(r'[^",()\r\n]*+')
_ENDS = frozenset('()"\r\n')
_TEXT = re.compile(r'\s*(?P<key>reason|by)\s*:\s*"(?P<text>(?:[^"\\\r\n]|\\.)*+)"\s*')
_IS_TEXT = re.compile(r"\s*(?:reason|by)\s*:")
_ESCAPE = re.compile(r"\\(.)")


class DecisionDirective(NamedTuple):
    """`@convex.allow(rule, ..., reason: "...")` or `@convex.enforced(rule, ..., by: "...")`.

    `words` are the rules as written, each with its offset; `text` is the reason, or by what; what
    can't be read is left out. `last` is where what was read ends, `end` where what is taken out of the documentation does.
    """

    state: Literal["allowed", "enforced"]
    words: tuple[tuple[str, int], ...]
    text: str | None
    start: int
    last: int
    end: int


def read_decision(text: str, start: int, word: re.Match[str]) -> DecisionDirective:
    """The one that begins at `start`; `word` is a key of DECISIONS."""
    state, key = DECISIONS[word[0]]
    words, reason, last = _arguments(text, word.end(), key)
    return DecisionDirective(
        state=state,
        words=words,
        text=reason,
        start=start,
        last=last,
        end=last,
    )


def _arguments(text: str, at: int, key: str) -> tuple[tuple[tuple[str, int], ...], str | None, int]:
    """The rules, the text of `key`, and where it ends; what can't be read is left out."""
    if not text.startswith("(", at):
        return (), None, at
    words: list[tuple[str, int]] = []
    given_text = None
    at += 1
    while at < len(text) and text[at] not in _ENDS and len(words) < MOST_WORDS:
        given = _TEXT.match(text, at)
        if given is not None and given["key"] == key:
            given_text = _ESCAPE.sub(r"\1", given["text"]).strip() or None
        elif given is None and _IS_TEXT.match(text, at):
            break
        argument = given or _ARGUMENT.match(text, at)
        assert argument is not None
        if given is None and argument[0].strip():
            blanks = len(argument[0]) - len(argument[0].lstrip())
            words.append((argument[0].strip(), at + blanks))
        at = argument.end()
        if at < len(text) and text[at] not in _ENDS:
            at += 1
    return tuple(words), given_text, at + text.startswith(")", at)
