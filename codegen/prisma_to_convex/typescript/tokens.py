"""TypeScript in tokens: enough to know where strings, comments and brackets begin and end.

Comments and blanks are no tokens; they are the text between two of them, so nothing is lost.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from prisma_schema_parser.records import NamedTuple

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
_REGEX = re.compile(r"/(?:[^/\\\[\n]|\\.|\[(?:[^\]\\\n]|\\.)*+\])++/\w*")
_LONGEST_REGEX = (
    2000  # a longer one is read as what it consists of: each slash looks only so far ahead
)
_IN_TEMPLATE = re.compile(r"(?:[^`\\$]|\\.|\$(?!\{))*", re.DOTALL)
_BEGINNINGS = frozenset("`/\"'")
_CLOSERS = {"(": ")", "[": "]", "{": "}"}
_OPENERS = {closer: opener for opener, closer in _CLOSERS.items()}
# A slash behind one of these divides; behind anything else it opens a regular expression.
_BEFORE_DIVISION = (")", "]", "}")
_NO_OPERAND = ("return", "typeof", "case", "in", "of", "void", "delete", "await", "yield", "throw")


class TsToken(NamedTuple):
    """`kind` is word, string, template, regex, mark or comment (comments only from `lexed`)."""

    kind: str
    text: str
    start: int
    end: int


class Source(NamedTuple):
    """A text with its tokens; `partner` leads from a bracket to the one that closes or opens it."""

    text: str
    tokens: tuple[TsToken, ...]
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


def lexed(text: str, at: int = 0) -> Iterator[TsToken]:
    """The tokens from there on, with the comments among them. Raises NotTypeScript on its way."""
    before: TsToken | None = None
    while True:
        for found in _NEXT.finditer(text, at):
            kind: str = found.lastgroup  # type: ignore[assignment]  # one alternative always matches
            if kind == "end":
                return
            part, end = found[kind], found.end()
            if kind == "mark" and part in _BEGINNINGS:
                token = _begun(text, end - 1, before)
            else:
                token = TsToken(kind, part, end - len(part), end)
            yield token
            if kind != "comment":
                before = token
            if token.end != end:
                at = token.end
                break


def _begun(text: str, start: int, before: TsToken | None) -> TsToken:
    """The token that a quote, a backquote or a slash begins."""
    part = text[start]
    if part == "`":
        end = _template_end(text, start)
        return TsToken("template", text[start:end], start, end)
    if part == "/":
        return _slash(text, start, before)
    raise NotTypeScript(text, start, "the string is not closed on its line")


def _slash(text: str, at: int, before: TsToken | None) -> TsToken:
    if text.startswith("/*", at):
        raise NotTypeScript(text, at, "the comment is not closed")
    divides = before is not None and (
        (before.kind in ("word", "string", "template") and before.text not in _NO_OPERAND)
        or before.text in _BEFORE_DIVISION
    )
    found = None if divides else _REGEX.match(text, at, at + _LONGEST_REGEX)
    if found is None:
        return TsToken("mark", "/", at, at + 1)
    return TsToken("regex", found.group(), at, found.end())


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
    depth = 1
    for token in lexed(text, at):
        depth += (token.text == "{") - (token.text == "}")
        if depth == 0:
            return token.end
    raise NotTypeScript(text, start, "the template string is not closed")


def _partners(text: str, tokens: tuple[TsToken, ...]) -> dict[int, int]:
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
    inside = literal[1:-1]
    return re.sub(r"\\([\"'])", r"\1", inside) if "\\" in inside else inside
