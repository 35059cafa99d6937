"""Ids, unique constraints and indexes, from fields and from `@@` lines."""

from __future__ import annotations

from ..schema import Index, IndexField, IndexKind
from ..source import Span
from ..syntax import (
    Attribute,
    BlockAttribute,
    Call,
    Constant,
    Expression,
    FieldDecl,
    ModelDecl,
    NumberLiteral,
    StringLiteral,
)
from . import arguments as read

_ON_FIELD: dict[str, IndexKind] = {"id": "id", "unique": "unique"}
_ON_BLOCK: dict[str, IndexKind] = {
    "id": "id", "unique": "unique", "index": "index", "fulltext": "fulltext",
}  # fmt: skip  # one line a table


def indexes(decl: ModelDecl) -> tuple[Index, ...]:
    """All of a model's, those on fields first, each group in source order."""
    on_fields = [
        _on_field(field, attribute)
        for field in decl.fields
        for attribute in field.tail.attributes
        if attribute.name in _ON_FIELD
    ]
    on_block = [_on_block(line) for line in decl.attributes if line.attribute.name in _ON_BLOCK]
    return (*on_fields, *on_block)


def _on_field(field: FieldDecl, attribute: Attribute) -> Index:
    part = IndexField((field.name,), read.constant(attribute, "sort"), _length(attribute), None)
    return Index(
        kind=_ON_FIELD[attribute.name],
        fields=(part,),
        name=None,
        mapped_name=read.string(attribute, "map"),
        algorithm=None,
        clustered=_boolean(attribute, "clustered"),
        where=_where(field, attribute),
        is_on_field=True,
        span=field.span(attribute),
    )


def _on_block(line: BlockAttribute) -> Index:
    attribute = line.attribute
    kind = _ON_BLOCK[attribute.name]
    mapped = read.string(attribute, "map")
    name = read.string(attribute, "name")
    if kind == "index":
        # facts section 5: on @@index, `name:` is the legacy spelling of `map:`.
        mapped, name = mapped if mapped is not None else name, None
    fields = read.items(read.value(attribute, "fields", is_default=True))
    return Index(
        kind=kind,
        fields=tuple(part for item in fields if (part := _part(line, item)) is not None),
        name=name,
        mapped_name=mapped,
        algorithm=read.constant(attribute, "type"),
        clustered=_boolean(attribute, "clustered"),
        where=_where(line, attribute),
        is_on_field=False,
        span=line.span(attribute),
    )


def _part(line: BlockAttribute, item: Expression) -> IndexField | None:
    match item:
        case Constant(name=name):
            return IndexField(tuple(name.split(".")))
        case Call(name=name):
            ops = read.value(item, "ops")
            text = _source(line, ops) if ops is not None else None
            path = tuple(name.split("."))
            return IndexField(path, read.constant(item, "sort"), _length_of_part(item), text)
        case _:
            return None


def _length(attribute: Attribute) -> int | None:
    """On a field: any integer, of which the engine keeps 32 bits."""
    found = read.integer(attribute, "length")
    return None if found is None else found & _U32


def _length_of_part(call: Call) -> int | None:
    """In a list of fields: the same, but a negative one is dropped."""
    found = read.integer(call, "length")
    return None if found is None or found < 0 else found & _U32


_U32 = (1 << 32) - 1


def _boolean(attribute: Attribute, name: str) -> bool | None:
    return {"true": True, "false": False}.get(read.constant(attribute, name) or "")


def _where(line: FieldDecl | BlockAttribute, attribute: Attribute) -> str | None:
    found = read.value(attribute, "where")
    match found:
        case None:
            return None
        case Call(name="raw", arguments=(argument,)) if isinstance(argument.value, StringLiteral):
            return argument.value.value
        case NumberLiteral() | StringLiteral():
            return None
        case _:
            return _source(line, found)


def _source(line: FieldDecl | BlockAttribute, node: Expression) -> str:
    return Span(line.source, line.base + node.start, line.base + node.end).text
