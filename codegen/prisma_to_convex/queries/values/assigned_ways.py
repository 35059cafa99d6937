"""Whether what a variable starts as is still in it: `let where; if (a) where = ...; else where = ...;`."""

from __future__ import annotations

import re
from collections.abc import Sequence

from ..files.code_module import CodeModule, Left, SyntaxNode
from ..files.code_syntax import ancestors, unwrapped, without_comments, word
from .narrowing import implies, leaves
from .scopes import Binding

_MOST_STEPS = 60
_MOST = 200
_DEEPEST = 40


def left_of_start(binding: Binding, use: SyntaxNode, module: CodeModule) -> Left:
    """ "present": not `undefined`, which `if (!name) name = ...` replaces. Statements of the blocks around the use
    decide, those that stand before it.
    """
    found: Left = "all"
    below = use
    for steps, around in enumerate(ancestors(use)):
        if steps > _MOST_STEPS:
            break
        for statement, left in _deciding(around, binding.name, module):
            is_behind = statement.start_byte > binding.declaration.end_byte
            if is_behind and statement.end_byte <= below.start_byte:
                found = "nothing" if "nothing" in (found, left) else left
        if around.id == binding.scope.id:
            break
        below = around
    return found


def _deciding(
    block: SyntaxNode, name: str, module: CodeModule
) -> Sequence[tuple[SyntaxNode, Left]]:
    """The statements of a block that leave less of what a name held; plain assignments are read in their place."""
    if block.type not in _BLOCKS:
        return ()
    known = module.deciding.get((block.id, name))
    if known is None:
        by_word = module.deciding_words.get(block.id)
        if by_word is None:
            by_word = module.deciding_words[block.id] = _by_word(block)
        candidates = by_word.get(name.encode(), ())
        known = [(one, left) for one in candidates if (left := _left(one, name)) != "all"]
        module.deciding[block.id, name] = known
    return known


_BLOCKS = frozenset({"statement_block", "program", "switch_case", "switch_default"})


def _by_word(block: SyntaxNode) -> dict[bytes, list[SyntaxNode]]:
    """The statements that may decide, by each word that stands in them; no more than a few of a word."""
    found: dict[bytes, list[SyntaxNode]] = {}
    for statement in without_comments(block):
        if statement.type in _DECIDING:
            for one in set(_WORD.findall(statement.text or b"")):
                listed = found.setdefault(one, [])
                if len(listed) < _MOST:
                    listed.append(statement)
    return found


def _left(statement: SyntaxNode, name: str) -> Left:
    if _assigns(statement, name):
        return "nothing"
    if statement.type == "if_statement" and _replaces_undefined(statement, name):
        return "present"
    return "all"


_WORD = re.compile(rb"[\w$\x80-\xff]+")
_DECIDING = frozenset({"if_statement", "try_statement", "statement_block"})


def _assigns(statement: SyntaxNode, name: str, depth: int = 0) -> bool:
    """Whether it is assigned by all ways through a statement, those aside that leave the block."""
    if depth > _DEEPEST:
        return False
    if leaves(statement):
        return True
    match statement.type:
        case "expression_statement":
            inner = without_comments(statement)
            return bool(inner) and _is_assignment(unwrapped(inner[0]), name)
        case "statement_block" | "else_clause":
            return any(_assigns(one, name, depth + 1) for one in without_comments(statement))
        case "if_statement":
            return all(_branch_assigns(statement, one, name, depth) for one in _BRANCHES)
        case "try_statement":
            handler = statement.child_by_field_name("handler")
            caught = handler.child_by_field_name("body") if handler is not None else None
            body = statement.child_by_field_name("body")
            is_caught = handler is None or (
                caught is not None and _assigns(caught, name, depth + 1)
            )
            return body is not None and is_caught and _assigns(body, name, depth + 1)
        case _:
            return False


_BRANCHES = ("consequence", "alternative")


def _branch_assigns(statement: SyntaxNode, field: str, name: str, depth: int = 0) -> bool:
    branch = statement.child_by_field_name(field)
    return branch is not None and _assigns(branch, name, depth + 1)


def _is_assignment(node: SyntaxNode, name: str) -> bool:
    left = node.child_by_field_name("left") if node.type == "assignment_expression" else None
    return left is not None and word(left) == name


def _replaces_undefined(statement: SyntaxNode, name: str) -> bool:
    """`if (!name || ...) name = ...`: where the condition does not hold, something is in it."""
    condition = statement.child_by_field_name("condition")
    then = _branch_assigns(statement, "consequence", name)
    return condition is not None and then and implies(condition, name, truth=False)
