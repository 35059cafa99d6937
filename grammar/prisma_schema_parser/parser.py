"""Text -> Document. Never raises: a line that can't be read is a diagnostic, and the rest goes on."""

from __future__ import annotations

import os
import re
from collections.abc import Sequence
from functools import lru_cache
from zlib import crc32

from . import rules
from .blanks import with_spaces
from .connectors import URL_KEYS
from .diagnostic import Diagnostic, Label
from .documentation import Documentation, comment
from .inside import Lines, Nodes, parse_inside
from .lalr import Lexeme, Parser
from .messages import bad_line, line_problem
from .records import NamedTuple
from .source import SourceFile, Span
from .strings import unescape
from .syntax import (
    EMPTY_TAIL,
    Block,
    BlockAttribute,
    ConfigDecl,
    Document,
    EnumDecl,
    EnumValueDecl,
    FieldDecl,
    ModelDecl,
    Pair,
    Tail,
    is_identifier,
)

_WS = r"[\t ]*+"  # as behind with_spaces
_IDENT = r"[^\W_][\w-]*+"
_STRING = r'"(?:[^"\\\x00-\x1f]++|\\[^\n\r])*+"'
_OPEN = re.compile(rf"(model|view|type|enum|datasource|generator){_WS}({_IDENT})")
# The head of a field's line: name, legacy colon, type and arity; the tail starts behind it.
_FIELD = re.compile(
    rf"({_IDENT}){_WS}(:?){_WS}"
    rf"(?:(?:Unsupported\({_WS}({_STRING}){_WS}\)|({_IDENT})|(\[{_WS}{_IDENT}{_WS}\]))"
    rf"{_WS}(\[\]{_WS}\?|\[\]|\?|!)?)?{_WS}"
)
_VALUE = re.compile(rf"({_IDENT}){_WS}")
_PAIR = re.compile(rf"({_IDENT}){_WS}={_WS}")
_NEXT = re.compile(r"\s*//\s*use +(?:prisma-8|prisma-next)(?: *)(?!\S)")
_WORD = re.compile(r"[^\W_]\w*+")
# How much of an unreadable line is looked at for the name of a block.
_HEADER = 200
_ARITY = {None: "required", "!": "required", "?": "optional", "[]": "list"}


@lru_cache(maxsize=1)
def lark() -> Parser:
    """The one parser: Lark's tables of prisma.lark, as shipped, or built anew if the grammar is newer."""
    from .tables import CHECKSUM, TABLES

    grammar = _grammar()
    if grammar is None or crc32(grammar) == CHECKSUM:
        return Parser(TABLES, Nodes())
    from .build_tables import build

    return Parser(build(grammar.decode()), Nodes())


def _grammar() -> bytes | None:
    loader = getattr(__spec__, "loader", None)  # reads from zip files too
    try:
        data: bytes = loader.get_data(os.path.join(os.path.dirname(__file__), "prisma.lark"))  # type: ignore[union-attr]
    except (AttributeError, OSError):
        return None
    return data


def _is_readable(tail: Tail) -> bool:
    """Whether nothing is wrong with a line but escapes in its strings."""
    return all(problem.kind == "escape" for problem in tail.problems)


class Parsed(NamedTuple):
    """A Document and what could not be read of its file.

    `damaged` names the blocks with an unreadable line, `lost` the words where a block may have
    begun: what is absent there proves nothing.
    """

    document: Document
    diagnostics: tuple[Diagnostic, ...]
    damaged: frozenset[str] = frozenset()
    lost: frozenset[str] = frozenset()


def parse(source: SourceFile) -> Parsed:
    """One file's Document, with a diagnostic (PC10x) for each line that could not be read."""
    reader = _Reader(source)
    refusal = _refusal(source)
    if refusal is not None:
        return Parsed(Document(source, ()), (refusal,), lost=frozenset(_WORD.findall(source.text)))
    scanned = _without_open_comments(with_spaces(source.text))
    lines = lark().parse(source.text, "document", scanned)
    blocks = reader.read(lines)
    return Parsed(
        Document(source, blocks),
        tuple(reader.diagnostics),
        frozenset(reader.damaged),
        frozenset(reader.lost),
    )


def _without_open_comments(text: str) -> str:
    """Hides each `/*` behind the last `*/`: a scanner would look for its end to the end of the file."""
    end = text.rfind("*/") + 2 if "*/" in text else 0
    if text.find("/*", end) < 0:
        return text
    return text[:end] + text[end:].replace("/*", "/\0")


def _refusal(source: SourceFile) -> Diagnostic | None:
    text = source.text
    if text.startswith("\ufeff"):
        return Diagnostic(
            rules.SYNTAX_ERROR,
            "the file starts with a byte order mark, which Prisma refuses",
            Span(source, 0, 1),
            help="save the file as UTF-8 without BOM",
        )
    if match := _NEXT.match(text):
        return Diagnostic(
            rules.PRISMA_NEXT_CONTRACT,
            "this is a Prisma 8 contract, a different language",
            Span(source, match.start() + len(match[0]) - len(match[0].lstrip()), match.end()),
            help="convert the schema.prisma of Prisma 6 or 7; contracts are not supported yet",
        )
    return None


class _Reader:
    """Walks the lines of one file."""

    def __init__(self, source: SourceFile) -> None:
        self.source = source
        self.diagnostics: list[Diagnostic] = []
        self.damaged: set[str] = set()
        self.lost: set[str] = set()
        self._open_brackets = 0

    # -- files and blocks

    def read(self, lines: Lines) -> tuple[Block, ...]:
        blocks: list[Block] = []
        docs = Documentation(self.source.text)
        waiting: str | None = None  # a block of configuration leaves it to the next declaration
        for child in lines.children:
            if not isinstance(child, Lines):
                self._top_line(child, docs)
                continue
            opening: Lexeme = child.children[0]  # type: ignore[assignment]  # blocks hold no blocks
            if docs.touches(opening[2]):
                waiting = docs.take()
            docs.take()
            block = self._block(child.rule, child.children, waiting)  # type: ignore[arg-type]  # as above
            if block is not None:
                blocks.append(block)
            if child.rule != "config":
                waiting = None
        return tuple(blocks)

    def _top_line(self, line: Lexeme, docs: Documentation) -> None:
        kind, text, _, _ = line
        if kind == "BAD_LINE":
            self._bad_line(line, "top")
            self.lost.update(_WORD.findall(text[:_HEADER]))
            docs.take()
            return
        docs.add(line)

    def _block(self, rule: str, lines: Sequence[Lexeme], docs: str | None) -> Block | None:
        opening, *members = lines
        _, header, start, _ = opening
        closed = bool(members) and members[-1][0] == "CLOSE"
        if closed:
            del members[-1]
        end = lines[-1][3]
        if rule == "unknown":
            self._unknown_block(opening)
            return None
        match = _OPEN.match(with_spaces(header))
        assert match is not None
        keyword, name = match.groups()
        name_start = start + match.start(2)
        before = len(self.diagnostics)
        block = self._known_block((keyword, name, start, name_start, end, docs), members)
        self._check_name(name, name_start)
        if len(self.diagnostics) > before or not closed:
            self.damaged.add(name)
        if not closed and not self._closed_on_a_line(before):
            self._unclosed(opening, end, keyword, name)
        self._open_brackets = 0
        return block

    def _known_block(
        self, head: tuple[str, str, int, int, int, str | None], members: Sequence[Lexeme]
    ) -> Block:
        keyword, name, start, name_start, end, docs = head
        source = self.source
        if keyword in ("datasource", "generator"):
            pairs = self._pairs(members)
            return ConfigDecl(source, keyword, name, start, name_start, end, pairs, docs)
        if keyword == "enum":
            values, attributes = self._values(members)
            return EnumDecl(source, name, start, name_start, end, values, attributes, docs)
        fields, attributes = self._fields(members)
        return ModelDecl(source, keyword, name, start, name_start, end, fields, attributes, docs)

    def _unknown_block(self, opening: Lexeme) -> None:
        text = opening[1]
        self.lost.update(_WORD.findall(text[:_HEADER]))
        self.diagnostics.append(bad_line("block", text, self._span(opening)))

    def _closed_on_a_line(self, before: int) -> bool:
        """Whether the block's `}` was found and reported at the end of one of its lines."""
        return any("`}` must stand" in found.message for found in self.diagnostics[before:])

    def _unclosed(self, opening: Lexeme, end: int, keyword: str, name: str) -> None:
        source, (_, text, start, _) = self.source, opening
        header = Span(source, start, start + len(text.split("{")[0]) + 1)
        following = re.compile(r"\S+[^\n\r{]*\{?").search(source.text, end)
        help_ = "close the block with `}` on a line of its own"
        message = f"the {keyword} `{name}` is not closed"
        if following is None:
            diagnostic = Diagnostic(rules.UNCLOSED_BLOCK, message, header, help=help_)
        else:
            diagnostic = Diagnostic(
                rules.UNCLOSED_BLOCK,
                f"{message} before the next block",
                Span(source, following.start(), following.end()),
                labels=(Label(header, "opened here"),),
                help=help_,
            )
        self.diagnostics.append(diagnostic)

    # -- members

    def _fields(
        self, members: Sequence[Lexeme]
    ) -> tuple[tuple[FieldDecl, ...], tuple[BlockAttribute, ...]]:
        fields: list[FieldDecl] = []
        attributes: list[BlockAttribute] = []
        docs = Documentation(self.source.text)
        for line in members:
            match line[0]:
                case "FIELD":
                    field = self._field(line, docs)
                    if field is not None:
                        fields.append(field)
                case "BLOCK_ATTRIBUTE":
                    self._block_attribute(line, attributes)
                case "BAD_LINE":
                    self._bad_line(line, "model")
                    docs.take()
                case _:
                    docs.add(line)
        return tuple(fields), tuple(attributes)

    def _field(self, line: Lexeme, docs: Documentation) -> FieldDecl | None:
        _, text, start, _ = line
        match = _FIELD.match(with_spaces(text))
        assert match is not None
        name, colon, unsupported, simple, legacy_list, arity = match.groups()
        behind = match.end()
        base = start + behind
        tail = self._tail("attributes", text[behind:], base)
        documentation = docs.take(tail.comment)
        if self._open_brackets and self._goes_on(match, tail, base):
            return None
        self._check_name(name, start)
        if colon or legacy_list or arity == "!" or (arity and len(arity) > 2):
            self._legacy(start, match)
        type_name = unsupported or simple or legacy_list
        if type_name is None:
            if not tail.problems:
                self._error(start, start + len(name), f"the field `{name}` has no type", "field")
            return None
        if unsupported:
            literal = text[match.start(3) : match.end(3)]
            self._check_string(literal, start + match.start(3))
            type_name = unescape(literal[1:-1])[0]
            type_start, type_end = start + match.start(3), start + match.end(3)
        elif legacy_list:
            type_name = legacy_list[1:-1].strip()
            type_start, type_end = start + match.start(5), start + match.end(5)
        else:
            type_start, type_end = start + match.start(4), start + match.end(4)
        return FieldDecl(
            self.source,
            name,
            start,
            type_name,
            type_start,
            type_end,
            "list" if legacy_list else _ARITY.get(arity, "list"),
            unsupported is not None,
            tail,
            base,
            documentation,
        )

    def _values(
        self, members: Sequence[Lexeme]
    ) -> tuple[tuple[EnumValueDecl, ...], tuple[BlockAttribute, ...]]:
        values: list[EnumValueDecl] = []
        attributes: list[BlockAttribute] = []
        docs = Documentation(self.source.text)
        for line in members:
            match line[0]:
                case "VALUE":
                    self._value(line, docs, values)
                case "BLOCK_ATTRIBUTE":
                    self._block_attribute(line, attributes)
                case "BAD_LINE":
                    self._bad_line(line, "enum")
                    docs.take()
                case _:
                    docs.add(line)
        return tuple(values), tuple(attributes)

    def _value(self, line: Lexeme, docs: Documentation, values: list[EnumValueDecl]) -> None:
        _, text, start, _ = line
        match = _VALUE.match(with_spaces(text))
        assert match is not None
        base = start + match.end()
        tail = self._tail("attributes", text[match.end() :], base)
        documentation = docs.take(tail.comment)
        if tail.problems and self._in_brackets(tail, base):
            return
        self._check_name(match[1], start)
        values.append(EnumValueDecl(self.source, match[1], start, tail, base, documentation))

    def _pairs(self, members: Sequence[Lexeme]) -> tuple[Pair, ...]:
        pairs: list[Pair] = []
        for line in members:
            kind, text, start, _ = line
            if kind == "BAD_LINE":
                self._bad_line(line, "config")
            elif kind == "PAIR":
                match = _PAIR.match(with_spaces(text))
                assert match is not None
                base = start + match.end()
                tail = parse_inside("assignment", text[match.end() :])
                if tail.problems and (match[1] not in URL_KEYS or not _is_readable(tail)):
                    self._line_problems(tail, base)
                pairs.append(Pair(self.source, match[1], start, tail.value, base))
        return tuple(pairs)

    def _block_attribute(self, line: Lexeme, attributes: list[BlockAttribute]) -> None:
        _, text, start, _ = line
        tail = self._tail("block_attribute", text, start)
        attributes.extend(BlockAttribute(self.source, found, start) for found in tail.attributes)

    def _tail(self, start_symbol: str, text: str, base: int) -> Tail:
        if not text:
            tail = EMPTY_TAIL if start_symbol == "attributes" else parse_inside(start_symbol, text)
        elif text.startswith("//"):
            tail = Tail((), comment(text), ())
            if start_symbol != "attributes":
                tail = parse_inside(start_symbol, text)
        else:
            tail = parse_inside(start_symbol, text)
        if tail.problems:
            self._line_problems(tail, base)
        return tail

    # -- what could not be read

    def _line_problems(self, tail: Tail, base: int) -> None:
        if self._in_brackets(tail, base):
            self._open_brackets -= 1
            return
        for problem in tail.problems:
            span = Span(self.source, base + problem.start, base + problem.end)
            self.diagnostics.append(line_problem(problem, span))
            if problem.kind == "unclosed":
                self._open_brackets = 3

    def _goes_on(self, match: re.Match[str], tail: Tail, base: int) -> bool:
        """Whether what looks like a field is `name: value` or `name` inside the brackets left open."""
        name_alone = match[3] is None and match[4] is None and match[5] is None
        if match[2] or (name_alone and not tail.problems):
            return True
        return bool(tail.problems) and self._in_brackets(tail, base)

    def _in_brackets(self, tail: Tail, base: int) -> bool:
        """Whether this line goes on where an earlier one ended inside brackets: it is no news."""
        text = self.source.text
        return self._open_brackets > 0 and all(
            text[base + problem.start : base + problem.start + 1] in tuple(",:)]")
            for problem in tail.problems
        )

    def _bad_line(self, line: Lexeme, context: str) -> None:
        text = line[1]
        if self._open_brackets > 0 and text[0] in ")]},":
            self._open_brackets -= 1
            return
        self.diagnostics.append(bad_line(context, text, self._span(line)))

    def _check_name(self, name: str, start: int) -> None:
        if not is_identifier(name):
            self._error(start, start + len(name), f"`{name}` is not a valid name", "name")

    def _check_string(self, literal: str, start: int) -> None:
        tail = parse_inside("assignment", literal)
        self._line_problems(tail, start)

    def _legacy(self, start: int, match: re.Match[str]) -> None:
        name, colon, _, simple, legacy_list, arity = match.groups()
        if colon:
            at, fix = match.start(2), f"write `{name} {simple or ''}` without the colon"
        elif legacy_list:
            at, fix = match.start(5), f"write `{legacy_list[1:-1].strip()}[]`"
        elif arity == "!":
            at, fix = match.start(6), "fields are required by default: leave out the `!`"
        else:
            at, fix = match.start(6), "a list is never null: write `[]`"
        message = (
            "optional lists are not supported"
            if arity and len(arity) > 2
            else "this is the syntax of Prisma 1"
        )
        span = Span(self.source, start + at, start + at + 1)
        self.diagnostics.append(Diagnostic(rules.LEGACY_SYNTAX, message, span, help=fix))

    def _error(self, start: int, end: int, message: str, kind: str) -> None:
        rule = rules.INVALID_NAME if kind == "name" else rules.SYNTAX_ERROR
        self.diagnostics.append(Diagnostic(rule, message, Span(self.source, start, end)))

    def _span(self, line: Lexeme) -> Span:
        _, text, start, _ = line
        return Span(self.source, start, start + max(1, len(text.rstrip())))
