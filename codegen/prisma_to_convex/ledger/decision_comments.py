"""What comments decide, and which lines they say it of. Texts in, values out.

    /// @convex.enforced(unique-not-enforced, by: "users.create")
    email String @unique // @convex.allow(value-bound-not-checked, reason: "the form checks it")

A comment behind a line speaks of that line, one above of the next line of code; above a block, or on
its first line, of the whole block. `//`, `///` and `/* */` count.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Literal

from prisma_schema_parser.records import NamedTuple
from prisma_schema_parser.schema import Schema
from prisma_schema_parser.source import SourceFile, Span
from prisma_schema_parser.syntax import KEYWORDS, Owner

from ..options.comment_groups import CommentGroup, comment_groups
from ..options.comment_text import read
from ..options.decision_text import DecisionDirective

_KEYS = {"allowed": "reason", "enforced": "by"}


class RuleWord(NamedTuple):
    """A rule as it is written, and where."""

    text: str
    span: Span


class DecisionTarget(NamedTuple):
    """The lines that are spoken of; `field` is empty for a block and for `@@unique(...)`."""

    source: SourceFile
    first: int
    last: int
    owner: str
    field: str
    is_block: bool


class DecisionComment(NamedTuple):
    """One comment. `target` is None where no code follows, `text` where none can be read."""

    span: Span
    state: Literal["allowed", "enforced"]
    words: tuple[RuleWord, ...]
    text: str | None
    target: DecisionTarget | None

    def form(self, rule: str) -> str:
        """How it is written."""
        word = "enforced" if self.state == "enforced" else "allow"
        return f'@convex.{word}({rule}, {_KEYS[self.state]}: "...")'


def decision_comments(schema: Schema) -> Iterator[DecisionComment]:
    """In order of place. Costs next to nothing for a schema without any."""
    for group in comment_groups(schema):
        target = _target(group.owner)
        for found in read(group.text):
            if isinstance(found, DecisionDirective):
                yield _comment(found, group, target)


def _comment(
    found: DecisionDirective, group: CommentGroup, target: DecisionTarget | None
) -> DecisionComment:
    return DecisionComment(
        span=group.span(found.start, found.last),
        state=found.state,
        words=tuple(
            RuleWord(word, group.span(start, start + len(word))) for word, start in found.words
        ),
        text=found.text,
        target=target,
    )


def _target(owner: Owner | None) -> DecisionTarget | None:
    if owner is None:
        return None
    source, start, end = owner.span
    return DecisionTarget(
        source=source,
        first=source.line(start),
        last=source.line(end - 1),
        owner=owner.block,
        field="" if owner.kind == "attribute" else owner.name,
        is_block=owner.kind in KEYWORDS,
    )
