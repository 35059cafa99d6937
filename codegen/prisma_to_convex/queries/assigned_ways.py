"""Whether what a variable starts as is still in it: `let where; if (a) where = ...; else where = ...;`."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Literal, TypeAlias

from .code_module import SyntaxNode
from .code_syntax import ancestors, unwrapped, without_comments, word
from .narrowing import implies, leaves
from .scopes import Binding

_MOST_STEPS = 60
_MOST_BEFORE = 200

Left: TypeAlias = Literal["all", "present", "nothing"]


def left_of_start(binding: Binding, use: SyntaxNode) -> Left:
    """ "present": not `undefined`, which `if (!name) name = ...` replaces. Statements of the blocks around the use
    decide, those that stand before it.
    """
    found: Left = "all"
    for statement in _before(binding, use):
        if statement.type == "expression_statement":
            continue  # in order of place, with what else changes it
        if _assigns(statement, binding.name):
            return "nothing"
        if statement.type == "if_statement" and _replaces_undefined(statement, binding.name):
            found = "present"
    return found


def _before(binding: Binding, use: SyntaxNode) -> Iterator[SyntaxNode]:
    below = use
    for steps, around in enumerate(ancestors(use)):
        if steps > _MOST_STEPS:
            return
        for statement in without_comments(around)[:_MOST_BEFORE]:
            is_behind = statement.start_byte > binding.declaration.end_byte
            if is_behind and statement.end_byte <= below.start_byte:
                yield statement
        if around.id == binding.scope.id:
            return
        below = around


def _assigns(statement: SyntaxNode, name: str) -> bool:
    """Whether it is assigned by all ways through a statement, those aside that leave the block."""
    if leaves(statement):
        return True
    match statement.type:
        case "expression_statement":
            inner = without_comments(statement)
            return bool(inner) and _is_assignment(unwrapped(inner[0]), name)
        case "statement_block" | "else_clause":
            return any(_assigns(one, name) for one in without_comments(statement))
        case "if_statement":
            return all(_branch_assigns(statement, one, name) for one in _BRANCHES)
        case "try_statement":
            handler = statement.child_by_field_name("handler")
            caught = handler.child_by_field_name("body") if handler is not None else None
            body = statement.child_by_field_name("body")
            is_caught = handler is None or (caught is not None and _assigns(caught, name))
            return body is not None and is_caught and _assigns(body, name)
        case _:
            return False


_BRANCHES = ("consequence", "alternative")


def _branch_assigns(statement: SyntaxNode, field: str, name: str) -> bool:
    branch = statement.child_by_field_name(field)
    return branch is not None and _assigns(branch, name)


def _is_assignment(node: SyntaxNode, name: str) -> bool:
    left = node.child_by_field_name("left") if node.type == "assignment_expression" else None
    return left is not None and word(left) == name


def _replaces_undefined(statement: SyntaxNode, name: str) -> bool:
    """`if (!name || ...) name = ...`: where the condition does not hold, something is in it."""
    condition = statement.child_by_field_name("condition")
    then = _branch_assigns(statement, "consequence", name)
    return condition is not None and then and implies(condition, name, truth=False)
