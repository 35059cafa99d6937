"""Small questions to a syntax tree of TypeScript."""

from __future__ import annotations

from collections.abc import Iterator

from .code_module import SyntaxNode

_WRAPPERS = frozenset({
    "parenthesized_expression", "as_expression", "satisfies_expression", "non_null_expression",
    "await_expression", "type_assertion", "instantiation_expression",
})  # fmt: skip  # one set

MOST_AROUND = 1000
"""Nodes around another that are looked at."""

FUNCTIONS = frozenset({
    "arrow_function", "function_declaration", "function_expression", "method_definition",
    "generator_function", "generator_function_declaration",
})  # fmt: skip  # one set

_MOST_WRAPPERS = 200


def unwrapped(node: SyntaxNode) -> SyntaxNode:
    """Without parentheses, casts, `!` and `await`: they change no value that is asked about."""
    for _ in range(_MOST_WRAPPERS):
        if node.type not in _WRAPPERS:
            return node
        children = without_comments(node)
        if not children:
            return node
        node = children[-1] if node.type == "type_assertion" else children[0]
    return node


def without_comments(node: SyntaxNode) -> list[SyntaxNode]:
    return [child for child in node.named_children if child.type != "comment"]


def word(node: SyntaxNode) -> str:
    return (node.text or b"").decode("utf-8", "replace")


def string_value(node: SyntaxNode) -> str | None:
    """Of a string literal or a template without values; None for anything else."""
    if node.type == "string" or (
        node.type == "template_string"
        and not any(child.type == "template_substitution" for child in node.named_children)
    ):
        return word(node)[1:-1]
    return None


def key_name(node: SyntaxNode) -> str | None:
    """Of a key in an object or a pattern; None where it is computed from a value."""
    if node.type in ("property_identifier", "shorthand_property_identifier", "private_property_identifier",
                     "shorthand_property_identifier_pattern", "identifier", "number"):  # fmt: skip
        return word(node)
    if node.type == "computed_property_name":
        inner = without_comments(node)
        return string_value(inner[0]) if inner else None
    return string_value(node)


def arguments(call: SyntaxNode) -> list[SyntaxNode]:
    """Of a call; none for a tagged template."""
    found = call.child_by_field_name("arguments")
    if found is None or found.type != "arguments":
        return []
    return without_comments(found)


def ancestors(node: SyntaxNode) -> Iterator[SyntaxNode]:
    """From the inside out, as far as code that somebody wrote goes: a parent is found from the root of the file."""
    at = node.parent
    for _ in range(MOST_AROUND):
        if at is None:
            return
        yield at
        at = at.parent


def enclosing_function(node: SyntaxNode) -> SyntaxNode | None:
    return next((one for one in ancestors(node) if one.type in FUNCTIONS), None)


def function_name(function: SyntaxNode) -> str:
    """What it is called by, or kept in; empty for one without a name."""
    name = function.child_by_field_name("name")
    if name is not None:
        return key_name(name) or ""
    holder = function.parent
    while holder is not None and holder.type in (*_WRAPPERS, "call_expression", "arguments"):
        holder = holder.parent
    if holder is None:
        return ""
    if holder.type in ("variable_declarator", "public_field_definition"):
        name = holder.child_by_field_name("name")
        return key_name(name) or "" if name is not None else ""
    if holder.type == "pair":
        key = holder.child_by_field_name("key")
        return key_name(key) or "" if key is not None else ""
    left = holder.child_by_field_name("left") if holder.type == "assignment_expression" else None
    if left is not None and left.type == "member_expression":  # exports.find = () => ...
        key = left.child_by_field_name("property")
        return word(key) if key is not None else ""
    return ""


def body_of_class(node: SyntaxNode) -> SyntaxNode | None:
    """The body of the innermost class that the node stands in."""
    return next((one for one in ancestors(node) if one.type == "class_body"), None)


def member_of(body: SyntaxNode | None, name: str) -> SyntaxNode | None:
    """The method, or the value of the field, of a class's body that is called so."""
    for child in body.named_children if body is not None else ():
        found = child.child_by_field_name("name")
        if found is None or key_name(found) != name:
            continue
        if child.type == "method_definition":
            return child
        if child.type == "public_field_definition":
            return child.child_by_field_name("value")
    return None


def entry_of(node: SyntaxNode, name: str) -> SyntaxNode | None:
    """The value, the method or the shorthand of an object that is called so."""
    return entries_of(node).get(name)


def entries_of(node: SyntaxNode) -> dict[str, SyntaxNode]:
    """Each value, method or shorthand of an object by its name, the first of a name."""
    found: dict[str, SyntaxNode] = {}
    for child in without_comments(node):
        key = child.child_by_field_name("key") or child.child_by_field_name("name")
        if child.type == "shorthand_property_identifier":
            found.setdefault(word(child), child)
        elif key is not None and (name := key_name(key)) is not None:
            found.setdefault(name, child.child_by_field_name("value") or child)
    return found


def member_of_this(at: SyntaxNode, name: str) -> SyntaxNode | None:
    """What `this.name` is: a member of the class, or of the object, whose method a node stands in."""
    below = at
    for one in ancestors(at):
        if one.type == "class_body":
            return member_of(one, name)
        value = below.child_by_field_name("value") if below.type == "pair" else below
        is_method = value is not None and value.type in ("method_definition", "function_expression")
        if one.type == "object" and is_method:
            return entry_of(one, name)
        below = one
    return None


def returned(function: SyntaxNode) -> list[SyntaxNode]:
    """The expressions that it may return, without those of functions inside it."""
    body = function.child_by_field_name("body")
    if body is None:
        return []
    if body.type != "statement_block":
        return [body]
    found: list[SyntaxNode] = []
    waiting = [body]
    while waiting:
        node = waiting.pop()
        if node.type == "return_statement":
            found += without_comments(node)[:1]
        elif node.type not in FUNCTIONS and node.type not in ("class", "class_declaration"):
            waiting.extend(reversed(node.named_children))
    return found
