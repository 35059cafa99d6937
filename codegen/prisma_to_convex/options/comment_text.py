"""Choices that stand in the schema itself, in comments above or behind a declaration.

    /// What the customer agreed to.
    /// @convex.type(v.object({ version: v.number() }))
    terms Json // @convex.name(acceptedTerms)

`///`, `//` and `/* */` count. A directive is `@convex.` and a setting of options.py; all but `skip` take a
value. It begins a line, or stands behind a sentence or another one; it is taken out of the documentation that is emitted.
A sentence may begin with such a word, too: `@convex.dev is where the team writes`.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from prisma_schema_parser.records import NamedTuple

from ..convex.identifiers import NAME_RULE, is_name
from ..convex.validator_reader import InvalidValidator, parse_at
from ..kit.nearest import nearest
from .decision_text import DECISIONS, DecisionDirective, read_decision
from .settings import BY_KEY, MAX_SCALE, Row

# A word of an address (`me@convex.dev`) is none.
_START = re.compile(r"(?<![\w.@])@convex\.")
_WORD = re.compile(r"[A-Za-z][\w-]*")
_VALUE = re.compile(r"\(\s*(\"?)([^\"()\s]*)\1\s*\)")
# What may stand before a directive on its line: blanks, the stars of a block comment, a list's dash.
_BEFORE = re.compile(r"[ \t\r*,;-]*\s*")
_SENTENCE_ENDS = (".", "!", "?", ":", ";", "]", ")")
# A directive that is longer or deeper does not close: whatever is searched for often is searched for nearby.
_LONGEST, _DEEPEST = 4000, 40
_MOST = 1000
_PARENTHESES = re.compile(r"\"(?:[^\"\\\r\n]|\\.)*\"|[()]")
_NEWLINE = re.compile(r"\r\n|\n|\r")
# Two words and more behind a name: a sentence goes on, which no value that lost its parentheses does.
_SENTENCE = re.compile(r"[,;:]?[ \t]+([\w'-]+)[,;:]?[ \t]+[\w'\"`(]")


class Directive(NamedTuple):
    """`value` is what the setting takes, as it is read from the text; offsets into that text."""

    row: Row
    value: object
    start: int
    end: int


class DirectiveProblem(NamedTuple):
    start: int
    end: int
    message: str
    help: str = ""


# ---- one text -----------------------------------------------------------------------------------


def without_directives(documentation: str) -> str | None:
    """The documentation without directives; see marks.undirected."""
    kept, end = [""], 0
    for found in read(documentation):
        if found.start >= end:
            kept.append(documentation[end : found.start])
            end = found.end
    lines = "\0".join((*kept[1:], documentation[end:])).replace(" \0 ", " \0").split("\n")
    left = [_without_marks(line) for line in lines if line.strip("\0 \t") or not line]
    text = "\n".join(left).strip("\n")
    return text or None


def _without_marks(line: str) -> str:
    """Where a directive began the line, what stood behind it begins it now."""
    stripped = line.lstrip(" \t")
    if stripped.startswith("\0"):
        line = line[: len(line) - len(stripped)] + stripped.lstrip("\0 \t")
    return line.replace("\0", "").rstrip()


# What no declaration has an opinion of.
_PROJECT = ("globs", "field")


def read(text: str) -> Iterator[Directive | DirectiveProblem | DecisionDirective]:
    """The directives of a text, in order, as many as anybody writes: well written or not where they begin a
    line or follow another; behind the end of a sentence those that are well written. Within a sentence,
    `@convex.skip` is a word.
    """
    end = at = count = line = 0
    while match := _START.search(text, at):
        if count == _MOST:
            message = f"this comment has more than {_MOST:,} directives: the others are not read"
            yield DirectiveProblem(match.start(), match.end(), message)
            return
        start = match.start()
        line = max(line, text.rfind("\n", at, start) + 1)
        count, at = count + 1, match.end()
        begins = _BEFORE.fullmatch(text, max(end, line), start) is not None
        if not begins and not _ends_sentence(text, max(end, line), start):
            continue
        found = _directive(text, match)
        if _is_prose(text, match, found):
            continue
        if begins or not isinstance(found, DirectiveProblem):
            end, at = found.end, max(found.end, at)
            yield found


def _ends_sentence(text: str, first: int, end: int) -> bool:
    """Whether what stands before `end` does, blanks left out. Nothing is copied: a line may be long."""
    while end > first and text[end - 1].isspace():
        end -= 1
    return end > first and text[end - 1] in _SENTENCE_ENDS


def _is_prose(
    text: str, match: re.Match[str], found: Directive | DirectiveProblem | DecisionDirective
) -> bool:
    """Whether what would be a problem only begins a sentence: it is followed by one, and is like no directive."""
    word = _WORD.match(text, match.end())
    if word is None or not isinstance(found, DirectiveProblem):
        return False
    follows, row = _SENTENCE.match(text, word.end()), BY_KEY.get(word[0])
    if follows is None or word[0] in DECISIONS:
        return False
    return not found.help if row is None else follows[1] not in row.values


def _directive(text: str, match: re.Match[str]) -> Directive | DirectiveProblem | DecisionDirective:
    start, word = match.start(), _WORD.match(text, match.end())
    if word is None:
        return DirectiveProblem(
            start, match.end(), "`@convex.` is no directive: a name must follow"
        )
    if word[0] in DECISIONS:
        found = read_decision(text, start, word)
        return found._replace(end=max(found.end, _balanced(text, word.end())))
    row = BY_KEY.get(word[0])
    if row is None or row.form in _PROJECT:
        known = [one.key for one in BY_KEY.values() if one.form not in _PROJECT]
        end = _balanced(text, word.end())
        message = f"there is no directive `@convex.{word[0]}`"
        return DirectiveProblem(start, end, message, nearest(word[0], known))
    if row.form == "flag":
        end = _balanced(text, word.end())
        if end > word.end():
            return DirectiveProblem(start, end, f"`@convex.{row.key}` takes no value")
        return Directive(row, True, start, end)
    if not text.startswith("(", word.end()):
        return DirectiveProblem(
            start, word.end(), f"`@convex.{row.key}` takes a value: `{_form(row)}`"
        )
    if row.form == "expression":
        return _expression(text, row, start, word.end())
    value = _VALUE.match(text, word.end())
    if value is None:
        end = _balanced(text, word.end())
        return DirectiveProblem(
            start, end, f"the value can't be read: it is written `{_form(row)}`"
        )
    problem = misread(row, value[2])
    if problem:
        return DirectiveProblem(
            start, value.end(), f"`@convex.{row.key}`: {problem[0]}", problem[1]
        )
    return Directive(row, int(value[2]) if row.form == "scale" else value[2], start, value.end())


def _expression(text: str, row: Row, start: int, opening: int) -> Directive | DirectiveProblem:
    try:
        found = parse_at(text, opening + 1)
        closing = re.compile(r"\s*\)").match(text, found.end)
        if closing is None:
            raise InvalidValidator("`)` is missing behind the validator", found.end)
    except InvalidValidator as error:
        end = max(_balanced(text, opening), start + 1)
        return DirectiveProblem(
            start, end, f"`@convex.{row.key}`: {error.message}", f"write `{_form(row)}`"
        )
    return Directive(row, found.validator, start, closing.end())


def misread(row: Row, value: str) -> tuple[str, str] | None:
    """What is wrong with a value that is one word, and what may help."""
    match row.form:
        case "choice" if value not in row.values:
            choices = " or ".join(f"`{one}`" for one in row.values)
            return f"`{value}` is not {choices}", nearest(value, row.values)
        case "scale" if not (value.isascii() and value.isdigit() and int(value[:3]) <= MAX_SCALE):
            return f"`{value}` is no number from 0 to {MAX_SCALE}", ""
        case "name" if not is_name(value):
            return f"`{value}` is no name in Convex: {NAME_RULE}", ""
        case "model" | "field" if not value:
            return f"the name of a {row.form} is missing", ""
        case "folder" if not value:
            return "the name of a folder is missing", ""
        case _:
            return None


def _form(row: Row) -> str:
    """How the directive is written."""
    inside = {
        "expression": "v.string()",
        "name": "newName",
        "model": "User",
        "scale": "2",
    }
    return f"@convex.{row.key}({inside.get(row.form) or '|'.join(row.values)})"


def _balanced(text: str, at: int) -> int:
    """Behind the parentheses that open at `at`, or the end of that line where they don't close."""
    if not text.startswith("(", at):
        return at
    depth = 0
    for match in _PARENTHESES.finditer(text, at, at + _LONGEST):
        depth += {"(": 1, ")": -1}.get(match[0], 0)
        if depth == 0:
            return match.end()
        if depth > _DEEPEST:
            break
    line = _NEWLINE.search(text, at)
    return line.start() if line else len(text)
