"""A validator that somebody wrote as TypeScript -> data: `v.object({ street: v.string() })`.

A closed grammar: the calls of `v` and the names of exported validators. What is not in it is an error
with its place, so nothing that is written in a comment or a config can reach the output but through data.
"""

from __future__ import annotations

import re

from prisma_schema_parser.records import NamedTuple

from ..kit.nearest import nearest
from .convex_schema import (
    MAX_NESTING,
    NULL,
    Field,
    Validator,
    VArray,
    VConstant,
    VId,
    VLiteral,
    VObject,
    VRecord,
    VReference,
    VSimple,
    VUnion,
)
from .identifiers import NAME_RULE, is_name

_SIMPLE = {
    "string": "string", "number": "number", "float64": "float64", "int64": "int64",
    "bigint": "int64", "boolean": "boolean", "bytes": "bytes", "any": "any", "null": "null",
}  # fmt: skip  # a table
_FUNCTIONS = (*_SIMPLE, "id", "literal", "array", "union", "object", "record", "nullable")

_SPACE = re.compile(r"\s*")
_NAME = re.compile(r"[A-Za-z_$][A-Za-z0-9_$]*")
_NUMBER = re.compile(r"-?(?:0|[1-9]\d{0,18})(?:n|(?:\.\d{1,15})?)(?![\w.])")
_STRING = re.compile(r"\"(?:[^\"\\\r\n]|\\.)*\"|'(?:[^'\\\r\n]|\\.)*'")
_ESCAPE = re.compile(r"\\(?:u([0-9a-fA-F]{4})|x([0-9a-fA-F]{2})|(.))", re.DOTALL)
_ESCAPES = {"n": "\n", "r": "\r", "t": "\t", "b": "\b", "f": "\f", "\\": "\\", "'": "'", '"': '"'}
_SURROGATES = re.compile("[\ud800-\udbff][\udc00-\udfff]|[\ud800-\udfff]")


class InvalidValidator(Exception):
    """What is wrong, and at which offset. Caught by whoever asked; never leaves the package."""

    def __init__(self, message: str, at: int) -> None:
        super().__init__(message)
        self.message, self.at = message, at


class ParsedValidator(NamedTuple):
    validator: Validator
    end: int


def parse(text: str) -> Validator:
    """The whole text as one validator. Raises `InvalidValidator`."""
    found = parse_at(text, 0)
    end = _skip(text, found.end)
    if end != len(text):
        raise InvalidValidator(
            f"`{_word(text, end)}` is too much: the validator ends before it", end
        )
    return found.validator


def parse_at(text: str, start: int) -> ParsedValidator:
    """One validator from `start` on, and where it ends. Raises `InvalidValidator`."""
    start = _skip(text, start)
    if text.startswith(("v.optional(", "v.optional ("), start):
        raise InvalidValidator(
            "`nullable` tells whether the field may be absent, not its type", start
        )
    return _validator(text, start, 1)


def _validator(text: str, at: int, depth: int) -> ParsedValidator:
    at = _skip(text, at)
    if depth > MAX_NESTING:
        raise InvalidValidator(f"validators are nested at most {MAX_NESTING} deep", at)
    name = _NAME.match(text, at)
    if name is None:
        raise InvalidValidator(
            f"a validator is missing, such as `v.string()`{_instead(text, at)}", at
        )
    if name[0] != "v":
        end = _skip(text, name.end())
        if text[end : end + 1] in (".", "("):
            raise InvalidValidator(
                f"`{name[0]}` is not known here: only `v` and exported validators", at
            )
        return ParsedValidator(VReference(name[0]), name.end())
    after = _expect(text, name.end(), ".")
    function = _NAME.match(text, _skip(text, after))
    if function is None:
        raise InvalidValidator("the name of a validator is missing behind `v.`", after)
    if function[0] == "optional":
        raise InvalidValidator("`v.optional()` belongs to a field of `v.object()`", at)
    if function[0] not in _FUNCTIONS:
        near = nearest(function[0], _FUNCTIONS)
        raise InvalidValidator(
            f"there is no `v.{function[0]}()`{near and ': ' + near}", function.start()
        )
    return _call(function[0], text, _expect(text, function.end(), "("), depth)


def _call(function: str, text: str, at: int, depth: int) -> ParsedValidator:
    """The rest of a call, behind its opening parenthesis."""
    found: Validator
    if function in _SIMPLE:
        return ParsedValidator(VSimple(_SIMPLE[function]), _expect(text, at, ")"))
    match function:
        case "id":
            table, end = _string(text, at)
            return ParsedValidator(VId(table), _close(text, end))
        case "literal":
            found, end = _literal(text, at)
        case "array":
            item = _validator(text, at, depth + 1)
            found, end = VArray(item.validator), item.end
        case "nullable":
            item = _validator(text, at, depth + 1)
            found, end = VUnion((item.validator, NULL)), item.end
        case "record":
            return _record(text, at, depth)
        case "object":
            return _object(text, at, depth)
        case _:
            return _union(text, at, depth)
    return ParsedValidator(found, _close(text, end))


def _union(text: str, at: int, depth: int) -> ParsedValidator:
    members: list[Validator] = []
    while True:
        member = _validator(text, at, depth + 1)
        members.append(member.validator)
        at, is_over = _next(text, member.end, ")")
        if is_over:
            return ParsedValidator(members[0] if len(members) == 1 else VUnion(tuple(members)), at)


def _record(text: str, at: int, depth: int) -> ParsedValidator:
    at = _skip(text, at)
    key = _validator(text, at, depth + 1)
    if not (isinstance(key.validator, VId) or _is_string(key.validator)):
        raise InvalidValidator('the keys of a record are `v.string()` or `v.id("...")`', at)
    value = _validator(text, _expect(text, key.end, ","), depth + 1)
    return ParsedValidator(VRecord(key.validator, value.validator), _close(text, value.end))


def _is_string(validator: Validator) -> bool:
    return isinstance(validator, VSimple) and validator.name == "string"


def _object(text: str, at: int, depth: int) -> ParsedValidator:
    at = _expect(text, at, "{")
    fields: dict[str, Field] = {}
    while not text.startswith("}", at := _skip(text, at)):
        name, end = _key(text, at)
        if name in fields:
            raise InvalidValidator(f"the field `{name}` stands here twice", at)
        if text[at] not in "\"'" and text[_skip(text, end) :][:1] in (",", "}"):
            fields[name] = Field(name, VReference(name))  # `city` alone stands for `city: city`
        else:
            fields[name], end = _member(name, text, _expect(text, end, ":"), depth)
        at, is_over = _next(text, end, "}")
        if is_over:
            return ParsedValidator(VObject(tuple(fields.values())), _close(text, at))
    return ParsedValidator(VObject(tuple(fields.values())), _close(text, at + 1))


def _member(name: str, text: str, at: int, depth: int) -> tuple[Field, int]:
    at = _skip(text, at)
    optional = re.compile(r"v\s*\.\s*optional\s*\(").match(text, at)
    found = _validator(text, optional.end() if optional else at, depth + 1)
    end = _close(text, found.end) if optional else found.end
    return Field(name, found.validator, bool(optional)), end


def _key(text: str, at: int) -> tuple[str, int]:
    if text[at : at + 1] in ('"', "'"):
        name, end = _string(text, at)
    else:
        match = _NAME.match(text, at)
        if match is None:
            raise InvalidValidator(f"the name of a field is missing{_instead(text, at)}", at)
        name, end = match[0], match.end()
    if not is_name(name):
        raise InvalidValidator(f"`{name}` is no field name: {NAME_RULE}", at)
    return name, end


# ---- literals -----------------------------------------------------------------------------------


def _literal(text: str, at: int) -> tuple[Validator, int]:
    at = _skip(text, at)
    if text[at : at + 1] in ('"', "'"):
        value, end = _string(text, at)
        return VLiteral(value), end
    match = _NUMBER.match(text, at) or re.compile(r"(?:true|false)\b").match(text, at)
    if match is None:
        raise InvalidValidator("a literal is a string, a number, a bigint, true or false", at)
    if match[0].endswith("n") and not -(2**63) <= int(match[0][:-1]) < 2**63:
        raise InvalidValidator("a bigint has at most 64 bits", at)
    return VConstant(_canonical(match[0])), match.end()


def _canonical(number: str) -> str:
    """As Prettier writes it."""
    if "." in number:
        number = number.rstrip("0").rstrip(".")
    return "0" if number == "-0" else number


def _string(text: str, at: int) -> tuple[str, int]:
    at = _skip(text, at)
    match = _STRING.match(text, at)
    if match is None:
        raise InvalidValidator(f"a string in quotes is missing{_instead(text, at)}", at)
    value = _ESCAPE.sub(lambda escape: _unescaped(escape, at), match[0][1:-1])
    joined = _SURROGATES.sub(lambda pair: _joined(pair[0], at), value)
    return joined, match.end()


def _unescaped(escape: re.Match[str], at: int) -> str:
    code = escape[1] or escape[2]
    if code:
        return chr(int(code, 16))
    if escape[3] not in _ESCAPES:
        raise InvalidValidator(f"`\\{escape[3]}` is no escape", at)
    return _ESCAPES[escape[3]]


def _joined(pair: str, at: int) -> str:
    if len(pair) == 1:
        raise InvalidValidator("half a character: a surrogate without the other", at)
    return pair.encode("utf-16", "surrogatepass").decode("utf-16")


# ---- marks --------------------------------------------------------------------------------------


def _skip(text: str, at: int) -> int:
    match = _SPACE.match(text, at)
    return match.end() if match else at


def _expect(text: str, at: int, mark: str) -> int:
    at = _skip(text, at)
    if not text.startswith(mark, at):
        raise InvalidValidator(f"`{mark}` is missing{_instead(text, at)}", at)
    return at + len(mark)


def _close(text: str, at: int) -> int:
    """Behind the closing parenthesis; a comma before it is allowed."""
    at = _skip(text, at)
    return _expect(text, at + text.startswith(",", at), ")")


def _next(text: str, at: int, closing: str) -> tuple[int, bool]:
    """Behind a comma and whatever may close the list behind it."""
    at = _skip(text, at)
    if text.startswith(",", at):
        at = _skip(text, at + 1)
        return (at + 1, True) if text.startswith(closing, at) else (at, False)
    return _expect(text, at, closing), True


def _instead(text: str, at: int) -> str:
    word = _word(text, at)
    return f": `{word}` stands here" if word else ": the text ends here"


def _word(text: str, at: int) -> str:
    name = _NAME.match(text, at)
    return name[0] if name else text[at : at + 1]
