"""Whether the code around a use has made sure that a value is not undefined: `if (x)`, `x ? ... : ...`, `if (!x) return`."""

from __future__ import annotations

import re
from collections.abc import Iterator

from ..files.code_module import SyntaxNode
from ..files.code_syntax import arguments, unwrapped, without_comments, word

_MOST_STEPS = 60
_MOST_BEFORE = 200
_NAMES = frozenset({"identifier", "member_expression", "shorthand_property_identifier"})
_BLOCKS = frozenset({"statement_block", "program", "switch_case", "switch_default"})
_EXITS = frozenset({"return_statement", "throw_statement", "continue_statement", "break_statement"})
_NOTHING = frozenset({"undefined", "null", '"undefined"', "'undefined'"})
_TELLS = frozenset({"Boolean", "Array.isArray", "isDefined", "Number.isInteger", "Number.isFinite"})
_MARKS = re.compile(r"[?!\s]")


def is_narrowed(use: SyntaxNode) -> bool:
    """Of a name or `a.b.c` where it is used. What is assigned in between is not looked at."""
    if use.type not in _NAMES:
        return False
    name = _plain(use)
    below = use
    for _ in range(_MOST_STEPS):
        around = below.parent
        if around is None:
            return False
        if any(implies(one, name, truth=truth) for one, truth in _conditions_met(below, around)):
            return True
        below = around
    return False


def _conditions_met(below: SyntaxNode, around: SyntaxNode) -> Iterator[tuple[SyntaxNode, bool]]:
    """The conditions that hold, or do not, in a part of what is around it."""
    match around.type:
        case "if_statement" | "ternary_expression":
            condition = around.child_by_field_name("condition")
            if condition is not None and condition.id != below.id:
                then = around.child_by_field_name("consequence")
                yield condition, then is not None and then.id == below.id
        case "binary_expression":
            left, right = around.child_by_field_name("left"), around.child_by_field_name("right")
            sign = around.child_by_field_name("operator")
            is_right = right is not None and right.id == below.id
            if left is not None and sign is not None and is_right and word(sign) in ("&&", "||"):
                yield left, word(sign) == "&&"
        case "while_statement":
            condition = around.child_by_field_name("condition")
            if condition is not None and condition.id != below.id:
                yield condition, True
        case kind if kind in _BLOCKS:
            yield from _passed(below, around)
        case _:
            return


def _passed(below: SyntaxNode, block: SyntaxNode) -> Iterator[tuple[SyntaxNode, bool]]:
    """`if (...) return;` in front of it: the condition did not hold."""
    for statement in block.named_children[:_MOST_BEFORE]:
        if statement.start_byte >= below.start_byte:
            return
        if statement.type != "if_statement" or statement.child_by_field_name("alternative"):
            continue
        condition = statement.child_by_field_name("condition")
        then = statement.child_by_field_name("consequence")
        if condition is not None and then is not None and leaves(then):
            yield condition, False


def leaves(statement: SyntaxNode) -> bool:
    """Whether what stands behind it is not reached."""
    for _ in range(_MOST_STEPS):
        if statement.type != "statement_block":
            break
        inner = without_comments(statement)
        if not inner:
            return False
        statement = inner[-1]
    return statement.type in _EXITS


def implies(condition: SyntaxNode, name: str, *, truth: bool) -> bool:
    """Whether the value is there where the condition is true, or is false."""
    node = unwrapped(condition)
    if node.type in _NAMES:
        return truth and _is_of(node, name)
    if node.type == "unary_expression":
        inner = node.child_by_field_name("argument")
        is_not = word(node).startswith("!")
        return is_not and inner is not None and implies(inner, name, truth=not truth)
    if node.type == "call_expression":
        given = arguments(node)
        callee = node.child_by_field_name("function")
        if callee is None or not truth:
            return False
        narrows = word(callee) in _TELLS and bool(given) and _plain(given[0]) == name
        return narrows or _is_of(callee, name, longer=True)
    if node.type != "binary_expression":
        return False
    left, right = node.child_by_field_name("left"), node.child_by_field_name("right")
    sign = node.child_by_field_name("operator")
    if left is None or right is None or sign is None:
        return False
    if word(sign) in ("&&", "||"):
        sides = [implies(one, name, truth=truth) for one in (left, right)]
        return any(sides) if (word(sign) == "&&") is truth else all(sides)
    return _compares(unwrapped(left), word(sign), word(right), name, truth=truth)


def _compares(left: SyntaxNode, sign: str, right: str, name: str, *, truth: bool) -> bool:
    is_equal, is_other = sign in ("==", "==="), sign in ("!=", "!==")
    if left.type == "unary_expression" and word(left).startswith("typeof"):
        inner = left.child_by_field_name("argument")
        if inner is None or _plain(inner) != name:
            return False
        return truth is (is_equal if right not in _NOTHING else is_other)
    if right in _NOTHING:
        is_strict_null = right == "null" and len(sign) == 3
        return not is_strict_null and _is_of(left, name) and truth is is_other
    return truth and not is_other and _is_of(left, name)


def _is_of(node: SyntaxNode, name: str, *, longer: bool = False) -> bool:
    """Whether it is the value, or a key of it: `x`, `x?.length`."""
    text = _plain(node)
    return (text == name and not longer) or text.startswith(f"{name}.")


def _plain(node: SyntaxNode) -> str:
    return _MARKS.sub("", word(node)[:200])
