"""The words for lines that could not be read."""

from __future__ import annotations

import re

from . import rules
from .diagnostic import Diagnostic
from .source import Span
from .suggest import Suggestions
from .syntax import KEYWORDS, LineProblem, WrittenType

_HELP = {
    "unclosed": "Prisma reads line by line: put the whole attribute on one line",
    "brace": "move the `}` to the next line",
    "comma": "remove the comma",
    "escape": 'escapes are those of JSON: \\" \\\\ \\/ \\b \\f \\n \\r \\t \\uXXXX',
    "name": "names start with a letter and hold letters, digits and `_`",
}
_SUGGESTIONS = Suggestions(KEYWORDS)
_LONG = 60


def line_problem(problem: LineProblem, span: Span) -> Diagnostic:
    """The diagnostic for what is wrong inside a line."""
    rule = rules.INVALID_NAME if problem.kind == "name" else rules.SYNTAX_ERROR
    return Diagnostic(rule, problem.message, span, help=_HELP.get(problem.kind, ""))


def old_form(written: WrittenType, field: str, span: Span) -> Diagnostic:
    """The diagnostic for a field whose type is written as it was in Prisma 1."""
    kind = written.old.kind if written.old is not None else ""
    message = "this is the syntax of Prisma 1"
    match kind:
        case "colon":
            help_ = f"write `{field} {'' if written.is_unsupported else written.name}` without the colon"
        case "list":
            help_ = f"write `{written.name}[]`"
        case "required":
            help_ = "fields are required by default: leave out the `!`"
        case _:
            message = "optional lists are not supported"
            help_ = "a list is never null: write `[]`"
    return Diagnostic(rules.LEGACY_SYNTAX, message, span, help=help_)


def bad_line(context: str, text: str, span: Span) -> Diagnostic:
    """The diagnostic for a line that can't stand where it does.

    `context` is "top", "model", "enum", "config", or "block" for the header of an unknown block.
    """
    first = span._replace(end=min(span.end, span.start + _LONG))
    if context == "block":
        return _unknown_block(text, first)
    if context == "top":
        return _top(text, first)
    if text.startswith("/*"):
        message = "the comment is not closed"
        return Diagnostic(rules.SYNTAX_ERROR, message, first, help="close it with `*/`")
    if text.startswith("_"):
        message = "a name can't start with an underscore"
        return Diagnostic(rules.INVALID_NAME, message, first, help=_underscore_help(text))
    expected = {
        "model": "a field, a `@@` attribute or a comment",
        "enum": "an enum value, a `@@` attribute or a comment",
        "config": "`key = value` or a comment",
    }[context]
    return Diagnostic(rules.SYNTAX_ERROR, f"this line is not {expected}", first)


def _underscore_help(text: str) -> str:
    match = re.match(r"_+(\w+)", text)
    return f'name it `{match[1]}` and add `@map("{match[0]}")`' if match else ""


def _unknown_block(text: str, span: Span) -> Diagnostic:
    word = re.match(r"[\w-]*", text)
    keyword = word[0] if word else ""
    if keyword in KEYWORDS:
        has_none = text[len(keyword) :].lstrip().startswith("{")
        message = f"this {keyword} has no name" if has_none else _name_message(keyword)
        return Diagnostic(rules.UNKNOWN_BLOCK, message, span, help=f"write `{keyword} Name {{`")
    message = f"`{keyword}` is not a kind of block" if keyword else "this block has no keyword"
    return Diagnostic(rules.UNKNOWN_BLOCK, message, span, help=_keyword_help(keyword))


def _name_message(keyword: str) -> str:
    return f"the name of this {keyword} is not one word"


def _keyword_help(keyword: str) -> str:
    return _SUGGESTIONS.help(
        keyword, "a schema holds model, enum, view, type, datasource and generator blocks"
    )


def _top(text: str, span: Span) -> Diagnostic:
    if text == "}":
        return Diagnostic(rules.SYNTAX_ERROR, "this `}` closes nothing", span)
    if text.startswith("/*"):
        message = "the comment is not closed"
        return Diagnostic(rules.SYNTAX_ERROR, message, span, help="close it with `*/`")
    if re.match(r"type\b[^=]*=", text):
        message = "type aliases are no longer part of the language"
        return Diagnostic(rules.LEGACY_SYNTAX, message, span, help="write the type at each field")
    word = re.match(r"[\w-]+", text)
    if word and word[0] in KEYWORDS:
        is_open = "{" in text
        message = _name_message(word[0]) if is_open else f"this {word[0]} has no `{{` on its line"
        return Diagnostic(rules.SYNTAX_ERROR, message, span, help=f"write `{word[0]} Name {{`")
    help_ = _keyword_help(word[0]) if word else ""
    return Diagnostic(rules.SYNTAX_ERROR, "this line belongs to no block", span, help=help_)
