"""What a name is bound by, seen from the syntax around it."""

from __future__ import annotations

from ..files.code_module import SyntaxNode
from ..files.code_syntax import arguments, word
from .expressions import Expression, Frame, TypeAt
from .scopes import Binding

OF_A_PAGE = ("cursor", "take", "skip")


def frame_of(expression: Expression, binding: Binding) -> Frame | None:
    function = binding.node
    if function is None:
        return None
    return next(
        (
            frame
            for frame in expression.frames
            if frame.function == function.id and frame.module is expression.module
        ),
        None,
    )


def promise_of(binding: Binding) -> SyntaxNode | None:
    """`promise` in `promise.then((parameter) => ...)`: what its parameter stands for."""
    handler = binding.node
    given = handler.parent if handler is not None else None
    call = given.parent if given is not None and given.type == "arguments" else None
    callee = call.child_by_field_name("function") if call is not None else None
    if handler is None or call is None or callee is None or callee.type != "member_expression":
        return None
    method = callee.child_by_field_name("property")
    is_first = bool(arguments(call)) and arguments(call)[0].id == handler.id
    if binding.position or not is_first or method is None or word(method) != "then":
        return None
    return callee.child_by_field_name("object")


def type_of_key(key: Expression) -> TypeAt | None:
    """Of a key in an interface, or in a schema of Zod: what a value is that such a type tells of."""
    around = key.node.parent
    if around is None:
        return None
    found = around.child_by_field_name("type") or around.child_by_field_name("value")
    return TypeAt(found, key.module) if found is not None else None


def is_of_a_connection(binding: Binding) -> bool:
    """`findManyCursorConnection((args) => prisma.user.findMany({ ...args, where }), ...)` of a library for Relay: a
    page is all that it asks for.
    """
    given = binding.node.parent if binding.node is not None else None
    call = given.parent if given is not None and given.type == "arguments" else None
    callee = call.child_by_field_name("function") if call is not None else None
    if callee is None or binding.path or binding.position:
        return False
    is_first = call is not None and arguments(call)[0] == binding.node
    return is_first and word(callee).rpartition(".")[2] == "findManyCursorConnection"


def is_loop(binding: Binding) -> bool:
    return binding.declaration.type in ("for_in_statement", "for_statement")
