"""What happens to a variable between its declaration and where it is used: assignments, keys, items."""

from __future__ import annotations

from collections.abc import Iterator

from ..client_words import OPERATIONS
from ..files.code_module import CodeModule, SyntaxNode
from ..files.code_syntax import (
    FUNCTIONS,
    ancestors,
    arguments,
    key_name,
    string_value,
    unwrapped,
    word,
)
from .expressions import Expression, LaterChange
from .scopes import Binding, lookup

_MOST = 300
_DEEPEST = 20

_LOOPS = frozenset({"for_statement", "for_in_statement", "while_statement", "do_statement"})
_KEEPS_ONLY = frozenset({"push", "unshift", "add", "set", "append", "concat"})
"""Methods that keep what they are given, and leave it as it is."""

_LETTERS = b"abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_$"
_BEFORE = frozenset((*_LETTERS, ord(".")))
_OF_WORDS = frozenset(bytes([one]) for one in _LETTERS)
_PUSHES = frozenset({"push", "unshift"})
_CUTS = frozenset({"pop", "shift"})
_TELLS_ONLY = frozenset({"console", "logger", "log", "Sentry", "expect", "debug"})


def later_changes(binding: Binding, use: Expression) -> Iterator[LaterChange]:
    """In order of place, without those that come too late for the use, or that it is a part of itself."""
    for change in _changes(binding, use.module):
        is_part = change.value is not None and _is_inside(use.node, change.value)
        if not is_part and not _is_too_late(change.at, use.node, binding):
            certain = change.is_certain and change.at.start_byte < use.node.start_byte
            yield change._replace(is_certain=certain)


def _changes(binding: Binding, module: CodeModule) -> list[LaterChange]:
    known = module.changes.get((binding.declaration.id, binding.name))
    if known is None:
        known = sorted(_found(binding, module), key=lambda change: change.at.start_byte)
        module.changes[binding.declaration.id, binding.name] = known
    return known


def _found(binding: Binding, module: CodeModule) -> Iterator[LaterChange]:
    for times, start in enumerate(_places(binding, module)):
        node = module.root.descendant_for_byte_range(start, start + len(binding.name.encode()))
        if node is None or node.type != "identifier":
            continue
        if times > _MOST:
            return
        change = _change(node, binding)
        if change is not None and lookup(binding.name, node, module) == binding:
            yield change


def _places(binding: Binding, module: CodeModule) -> Iterator[int]:
    """Where its name stands as a word behind its declaration, in bytes."""
    name, data, end = binding.name.encode(), module.data, binding.scope.end_byte
    start = data.find(name, binding.declaration.end_byte, end)
    while start >= 0:
        after = start + len(name)
        if data[start - 1] not in _BEFORE and data[after : after + 1] not in _OF_WORDS:
            yield start
        start = data.find(name, after, end)


def _change(name: SyntaxNode, binding: Binding) -> LaterChange | None:
    """What the place where the name stands does to it."""
    parent = _around(name)
    if parent is None:
        return None
    if parent.type in ("assignment_expression", "augmented_assignment_expression"):
        return _assignment(name, parent, binding)
    if parent.type in ("member_expression", "subscript_expression"):
        return _of_member(name, parent, binding)
    if parent.type == "arguments":
        return _handed_over(name, parent, binding)
    return None


def _around(node: SyntaxNode) -> SyntaxNode | None:
    """The parent, beyond parentheses, casts and `!`."""
    parent = node.parent
    while parent is not None and parent.type in (
        "parenthesized_expression", "non_null_expression", "as_expression", "satisfies_expression",
    ):  # fmt: skip
        parent = parent.parent
    return parent


def _is_left(name: SyntaxNode, parent: SyntaxNode) -> bool:
    left = parent.child_by_field_name("left")
    return left is not None and _is_inside(name, left)


def _assignment(name: SyntaxNode, parent: SyntaxNode, binding: Binding) -> LaterChange | None:
    if not _is_left(name, parent):
        return None
    left = parent.child_by_field_name("left")
    if left is None or unwrapped(left).id != name.id:
        return None
    certain = parent.type == "assignment_expression" and _is_certain(parent, binding)
    value = parent.child_by_field_name("right")
    return LaterChange(kind="assigned", at=parent, value=value, is_certain=certain)


def _of_member(name: SyntaxNode, member: SyntaxNode, binding: Binding) -> LaterChange | None:
    holder = member.child_by_field_name("object")
    if holder is None or not _is_inside(name, holder):
        return None
    above = _around(member)
    if above is None:
        return None
    key, index = _key_of(member), member.child_by_field_name("index")
    if above.type == "assignment_expression" and _is_left(member, above):
        value, certain = above.child_by_field_name("right"), _is_certain(above, binding)
        return LaterChange(
            kind="key",
            at=above,
            key=key or "",
            computed=index if key is None else None,
            value=value,
            is_certain=certain,
            text=_cut(above),
        )
    if above.type == "augmented_assignment_expression" and _is_left(member, above):
        return LaterChange(
            kind="key", at=above, key=key or "", value=above.child_by_field_name("right")
        )
    if above.type == "unary_expression" and word(above).startswith("delete"):
        certain = _is_certain(above, binding)
        return LaterChange(kind="deleted", at=above, key=key or "", is_certain=certain)
    if above.type == "call_expression" and key in _PUSHES:
        return _pushed(above, binding)
    if above.type == "call_expression" and key in _CUTS:
        return LaterChange(kind="cut", at=above)
    return _inside_key(member, binding)


def _pushed(call: SyntaxNode, binding: Binding) -> LaterChange:
    given = arguments(call)
    in_loop = any(
        one.type in _LOOPS or one.type in FUNCTIONS
        for one in ancestors(call)
        if _is_inside(one, binding.scope) and one.id != binding.scope.id
    )
    is_one = len(given) == 1 and given[0].type != "spread_element"
    return LaterChange(
        kind="item" if is_one else "items",
        at=call,
        value=given[0] if is_one else call.child_by_field_name("arguments"),
        is_certain=_is_certain(call, binding),
        is_open=in_loop,
        text=_cut(call),
    )


def _inside_key(first: SyntaxNode, binding: Binding) -> LaterChange | None:
    """`name.key.other = value`, `name.key.push(value)`: the value of a key changes inside; `first` is `name.key`."""
    keys = [_key_of(first)]
    member, above = first, _around(first)
    for _ in range(_DEEPEST):
        if above is None or above.type not in ("member_expression", "subscript_expression"):
            return None
        holder = above.child_by_field_name("object")
        if holder is None or not _is_inside(member, holder):
            return None
        member, above = above, _around(above)
        if above is None:
            return None
        change = _of_inner(member, above, binding)
        if change is not None:
            path = tuple(key for key in keys if key is not None)
            if len(path) < len(keys):
                return LaterChange(kind="unclear", at=above, text=_cut(above))
            return change._replace(inside=path)
        keys.append(_key_of(member))
    return None


def _of_inner(member: SyntaxNode, above: SyntaxNode, binding: Binding) -> LaterChange | None:
    """What is done to the last key of `name.key.other`."""
    key = _key_of(member)
    if above.type.endswith("assignment_expression") and _is_left(member, above):
        is_whole = above.type == "assignment_expression"
        return LaterChange(
            kind="key",
            at=above,
            key=key or "",
            computed=member.child_by_field_name("index") if key is None else None,
            value=above.child_by_field_name("right"),
            is_certain=is_whole and _is_certain(above, binding),
            text=_cut(above),
        )
    if above.type == "unary_expression" and word(above).startswith("delete"):
        certain = _is_certain(above, binding)
        return LaterChange(kind="deleted", at=above, key=key or "", is_certain=certain)
    if above.type == "call_expression":
        callee = above.child_by_field_name("function")
        if callee is None or not _is_inside(member, callee):
            return None
        if key in _PUSHES:
            return _pushed(above, binding)
        if key in _CUTS:
            return LaterChange(kind="cut", at=above)
        if key == "splice":
            return LaterChange(kind="unclear", at=above, text=_cut(above))
    return None


def _handed_over(name: SyntaxNode, given: SyntaxNode, binding: Binding) -> LaterChange | None:
    call = given.parent
    if call is None or call.type != "call_expression":
        return None
    callee = call.child_by_field_name("function")
    called = word(callee) if callee is not None else ""
    all_given = arguments(call)
    if called == "Object.assign" and all_given and unwrapped(all_given[0]).id == name.id:
        if len(all_given) == 2:
            certain = _is_certain(call, binding)
            return LaterChange(kind="merged", at=call, value=all_given[1], is_certain=certain)
        return LaterChange(kind="unclear", at=call, text=_cut(call))
    statement = call.parent
    if statement is not None and statement.type == "await_expression":
        statement = statement.parent
    if statement is None or statement.type != "expression_statement":
        return None
    method = called.rpartition(".")[2]
    if called.partition(".")[0] in _TELLS_ONLY or method in OPERATIONS or method in _KEEPS_ONLY:
        return None
    return LaterChange(kind="unclear", at=call, text=_cut(call))


def _key_of(member: SyntaxNode) -> str | None:
    if member.type == "member_expression":
        key = member.child_by_field_name("property")
        return key_name(key) if key is not None else None
    index = member.child_by_field_name("index")
    return string_value(index) if index is not None else None


def _is_certain(change: SyntaxNode, binding: Binding) -> bool:
    """Whether it is a statement of the block that the variable was declared in."""
    statement = change.parent
    return (
        statement is not None
        and statement.type == "expression_statement"
        and statement.parent is not None
        and statement.parent.id == binding.scope.id
    )


def _is_too_late(change: SyntaxNode, use: SyntaxNode, binding: Binding) -> bool:
    """Behind the use, where no loop or function brings it back before it."""
    if change.start_byte < use.start_byte:
        return False
    for one in ancestors(use):
        if one.id == binding.scope.id or not _is_inside(one, binding.scope):
            break
        if one.type in _LOOPS or one.type in FUNCTIONS:
            return False
    inside = (one for one in ancestors(change) if one.id != binding.scope.id)
    return not any(one.type in FUNCTIONS and _is_inside(one, binding.scope) for one in inside)


def _cut(node: SyntaxNode) -> str:
    return " ".join(word(node)[:200].split())[:80]


def _is_inside(inner: SyntaxNode, outer: SyntaxNode) -> bool:
    return outer.start_byte <= inner.start_byte and inner.end_byte <= outer.end_byte
