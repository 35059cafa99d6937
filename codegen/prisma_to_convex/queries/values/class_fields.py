"""What a class says of the types of its fields, those that its constructor declares among them."""

from __future__ import annotations

from ..files.code_module import SyntaxNode
from ..files.code_syntax import body_of_class, key_name, member_of, without_comments, word
from . import scopes


def annotation_of_field(at: SyntaxNode, name: str) -> SyntaxNode | None:
    """`: T` of `this.name` in the class around a node."""
    body = body_of_class(at)
    for child in body.named_children if body is not None else ():
        called = child.child_by_field_name("name")
        if called is None:
            continue
        if child.type == "public_field_definition" and key_name(called) == name:
            return child.child_by_field_name("type")
        if child.type == "method_definition" and word(called) == "constructor":
            for binding in scopes.parameters(child):
                if binding.name == name:
                    return binding.type
    return None


def type_name(annotation: SyntaxNode | None) -> str:
    """The name of a class or interface; empty for any other type."""
    inner = without_comments(annotation) if annotation is not None else []
    return word(inner[0]) if inner and inner[0].type == "type_identifier" else ""


def assigned_to_field(at: SyntaxNode, name: str) -> SyntaxNode | None:
    """`value` of `this.name = value` in the constructor of the class around a node."""
    constructor = member_of(body_of_class(at), "constructor")
    body = constructor.child_by_field_name("body") if constructor is not None else None
    for statement in body.named_children if body is not None else ():
        assigned = next(iter(statement.named_children), None)
        if assigned is None or assigned.type != "assignment_expression":
            continue
        left = assigned.child_by_field_name("left")
        if left is not None and word(left) == f"this.{name}":
            return assigned.child_by_field_name("right")
    return None
