"""Where the directives of a schema stand, and what each is said of."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator, Mapping

from prisma_schema_parser.records import NamedTuple
from prisma_schema_parser.schema import (
    CompositeType,
    Enum,
    EnumValue,
    Model,
    RelationField,
    ScalarField,
    Schema,
)
from prisma_schema_parser.source import Span

from .comment_text import Directive, DirectiveProblem, OtherDirective, read
from .mention import MARK
from .settings import BlockOptions, Key, Level, OptionProblem, Options, keys_of

_TOKENS = re.compile(
    r"(?P<string>\"(?:[^\"\\\r\n]|\\.)*+\")|(?P<comment>//[^\r\n]*|/\*.*?(?:\*/|\Z))", re.DOTALL
)
_NEWLINE = re.compile(r"\r\n|\n|\r")


class Directives(NamedTuple):
    blocks: Mapping[str, BlockOptions]
    written: Mapping[Key, Span]
    problems: tuple[OptionProblem, ...]


def with_directives(options: Options, schema: Schema) -> tuple[Options, tuple[OptionProblem, ...]]:
    """The options with what comments say; a comment wins over the configuration."""
    found = read_directives(schema)
    if not found.blocks:
        return options, found.problems
    blocks = dict(options.blocks)
    for name, added in found.blocks.items():
        known = blocks.get(name, BlockOptions())
        fields = dict(known.fields)
        for field, changes in added.fields.items():
            fields[field] = {**fields.get(field, {}), **changes}
        changes = {**known.changes, **added.changes}
        blocks[name] = known._replace(changes=changes, fields=fields)
    written = {**options.written, **found.written}
    return options._replace(blocks=blocks, written=written), found.problems


# ---- what is said of what --------------------------------------------------------------------------


class DirectiveTarget(NamedTuple):
    """What a directive can be said of; `level` is None where nothing can."""

    span: Span
    owner: str
    field: str
    level: Level | None
    word: str


class CommentGroup(NamedTuple):
    """Comments that touch, as one text: `places` has where each of its pieces starts, in it and in
    the source.
    """

    text: str
    places: tuple[tuple[int, int], ...]
    start: int
    end: int
    is_above: bool

    def offset(self, at: int) -> int:
        piece = bisect_right(self.places, (at, len(self.text) + self.end)) - 1
        inside, outside = self.places[max(piece, 0)]
        return outside + at - inside


def read_directives(schema: Schema) -> Directives:
    """All that is written in the sources of a schema."""
    blocks: dict[str, tuple[dict[str, object], dict[str, dict[str, object]]]] = {}
    written: dict[Key, Span] = {}
    problems: list[OptionProblem] = []
    sources = [source for source in schema.sources if MARK in source.text]
    targets = _targets(schema) if sources else {}
    for source in sources:
        declared = targets.get(id(source), [])
        starts = [target.span.start for target in declared]
        for remark in _comment_groups(source.text):
            target = _target(remark, source.text, declared, starts)
            for found in read(remark.text):
                if isinstance(found, OtherDirective):
                    continue
                span = Span(source, remark.offset(found.start), remark.offset(found.end - 1) + 1)
                problem = _misplaced(found, target, written)
                if problem is not None:
                    problems.append(OptionProblem(span, *problem))
                    continue
                assert isinstance(found, Directive)
                assert target is not None
                own, fields = blocks.setdefault(target.owner, ({}, {}))
                changes = fields.setdefault(target.field, {}) if target.field else own
                changes[found.row.attribute] = found.value
                written[(target.owner, target.field, found.row.attribute)] = span
    return Directives(
        {name: BlockOptions(own, fields) for name, (own, fields) in blocks.items()},
        written,
        tuple(problems),
    )


def _misplaced(
    found: Directive | DirectiveProblem, target: DirectiveTarget | None, written: Mapping[Key, Span]
) -> tuple[str, str] | None:
    if isinstance(found, DirectiveProblem):
        return found.message, found.help
    key = found.row.key
    if target is None:
        help_ = "put it above a model, enum, type or field, or behind it on its line"
        return f"`@convex.{key}` stands at nothing that it could be said of", help_
    if target.level is None or target.level not in found.row.levels:
        known = [f"`@convex.{one}`" for one in keys_of(target.level)] if target.level else []
        help_ = f"what can be said of it: {', '.join(known)}" if known else ""
        return f"`@convex.{key}` can't be said of {target.word}", help_
    if (target.owner, target.field, found.row.attribute) in written:
        return f"`@convex.{key}` is said twice of {target.word}", ""
    return None


def _targets(schema: Schema) -> dict[int, list[DirectiveTarget]]:
    """Everything that is declared, by the identity of its source, in order of place."""
    found: dict[int, list[DirectiveTarget]] = {}

    def add(span: Span, owner: str, field: str, level: Level | None, word: str) -> None:
        found.setdefault(id(span.source), []).append(
            DirectiveTarget(span, owner, field, level, word)
        )

    blocks: list[Model | CompositeType | Enum] = [
        *schema.models,
        *schema.composite_types,
        *schema.enums,
    ]
    for block in blocks:
        level: Level = "model" if isinstance(block, Model) else "type"
        if isinstance(block, Enum):
            level = "enum"
        word = {"model": "the model", "type": "the type", "enum": "the enum"}[level]
        add(block.span, block.name, "", level, f"{word} `{block.name}`")
        inner: tuple[ScalarField | RelationField | EnumValue, ...] = (
            block.values if isinstance(block, Enum) else block.fields
        )
        for one in inner:
            name = f"`{block.name}.{one.name}`"
            match one:
                case ScalarField():
                    add(one.span, block.name, one.name, "field", name)
                case RelationField():
                    add(one.span, block.name, one.name, None, f"the relation field {name}")
                case _:
                    add(one.span, block.name, one.name, None, f"the enum value {name}")
    for targets in found.values():
        targets.sort(key=lambda target: target.span.start)
    return found


def _comment_groups(text: str) -> Iterator[CommentGroup]:
    """The comments with directives: each group above a declaration, each one behind something."""
    group: list[tuple[int, int]] = []
    before = 0
    for match in _TOKENS.finditer(text):
        start, end = match.span()
        between, before = text[before:start], end
        if match["comment"] is None:
            continue
        if start and not _OWN_LINE.search(between):
            yield from _comment_group(text, [(start, end)], is_above=False)
            continue
        if group and not _touches(text, group[-1][1], start):
            yield from _comment_group(text, group, is_above=True)
            group = []
        group.append((start, end))
    yield from _comment_group(text, group, is_above=True)


_OWN_LINE = re.compile(r"[\r\n][ \t]*\Z")


def _touches(text: str, end: int, start: int) -> bool:
    between = text[end:start]
    return not between.strip() and len(_NEWLINE.findall(between)) <= 1


def _comment_group(
    text: str, group: list[tuple[int, int]], *, is_above: bool
) -> Iterator[CommentGroup]:
    if not any(text.find(MARK, start, end) >= 0 for start, end in group):
        return
    pieces, places, size = [], [], 0
    for start, end in group:
        inner = start + len(re.compile(r"/{2,}|/\*+").match(text, start)[0])  # type: ignore[index]  # a comment starts so
        last = end - 2 if text.startswith("/*", start) else end
        places.append((size, inner))
        pieces.append(text[inner:last])
        size += last - inner + 1
    yield CommentGroup("\n".join(pieces), tuple(places), group[0][0], group[-1][1], is_above)


def _target(
    remark: CommentGroup, text: str, targets: list[DirectiveTarget], starts: list[int]
) -> DirectiveTarget | None:
    at = bisect_right(starts, remark.start)
    if remark.is_above:
        found = targets[at] if at < len(targets) else None
        return found if found and _ABOVE.fullmatch(text, remark.end, found.span.start) else None
    found = targets[at - 1] if at else None
    if found is None:
        return None
    between = text[found.span.end : remark.start]
    is_block = not found.field and found.owner == found.span.text
    is_behind = _HEADER.fullmatch(between) if is_block else _is_one_line(between)
    return found if is_behind else None


_ABOVE = re.compile(r"[ \t]*(?:\r\n|\n|\r)?[ \t]*(?:(?:model|view|enum|type)[ \t]+)?")
_HEADER = re.compile(r"[ \t]*\{[ \t]*")
_BRACKETS = re.compile(r"\"(?:[^\"\\\r\n]|\\.)*\"|//[^\r\n]*|[()\[\]\r\n}]")


def _is_one_line(between: str) -> bool:
    """Whether a declaration goes on for that long: it breaks lines inside of brackets only."""
    depth = 0
    for match in _BRACKETS.finditer(between):
        if match[0] in "([":
            depth += 1
        elif match[0] in ")]":
            depth -= 1
        elif depth == 0 and match[0] in "\r\n}":
            return False
    return depth == 0
