"""What a class says of the types of its fields, those that its constructor declares among them."""

from __future__ import annotations

from . import scopes
from .code_module import SyntaxNode
from .code_syntax import body_of_class, key_name, without_comments, word


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
