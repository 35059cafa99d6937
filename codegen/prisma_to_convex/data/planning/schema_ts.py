"""The validators that stand in a schema.ts, edits by hand included, as far as they are written out in it."""

from __future__ import annotations

import re
from collections.abc import Iterator

from prisma_schema_parser.records import NamedTuple

from ...convex.convex_schema import ConvexSchema, Export, Field, Table, Validator
from ...convex.validator_reader import InvalidValidator
from ...convex.validator_reader import parse as parse_validator
from ...merge.parse import parse
from ...merge.tree import Block, Item, body_of
from ...typescript.tokens import NotTypeScript, scan


class UnreadableValidator(NamedTuple):
    """`place` is a table's field, or an export."""

    place: str
    why: str


_EXPORT = re.compile(r"exportconst([A-Za-z_$][\w$]*)=(.*?);?$", re.DOTALL)
_FIELD = re.compile(r"(?:\"([^\"]+)\"|([A-Za-z_$][\w$]*)):(.*?),?$", re.DOTALL)
_NAME = re.compile(r"[A-Za-z_$][\w$]*")
"""`role` alone stands for `role: role`."""
_OPTIONAL = "v.optional("


def read(text: str) -> ConvexSchema | UnreadableValidator:
    """Indexes are left out: documents do not depend on them."""
    try:
        tree = parse(text)
        exports = tuple(_exports(tree))
        return ConvexSchema(exports, tuple(_tables(tree)))
    except NotTypeScript as error:
        return UnreadableValidator("schema.ts", str(error))
    except _Failed as failed:
        return failed.found


class _Failed(Exception):
    def __init__(self, place: str, why: str) -> None:
        super().__init__(why)
        self.found = UnreadableValidator(place, why)


def _bare(item: Item) -> str:
    """The tokens of an item: no blank, no comment."""
    return "".join(token.text for token in scan(body_of(item)).tokens)


def _exports(tree: Block) -> Iterator[Export]:
    for item in tree.items:
        found = _EXPORT.fullmatch(_bare(item))
        if found is not None and found[2].startswith("v."):
            yield Export(found[1], _validator(found[1], found[2]))


def _tables(tree: Block) -> Iterator[Table]:
    for item in tree.items:
        for part in item.parts:
            if isinstance(part, Block) and part.kind == "tables":
                for table in part.items:
                    yield Table(table.key, tuple(_fields(table)))


def _fields(table: Item) -> Iterator[Field]:
    blocks = [part for part in table.parts if isinstance(part, Block) and part.kind == "fields"]
    if not blocks:
        raise _Failed(table.key, "its fields are not written out")
    for item in blocks[0].items:
        bare = _bare(item).rstrip(",")
        found = _FIELD.fullmatch(f"{bare}:{bare}" if _NAME.fullmatch(bare) else bare)
        if found is None:
            raise _Failed(f"{table.key}.{item.key}", "it is not written out")
        name, written = found[1] or found[2], found[3]
        is_optional = written.startswith(_OPTIONAL) and written.endswith(")")
        inner = written[len(_OPTIONAL) : -1].rstrip(",") if is_optional else written
        yield Field(name, _validator(f"{table.key}.{name}", inner), is_optional)


def _validator(place: str, text: str) -> Validator:
    try:
        return parse_validator(text)
    except InvalidValidator as error:
        raise _Failed(place, error.message) from None
