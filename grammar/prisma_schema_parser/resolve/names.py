"""One namespace of blocks: who is declared, and what is declared twice."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from .. import rules
from ..diagnostic import Diagnostic, Label
from ..records import NamedTuple
from ..source import Span
from ..syntax import Block, ConfigDecl, Document, EnumDecl, FieldDecl, ModelDecl


class Names(NamedTuple):
    """The first declaration of each name, in source order; `repeated` ones are left out."""

    models: dict[str, ModelDecl]
    types: dict[str, ModelDecl]
    enums: dict[str, EnumDecl]
    datasources: tuple[ConfigDecl, ...]
    generators: tuple[ConfigDecl, ...]
    fields: dict[str, dict[str, FieldDecl]]
    repeated: set[str]


def collect(documents: Iterable[Document]) -> tuple[Names, list[Diagnostic]]:
    found: list[Diagnostic] = []
    names = Names({}, {}, {}, (), (), {}, set())
    seen: dict[tuple[str, str], Span] = {}
    configs: dict[str, list[ConfigDecl]] = {"datasource": [], "generator": []}
    for block in (block for document in documents for block in document.blocks):
        space = _namespace(block)
        key = (space, block.name)
        if key in seen:
            found.append(_duplicate(_noun(block), block.name, block.name_span, seen[key]))
            names.repeated.add(block.name)
            continue
        seen[key] = block.name_span
        match block:
            case ConfigDecl():
                configs[block.keyword].append(block)
            case EnumDecl():
                names.enums[block.name] = block
                found.extend(_duplicate_values(block))
            case ModelDecl():
                (names.types if block.keyword == "type" else names.models)[block.name] = block
                names.fields[block.name] = _fields(block, found)
    return (
        names._replace(
            datasources=tuple(configs["datasource"]), generators=tuple(configs["generator"])
        ),
        found,
    )


def _namespace(block: Block) -> str:
    """Models, views, enums and types share one; datasources and generators have their own."""
    return block.keyword if isinstance(block, ConfigDecl) else ""


def _noun(block: Block) -> str:
    return "enum" if isinstance(block, EnumDecl) else block.keyword


def _fields(block: ModelDecl, found: list[Diagnostic]) -> dict[str, FieldDecl]:
    fields: dict[str, FieldDecl] = {}
    for field in block.fields:
        first = fields.setdefault(field.name, field)
        if first is not field:
            found.append(_duplicate("field", field.name, field.name_span, first.name_span))
    return fields


def _duplicate_values(block: EnumDecl) -> Iterator[Diagnostic]:
    seen: dict[str, Span] = {}
    for value in block.values:
        if value.name in seen:
            yield _duplicate("enum value", value.name, value.name_span, seen[value.name])
        else:
            seen[value.name] = value.name_span


def _duplicate(noun: str, name: str, span: Span, first: Span) -> Diagnostic:
    return Diagnostic(
        rules.DUPLICATE_NAME,
        f"the {noun} `{name}` is defined twice",
        span,
        labels=(Label(first, "first defined here"),),
        help="rename one of them",
    )
