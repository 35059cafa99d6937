"""One namespace of blocks: who is declared, and what is declared twice."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from itertools import chain

from .. import rules
from ..diagnostic import Diagnostic, Label
from ..listing import listed
from ..records import NamedTuple
from ..source import Span
from ..syntax import Block, ConfigDecl, Document, EnumDecl, FieldDecl, ModelDecl


class Names(NamedTuple):
    """The first declaration of each name, in source order; `repeated` has those declared again."""

    models: Mapping[str, ModelDecl]
    types: Mapping[str, ModelDecl]
    enums: Mapping[str, EnumDecl]
    datasources: tuple[ConfigDecl, ...]
    generators: tuple[ConfigDecl, ...]
    fields: Mapping[str, Mapping[str, FieldDecl]]
    repeated: frozenset[str]


def collect(documents: Iterable[Document]) -> tuple[Names, list[Diagnostic]]:
    """The names, and a diagnostic for each that is declared again."""
    blocks = [block for document in documents for block in document.blocks]
    first: dict[tuple[str, str], Block] = {}
    again = [block for block in blocks if first.setdefault(_key(block), block) is not block]
    models = [block for block in first.values() if isinstance(block, ModelDecl)]
    enums = [block for block in first.values() if isinstance(block, EnumDecl)]
    configs = [block for block in first.values() if isinstance(block, ConfigDecl)]
    fields = {block.name: _first_of_each(block) for block in models}
    found = listed(
        chain(
            (_declared_twice(block, first[_key(block)]) for block in again),
            *(_repeated_fields(block, fields[block.name]) for block in models),
            *map(_repeated_values, enums),
        )
    )
    names = Names(
        models={block.name: block for block in models if block.keyword != "type"},
        types={block.name: block for block in models if block.keyword == "type"},
        enums={block.name: block for block in enums},
        datasources=tuple(block for block in configs if block.keyword == "datasource"),
        generators=tuple(block for block in configs if block.keyword == "generator"),
        fields=fields,
        repeated=frozenset(block.name for block in again),
    )
    return names, list(found)


def _key(block: Block) -> tuple[str, str]:
    return _namespace(block), block.name


def _declared_twice(block: Block, first: Block) -> Diagnostic:
    return _duplicate(_noun(block), block.name, block.name_span, first.name_span)


def _namespace(block: Block) -> str:
    """Models, views, enums and types share one; datasources and generators have their own."""
    return block.keyword if isinstance(block, ConfigDecl) else ""


def _noun(block: Block) -> str:
    return "enum" if isinstance(block, EnumDecl) else block.keyword


def _first_of_each(block: ModelDecl) -> dict[str, FieldDecl]:
    fields: dict[str, FieldDecl] = {}
    for field in block.fields:
        fields.setdefault(field.name, field)
    return fields


def _repeated_fields(block: ModelDecl, fields: Mapping[str, FieldDecl]) -> Iterator[Diagnostic]:
    if len(fields) < len(block.fields):
        for field in block.fields:
            first = fields[field.name]
            if first is not field:
                yield _duplicate("field", field.name, field.name_span, first.name_span)


def _repeated_values(block: EnumDecl) -> Iterator[Diagnostic]:
    seen: dict[str, Span] = {}
    for value in block.values:
        first = seen.setdefault(value.name, value.name_span)
        if first.start != value.start:
            yield _duplicate("enum value", value.name, value.name_span, first)


def _duplicate(noun: str, name: str, span: Span, first: Span) -> Diagnostic:
    return Diagnostic(
        rules.DUPLICATE_NAME,
        f"the {noun} `{name}` is defined twice",
        span,
        labels=(Label(first, "first defined here"),),
        help="rename one of them",
    )
