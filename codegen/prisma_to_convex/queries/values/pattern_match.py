"""`match(x).with(p, () => a).otherwise(() => b)` of ts-pattern: one of its handlers gives the value."""

from __future__ import annotations

from ..files.code_module import SyntaxNode
from ..files.code_syntax import FUNCTIONS, arguments, unwrapped, word

_STEPS = frozenset({"with", "when", "otherwise", "exhaustive", "run", "returnType"})


def handlers(call: SyntaxNode) -> list[SyntaxNode] | None:
    """The functions of a chain that starts with `match(...)`; None for any other call."""
    found: list[SyntaxNode] = []
    node = call
    for _ in range(500):
        callee = node.child_by_field_name("function")
        if node.type != "call_expression" or callee is None:
            return None
        callee = unwrapped(callee)
        if callee.type == "identifier":
            return list(reversed(found)) if word(callee) == "match" and found else None
        method = callee.child_by_field_name("property")
        holder = callee.child_by_field_name("object")
        if callee.type != "member_expression" or method is None or holder is None:
            return None
        if word(method) not in _STEPS:
            return None
        given = arguments(node)
        if given and word(method) in ("with", "when", "otherwise"):
            last = unwrapped(given[-1])
            if last.type not in FUNCTIONS:
                return None
            found.append(last)
        node = unwrapped(holder)
    return None
