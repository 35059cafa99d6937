"""What a value of a written type can be: an object with the type's keys, a list, null, or a plain value."""

from __future__ import annotations

from collections.abc import Iterator

from .code_module import SyntaxNode
from .code_syntax import key_name, without_comments, word
from .expressions import Expression, KeyEntry, Terminal, TypeAt, TypeFrame
from .written_types import WrittenTypes

_DEEPEST = 8
_LISTS = frozenset({"Array", "ReadonlyArray"})

TYPES = frozenset({
    "array_type", "class_declaration", "generic_type", "interface_declaration", "intersection_type", "object_type",
    "parenthesized_type", "readonly_type", "type_identifier", "union_type", "literal_type", "predefined_type",
})  # fmt: skip  # the nodes that stand for any value of the type


class TypedValues:
    def __init__(self, types: WrittenTypes) -> None:
        self._types = types

    def keys_of(self, terminal: Terminal) -> dict[str, KeyEntry]:
        """Those that its type writes out; none where it may have others."""
        found = self._types.members(terminal.declared) if terminal.declared is not None else None
        if not found:
            return {}
        at = terminal.expression
        frame = TypeFrame(at.node.id, at.module, ())
        frames = (*(one for one in at.frames if isinstance(one, TypeFrame)), frame)
        return {
            key: KeyEntry(
                values=(Expression(one.name, one.module, frames),),
                is_optional=one.may_be_undefined,
                is_declared=True,
            )
            for key, one in found.items()
        }

    def of(self, expression: Expression, declared: TypeAt | None) -> Iterator[Terminal]:
        """What stands at a key that a type declares, or is an item of a list of that type."""
        if declared is None or self._types.is_value(declared):
            yield Terminal("value", expression, declared=declared)
            return
        around = [one for one in expression.frames if isinstance(one, TypeFrame)]
        comes_back = any(one.function == expression.node.id for one in around)
        if comes_back and word(expression.node) == "AND":
            yield Terminal("undefined", expression)  # the same conditions once more
        elif comes_back or len(around) >= _DEEPEST:
            yield Terminal("unknown", expression, reason=_named(expression))
        else:
            for one in self._types.alternatives(declared):
                yield self._of_one(expression, one)

    def _of_one(self, expression: Expression, declared: TypeAt) -> Terminal:
        node = declared.node
        if word(node) in ("null", "undefined"):
            return Terminal("null" if word(node) == "null" else "undefined", expression)
        if self._types.is_value(declared):
            return Terminal("value", expression, declared=declared)
        if item_of(node) is not None:
            frame = TypeFrame(expression.node.id, expression.module, ())
            frames = (*expression.frames, frame)
            return Terminal("list", Expression(node, declared.module, frames))
        if self._types.members(declared):
            return Terminal("object", expression, declared=declared)
        return Terminal(
            kind="unknown",
            expression=expression,
            reason=_named(expression),
            type_text=word(node)[:80],
            declared=declared,
        )


def item_of(node: SyntaxNode) -> SyntaxNode | None:
    """The type of the items, where it is one of a list."""
    if node.type == "array_type":
        return without_comments(node)[0]
    if node.type != "generic_type" or word(without_comments(node)[0]) not in _LISTS:
        return None
    given = node.child_by_field_name("type_arguments")
    return without_comments(given)[0] if given is not None else None


def _named(expression: Expression) -> str:
    return key_name(expression.node) or expression.text[:80]
