"""Who calls a thin wrapper, one level up: `getUsers({ where: ... })` tells what its `findMany(args)` is given."""

from __future__ import annotations

import re
from collections.abc import Iterable

from prisma_schema_parser.records import NamedTuple

from ..files.code_module import CodeModule, SyntaxNode
from ..files.code_syntax import (
    FUNCTIONS,
    arguments,
    body_of_class,
    enclosing_function,
    function_name,
    unwrapped,
    word,
)
from ..values.definitions import Definitions
from ..values.expressions import Expression, Frame
from ..values.scopes import lookup
from .sites import Site

MOST_CALLERS = 200
"""Of one wrapper; it is reported as unresolved where there are more."""


class Wrapper(NamedTuple):
    """The function that gives a call its arguments. `owner` is its class; empty for a plain function."""

    node: SyntaxNode
    module: CodeModule
    name: str
    owner: str


class CallOfWrapper(NamedTuple):
    module: CodeModule
    call: SyntaxNode

    def frame(self, wrapper: Wrapper) -> Frame:
        given = tuple(Expression(one, self.module) for one in arguments(self.call))
        return Frame(wrapper.node.id, wrapper.module, given)


def wrapper_of(site: Site, parameters: Iterable[Expression]) -> Wrapper | None:
    """The function whose parameters these are, if it has a name to be called by."""
    for parameter in parameters:
        at = parameter.node
        while at.type == "member_expression":
            inner = at.child_by_field_name("object")
            if inner is None:
                break
            at = unwrapped(inner)
        binding = lookup(word(at), at, parameter.module) if at.type == "identifier" else None
        function = binding.node if binding is not None and binding.kind == "parameter" else None
        if function is None or parameter.module is not site.module:
            function = enclosing_function(site.call)
        if function is not None and function_name(function):
            owner = class_of(function)
            return Wrapper(function, site.module, function_name(function), owner)
    return None


def class_of(function: SyntaxNode) -> str:
    """The name of the class whose method it is; empty for a plain function."""
    if function.type != "method_definition" and (
        function.parent is None or function.parent.type != "public_field_definition"
    ):
        return ""
    body = body_of_class(function)
    holder = body.parent if body is not None else None
    name = holder.child_by_field_name("name") if holder is not None else None
    return word(name) if name is not None else "?"


def calls_of(
    wrappers: Iterable[Wrapper], modules: Iterable[CodeModule], definitions: Definitions
) -> dict[tuple[str, int], list[CallOfWrapper]]:
    """By the wrapper's file and node: its calls, one more than `MOST_CALLERS` at most, in order of place."""
    by_name: dict[bytes, list[Wrapper]] = {}
    for wrapper in wrappers:
        by_name.setdefault(wrapper.name.encode(), []).append(wrapper)
    found: dict[tuple[str, int], list[CallOfWrapper]] = {}
    if not by_name:
        return found
    patterns = _patterns(by_name)
    for module in modules:
        named = [one for name, one in patterns.items() if name in module.data]
        for match in (one for pattern in named for one in pattern.finditer(module.data)):
            for wrapper in by_name.get(match[1], ()):
                calls = found.setdefault((wrapper.module.name, wrapper.node.id), [])
                if len(calls) > MOST_CALLERS:
                    continue
                call = _call_at(match.start(1), match.end(1), module)
                if call is not None and _is_call_of(call, wrapper, module, definitions):
                    calls.append(CallOfWrapper(module, call))
    return found


_MOST_PATTERNS = 200


def _patterns(names: Iterable[bytes]) -> dict[bytes, re.Pattern[bytes]]:
    """Of calls, by what is in the files that have any: a pattern a name, or one of all names where they are many."""
    call = rb"(?<![\w$])(%s)\s*(?:<[^()<>]*>)?\s*\("
    one_each = {name: re.compile(call % re.escape(name)) for name in sorted(names)[:_MOST_PATTERNS]}
    return one_each if len(one_each) < _MOST_PATTERNS else {b"(": re.compile(call % rb"[\w$]++")}


def _call_at(start: int, end: int, module: CodeModule) -> SyntaxNode | None:
    node = module.root.descendant_for_byte_range(start, end)
    steps = 0
    while node is not None and node.type != "call_expression":
        if node.type in ("statement_block", "arguments", *FUNCTIONS) or steps > 6:
            return None
        node, steps = node.parent, steps + 1
    callee = node.child_by_field_name("function") if node is not None else None
    return node if callee is not None and callee.end_byte >= end else None


def _is_call_of(
    call: SyntaxNode, wrapper: Wrapper, module: CodeModule, definitions: Definitions
) -> bool:
    callee = call.child_by_field_name("function")
    if callee is None:
        return False
    callee = unwrapped(callee)
    found = definitions.called(callee, module)
    if found is not None:
        return found.module is wrapper.module and found.node.id == wrapper.node.id
    if callee.type != "member_expression" or not wrapper.owner:
        return False
    holder = callee.child_by_field_name("object")
    return holder is not None and _last_word(word(holder)).lower() == wrapper.owner.lower()


def _last_word(text: str) -> str:
    match = re.search(r"([\w$]+)[!?)]*$", text)
    return match[1] if match else ""
