"""What a value of a written type can be: an object with the type's keys, a list, null, or a plain value."""

from __future__ import annotations

from collections.abc import Iterator

from ..files.code_module import SyntaxNode
from ..files.code_syntax import key_name, without_comments, word
from .expressions import Expression, KeyEntry, Terminal, TypeAt, TypeFrame
from .written_types import MemberOfType, Members, WrittenTypes

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
        if terminal.declared is None:
            return {}
        one_of = list(self._types.alternatives(terminal.declared))
        there = [one for one in one_of if word(one.node) not in ("null", "undefined")]
        each = [self._types.members(one) for one in there]
        found = [one for one in each if one]
        if not found or len(found) < len(each):
            return {}
        at = terminal.expression
        frame = TypeFrame(at.node.id, at.module, (at,) if terminal.is_parameter else ())
        frames = (*(one for one in at.frames if isinstance(one, TypeFrame)), frame)
        return _in_any(found, frames, is_optional=len(there) < len(one_of))

    def member(self, declared: TypeAt | None, name: str) -> MemberOfType | None:
        """A key of an object of that type; None where it is of one of several types, or unknown."""
        if declared is None:
            return None
        one_of = self._types.alternatives(declared)
        there = [one for one in one_of if word(one.node) not in ("null", "undefined")]
        members = self._types.members(there[0]) if len(there) == 1 else None
        return members.get(name) if members is not None else None

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
            is_parameter = any(one.given for one in around)
            for one in self._types.alternatives(declared):
                found = self._of_one(expression, one)
                is_open = found.kind in ("object", "unknown")
                yield found._replace(is_parameter=True) if is_parameter and is_open else found

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


def _in_any(
    found: list[Members], frames: tuple[TypeFrame, ...], *, is_optional: bool
) -> dict[str, KeyEntry]:
    """The keys of one of several types; those that not all of them have are optional."""
    entries: dict[str, KeyEntry] = {}
    for key in dict.fromkeys(key for members in found for key in members):
        having = [members[key] for members in found if key in members]
        is_certain = len(having) == len(found) and not any(one.may_be_undefined for one in having)
        entries[key] = KeyEntry(
            values=tuple(Expression(one.name, one.module, frames) for one in having),
            is_optional=is_optional or not is_certain,
            is_declared=True,
        )
    return entries


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
