"""What was written: the nodes of one file, in source order, with nothing resolved.

The inside of a line (attributes, arguments, expressions) is parsed once per distinct text and
shared by all lines that hold it, so those nodes carry offsets relative to their line's `base`.
`Line.span(node)` gives the real span. Everything is immutable.
"""

from __future__ import annotations

from functools import cache
from typing import Literal, TypeAlias

from .records import NamedTuple
from .source import SourceFile, Span

# ---- expressions: offsets relative to the line's base -------------------------------------------


class StringLiteral(NamedTuple):
    value: str
    start: int
    end: int


class NumberLiteral(NamedTuple):
    """`text` as written: `-?[0-9]+(.[0-9]+)?`."""

    text: str
    start: int
    end: int


class Constant(NamedTuple):
    """A bare path: `true`, `Cascade`, `address.street`."""

    name: str
    start: int
    end: int


class Call(NamedTuple):
    name: str
    arguments: tuple[Argument, ...]
    start: int
    end: int


class Array(NamedTuple):
    items: tuple[Expression, ...]
    start: int
    end: int


class Object(NamedTuple):
    """`{ key: value }`, engine 7 only."""

    entries: tuple[Entry, ...]
    start: int
    end: int


class Entry(NamedTuple):
    key: str
    value: Expression
    start: int
    end: int


Expression: TypeAlias = StringLiteral | NumberLiteral | Constant | Call | Array | Object


class Argument(NamedTuple):
    """`value` or `name: value`; a named argument without a value (`name:`) has None."""

    name: str | None
    value: Expression | None
    start: int
    end: int


class Attribute(NamedTuple):
    """`@name(arguments)` or, on a line of its own, `@@name(arguments)`; `name` may be dotted."""

    name: str
    arguments: tuple[Argument, ...]
    start: int
    end: int
    name_start: int


Node: TypeAlias = Expression | Argument | Attribute | Entry


CommentKind: TypeAlias = Literal["//", "///", "/*"]


class CommentNode(NamedTuple):
    """A comment behind code on its line; `text` is what Prisma takes for its words."""

    kind: CommentKind
    text: str
    start: int
    end: int

    @property
    def is_doc(self) -> bool:
        """Whether it is part of a declaration's documentation."""
        return self.kind != "//"


class OldForm(NamedTuple):
    """What was a type in Prisma 1; `kind` names a row of the parser's messages."""

    kind: Literal["colon", "list", "required", "optional list"]
    at: int


class WrittenType(NamedTuple):
    """A field's type. `name` is as written; for `Unsupported("x")` it is `x`, and so are the offsets.

    `arity` is one of "required", "optional", "list".
    """

    name: str
    start: int
    end: int
    arity: str
    is_unsupported: bool = False
    old: OldForm | None = None


class LineProblem(NamedTuple):
    """Why the inside of a line can't be accepted; `kind` names a row of the parser's messages."""

    kind: str
    message: str
    start: int
    end: int


class Tail(NamedTuple):
    """The parsed inside of a line, and its text, which all lines with this inside share.

    After a syntax error there is nothing but `problems` and, of a field, the type before it.
    """

    text: str
    attributes: tuple[Attribute, ...] = ()
    comments: tuple[CommentNode, ...] = ()
    problems: tuple[LineProblem, ...] = ()
    value: Expression | None = None
    type: WrittenType | None = None


# ---- lines: absolute offsets --------------------------------------------------------------------


class FieldDecl(NamedTuple):
    """A field of a model, view or composite type.

    `type_name` is the written name; for `Unsupported("x")` it is `x` and `is_unsupported` holds.
    `arity` is one of "required", "optional", "list".
    """

    source: SourceFile
    name: str
    start: int
    type_name: str
    type_start: int
    type_end: int
    arity: str
    is_unsupported: bool
    tail: Tail
    base: int
    documentation: str | None

    @property
    def attributes(self) -> tuple[Attribute, ...]:
        return self.tail.attributes

    @property
    def name_span(self) -> Span:
        return Span(self.source, self.start, self.start + len(self.name))

    @property
    def type_span(self) -> Span:
        return Span(self.source, self.type_start, self.type_end)

    def span(self, node: Node) -> Span:
        return Span(self.source, self.base + node.start, self.base + node.end)


class EnumValueDecl(NamedTuple):
    source: SourceFile
    name: str
    start: int
    tail: Tail
    base: int
    documentation: str | None

    @property
    def attributes(self) -> tuple[Attribute, ...]:
        return self.tail.attributes

    @property
    def name_span(self) -> Span:
        return Span(self.source, self.start, self.start + len(self.name))

    def span(self, node: Node) -> Span:
        return Span(self.source, self.base + node.start, self.base + node.end)


class BlockAttribute(NamedTuple):
    """A `@@` line; `tail` is all of it."""

    source: SourceFile
    tail: Tail
    attribute: Attribute
    base: int

    def span(self, node: Node) -> Span:
        return Span(self.source, self.base + node.start, self.base + node.end)


class Pair(NamedTuple):
    """`key = value` of a datasource or generator; `value` is None after a syntax error."""

    source: SourceFile
    key: str
    start: int
    value: Expression | None
    base: int

    @property
    def key_span(self) -> Span:
        return Span(self.source, self.start, self.start + len(self.key))

    def span(self, node: Node) -> Span:
        return Span(self.source, self.base + node.start, self.base + node.end)


Line: TypeAlias = FieldDecl | EnumValueDecl | BlockAttribute | Pair

# ---- blocks -------------------------------------------------------------------------------------


class ModelDecl(NamedTuple):
    """A model, view or composite type; `keyword` is "model", "view" or "type"."""

    source: SourceFile
    keyword: str
    name: str
    start: int
    name_start: int
    end: int
    fields: tuple[FieldDecl, ...]
    attributes: tuple[BlockAttribute, ...]
    documentation: str | None

    @property
    def name_span(self) -> Span:
        return Span(self.source, self.name_start, self.name_start + len(self.name))


class EnumDecl(NamedTuple):
    source: SourceFile
    name: str
    start: int
    name_start: int
    end: int
    values: tuple[EnumValueDecl, ...]
    attributes: tuple[BlockAttribute, ...]
    documentation: str | None

    @property
    def name_span(self) -> Span:
        return Span(self.source, self.name_start, self.name_start + len(self.name))


class ConfigDecl(NamedTuple):
    """A datasource or generator; `keyword` says which."""

    source: SourceFile
    keyword: str
    name: str
    start: int
    name_start: int
    end: int
    pairs: tuple[Pair, ...]
    documentation: str | None

    @property
    def name_span(self) -> Span:
        return Span(self.source, self.name_start, self.name_start + len(self.name))


Block: TypeAlias = ModelDecl | EnumDecl | ConfigDecl


class Owner(NamedTuple):
    """What a comment speaks of: a block (`name` is empty) or a line of one, and where that stands.

    `kind` is the block's keyword, or "field", "value", "attribute" (a `@@` line) or "pair".
    """

    kind: str
    block: str
    name: str
    span: Span


class Comment(NamedTuple):
    """A comment. `is_trailing`: code stands before it on its line.

    One on lines of its own has the next declaration for its owner if neither an empty line nor the
    end of the block is between; a trailing one has the declaration before it, of a block only behind
    its `{`.
    """

    span: Span
    kind: CommentKind
    is_trailing: bool
    owner: Owner | None


class Document(NamedTuple):
    """One file; blocks and comments in source order. Unreadable lines have left no comments."""

    source: SourceFile
    blocks: tuple[Block, ...]
    comments: tuple[Comment, ...]


KEYWORDS = ("model", "enum", "datasource", "generator", "view", "type")
"""What a block can begin with: those of the terminals MODEL, ENUM and CONFIG."""


@cache
def is_identifier(name: str) -> bool:
    """Whether every character may stand in a Prisma identifier: `[\\p{L}0-9][\\p{L}0-9_-]*`."""
    if name.isascii():
        return bool(name) and name[0] not in "_-"
    from unicodedata import category

    return name[0] not in "_-" and all(
        char in "_-" or (char.isascii() and char.isalnum()) or category(char)[0] == "L"
        for char in set(name)
    )
