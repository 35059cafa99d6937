"""What comments decide, and which lines they say it of. Texts in, values out.

    /// @convex.enforced(unique-not-enforced, by: "users.create")
    email String @unique // @convex.allow(value-bound-not-checked, reason: "the form checks it")

A comment behind a line speaks of that line, one above of the next line of code; above a block, or on
its first line, of the whole block. `//`, `///` and `/* */` count.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Literal

from prisma_schema_parser.records import NamedTuple
from prisma_schema_parser.source import SourceFile, Span

from .decision_marks import MARKS

_TOKENS = re.compile(r'"(?:[^"\\\r\n]|\\.)*+"|(?P<comment>//[^\r\n]*|/\*.*?(?:\*/|\Z))', re.DOTALL)
_NEWLINE = re.compile(r"\r\n|\n|\r")
_DIRECTIVE = re.compile(r"(?<![\w.@])@convex\.(?P<word>allow|enforced)(?![\w-])")
_ARGUMENT = re.compile(r'[^",()\r\n]*+')
_ENDS = frozenset('()"\r\n')
_TEXT = re.compile(r'\s*(?P<key>reason|by)\s*:\s*"(?P<text>(?:[^"\\\r\n]|\\.)*+)"\s*')
_IS_TEXT = re.compile(r"\s*(?:reason|by)\s*:")
_KEYS = {"allowed": "reason", "enforced": "by"}
_ESCAPE = re.compile(r"\\(.)")
_HEADER = re.compile(r"\s*(?:model|view|type|enum|datasource|generator)\s+([^\s{]+)\s*\{")
_FIRST_WORD = re.compile(r"\s*([^\W\d][\w-]*)")


class RuleWord(NamedTuple):
    """A rule as it is written, and where."""

    text: str
    span: Span


class DecisionTarget(NamedTuple):
    """The lines that are spoken of; `field` is empty for a block and for `@@unique(...)`."""

    source: SourceFile
    first: int
    last: int
    owner: str
    field: str
    is_block: bool


class DecisionComment(NamedTuple):
    """One comment. `target` is None where no code follows, `text` where none can be read."""

    span: Span
    state: Literal["allowed", "enforced"]
    words: tuple[RuleWord, ...]
    text: str | None
    target: DecisionTarget | None

    def form(self, rule: str) -> str:
        """How it is written."""
        word = "enforced" if self.state == "enforced" else "allow"
        return f'@convex.{word}({rule}, {_KEYS[self.state]}: "...")'


def comments(source: SourceFile) -> list[DecisionComment]:
    """In order of place. Costs next to nothing for a text without any."""
    if not any(mark in source.text for mark in MARKS):
        return []
    lines = _Lines(source)
    return [
        _comment(match, comment, lines)
        for comment in lines.comments
        for match in _DIRECTIVE.finditer(source.text, comment.start(), comment.end())
    ]


def _comment(match: re.Match[str], comment: re.Match[str], lines: _Lines) -> DecisionComment:
    source, end = lines.source, comment.end()
    state: Literal["allowed", "enforced"] = "allowed" if match["word"] == "allow" else "enforced"
    words, text, after = _arguments(source, match.end(), end, _KEYS[state])
    span = Span(source, match.start(), after)
    return DecisionComment(span, state, words, text, lines.target(comment))


def _arguments(
    source: SourceFile, at: int, end: int, key: str
) -> tuple[tuple[RuleWord, ...], str | None, int]:
    """The rules, the text of `key`, and where it ends; what can't be read is left out."""
    text = source.text
    if not text.startswith("(", at, end):
        return (), None, at
    words: list[RuleWord] = []
    given_text = None
    at += 1
    while at < end and text[at] not in _ENDS:
        given = _TEXT.match(text, at, end)
        if given is not None and given["key"] == key:
            given_text = _ESCAPE.sub(r"\1", given["text"]).strip() or None
        elif given is None and _IS_TEXT.match(text, at, end):
            break
        argument = given or _ARGUMENT.match(text, at, end)
        assert argument is not None
        if given is None:
            words += _word(source, at, argument.end())
        at = argument.end()
        if at < end and text[at] not in _ENDS:
            at += 1
    return tuple(words), given_text, at + text.startswith(")", at, end)


def _word(source: SourceFile, start: int, end: int) -> Iterator[RuleWord]:
    written = source.text[start:end]
    if written.strip():
        start += len(written) - len(written.lstrip())
        yield RuleWord(written.strip(), Span(source, start, start + len(written.strip())))


class _Lines:
    """A source's lines without comments; numbers start at 1."""

    def __init__(self, source: SourceFile) -> None:
        self.source = source
        tokens = _TOKENS.finditer(source.text)
        self.comments = [token for token in tokens if token["comment"] is not None]
        self._raw = _NEWLINE.split(source.text)
        self._code = _NEWLINE.split(self._without_comments())

    def _without_comments(self) -> str:
        parts, end = [], 0
        text = self.source.text
        for comment in self.comments:
            parts += [text[end : comment.start()], re.sub(r"[^\r\n]", " ", comment[0])]
            end = comment.end()
        return "".join((*parts, text[end:]))

    def target(self, comment: re.Match[str]) -> DecisionTarget | None:
        first = self.source.position(comment.start()).line
        if self._has_code(first):
            return self._of(first)
        line = self.source.position(comment.end()).line + 1
        while line <= len(self._raw) and not self._has_code(line) and self._raw[line - 1].strip():
            line += 1
        return self._of(line) if line <= len(self._raw) and self._has_code(line) else None

    def _has_code(self, line: int) -> bool:
        return bool(self._code[line - 1].strip())

    def _of(self, line: int) -> DecisionTarget | None:
        code = self._code[line - 1]
        header = _HEADER.match(code)
        if header is not None:
            return DecisionTarget(self.source, line, self._end(line), header[1], "", True)
        if code.lstrip().startswith("}"):
            return None
        word = _FIRST_WORD.match(code)
        return DecisionTarget(
            self.source, line, line, self._owner(line), word[1] if word else "", False
        )

    def _end(self, line: int) -> int:
        """The line of the `}` that closes the block."""
        for number in range(line, len(self._code)):
            if self._code[number].lstrip().startswith("}"):
                return number + 1
        return len(self._code)

    def _owner(self, line: int) -> str:
        for number in range(line - 1, 0, -1):
            header = _HEADER.match(self._code[number - 1])
            if header is not None:
                return header[1]
        return ""
