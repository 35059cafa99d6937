"""What a name stands for at a place: the declaration that is nearest, scope by scope, outwards."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Literal

from prisma_schema_parser.records import NamedTuple

from ..files.code_module import CodeModule, SyntaxNode
from ..files.code_syntax import (
    FUNCTIONS,
    MOST_AROUND,
    arguments,
    key_name,
    string_value,
    unwrapped,
    without_comments,
    word,
)


class Binding(NamedTuple):
    """What a name was declared as.

    "value": `node` is what it starts as (None: nothing); `path` leads into it where it was taken apart, "*"
    being an item of a list, and `without` has the keys that `...rest` does not hold. "parameter": `node` is
    its function, `position` its place, `path` as before. "function": `node`. "import": `path` is the module
    and the name there (`*` for all of it). "other": a class, an enum, a loop's variable.
    """

    kind: Literal["value", "parameter", "function", "import", "other"]
    name: str
    declaration: SyntaxNode
    scope: SyntaxNode
    node: SyntaxNode | None = None
    path: tuple[str, ...] = ()
    position: int = 0
    default: SyntaxNode | None = None
    type: SyntaxNode | None = None
    without: tuple[str, ...] | None = None
    is_const: bool = True


_Names = dict[str, Binding]

_BLOCKS = frozenset({
    "program", "statement_block", "switch_case", "switch_default", "class_static_block",
    "for_in_statement", "for_statement", "catch_clause", *FUNCTIONS,
})  # fmt: skip  # one set


def lookup(name: str, at: SyntaxNode, module: CodeModule) -> Binding | None:
    """None for what no block around says, as far as `ancestors` goes."""
    scope = _block_around(at)
    for _ in range(MOST_AROUND):
        if scope is None:
            return None
        found = _names(scope, module).get(name)
        if found is not None:
            return found
        outer = module.outer.get(scope.id)
        if outer is None:
            outer = module.outer[scope.id] = (_block_around(scope),)
        (scope,) = outer
    return None


def _block_around(node: SyntaxNode) -> SyntaxNode | None:
    scope = node.parent
    while scope is not None and scope.type not in _BLOCKS:
        scope = scope.parent
    return scope


def top_level(name: str, module: CodeModule) -> Binding | None:
    return _names(module.root, module).get(name)


def _names(scope: SyntaxNode, module: CodeModule) -> _Names:
    known = module.scopes.get(scope.id)
    if isinstance(known, dict):
        return known
    found: _Names = {}
    for binding in _declared(scope):
        found.setdefault(binding.name, binding)
    module.scopes[scope.id] = found
    return found


def _declared(scope: SyntaxNode) -> Iterator[Binding]:
    if scope.type in FUNCTIONS:
        yield from parameters(scope)
        name = scope.child_by_field_name("name")
        if scope.type == "function_expression" and name is not None:
            yield Binding(
                kind="function", name=word(name), declaration=scope, scope=scope, node=scope
            )
    elif scope.type == "for_in_statement":
        left = scope.child_by_field_name("left")
        if left is not None:
            for part in _pattern(left):
                yield Binding(kind="other", name=part.name, declaration=scope, scope=scope)
    elif scope.type == "catch_clause":
        parameter = scope.child_by_field_name("parameter")
        if parameter is not None:
            for part in _pattern(parameter):
                yield Binding(kind="other", name=part.name, declaration=scope, scope=scope)
    else:
        for statement in scope.named_children:
            yield from _statement(statement, scope)


def _statement(statement: SyntaxNode, scope: SyntaxNode) -> Iterator[Binding]:
    kind = statement.type
    if kind == "export_statement":
        inner = statement.child_by_field_name("declaration")
        if inner is not None:
            yield from _statement(inner, scope)
    elif kind in ("lexical_declaration", "variable_declaration"):
        is_const = bool(statement.children) and statement.children[0].type == "const"
        for declarator in statement.named_children:
            if declarator.type == "variable_declarator":
                yield from _variable(declarator, scope, is_const)
    elif kind in ("function_declaration", "generator_function_declaration"):
        name = statement.child_by_field_name("name")
        if name is not None:
            yield Binding(
                kind="function", name=word(name), declaration=statement, scope=scope, node=statement
            )
    elif kind in ("class_declaration", "abstract_class_declaration", "enum_declaration"):
        name = statement.child_by_field_name("name")
        if name is not None:
            yield Binding(
                kind="other", name=word(name), declaration=statement, scope=scope, node=statement
            )
    elif kind == "import_statement":
        yield from _imports(statement, scope)


def _variable(declarator: SyntaxNode, scope: SyntaxNode, is_const: bool) -> Iterator[Binding]:
    name = declarator.child_by_field_name("name")
    if name is None:
        return
    value = declarator.child_by_field_name("value")
    type_ = declarator.child_by_field_name("type")
    required = _required(value) if value is not None else None
    for part in _pattern(name):
        path = (*required[1], *part.path) if required is not None else ()
        if required is not None and len(path) == 1 and part.without is None:
            yield Binding(
                kind="import",
                name=part.name,
                declaration=declarator,
                scope=scope,
                path=(required[0], path[0]),
            )
            continue
        yield Binding(
            kind="value",
            name=part.name,
            declaration=declarator,
            scope=scope,
            node=value,
            path=part.path,
            default=part.default,
            type=type_,
            without=part.without,
            is_const=is_const,
        )


def _required(value: SyntaxNode) -> tuple[str, tuple[str, ...]] | None:
    """Of `require("./a")`, `require("./a").b`, `await import("./a")`: the module, and what is taken out of it. What a
    name is that `require` alone gives is said by `module.exports`: it is as a default.
    """
    node = unwrapped(value)
    taken: tuple[str, ...] = ()
    if node.type == "member_expression":
        holder, key = node.child_by_field_name("object"), node.child_by_field_name("property")
        if holder is None or key is None:
            return None
        node, taken = unwrapped(holder), (word(key),)
    callee = node.child_by_field_name("function") if node.type == "call_expression" else None
    if callee is None or word(callee) not in ("require", "import"):
        return None
    given = arguments(node)
    specifier = string_value(given[0]) if len(given) == 1 else None
    if specifier is None:
        return None
    is_taken_apart = value.parent is not None and _is_pattern(value.parent)
    whole = ("default",) if word(callee) == "require" else ("*",)
    return specifier, taken if taken or is_taken_apart else whole


def _is_pattern(declarator: SyntaxNode) -> bool:
    name = declarator.child_by_field_name("name")
    return name is not None and name.type == "object_pattern"


def parameters(function: SyntaxNode) -> Iterator[Binding]:
    single = function.child_by_field_name("parameter")
    if single is not None:
        yield Binding(
            kind="parameter", name=word(single), declaration=single, scope=function, node=function
        )
    listed = function.child_by_field_name("parameters")
    if listed is None:
        return
    for position, one in enumerate(without_comments(listed)):
        pattern = one.child_by_field_name("pattern")
        if pattern is None:
            continue
        whole = one.child_by_field_name("value")
        for part in _pattern(pattern):
            yield Binding(
                kind="parameter",
                name=part.name,
                declaration=one,
                scope=function,
                node=function,
                path=part.path,
                position=position,
                default=part.default if part.path else whole,
                type=one.child_by_field_name("type"),
                without=part.without,
            )


def _imports(statement: SyntaxNode, scope: SyntaxNode) -> Iterator[Binding]:
    source = statement.child_by_field_name("source")
    module = string_value(source) if source is not None else None
    if module is None:
        return
    for clause in statement.named_children:
        if clause.type != "import_clause":
            continue
        for one in clause.named_children:
            for name, original in _imported(one):
                yield Binding(
                    kind="import",
                    name=name,
                    declaration=statement,
                    scope=scope,
                    path=(module, original),
                )


def _imported(clause: SyntaxNode) -> Iterator[tuple[str, str]]:
    if clause.type == "identifier":
        yield word(clause), "default"
    elif clause.type == "namespace_import":
        for inner in clause.named_children:
            yield word(inner), "*"
    elif clause.type == "named_imports":
        for one in clause.named_children:
            name = one.child_by_field_name("name")
            alias = one.child_by_field_name("alias")
            if name is not None:
                yield word(alias or name), word(name)


class _PatternPart(NamedTuple):
    name: str
    path: tuple[str, ...]
    default: SyntaxNode | None = None
    without: tuple[str, ...] | None = None


def _pattern(
    node: SyntaxNode, path: tuple[str, ...] = (), depth: int = 0
) -> Iterator[_PatternPart]:
    """The names that a pattern declares, each with the way to its value."""
    if depth > 20:
        return
    if node.type in ("identifier", "shorthand_property_identifier_pattern"):
        yield _PatternPart(word(node), path)
    elif node.type == "object_pattern":
        yield from _object_pattern(node, path, depth)
    elif node.type == "array_pattern":
        for item in without_comments(node):
            yield from _pattern(item, (*path, "*"), depth + 1)
    elif node.type in ("assignment_pattern", "object_assignment_pattern"):
        left, right = node.child_by_field_name("left"), node.child_by_field_name("right")
        if left is not None:
            for part in _pattern(left, path, depth + 1):
                yield part if part.path != path else part._replace(default=right)
    elif node.type == "rest_pattern":
        for inner in without_comments(node):
            yield from _pattern(inner, (*path, "*"), depth + 1)


def _object_pattern(node: SyntaxNode, path: tuple[str, ...], depth: int) -> Iterator[_PatternPart]:
    taken: list[str] = []
    for child in without_comments(node):
        if child.type == "shorthand_property_identifier_pattern":
            taken.append(word(child))
            yield _PatternPart(word(child), (*path, word(child)))
        elif child.type == "object_assignment_pattern":
            left = child.child_by_field_name("left")
            if left is not None:
                taken.append(word(left))
                yield _PatternPart(
                    word(left), (*path, word(left)), child.child_by_field_name("right")
                )
        elif child.type == "pair_pattern":
            key, value = child.child_by_field_name("key"), child.child_by_field_name("value")
            name = key_name(key) if key is not None else None
            if name is not None and value is not None:
                taken.append(name)
                yield from _pattern(value, (*path, name), depth + 1)
        elif child.type == "rest_pattern":
            for inner in without_comments(child):
                yield _PatternPart(word(inner), path, None, tuple(taken))
