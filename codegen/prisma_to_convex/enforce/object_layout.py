"""Objects, arrays and functions that return them, laid out as Prettier's defaults would."""

from __future__ import annotations

import re
from typing import TypeAlias

from prisma_schema_parser.records import NamedTuple

from ..typescript.literals import WIDTH, ts_string, width

# A value stays beside a key that is not longer: a line of its own would win nothing.
_SHORT = 5
_PLAIN_KEY = re.compile(r"[A-Za-z_$][A-Za-z0-9_$]*").fullmatch


class ObjectNode(NamedTuple):
    """An object. `is_open`: one entry a line, whether or not they would fit on one."""

    entries: tuple[tuple[str, Node], ...]
    is_open: bool = False


class ArrayNode(NamedTuple):
    """An array."""

    items: tuple[Node, ...]


class FunctionNode(NamedTuple):
    """`() => value`."""

    value: Node


Node: TypeAlias = "str | ObjectNode | ArrayNode | FunctionNode"
"""A plain string is code."""


def strings(items: tuple[str, ...]) -> ArrayNode:
    return ArrayNode(tuple(map(ts_string, items)))


def text_of(node: Node, indent: int, used: int) -> str:
    """The text where `used` columns are taken before it and a comma follows."""
    flat = flat_text(node)
    if flat is not None and used + width(flat) + 1 <= WIDTH:
        return flat
    match node:
        case ObjectNode(entries):
            lines = "".join(_entry(key, inner, indent + 2) for key, inner in entries)
            return f"{{\n{lines}{' ' * indent}}}"
        case ArrayNode(()):
            return "[]"
        case ArrayNode(items):
            pad = " " * (indent + 2)
            texts = (text_of(item, indent + 2, indent + 2) for item in items)
            return "[\n" + "".join(f"{pad}{text},\n" for text in texts) + " " * indent + "]"
        case FunctionNode(value):
            opening, closing = ("(", ")") if isinstance(value, ObjectNode) else ("", "")
            return f"() => {opening}{text_of(value, indent, used + 6)}{closing}"
        case str():
            return node


def _entry(key: str, node: Node, indent: int) -> str:
    head, pad = f"{_key(key)}:", " " * indent
    text = text_of(node, indent, indent + width(head) + 1)
    is_long = indent + width(head) + 1 + width(text) + 1 > WIDTH
    is_string = isinstance(node, str) and text[0] in "\"'"
    if is_long and len(head) > _SHORT and (is_string or node == FunctionNode(ArrayNode(()))):
        return f"{pad}{head}\n{pad}  {text},\n"
    return f"{pad}{head} {text},\n"


def _key(key: str) -> str:
    """Without quotes where Prettier takes them away: letters of other scripts are letters."""
    is_word = not key.isascii() and key.isidentifier() and max(key) <= "\uffff"
    return key if is_word or _PLAIN_KEY(key) else ts_string(key)


def flat_text(node: Node) -> str | None:
    """The text on one line; None where Prettier never leaves it on one."""
    match node:
        case ObjectNode(()):
            return "{}"
        case ObjectNode(entries, is_open):
            texts = [flat_text(inner) for _, inner in entries]
            if is_open or None in texts:
                return None
            pairs = zip(entries, texts, strict=True)
            return f"{{ {', '.join(f'{_key(key)}: {text}' for (key, _), text in pairs)} }}"
        case ArrayNode(items):
            texts = [flat_text(item) for item in items]
            if None in texts or _is_matrix(items):
                return None
            return f"[{', '.join(filter(None, texts))}]"
        case FunctionNode(value):
            text = flat_text(value)
            wrapped = f"({text})" if isinstance(value, ObjectNode) else text
            return None if text is None else f"() => {wrapped}"
        case str():
            return node


def _is_matrix(items: tuple[Node, ...]) -> bool:
    """Several objects, or several arrays, of more than one thing each."""
    if len(items) < 2:
        return False
    objects = [item for item in items if isinstance(item, ObjectNode) and len(item.entries) > 1]
    arrays = [item for item in items if isinstance(item, ArrayNode) and len(item.items) > 1]
    return len(items) in (len(objects), len(arrays))
