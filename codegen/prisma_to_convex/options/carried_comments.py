"""What the comments of a schema say of its parts, for schema.ts: above a declaration, and beside it."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping

from prisma_schema_parser.records import NamedTuple
from prisma_schema_parser.schema import Schema
from prisma_schema_parser.syntax import Comment, Owner

from .comment_prose import prose_lines

LONGEST_BESIDE = 90
"""What is longer stands above, where nothing is cut."""

_SIGNS = re.compile(r"/{2,3} ?")
_PROSE = re.compile(r"(?<!/)//(?!/)")


class Said(NamedTuple):
    """`above` in lines, `beside` on one."""

    above: str = ""
    beside: str = ""


NOTHING_SAID = Said()


class CarriedComments(NamedTuple):
    """By block and name; the name is empty for the block itself."""

    said: Mapping[tuple[str, str], Said]

    def of(self, block: str, name: str = "") -> Said:
        return self.said.get((block, name), NOTHING_SAID)


NO_COMMENTS = CarriedComments({})


def carried_comments(schema: Schema) -> CarriedComments:
    """What `//` comments say beyond the documentation, of each part that they stand at."""
    texts = (source.text for source in schema.sources)
    if not any("//" in text and _PROSE.search(text) for text in texts):
        return NO_COMMENTS
    types = {*schema.models_by_name, *schema.enums_by_name}
    types.update(composite.name for composite in schema.composite_types)
    said = {}
    for owner, comments in _by_owner(schema):
        found = _said(owner, comments, types)
        if found != NOTHING_SAID:
            said[(owner.block, owner.name)] = found
    return CarriedComments(said)


def _by_owner(schema: Schema) -> Iterator[tuple[Owner, list[Comment]]]:
    """The `//` comments of each model, enum, type, field and value, in order of place."""
    found: dict[tuple[str, str], tuple[Owner, list[Comment]]] = {}
    for comment in schema.comments:
        owner = comment.owner
        if owner is None or comment.kind != "//" or owner.kind in ("attribute", "pair"):
            continue
        found.setdefault((owner.block, owner.name), (owner, []))[1].append(comment)
    yield from found.values()


def _said(owner: Owner, comments: list[Comment], types: set[str]) -> Said:
    is_enum = owner.kind == "value"
    above = prose_lines(
        [_text(one) for one in comments if not one.is_trailing], types, is_enum=is_enum
    )
    beside = prose_lines(
        [_text(one) for one in comments if one.is_trailing], types, is_enum=is_enum
    )
    one_line = " ".join(beside)
    if owner.name and len(one_line) <= LONGEST_BESIDE:
        return Said("\n".join(above), one_line)
    return Said("\n".join([*above, *beside]))


def _text(comment: Comment) -> str:
    return _SIGNS.sub("", comment.span.text, count=1)
