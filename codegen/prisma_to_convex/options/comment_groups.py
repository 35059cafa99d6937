"""The comments of a schema that may hold a directive, as texts with what they speak of."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator, Sequence

from prisma_schema_parser.comments import touches
from prisma_schema_parser.records import NamedTuple
from prisma_schema_parser.schema import Schema
from prisma_schema_parser.source import SourceFile, Span
from prisma_schema_parser.syntax import Comment, Owner

from .mention import MARK

_SIGNS = re.compile(r"/{2,}|/\*+")


class CommentGroup(NamedTuple):
    """Comments that touch, as one text without their signs.

    `places` has where each of its pieces starts, in the text and in the source.
    """

    source: SourceFile
    owner: Owner | None
    text: str
    places: tuple[tuple[int, int], ...]

    def span(self, start: int, end: int) -> Span:
        """Of the source, for offsets in the text."""
        return Span(self.source, self._offset(start), self._offset(end - 1) + 1)

    def _offset(self, at: int) -> int:
        piece = bisect_right(self.places, at, key=lambda place: place[0]) - 1
        inside, outside = self.places[max(piece, 0)]
        return outside + at - inside


def comment_groups(schema: Schema) -> Iterator[CommentGroup]:
    """In order of place; a comment behind code is a group by itself."""
    marked = {source for source in schema.sources if MARK in source.text}
    group: list[Comment] = []
    for comment in schema.comments if marked else ():
        if comment.span.source not in marked:
            continue
        if group and not _goes_on(group[-1], comment):
            yield from _joined(group)
            group = []
        group.append(comment)
    yield from _joined(group)


def _goes_on(last: Comment, comment: Comment) -> bool:
    before, span = last.span, comment.span
    return (
        not last.is_trailing
        and not comment.is_trailing
        and before.source is span.source
        and touches(span.source.text, before.end, span.start)
    )


def _joined(group: Sequence[Comment]) -> Iterator[CommentGroup]:
    if not any(MARK in comment.span.text for comment in group):
        return
    pieces, places, size = [], [], 0
    for comment in group:
        text = comment.span.text
        signs = _SIGNS.match(text)
        assert signs is not None
        piece = text[signs.end() : -2 if comment.kind == "/*" else None]
        places.append((size, comment.span.start + signs.end()))
        pieces.append(piece)
        size += len(piece) + 1
    yield CommentGroup(group[0].span.source, group[-1].owner, "\n".join(pieces), tuple(places))
