"""Text -> Document. Never raises: a line that can't be read is a diagnostic, and the rest goes on.

Long, as it is one reader whose state is the block that is open.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Literal

from . import rules
from .blanks import with_spaces
from .comments import Comments, comment_node
from .connectors import URL_KEYS
from .diagnostic import Diagnostic, Label
from .documentation import Documentation
from .lalr import Lexeme
from .line_parser import parse_field, parse_line, parse_named
from .listing import LISTED
from .machine import machine
from .messages import bad_line, line_problem, old_form
from .nodes import Lines
from .records import NamedTuple
from .source import SourceFile, Span
from .syntax import (
    Block,
    BlockAttribute,
    ConfigDecl,
    Document,
    EnumDecl,
    EnumValueDecl,
    FieldDecl,
    ModelDecl,
    Owner,
    Pair,
    Tail,
    WrittenType,
    is_identifier,
)

_NEXT = re.compile(r"\s*//\s*use +(?:prisma-8|prisma-next)(?: *)(?!\S)")
_WORD = re.compile(r"[^\W_]\w*+")
# How much of an unreadable line is looked at for the name of a block.
_HEADER = 200
_COMMENTS = ("DOC", "COMMENT", "MULTILINE")


def _is_readable(tail: Tail) -> bool:
    """Whether nothing is wrong with a line but escapes in its strings."""
    return all(problem.kind == "escape" for problem in tail.problems)


class Parsed(NamedTuple):
    """A Document and what could not be read of its file.

    `damaged` names the blocks with an unreadable line, `lost` the words where a block may have
    begun: what is absent there proves nothing. Where not `is_whole`, more was wrong than is listed, and what is
    behind that was not read.
    """

    document: Document
    diagnostics: tuple[Diagnostic, ...]
    damaged: frozenset[str] = frozenset()
    lost: frozenset[str] = frozenset()
    is_whole: bool = True


class _Full(Exception):
    """As much is wrong as is listed; the next mistake is at `start`."""

    def __init__(self, start: int) -> None:
        super().__init__(start)
        self.start = start


def parse(source: SourceFile, most: int = LISTED) -> Parsed:
    """One file's Document, with a diagnostic (PC10x) for each line that could not be read. Behind the first `most`
    one says that the rest of the file is left out.
    """
    reader = _Reader(source, most)
    refusal = _refusal(source)
    if refusal is not None:
        return Parsed(
            Document(source, (), ()), (refusal,), lost=frozenset(_WORD.findall(source.text))
        )
    scanned = _without_open_comments(with_spaces(source.text))
    lines = machine().parse(source.text, "document", scanned)
    is_whole = True
    try:
        reader.read(lines)
    except _Full as full:
        is_whole = False
        reader.diagnostics.append(_more(source, full.start))
    return Parsed(
        document=Document(source, tuple(reader.blocks), reader.comments.all()),
        diagnostics=tuple(reader.diagnostics),
        damaged=frozenset(reader.damaged),
        lost=frozenset(reader.lost),
        is_whole=is_whole,
    )


def _more(source: SourceFile, start: int) -> Diagnostic:
    message = "too many mistakes: from here on nothing is read"
    span = Span(source, start, min(start + 1, len(source.text)))
    return Diagnostic(rules.SYNTAX_ERROR, message, span)


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

    def __init__(self, source: SourceFile, most: int) -> None:
        self.source = source
        self._most = most
        self.blocks: list[Block] = []
        self.comments = Comments(source)
        self.diagnostics: list[Diagnostic] = []
        self.damaged: set[str] = set()
        self.lost: set[str] = set()
        self._open_brackets = 0
        self._block_name = ""

    # -- files and blocks

    def read(self, lines: Lines) -> None:
        """Raises `_Full`."""
        docs = Documentation(self.source.text)
        waiting: str | None = None  # a block of configuration leaves it to the next declaration
        end = 0  # of the block before, if nothing is between
        for child in lines.children:
            if not isinstance(child, Lines):
                self._top_line(child, docs, end)
                end = 0
                continue
            first: Lexeme = child.children[0]  # type: ignore[assignment]  # blocks hold no blocks
            if docs.touches(first[2]):
                waiting = docs.take()
            docs.take()
            members: Sequence[Lexeme] = child.children  # type: ignore[assignment]  # as above
            end = members[-1][3]
            if child.rule == "unknown":
                self._unknown_block(first, members[1:])
                continue
            self.blocks.append(self._block(child.rule, members, waiting))
            if child.rule != "config":
                waiting = None

    def _top_line(self, line: Lexeme, docs: Documentation, end: int) -> None:
        kind, text, start, _ = line
        if kind == "BAD_LINE":
            self._bad_line(line, "top")
            self.lost.update(_WORD.findall(text[:_HEADER]))
            docs.take()
            return
        node = comment_node(line)
        docs.add(node)
        if end and not self.comments.waiting and not _breaks(self.source.text[end:start]):
            self.comments.trailing((node,), 0, None)
        else:
            self.comments.add(node)

    def _block(self, rule: str, lines: Sequence[Lexeme], docs: str | None) -> Block:
        (_, keyword, start, _), (_, name, name_start, _), opening, *members = lines
        closed = bool(members) and members[-1][0] == "CLOSE"
        if closed:
            del members[-1]
        end = lines[-1][3]
        self._block_name = name
        owner = Owner(keyword, name, "", Span(self.source, start, end))
        self.comments.declare(owner)
        self._opening(opening, owner)
        before = len(self.diagnostics)
        block = self._known_block(rule, lines, members, docs)
        self.comments.part()
        if not is_identifier(name):
            self._bad_name(name, name_start)
        if len(self.diagnostics) > before or not closed:
            self.damaged.add(name)
        if not closed and not self._closed_on_a_line(before):
            header = Span(self.source, start, opening[2] + 1)
            self._unclosed(header, end, f"the {keyword} `{name}` is not closed")
        self._open_brackets = 0
        return block

    def _known_block(
        self, rule: str, lines: Sequence[Lexeme], members: Sequence[Lexeme], docs: str | None
    ) -> Block:
        (_, keyword, start, _), (_, name, name_start, _) = lines[:2]
        end = lines[-1][3]
        if rule == "config":
            return ConfigDecl(
                source=self.source,
                keyword=keyword,
                name=name,
                start=start,
                name_start=name_start,
                end=end,
                pairs=self._pairs(members),
                documentation=docs,
            )
        if rule == "enum":
            values, attributes = self._values(members)
            return EnumDecl(
                source=self.source,
                name=name,
                start=start,
                name_start=name_start,
                end=end,
                values=values,
                attributes=attributes,
                documentation=docs,
            )
        fields, attributes = self._fields(members)
        return ModelDecl(
            source=self.source,
            keyword=keyword,
            name=name,
            start=start,
            name_start=name_start,
            end=end,
            fields=fields,
            attributes=attributes,
            documentation=docs,
        )

    def _opening(self, opening: Lexeme, owner: Owner) -> None:
        """What follows `{` on its line is discarded, but for comments."""
        _, text, start, _ = opening
        if "/" in text:
            self.comments.trailing(parse_line("opening", text).comments, start, owner)

    def _unknown_block(self, opening: Lexeme, members: Sequence[Lexeme]) -> None:
        text = opening[1]
        self.comments.part()
        for line in members:
            if line[0] in _COMMENTS:
                self.comments.add(comment_node(line))
        self.comments.part()
        self.lost.update(_WORD.findall(text[:_HEADER]))
        self._make_room(opening[2])
        self.diagnostics.append(bad_line("block", text, self._span(opening)))

    def _closed_on_a_line(self, before: int) -> bool:
        """Whether the block's `}` was found and reported at the end of one of its lines."""
        return any("`}` must stand" in found.message for found in self.diagnostics[before:])

    def _unclosed(self, header: Span, end: int, message: str) -> None:
        self._make_room(header.start)
        source = self.source
        following = re.compile(r"\S+[^\n\r{]*\{?").search(source.text, end)
        help_ = "close the block with `}` on a line of its own"
        if following is None:
            diagnostic = Diagnostic(rules.UNCLOSED_BLOCK, message, header, help=help_)
        else:
            diagnostic = Diagnostic(
                rule=rules.UNCLOSED_BLOCK,
                message=f"{message} before the next block",
                span=Span(source, following.start(), following.end()),
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
            if line[0] == "FIELD":
                field = self._field(line, docs)
                if field is not None:
                    fields.append(field)
            else:
                attributes.extend(self._other(line, docs, "model"))
        return tuple(fields), tuple(attributes)

    def _field(self, line: Lexeme, docs: Documentation) -> FieldDecl | None:
        _, text, start, end = line
        name, head, head_at, tail, tail_at = parse_field(text)
        base = start + tail_at
        if tail.problems:
            self._line_problems(tail, base)
        documentation = docs.take(tail.comments)
        if self.comments.waiting or tail.comments:
            self._comment("field", name, start, end, tail, base)
        if self._open_brackets and self._goes_on(text[head_at:], head, tail, base):
            return None
        if not is_identifier(name):
            self._bad_name(name, start)
        type_ = head.type
        if type_ is None:
            if not tail.problems:
                self._error(start, start + len(name), f"the field `{name}` has no type", "field")
            return None
        type_name, type_start, type_end, arity, is_unsupported, old = type_
        type_base = start + head_at
        if old is not None:
            self._old_form(type_, name, type_base)
        # By position: of all that is made for a line this takes longest, and by keyword twice as long.
        return FieldDecl(
            source=self.source,
            name=name,
            start=start,
            type_name=type_name,
            type_start=type_base + type_start,
            type_end=type_base + type_end,
            arity=arity,
            is_unsupported=is_unsupported,
            tail=tail,
            base=base,
            documentation=documentation,
        )

    def _values(
        self, members: Sequence[Lexeme]
    ) -> tuple[tuple[EnumValueDecl, ...], tuple[BlockAttribute, ...]]:
        values: list[EnumValueDecl] = []
        attributes: list[BlockAttribute] = []
        docs = Documentation(self.source.text)
        for line in members:
            if line[0] == "VALUE":
                value = self._value(line, docs)
                if value is not None:
                    values.append(value)
            else:
                attributes.extend(self._other(line, docs, "enum"))
        return tuple(values), tuple(attributes)

    def _value(self, line: Lexeme, docs: Documentation) -> EnumValueDecl | None:
        _, text, start, end = line
        name, at, tail = parse_named("attributes", text)
        base = start + at
        if tail.problems:
            self._line_problems(tail, base)
        documentation = docs.take(tail.comments)
        if self.comments.waiting or tail.comments:
            self._comment("value", name, start, end, tail, base)
        if tail.problems and self._in_brackets(tail, base):
            return None
        if not is_identifier(name):
            self._bad_name(name, start)
        return EnumValueDecl(
            source=self.source,
            name=name,
            start=start,
            tail=tail,
            base=base,
            documentation=documentation,
        )

    def _pairs(self, members: Sequence[Lexeme]) -> tuple[Pair, ...]:
        pairs: list[Pair] = []
        for line in members:
            kind, text, start, end = line
            if kind == "BAD_LINE":
                self._bad_line(line, "config")
            elif kind == "PAIR":
                key, at, tail = parse_named("pair", text)
                base = start + at
                if tail.problems and (key not in URL_KEYS or not _is_readable(tail)):
                    self._line_problems(tail, base)
                if self.comments.waiting or tail.comments:
                    self._comment("pair", key, start, end, tail, base)
                pairs.append(
                    Pair(source=self.source, key=key, start=start, value=tail.value, base=base)
                )
            else:
                self.comments.add(comment_node(line))
        return tuple(pairs)

    def _other(
        self, line: Lexeme, docs: Documentation, context: Literal["model", "enum"]
    ) -> Sequence[BlockAttribute]:
        """A line of a model or enum that is no field or value; the `@@` attribute on it, if any."""
        kind, text, start, end = line
        if kind == "BAD_LINE":
            self._bad_line(line, context)
            docs.take()
        elif kind == "BLOCK_ATTRIBUTE":
            tail = parse_line("block_attribute", text)
            if tail.problems:
                self._line_problems(tail, start)
            if self.comments.waiting or tail.comments:
                name = tail.attributes[0].name if tail.attributes else ""
                self._comment("attribute", name, start, end, tail, start)
            return [BlockAttribute(self.source, tail, found, start) for found in tail.attributes]
        else:
            node = comment_node(line)
            docs.add(node)
            self.comments.add(node)
        return ()

    def _comment(self, kind: str, name: str, start: int, end: int, tail: Tail, base: int) -> None:
        owner = Owner(kind, self._block_name, name, Span(self.source, start, end))
        self.comments.declare(owner)
        self.comments.trailing(tail.comments, base, owner)

    # -- what could not be read

    def _make_room(self, start: int) -> None:
        """For what is wrong at `start`. Raises `_Full`."""
        if len(self.diagnostics) >= self._most:
            raise _Full(start)

    def _line_problems(self, tail: Tail, base: int) -> None:
        if self._in_brackets(tail, base):
            self._open_brackets -= 1
            return
        for problem in tail.problems:
            self._make_room(base + problem.start)
            span = Span(self.source, base + problem.start, base + problem.end)
            self.diagnostics.append(line_problem(problem, span))
            if problem.kind == "unclosed":
                self._open_brackets = 3

    def _goes_on(self, after: str, head: Tail, tail: Tail, base: int) -> bool:
        """Whether what looks like a field is `name: value` or `name` inside the brackets left open."""
        if after.startswith(":") or (head.type is None and not tail.problems):
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
        self.comments.part()
        self._make_room(line[2])
        self.diagnostics.append(bad_line(context, text, self._span(line)))

    def _bad_name(self, name: str, start: int) -> None:
        self._error(start, start + len(name), f"`{name}` is not a valid name", "name")

    def _old_form(self, written: WrittenType, name: str, base: int) -> None:
        assert written.old is not None
        at = base + written.old.at
        self._make_room(at)
        self.diagnostics.append(old_form(written, name, Span(self.source, at, at + 1)))

    def _error(self, start: int, end: int, message: str, kind: str) -> None:
        self._make_room(start)
        rule = rules.INVALID_NAME if kind == "name" else rules.SYNTAX_ERROR
        self.diagnostics.append(Diagnostic(rule, message, Span(self.source, start, end)))

    def _span(self, line: Lexeme) -> Span:
        _, text, start, _ = line
        return Span(self.source, start, start + max(1, len(text.rstrip())))


def _breaks(text: str) -> bool:
    return "\n" in text or "\r" in text
