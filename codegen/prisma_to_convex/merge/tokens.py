"""TypeScript in tokens: enough to know where strings, comments and brackets begin and end.

Comments and blanks are no tokens; they are the text between two of them, so nothing is lost.
"""

from __future__ import annotations

import re
from typing import NamedTuple

_NEXT = re.compile(
    r"""
    \s*(?:
    (?P<comment>//[^\n]*|/\*.*?\*/)
  | (?P<string>"(?:[^"\\\n]|\\.)*"|'(?:[^'\\\n]|\\.)*')
  | (?P<word>[\w$]+)
  | (?P<mark>=>|\.\.\.|\?\.|.)
  | (?P<end>\Z)
    )
    """,
    re.DOTALL | re.VERBOSE,
)
_REGEX = re.compile(r"/(?:[^/\\\[\n]|\\.|\[(?:[^\]\\\n]|\\.)*\])+/\w*")
_IN_TEMPLATE = re.compile(r"(?:[^`\\$]|\\.|\$(?!\{))*", re.DOTALL)
_BEGINNINGS = frozenset("`/\"'")
_CLOSERS = {"(": ")", "[": "]", "{": "}"}
_OPENERS = {closer: opener for opener, closer in _CLOSERS.items()}
# A slash behind one of these divides; behind anything else it opens a regular expression.
_BEFORE_DIVISION = (")", "]", "}")
_NO_OPERAND = ("return", "typeof", "case", "in", "of", "void", "delete", "await", "yield", "throw")


class Token(NamedTuple):
    """`kind` is word, string, template, regex, mark or comment (comments only from `lexed`)."""

    kind: str
    text: str
    start: int
    end: int


class Source(NamedTuple):
    """A text with its tokens; `partner` leads from a bracket to the one that closes or opens it."""

    text: str
    tokens: tuple[Token, ...]
    partner: dict[int, int]


class NotTypeScript(Exception):
    """The text ends inside something, or a bracket has no partner: half-written code."""

    def __init__(self, text: str, at: int, what: str) -> None:
        self.line = text.count("\n", 0, at) + 1
        self.what = what
        super().__init__(f"line {self.line}: {what}")


def scan(text: str) -> Source:
    """Raises NotTypeScript."""
    tokens = tuple(token for token in lexed(text) if token.kind != "comment")
    return Source(text, tokens, _partners(text, tokens))


def lexed(text: str) -> list[Token]:
    """The tokens with the comments among them."""
    tokens: list[Token] = []
    before: Token | None = None
    token = _token(text, 0, before)
    while token.kind != "end":
        tokens.append(token)
        if token.kind != "comment":
            before = token
        token = _token(text, token.end, before)
    return tokens


def _token(text: str, at: int, before: Token | None) -> Token:
    """The next one behind blanks."""
    found = _NEXT.match(text, at)
    assert found is not None  # one of the last two alternatives always matches
    kind = found.lastgroup or ""
    start, end = found.span(kind)
    part = text[start:end]
    if kind != "mark" or part not in _BEGINNINGS:
        return Token(kind, part, start, end)
    if part == "`":
        return Token("template", text[start : (end := _template_end(text, start))], start, end)
    if part == "/":
        return _slash(text, start, before)
    raise NotTypeScript(text, start, "the string is not closed on its line")


def _slash(text: str, at: int, before: Token | None) -> Token:
    if text.startswith("/*", at):
        raise NotTypeScript(text, at, "the comment is not closed")
    divides = before is not None and (
        (before.kind in ("word", "string", "template") and before.text not in _NO_OPERAND)
        or before.text in _BEFORE_DIVISION
    )
    found = None if divides else _REGEX.match(text, at)
    if found is None:
        return Token("mark", "/", at, at + 1)
    return Token("regex", found.group(), at, found.end())


def _template_end(text: str, start: int) -> int:
    """Behind the closing backquote; `${...}` may hold anything, templates too."""
    at = start + 1
    while True:
        found = _IN_TEMPLATE.match(text, at)
        at = found.end() if found else at
        if text.startswith("`", at):
            return at + 1
        if not text.startswith("${", at):
            raise NotTypeScript(text, start, "the template string is not closed")
        at = _substitution_end(text, at + 2, start)


def _substitution_end(text: str, at: int, start: int) -> int:
    depth, before = 1, None
    while (token := _token(text, at, before)).kind != "end":
        depth += (token.text == "{") - (token.text == "}")
        at, before = token.end, token
        if depth == 0:
            return at
    raise NotTypeScript(text, start, "the template string is not closed")


def _partners(text: str, tokens: tuple[Token, ...]) -> dict[int, int]:
    partner: dict[int, int] = {}
    opened: list[int] = []
    for number, token in enumerate(tokens):
        if token.kind != "mark":
            continue
        if token.text in _CLOSERS:
            opened.append(number)
        elif token.text in _OPENERS:
            if not opened or tokens[opened[-1]].text != _OPENERS[token.text]:
                raise NotTypeScript(text, token.start, f"nothing opens this `{token.text}`")
            other = opened.pop()
            partner[other], partner[number] = number, other
    if opened:
        token = tokens[opened[-1]]
        raise NotTypeScript(text, token.start, f"this `{token.text}` is not closed")
    return partner


def string_value(literal: str) -> str:
    """What a string literal says, for comparing names; escapes other than quotes stay as written."""
    return re.sub(r"\\([\"'])", r"\1", literal[1:-1])
