"""TypeScript in tokens: enough to know where strings, comments and brackets begin and end.

Comments and blanks are no tokens; they are the text between two of them, so nothing is lost. A template
string is one token, whatever stands in its `${...}`.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence

from prisma_schema_parser.records import NamedTuple

_NEXT = re.compile(
    r"""
    \s*(?:
    (?P<comment>//[^\r\n\u2028\u2029]*|/\*.*?\*/)
  | (?P<string>"(?:[^"\\\r\n]|\\(?:\r\n|.))*"|'(?:[^'\\\r\n]|\\(?:\r\n|.))*')
  | (?P<word>[\w$]+)
  | (?P<mark>=>|\.\.\.|\?\.|.)
  | (?P<end>\Z)
    )
    """,
    re.DOTALL | re.VERBOSE,
)
_REGEX = re.compile(r"/(?:[^/\\\[\r\n]|\\.|\[(?:[^\]\\\r\n]|\\.)*+\])++/\w*")
_LONGEST_REGEX = (
    2000  # a longer one is read as what it consists of: each slash looks only so far ahead
)
_IN_TEMPLATE = re.compile(r"(?:[^`\\$]|\\.|\$(?!\{))*", re.DOTALL)
_SUBSTITUTION = re.compile(r"(?<!\\)(?:\\\\)*\$\{")
_BLANKS = re.compile(r"\s*")
_LINE_END = re.compile(r"[\r\n]")
_BEGINNINGS = frozenset("`/\"'")
_CLOSERS = {"(": ")", "[": "]", "{": "}"}
_OPENERS = {closer: opener for opener, closer in _CLOSERS.items()}
MOST_OF_A_LINE = 100_000
MOST_TOKENS = 1_000_000
"""Of a file: three times what two thousand tables take."""
# A slash behind one of these divides; behind anything else it opens a regular expression.
_BEFORE_DIVISION = (")", "]", "}")
_NO_OPERAND = ("return", "typeof", "case", "in", "of", "void", "delete", "await", "yield", "throw")


class TsToken(NamedTuple):
    """`kind` is word, string, template, regex, mark or comment (comments only from `lexed`)."""

    kind: str
    text: str
    start: int
    end: int

    def is_mark(self, *marks: str) -> bool:
        return self.kind == "mark" and self.text in marks

    @property
    def string(self) -> str | None:
        """The value of a string or of a template without `${...}`; None for any other token."""
        if self.kind == "string":
            closed = len(self.text) > 1 and self.text[-1] == self.text[0]
            return _unescaped(self.text[1:-1] if closed else self.text[1:])
        if self.kind == "template" and not _SUBSTITUTION.search(self.text):
            value = self.text[1:].removesuffix("`").replace("\r\n", "\n")
            return _unescaped(value)
        return None


class Source(NamedTuple):
    """A text with its tokens; `partner` leads from a bracket to the one that closes or opens it."""

    text: str
    tokens: tuple[TsToken, ...]
    partner: Mapping[int, int]


class NotTypeScript(Exception):
    """The text ends inside something, or a bracket has no partner: half-written code."""

    def __init__(self, text: str, at: int, what: str) -> None:
        self.at = at
        self.line = text.count("\n", 0, at) + 1
        self.what = what
        super().__init__(f"line {self.line}: {what}")


def scan(text: str) -> Source:
    """Raises NotTypeScript, also for what is longer than code that somebody wrote."""
    tokens = _bounded(text)
    return Source(text, tuple(tokens), _partners(text, tokens))


def _bounded(text: str) -> list[TsToken]:
    """The tokens but for comments."""
    tokens: list[TsToken] = []
    for token in lexed(text):
        if token.kind == "comment":
            continue
        tokens.append(token)
        if len(tokens) % MOST_OF_A_LINE == 0 and (
            text.find("\n", tokens[-MOST_OF_A_LINE].start, token.start) < 0
        ):
            what = f"the line has more than {MOST_OF_A_LINE:,} words and signs"
            raise NotTypeScript(text, token.start, what)
        if len(tokens) > MOST_TOKENS:
            what = f"the file has more than {MOST_TOKENS:,} words and signs"
            raise NotTypeScript(text, token.start, what)
    return tokens


def scan_leniently(text: str) -> list[TsToken]:
    """The tokens of any text: what is not closed ends with its line or, if it may span lines, the text."""
    tokens: list[TsToken] = []
    at = 0
    while at < len(text):
        try:
            for token in lexed(text, at, tokens[-1] if tokens else None):
                at = token.end
                if token.kind != "comment":
                    tokens.append(token)
            break
        except (NotTypeScript, RecursionError):
            at = _BLANKS.match(text, at).end()  # type: ignore[union-attr]  # it matches nothing, too
            if text.startswith("/*", at):
                break
            kind, end = (
                ("template", len(text)) if text[at] == "`" else ("string", _line_end(text, at))
            )
            tokens.append(TsToken(kind, text[at:end], at, end))
            at = end
    return tokens


def _line_end(text: str, at: int) -> int:
    found = _LINE_END.search(text, at)
    return found.start() if found else len(text)


def lexed(text: str, at: int = 0, before: TsToken | None = None) -> Iterator[TsToken]:
    """The tokens from there on, with the comments among them. Raises NotTypeScript on its way.

    `before` is the token that stands there before, no comment: it tells whether a slash divides.
    """
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


def _partners(text: str, tokens: Sequence[TsToken]) -> dict[int, int]:
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


_ESCAPE = re.compile(
    r"\\(?:u\{([0-9a-fA-F]+)\}|u([0-9a-fA-F]{4})|x([0-9a-fA-F]{2})|(\r\n|.))", re.DOTALL
)
_CONTROLS = {"n": "\n", "t": "\t", "r": "\r", "b": "\b", "f": "\f", "v": "\v", "0": "\0"}
_CONTINUED = ("\n", "\r", "\r\n", "\u2028", "\u2029")


def _unescaped(text: str) -> str:
    return _ESCAPE.sub(_character, text) if "\\" in text else text


def _character(match: re.Match[str]) -> str:
    if digits := match[1] or match[2] or match[3]:
        code = int(digits, 16)
        return chr(code) if code <= 0x10FFFF else match[0]
    return "" if match[4] in _CONTINUED else _CONTROLS.get(match[4], match[4])
