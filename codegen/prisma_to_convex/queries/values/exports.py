"""What stands at the top of a file: its default, its types, and what it passes on from other files."""

from __future__ import annotations

from collections.abc import Iterator

from ..files.code_module import CodeModule, SyntaxNode
from ..files.code_syntax import entries_of, string_value, unwrapped, word
from .scopes import Binding, top_level


def default_export(module: CodeModule) -> Binding | None:
    for statement in module.root.named_children:
        if statement.type == "export_statement" and any(
            child.type == "default" for child in statement.children
        ):
            value = statement.child_by_field_name("value")
            if value is not None and value.type == "identifier":
                return top_level(word(value), module)
            declared = statement.child_by_field_name("declaration")
            name = declared.child_by_field_name("name") if declared is not None else None
            return top_level(word(name), module) if name is not None else None
    return None


def default_object(module: CodeModule) -> SyntaxNode | None:
    """`export default {...}`."""
    for statement in module.root.named_children:
        if statement.type == "export_statement":
            value = statement.child_by_field_name("value")
            if value is not None and unwrapped(value).type == "object":
                return unwrapped(value)
    return None


def common_exports(module: CodeModule) -> dict[str, SyntaxNode]:
    """What `module.exports = {...}`, `module.exports.name = ...` and `exports.name = ...` give names, and all of
    `module.exports` as "default".
    """
    found: dict[str, SyntaxNode] = {}
    for statement in module.root.named_children if b"exports" in module.data else ():
        assigned = statement.named_children[0] if statement.type == "expression_statement" else None
        if assigned is None or assigned.type != "assignment_expression":
            continue
        left, right = assigned.child_by_field_name("left"), assigned.child_by_field_name("right")
        if left is None or right is None:
            continue
        value, place = unwrapped(right), word(left)
        if place == "module.exports":
            found["default"] = value
            found.update(entries_of(value) if value.type == "object" else {})
        elif place.startswith(("exports.", "module.exports.")):
            found[place.rpartition(".")[2]] = value
    return found


_TYPES = frozenset({
    "type_alias_declaration", "interface_declaration", "enum_declaration", "class_declaration",
    "abstract_class_declaration",
})  # fmt: skip  # one set


def types_of(module: CodeModule) -> Iterator[tuple[str, SyntaxNode]]:
    """Those at the top of a file."""
    for statement in module.root.named_children:
        node = statement
        if statement.type == "export_statement":
            node = statement.child_by_field_name("declaration") or statement
        name = node.child_by_field_name("name") if node.type in _TYPES else None
        if name is not None:
            yield word(name), node


def exported_from(module: CodeModule, name: str) -> list[tuple[str, str]]:
    """`export { name } from "..."`, `export * from "..."`: where it comes from, and how it is called there."""
    found = []
    for statement in module.root.named_children:
        if statement.type != "export_statement":
            continue
        source = statement.child_by_field_name("source")
        specifier = string_value(source) if source is not None else None
        if specifier is None:
            continue
        clause = next(
            (one for one in statement.named_children if one.type == "export_clause"), None
        )
        if clause is None:
            found.append((specifier, name))
            continue
        for one in clause.named_children:
            original, alias = one.child_by_field_name("name"), one.child_by_field_name("alias")
            if original is not None and word(alias or original) == name:
                found.append((specifier, word(original)))
    return found
