"""Pieces of schema text in which every place that may hold blanks is marked; `layout` fills them in.

MUST   at least one blank          `id Int`
MAY    a blank by custom           `fields: [a, b]`  `Int @id`
NONE   no blank by custom          `@default (now ( ))`
"""

import json
from collections.abc import Iterable

MUST, MAY, NONE = "\x1d", "\x1e", "\x1f"


def quoted(text: str, ascii_only: bool = False) -> str:
    """JSON's escapes are Prisma's."""
    return json.dumps(text, ensure_ascii=ascii_only)


def named(key: str, value: str) -> str:
    return f"{key}{NONE}:{MAY}{value}"


def _commas(items: Iterable[str]) -> str:
    return f"{NONE},{MAY}".join(items)


def array(items: Iterable[str]) -> str:
    return f"[{NONE}{_commas(items)}{NONE}]"


def obj(items: Iterable[str]) -> str:
    return f"{{{MAY}{_commas(items)}{MAY}}}"


def call(path: str, *arguments: str) -> str:
    return f"{path}{NONE}({NONE}{_commas(arguments)}{NONE})"


def unsupported(literal: str) -> str:
    """A type, not a call: no blank before the parenthesis."""
    return f"Unsupported({NONE}{literal}{NONE})"


def attribute(path: str, *arguments: str) -> str:
    """`@path(arguments)`; without arguments no parentheses."""
    at = "@@" if path.startswith("@@") else "@"
    head = f"{at}{NONE}{path.lstrip('@')}"
    return call(head, *arguments) if arguments else head


def field(name: str, type_name: str, arity: str, attributes: Iterable[str] = ()) -> str:
    mark = NONE + arity if arity else ""
    return MAY.join([f"{name}{MUST}{type_name}{mark}", *attributes])


def setting(key: str, value: str) -> str:
    return f"{key}{MAY}={MAY}{value}"
