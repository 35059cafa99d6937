"""What an expression can be found to be, without types: through variables, spreads, conditions, helpers.

Long, as it is one recursion: each kind of expression calls all others.

Nothing is guessed: what can't be followed ends as a `Terminal` of kind "unknown" with its code. Work is
bounded by a budget a call, so a file made to take forever does not.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Literal

from ..files.code_module import CodeModule, Left, SyntaxNode
from ..files.code_syntax import FUNCTIONS, arguments, unwrapped, without_comments, word
from . import pattern_match, type_words
from .assigned_ways import left_of_start
from .binding_forms import OF_A_PAGE, frame_of, is_loop, is_of_a_connection, promise_of, type_of_key
from .changed_values import ChangedValues
from .definitions import Definitions, FoundFunction
from .expressions import EMPTY, Expression, Frame, KeyEntry, ObjectShape, Terminal, TypeAt
from .kept_keys import kept_keys
from .later_changes import later_changes
from .list_reading import ListReading
from .narrowing import is_narrowed
from .object_reading import ObjectReading
from .open_places import OpenPlaces, Place, place_of
from .scopes import Binding, lookup
from .typed_values import TYPES, TypedValues
from .written_types import MemberOfType, WrittenTypes, value_of_member

_BUDGET = 4000
_MOST_TERMINALS = 64

_LITERALS = frozenset({"number", "string", "template_string", "true", "false", "regex"})
_WRITTEN: dict[str, Literal["object", "list", "null", "literal"]] = {
    "object": "object", "array": "list", "arguments": "list", "null": "null", **dict.fromkeys(_LITERALS, "literal"),
}  # fmt: skip  # what is just what is written there
_IDENTITY = frozenset({"freeze", "seal", "structuredClone", "cloneDeep", "defineConfig"})


class Evaluation:
    """Of one call's arguments. `definitions` finds what other files define."""

    def __init__(self, definitions: Definitions) -> None:
        self._definitions = definitions
        self._types = WrittenTypes(definitions)
        self._left = _BUDGET
        self._open = OpenPlaces()
        self._known: dict[Place, tuple[Terminal, ...]] = {}
        self._is_shallow = False
        typed = self._typed = TypedValues(self._types)
        objects = self._objects = ObjectReading(self.terminals, self._types, typed, self._open)
        lists = self._lists = ListReading(self.terminals, definitions, self._open)
        self._changes = ChangedValues(self._terminals, objects, lists)
        self.shape, self.shape_of = objects.shape, objects.shape_of
        self.items, self.items_of = lists.items, lists.items_of

    # ---- values -----------------------------------------------------------------------------

    def terminals(self, expression: Expression) -> tuple[Terminal, ...]:
        """What it can come down to; each once."""
        kind = _WRITTEN.get(expression.node.type)
        if kind is not None and not expression.later:
            return (Terminal(kind, expression),)
        if self._open or expression.later:  # what is open may cut it short
            return self._once(expression)
        place = place_of(expression)
        known = self._known.get(place)
        if known is None:
            known = self._known[place] = self._once(expression)
        return known

    def surface(self, expression: Expression) -> tuple[Terminal, ...]:
        """As `terminals`, without following what is called: for values that are written, not asked for."""
        self._is_shallow = True
        try:
            return self._once(expression)
        finally:
            self._is_shallow = False

    def _once(self, expression: Expression) -> tuple[Terminal, ...]:
        once = {
            (one.kind, one.expression, one.more.identity): one
            for one in self._terminals(expression)
        }
        found = tuple(once.values())
        if len(found) > _MOST_TERMINALS:
            return (*found[:_MOST_TERMINALS], _unknown(expression, "too many cases"))
        return found

    def _terminals(self, expression: Expression) -> Iterator[Terminal]:
        if expression.later:
            yield from self._changes.inside(expression)
            return
        expression = expression.at(unwrapped(expression.node))
        place = place_of(expression)
        self._left -= 1
        if self._left < 0 or self._open.is_full:
            yield _unknown(expression, "too deep to follow")
            return
        if place in self._open:  # where = { AND: [where] }
            return
        self._open.add(place)
        try:
            for one in self._of_kind(expression):
                is_missing = one.kind == "undefined" or one.may_be_undefined
                if not (is_missing and is_narrowed(expression.node)):
                    yield one
                elif one.kind != "undefined":
                    yield one._replace(may_be_undefined=False)
        finally:
            self._open.discard(place)

    def _of_kind(self, expression: Expression) -> Iterator[Terminal]:
        node = expression.node
        match node.type:
            case "object":
                yield Terminal("object", expression)
            case "array" | "arguments":
                yield Terminal("list", expression)
            case "null":
                yield Terminal("null", expression)
            case "undefined":
                yield Terminal("undefined", expression)
            case kind if kind in _LITERALS:
                yield Terminal("literal", expression)
            case "ternary_expression":
                for side in ("consequence", "alternative"):
                    yield from self._child(expression, side)
            case "binary_expression":
                yield from self._binary(expression)
            case "identifier" | "shorthand_property_identifier":
                yield from self._name(expression)
            case "member_expression":
                yield from self._member(expression)
            case "subscript_expression":
                yield from self._subscript(expression)
            case "call_expression":
                yield from self._call(expression)
            case "sequence_expression":
                yield from self._terminals(expression.at(without_comments(node)[-1]))
            case "property_identifier":
                yield from self._typed.of(expression, type_of_key(expression))
            case kind if kind in TYPES:
                yield from self._typed.of(expression, TypeAt(node, expression.module))
            case "unary_expression" if word(node).startswith("void "):
                yield Terminal("undefined", expression)
            case _:
                yield Terminal("value", expression)

    def _child(self, expression: Expression, field: str) -> Iterator[Terminal]:
        child = expression.node.child_by_field_name(field)
        if child is not None:
            yield from self._terminals(expression.at(child))

    def _binary(self, expression: Expression) -> Iterator[Terminal]:
        operator = expression.node.child_by_field_name("operator")
        sign = word(operator) if operator is not None else ""
        if sign == "&&":
            yield Terminal("undefined", expression)
            yield from self._child(expression, "right")
        elif sign in ("||", "??"):
            for one in self._child(expression, "left"):
                if one.kind not in ("undefined", "null"):
                    yield one._replace(may_be_undefined=False) if one.may_be_undefined else one
            yield from self._child(expression, "right")
        else:
            yield Terminal("value", expression)

    # ---- names ------------------------------------------------------------------------------

    def _name(self, expression: Expression) -> Iterator[Terminal]:
        name = word(expression.node)
        if name == "undefined":
            yield Terminal("undefined", expression)
            return
        binding = lookup(name, expression.node, expression.module)
        if binding is None:
            yield _unknown(expression, name)
        elif binding.kind == "value":
            yield from self._variable(expression, binding)
        elif binding.kind == "parameter":
            yield from self._parameter(expression, binding)
        elif binding.kind == "import":
            found = self._definitions.imported(binding, expression.module)
            if found is None or found.kind == "other":
                yield _unknown(expression, name)
            elif isinstance(found, FoundFunction):
                yield Terminal("value", expression)
            else:
                yield from self._terminals(Expression(found.node, found.module))
        else:
            yield Terminal("value", expression)

    def _variable(self, expression: Expression, binding: Binding) -> Iterator[Terminal]:
        node = binding.node
        if node is None and binding.declaration.parent is not None and is_loop(binding):
            yield Terminal("value", expression)
            return
        start = (
            list(self._starts(expression, binding, node))
            if node is not None
            else [Terminal("undefined", expression)]
        )
        if not binding.is_const:
            start = _still_there(start, left_of_start(binding, expression.node, expression.module))
        for change in later_changes(binding, expression):
            start = self._changes.of(start, change, expression)
        yield from start

    def _starts(
        self, expression: Expression, binding: Binding, node: SyntaxNode
    ) -> Iterator[Terminal]:
        found = self._inside(expression.at(node), binding)
        type_ = type_words.of(binding.type, expression.module)
        is_whole = binding.type is not None and not binding.path and binding.without is None
        declared = TypeAt(binding.type, expression.module) if is_whole and binding.type else None
        for one in found:
            if one.kind in ("value", "unknown") and one.declared is None:
                one = one._replace(declared=declared)
            yield (
                one._replace(may_be_undefined=True)
                if type_.is_optional and one.kind in ("value",)
                else one
            )

    def _inside(self, source: Expression, binding: Binding) -> Iterator[Terminal]:
        """What a binding takes out of its source: all of it, a key of it, or the rest."""
        if not binding.path and binding.without is None:
            yield from self._terminals(source)
            return
        current = [source]
        is_optional = may_be_undefined = False
        for step in binding.path:
            if step == "*":
                yield Terminal("value", source)
                return
            following: list[Expression] = []
            for shape in (shape for one in current for shape in self._taken_apart(one)):
                entry = shape.entries.get(step)
                if entry is None:
                    if shape.unresolved:
                        unknown = _unknown(source, f"{step} of {source.text[:60]}")
                        yield unknown._replace(is_parameter=bool(shape.parameters), name=step)
                    else:
                        is_optional = True
                    continue
                is_optional |= entry.is_optional and not entry.is_declared
                may_be_undefined |= entry.is_optional and entry.is_declared
                following += entry.values
            current = list(dict.fromkeys(following))
        if binding.without is not None:
            for one in current:
                left = _without(self._objects.shape(one), binding.without)
                yield Terminal("object", one, left, is_rest=True)
            return
        may_be_undefined &= binding.default is None
        for value in current:
            for found in self._terminals(value):
                yield found._replace(may_be_undefined=True) if may_be_undefined else found
        if is_optional and binding.default is not None:
            yield from self._terminals(source.at(binding.default))
        elif is_optional:
            yield Terminal("undefined", source)

    def _taken_apart(self, source: Expression) -> list[ObjectShape]:
        """Of `const { key } = source`, each that it may be: what has no keys fails there, and gives none."""
        terminals = self.terminals(source)
        objects = [one for one in terminals if one.kind not in ("undefined", "null")]
        return [self._objects.shape_of(one) for one in objects or terminals] or [EMPTY]

    def _parameter(self, expression: Expression, binding: Binding) -> Iterator[Terminal]:
        frame = frame_of(expression, binding)
        if frame is not None:
            outer = expression.frames[: expression.frames.index(frame)]
            if binding.position < len(frame.given):
                source = frame.given[binding.position]
                default = binding.default if not binding.path else None
                for one in self._inside(source, binding):
                    if one.kind == "undefined" and default is not None:
                        yield from self._terminals(expression.at(default))
                    elif one.kind == "unknown" and one.declared is None:
                        declared = self._type_of(binding, expression.module)[1]
                        yield one._replace(declared=declared)
                    else:
                        yield one
            elif binding.default is not None and not binding.path:
                yield from self._terminals(Expression(binding.default, expression.module, outer))
            else:
                yield Terminal("undefined", expression)
            return
        promise = promise_of(binding)
        if promise is not None:
            yield from self._inside(expression.at(promise), binding)
            return
        if is_of_a_connection(binding):
            page = Expression(binding.declaration, expression.module)
            keys = dict.fromkeys(OF_A_PAGE, KeyEntry((page,), True))
            yield Terminal("object", expression, ObjectShape(keys), is_rest=True)
            return
        type_, declared = self._type_of(binding, expression.module)
        yield Terminal(
            kind="value" if type_.is_plain else "unknown",
            expression=expression,
            reason="" if type_.is_plain else word(expression.node),
            is_parameter=not type_.is_plain,
            may_be_undefined=type_.is_optional,
            type_text=type_.text,
            declared=declared,
        )

    def _type_of(
        self, binding: Binding, module: CodeModule
    ) -> tuple[type_words.TypeWords, TypeAt | None]:
        """Of a parameter, or of the part that it was taken apart into."""
        written = type_words.of_parameter(binding, module)
        if binding.type is None or binding.without is not None:
            return written, None
        whole = TypeAt(binding.type, module)
        if not binding.path:
            return written, whole
        member = self._types.at_path(whole, binding.path)
        if member is None:
            return written, None
        if written == type_words.NO_TYPE:
            written = self._words_of(member, has_default=binding.default is not None)
        return written, member.type

    def _words_of(self, member: MemberOfType, *, has_default: bool) -> type_words.TypeWords:
        if member.type is None:
            return type_words.NO_TYPE
        if member.type.node.type == "call_expression":
            words = type_words.TypeWords("", self._types.is_value(member.type))
        else:
            words = type_words.of(member.type.node, member.module)
        is_optional = (words.is_optional or member.is_optional) and not has_default
        return words._replace(is_optional=is_optional)

    # ---- members and calls ------------------------------------------------------------------

    def _member(self, expression: Expression) -> Iterator[Terminal]:
        node = expression.node
        holder, key = node.child_by_field_name("object"), node.child_by_field_name("property")
        if holder is None or key is None:
            yield Terminal("value", expression)
            return
        name = word(key)
        if word(holder) == "Prisma" and name == "skip":
            yield Terminal("undefined", expression)
            return
        is_chained = any(child.type == "optional_chain" for child in node.children)
        if unwrapped(holder).type == "this":
            field = self._definitions.class_member(expression.node, name)
            if field is not None and field.type not in FUNCTIONS:
                yield from self._terminals(expression.at(field))
                return
        yield from self._key(expression, expression.at(holder), name, is_chained)

    def _subscript(self, expression: Expression) -> Iterator[Terminal]:
        node = expression.node
        holder, index = node.child_by_field_name("object"), node.child_by_field_name("index")
        if holder is None or index is None:
            yield Terminal("value", expression)
            return
        names = self._objects.names_of(expression.at(index))
        for name in names:
            yield from self._key(expression, expression.at(holder), name, False)
        if not names:
            yield from self._any_entry(expression, expression.at(holder))

    def _key(
        self, whole: Expression, holder: Expression, name: str, is_chained: bool
    ) -> Iterator[Terminal]:
        member = self._enum_member(holder, name)
        if member is not None:
            yield Terminal("literal", member)
            return
        if unwrapped(holder.node).type not in _LOOKED_INTO:
            yield Terminal("value", whole, may_be_undefined=is_chained)
            return
        terminals = self.terminals(holder)
        there = [one for one in terminals if one.kind not in ("null", "undefined")]
        found = [
            value
            for one in there or terminals
            for value in self._entry(whole, one, name, is_chained)
        ]
        may_be_missing = is_chained and len(there) < len(terminals)
        if may_be_missing and all(one.kind == "value" for one in found):
            found = [one._replace(may_be_undefined=True) for one in found]
        elif may_be_missing:
            yield Terminal("undefined", whole)
        yield from found

    def _enum_member(self, holder: Expression, name: str) -> Expression | None:
        """The value of `Enumeration.name`, where it is written."""
        node = unwrapped(holder.node)
        if node.type != "identifier" or not word(node)[:1].isupper():
            return None
        found = self._definitions.type_named(word(node), holder.module)
        if found is None or found[0].type != "enum_declaration":
            return None
        value = value_of_member(found[0], name)
        return Expression(value, found[1]) if value is not None else None

    def _entry(
        self, whole: Expression, holder: Terminal, name: str, is_chained: bool
    ) -> Iterator[Terminal]:
        if holder.kind in ("list", "value") and name.isdigit():
            yield from self._item_at(whole, holder, int(name[:9]))
        elif holder.kind == "object":
            shape = self._objects.shape_of(holder)
            entry = shape.entries.get(name)
            if entry is not None:
                for value in entry.values:
                    yield from self._terminals(value)
                if entry.is_optional:
                    yield Terminal("undefined", whole)
            elif shape.unresolved:
                yield _unknown(whole, whole.text[:80])
            else:
                yield Terminal("undefined", whole)
        elif holder.kind == "unknown":
            found = self._member_of(holder, whole, name, is_chained)
            yield found
            if found.kind == "unknown" and found.may_be_undefined and found.declared is not None:
                yield Terminal("undefined", whole)
        else:
            yield Terminal("value", whole, may_be_undefined=is_chained)

    def _member_of(
        self, holder: Terminal, whole: Expression, name: str, is_chained: bool
    ) -> Terminal:
        """A key of what can't be followed: what its type says of it."""
        member = self._typed.member(holder.declared, name)
        declared = member.type if member is not None else None
        is_value = self._types.is_value(declared)
        may_be_undefined = member is not None and member.may_be_undefined
        return Terminal(
            kind="value" if is_value else "unknown",
            expression=whole,
            reason="" if is_value else whole.text[:80],
            is_parameter=holder.is_parameter and not is_value,
            may_be_undefined=is_chained or may_be_undefined,
            declared=declared,
        )

    def _item_at(self, whole: Expression, listed: Terminal, index: int) -> Iterator[Terminal]:
        """`list[0]`: that item where those up to it are certain, else whichever it is, or undefined. To TypeScript it
        is there, so it may be undefined, as other values may, and is no condition that some calls have.
        """
        found = self._lists.items_of(listed)
        if listed.kind == "value" and found.unresolved:
            yield Terminal("value", whole)
            return
        before = found.items[: index + 1]
        is_certain = not any(one.is_optional or one.is_open for one in before)
        if len(before) > index and is_certain and not found.unresolved:
            yield from self._terminals(before[index].expression)
            return
        inside = [one for item in found.items for one in self._terminals(item.expression)]
        if inside and all(one.kind in ("value", "unknown", "literal") for one in inside):
            yield from (one._replace(may_be_undefined=True) for one in inside)
        else:
            yield from inside
            yield Terminal("undefined", whole)
        if found.unresolved:
            yield _unknown(whole, whole.text[:80])

    def _any_entry(self, whole: Expression, holder: Expression) -> Iterator[Terminal]:
        """`TABLE[key]`: one of its values, or undefined."""
        for one in self.terminals(holder):
            if one.kind != "object":
                yield _unknown(whole, whole.text[:80])
                continue
            shape = self._objects.shape_of(one)
            for entry in shape.entries.values():
                for value in entry.values:
                    yield from self._terminals(value)
            yield Terminal("undefined", whole)
            if shape.unresolved:
                yield _unknown(whole, whole.text[:80])

    def _call(self, expression: Expression) -> Iterator[Terminal]:
        callee = expression.node.child_by_field_name("function")
        if callee is None or self._is_shallow:
            yield Terminal("value", expression)
            return
        callee = unwrapped(callee)
        given = arguments(expression.node)
        name = (
            word(callee).rpartition(".")[2] if callee.type == "member_expression" else word(callee)
        )
        handlers = pattern_match.handlers(expression.node)
        if handlers is not None:
            for handler in handlers:
                yield from self._returns(FoundFunction(handler, expression.module), (), expression)
            return
        if _is_validator(callee):
            if given:
                yield from self._terminals(expression.at(given[0]))
            return
        if name in _IDENTITY and given:
            yield from self._terminals(expression.at(given[0]))
            return
        kept = kept_keys(callee, given, expression.module)
        if kept is not None:
            shape = self._objects.shape(expression.at(given[0]))
            yield Terminal("object", expression, kept.of(shape), is_rest=True)
            return
        if name == "assign" and word(callee) == "Object.assign" and given:
            yield Terminal("object", expression)
            return
        function = self._definitions.called(callee, expression.module)
        if function is None:
            is_plain = callee.type == "member_expression"
            if is_plain and not _may_give_arguments(name):
                yield Terminal("value", expression)
            else:
                yield _unknown(expression, expression.text[:80])
            return
        yield from self._returns(function, tuple(expression.at(one) for one in given), expression)

    def _returns(
        self, function: FoundFunction, given: tuple[Expression, ...], at: Expression
    ) -> Iterator[Terminal]:
        found = self._definitions.returned(function)
        if not found or any(frame.function == function.node.id for frame in at.frames):
            yield _unknown(at, at.text[:80])
            return
        frames = at.frames if function.module is at.module else ()
        frame = Frame(function.node.id, function.module, given)
        for one in found:
            yield from self._terminals(Expression(one, function.module, (*frames, frame)))


_LOOKED_INTO = frozenset(
    {"identifier", "member_expression", "object", "call_expression", "subscript_expression", "this"}
)


def _unknown(expression: Expression, reason: str) -> Terminal:
    return Terminal("unknown", expression, reason=reason)


def _still_there(start: list[Terminal], left: Left) -> list[Terminal]:
    if left == "all":
        return start
    present = [one for one in start if left == "present" and one.kind != "undefined"]
    return [one._replace(may_be_undefined=False) for one in present]


def _without(shape: ObjectShape, keys: tuple[str, ...]) -> ObjectShape:
    left = {key: entry for key, entry in shape.entries.items() if key not in keys}
    return shape._replace(entries=left, cases=())


def _is_validator(callee: SyntaxNode) -> bool:
    """`Prisma.validator<...>()({...})`."""
    if callee.type != "call_expression":
        return False
    inner = callee.child_by_field_name("function")
    return inner is not None and word(unwrapped(inner)).endswith("validator")


def _may_give_arguments(name: str) -> bool:
    """Whether a method that can't be found may well build a part of a query."""
    lowered = name.lower()
    return any(
        part in lowered for part in ("where", "filter", "query", "args", "include", "select")
    )
