"""What an expression can be found to be, without types: through variables, spreads, conditions, helpers.

Long, as it is one recursion: each kind of expression calls all others.

Nothing is guessed: what can't be followed ends as a `Terminal` of kind "unknown" with its code. Work is
bounded by a budget a call, so a file made to take forever does not.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Literal, TypeAlias

from . import pattern_match, type_words
from .code_module import CodeModule, SyntaxNode
from .code_syntax import FUNCTIONS, arguments, key_name, unwrapped, without_comments, word
from .definitions import Definitions, FoundFunction
from .expressions import (
    EMPTY,
    Expression,
    Frame,
    InnerChange,
    KeyEntry,
    LaterChange,
    ListItem,
    ListItems,
    ObjectShape,
    Terminal,
    TypeAt,
    one_of,
    optional,
    over,
)
from .later_changes import later_changes
from .narrowing import is_narrowed
from .scopes import Binding, lookup
from .written_types import MemberOfType, WrittenTypes

_BUDGET = 4000
_DEEPEST = 40
_MOST_TERMINALS = 64
_MOST_ITEMS = 24

_Key: TypeAlias = tuple[int, int, tuple[Frame, ...]]

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
        self._depth = 0
        self._open: set[_Key] = set()
        self._known: dict[_Key, tuple[Terminal, ...]] = {}
        self._is_shallow = False

    # ---- values -----------------------------------------------------------------------------

    def terminals(self, expression: Expression) -> tuple[Terminal, ...]:
        """What it can come down to; each once."""
        kind = _WRITTEN.get(expression.node.type)
        if kind is not None and not expression.later:
            return (Terminal(kind, expression),)
        if self._open or expression.later:  # what is open may cut it short
            return self._once(expression)
        key = (id(expression.module), expression.node.id, expression.frames)
        known = self._known.get(key)
        if known is None:
            known = self._known[key] = self._once(expression)
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
            (one.kind, one.expression, id(one.more)): one for one in self._terminals(expression)
        }
        found = tuple(once.values())
        if len(found) > _MOST_TERMINALS:
            return (*found[:_MOST_TERMINALS], _unknown(expression, "too many cases"))
        return found

    def _terminals(self, expression: Expression) -> Iterator[Terminal]:
        if expression.later:
            yield from self._changed_inside(expression)
            return
        expression = expression.at(unwrapped(expression.node))
        key: _Key = (id(expression.module), expression.node.id, expression.frames)
        self._left -= 1
        if self._left < 0 or self._depth >= _DEEPEST:
            yield _unknown(expression, "too deep to follow")
            return
        if key in self._open:  # where = { AND: [where] }
            return
        self._open.add(key)
        self._depth += 1
        try:
            for one in self._of_kind(expression):
                is_missing = one.kind == "undefined" or one.may_be_undefined
                if not (is_missing and is_narrowed(expression.node)):
                    yield one
                elif one.kind != "undefined":
                    yield one._replace(may_be_undefined=False)
        finally:
            self._depth -= 1
            self._open.discard(key)

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
                yield Terminal("value", expression, declared=_type_of_key(expression))
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
                    yield one._replace(may_be_undefined=False)
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
        if node is None and binding.declaration.parent is not None and _is_loop(binding):
            yield Terminal("value", expression)
            return
        start = (
            list(self._starts(expression, binding, node))
            if node is not None
            else [Terminal("undefined", expression)]
        )
        for change in later_changes(binding, expression):
            start = self._changed(start, change, expression)
        yield from start

    def _changed(
        self, start: list[Terminal], change: LaterChange, expression: Expression
    ) -> list[Terminal]:
        """What a variable may hold behind a statement that changes it."""
        if change.inside:
            return [self._changed_key(one, change, expression) for one in start]
        if change.kind == "assigned" and change.value is not None:
            found = list(self._terminals(expression.at(change.value)))
            return found if change.is_certain else [*start, *found]
        if change.kind == "item" and change.value is not None:
            item = ListItem(expression.at(change.value), not change.is_certain, change.is_open)
            return [
                one._replace(added=(*one.added, item)) if one.kind == "list" else one
                for one in start
            ]
        if any(one.kind == "list" for one in start):
            start = [self._changed_list(one, change, expression) for one in start]
        if change.kind in ("items", "cut"):
            return start
        if change.kind == "deleted":
            return [self._without_key(one, change) for one in start]
        more = self._later_keys(change, expression)
        return [
            (one._replace(more=over(one.more, more)) if one.kind == "object" else one)
            for one in start
        ]

    def _without_key(self, one: Terminal, change: LaterChange) -> Terminal:
        if one.kind != "object":
            return one
        shape = self.shape_of(one)
        gone = [change.key] if change.key else list(shape.entries)
        if change.is_certain and change.key:
            entries = {key: entry for key, entry in shape.entries.items() if key not in gone}
        else:
            entries = {
                key: entry._replace(is_optional=entry.is_optional or key in gone)
                for key, entry in shape.entries.items()
            }
        return one._replace(more=shape._replace(entries=entries), is_rest=True)

    def _changed_key(self, one: Terminal, change: LaterChange, use: Expression) -> Terminal:
        """With the value of a key changed inside."""
        if one.kind != "object":
            return one
        shape = self.shape_of(one)
        key, *inside = change.inside
        entry = shape.entries.get(key)
        if entry is None:
            if shape.unresolved:  # it may hold the key: what comes of that is not known
                return one._replace(more=over(one.more, ObjectShape({}, (change.text,))))
            return one
        inner = InnerChange(change._replace(inside=tuple(inside)), use)
        values = tuple(value._replace(later=(*value.later, inner)) for value in entry.values)
        entries = {**one.more.entries, key: KeyEntry(values, entry.is_optional)}
        return one._replace(more=one.more._replace(entries=entries))

    def _changed_inside(self, expression: Expression) -> Iterator[Terminal]:
        found = list(self._terminals(expression._replace(later=())))
        for change, use in expression.later:
            found = self._changed(found, change, use)
        yield from found

    def _changed_list(self, one: Terminal, change: LaterChange, expression: Expression) -> Terminal:
        if one.kind != "list":
            return one
        if change.kind == "cut":
            return one._replace(is_cut=True)
        if change.kind != "items" or change.value is None:
            return one._replace(unclear=(*one.unclear, change.text or "a list that is changed"))
        inner = self.items(expression.at(change.value))
        added = tuple(
            item._replace(
                is_optional=item.is_optional or not change.is_certain,
                is_open=item.is_open or change.is_open,
            )
            for item in inner.items
        )
        return one._replace(added=(*one.added, *added), unclear=(*one.unclear, *inner.unresolved))

    def _later_keys(self, change: LaterChange, expression: Expression) -> ObjectShape:
        if change.value is None:
            return ObjectShape({}, (change.text,))
        value = expression.at(change.value)
        if change.kind == "merged":
            shape = self.shape(value)
        elif change.computed is None:
            shape = ObjectShape({change.key: KeyEntry((value,))})
        else:
            names = self._names_of(expression.at(change.computed))
            if not names:
                return ObjectShape({}, (change.text,))
            shape = ObjectShape({name: KeyEntry((value,), len(names) > 1) for name in names})
        return shape if change.is_certain else optional(shape)

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
            for one in current:
                shape = self._taken_apart(one)
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
            current = following
        if binding.without is not None:
            for one in current:
                left = _without(self.shape(one), binding.without)
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

    def _taken_apart(self, source: Expression) -> ObjectShape:
        """Of `const { key } = source`: what has no keys fails there, and gives none."""
        terminals = self.terminals(source)
        objects = [one for one in terminals if one.kind not in ("undefined", "null")]
        shapes = [self.shape_of(one) for one in objects or terminals]
        return one_of(shapes) if shapes else EMPTY

    def _parameter(self, expression: Expression, binding: Binding) -> Iterator[Terminal]:
        frame = _frame_of(expression, binding)
        if frame is not None:
            outer = expression.frames[: expression.frames.index(frame)]
            if binding.position < len(frame.given):
                source = frame.given[binding.position]
                default = binding.default if not binding.path else None
                for one in self._inside(source, binding):
                    if one.kind == "undefined" and default is not None:
                        yield from self._terminals(expression.at(default))
                    else:
                        yield one
            elif binding.default is not None and not binding.path:
                yield from self._terminals(Expression(binding.default, expression.module, outer))
            else:
                yield Terminal("undefined", expression)
            return
        settled = _settled(binding)
        if settled is not None:
            yield from self._inside(expression.at(settled), binding)
            return
        if _is_of_a_connection(binding):
            page = Expression(binding.declaration, expression.module)
            keys = dict.fromkeys(_OF_A_PAGE, KeyEntry((page,), True))
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
        names = self._names_of(expression.at(index))
        for name in names:
            yield from self._key(expression, expression.at(holder), name, False)
        if not names:
            yield from self._any_entry(expression, expression.at(holder))

    def _key(
        self, whole: Expression, holder: Expression, name: str, is_chained: bool
    ) -> Iterator[Terminal]:
        if unwrapped(holder.node).type not in _LOOKED_INTO:
            yield Terminal("value", whole, may_be_undefined=is_chained)
            return
        for one in self.terminals(holder):
            if one.kind == "list" and name.isdigit():
                yield from self._item_at(whole, one, int(name[:9]))
            elif one.kind == "object":
                shape = self.shape_of(one)
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
            elif one.kind == "unknown":
                yield self._member_of(one, whole, name, is_chained)
            else:
                yield Terminal("value", whole, may_be_undefined=is_chained)

    def _member_of(
        self, holder: Terminal, whole: Expression, name: str, is_chained: bool
    ) -> Terminal:
        """A key of what can't be followed: what its type says of it."""
        members = self._types.members(holder.declared) if holder.declared is not None else None
        member = members.get(name) if members is not None else None
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
        """`list[0]`: that item where those up to it are certain, else whichever it is, or undefined."""
        found = self.items_of(listed)
        before = found.items[: index + 1]
        is_certain = not any(one.is_optional or one.is_open for one in before)
        if len(before) > index and is_certain and not found.unresolved:
            yield from self._terminals(before[index].expression)
            return
        for item in found.items:
            yield from self._terminals(item.expression)
        yield Terminal("undefined", whole)
        if found.unresolved:
            yield _unknown(whole, whole.text[:80])

    def _any_entry(self, whole: Expression, holder: Expression) -> Iterator[Terminal]:
        """`TABLE[key]`: one of its values, or undefined."""
        for one in self.terminals(holder):
            if one.kind != "object":
                yield _unknown(whole, whole.text[:80])
                continue
            shape = self.shape_of(one)
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

    # ---- objects and lists ------------------------------------------------------------------

    def shape(self, expression: Expression) -> ObjectShape:
        """The keys that an object may have, whichever it comes down to."""
        shapes = [self.shape_of(one) for one in self.terminals(expression)]
        return one_of(shapes) if shapes else EMPTY

    def shape_of(self, terminal: Terminal) -> ObjectShape:
        match terminal.kind:
            case "object" if terminal.is_rest:
                return terminal.more
            case "object" if self._is_open(terminal.expression):
                return ObjectShape({}, (terminal.expression.text[:80],))
            case "object":
                key = self._opened(terminal.expression)
                try:
                    return self._shape_of_object(terminal)
                finally:
                    self._closed(key)
            case "unknown" | "value":
                text = terminal.reason or terminal.expression.text[:80]
                parameters = (terminal.expression,) if terminal.is_parameter else ()
                entries = self._declared_keys(terminal)
                return ObjectShape(entries, () if entries else (text,), parameters)
            case _:
                return EMPTY

    def _declared_keys(self, terminal: Terminal) -> dict[str, KeyEntry]:
        """Those that its type writes out, each with a plain value; none where it may have others."""
        found = self._types.members(terminal.declared) if terminal.declared is not None else None
        if not found or not all(self._types.is_value(one.type) for one in found.values()):
            return {}
        return {
            key: KeyEntry(
                (Expression(one.name, one.module),), one.may_be_undefined, is_declared=True
            )
            for key, one in found.items()
        }

    def _is_open(self, expression: Expression) -> bool:
        return self._depth >= _DEEPEST or _inside_of(expression) in self._open

    def _opened(self, expression: Expression) -> _Key:
        """What is being looked into: nothing can be found by looking into it again."""
        key = _inside_of(expression)
        self._open.add(key)
        self._depth += 1
        return key

    def _closed(self, key: _Key) -> None:
        self._depth -= 1
        self._open.discard(key)

    def _shape_of_object(self, terminal: Terminal) -> ObjectShape:
        if terminal.expression.node.type == "call_expression":
            merged = EMPTY
            for one in arguments(terminal.expression.node):
                merged = over(merged, self.shape(terminal.expression.at(one)))
            return over(merged, terminal.more)
        return over(self._object(terminal.expression), terminal.more)

    def _object(self, expression: Expression) -> ObjectShape:
        found = EMPTY
        entries: dict[str, KeyEntry] = {}
        for child in without_comments(expression.node):
            if child.type == "spread_element":
                found = over(over(found, ObjectShape(entries)), self._spread(expression, child))
                entries = {}
                continue
            for key, entry in self._keys(expression, child):
                if key is None:
                    unresolved = ObjectShape({}, (expression.module.text(child, 80),))
                    found = over(over(found, ObjectShape(entries)), unresolved)
                    entries = {}
                elif entry is not None and not entry.is_optional:
                    entries.pop(key, None)
                    entries[key] = entry
                elif entry is not None:
                    found = over(over(found, ObjectShape(entries)), ObjectShape({key: entry}))
                    entries = {}
        return over(found, ObjectShape(entries)) if entries else found

    def _keys(
        self, expression: Expression, child: SyntaxNode
    ) -> Iterator[tuple[str | None, KeyEntry | None]]:
        if child.type == "shorthand_property_identifier":
            yield word(child), KeyEntry((expression.at(child),))
        elif child.type == "pair":
            key, value = child.child_by_field_name("key"), child.child_by_field_name("value")
            if key is None or value is None:
                yield None, None
                return
            written = key_name(key)
            if written is not None:
                yield written, KeyEntry((expression.at(value),))
                return
            names = self._computed(expression, key)
            for name in names:
                yield name, KeyEntry((expression.at(value),), len(names) > 1)
            if not names:
                yield None, None
        elif child.type == "method_definition":
            called = child.child_by_field_name("name")
            yield key_name(called) if called is not None else None, None
        else:
            yield None, None

    def _computed(self, expression: Expression, key: SyntaxNode) -> tuple[str, ...]:
        """`[KEY]: ...` with a constant, or with one of several; empty where it can be any."""
        inner = without_comments(key)
        if key.type != "computed_property_name" or not inner:
            return ()
        return self._names_of(expression.at(inner[0]))

    def _names_of(self, key: Expression) -> tuple[str, ...]:
        """What a key that is computed may be called; empty where it can be anything."""
        if key.node.type == "as_expression":
            found = self._types.texts(TypeAt(without_comments(key.node)[-1], key.module))
            if found:
                return found
        names: dict[str, None] = {}
        for one in self.terminals(key):
            written = key_name(one.expression.node) if one.kind == "literal" else None
            found = (written,) if written is not None else self._texts_of(one)
            if not found:
                return ()
            names.update(dict.fromkeys(found))
        return tuple(names)

    def _texts_of(self, one: Terminal) -> tuple[str, ...]:
        """The texts that a value can be: by its type, or of a template whose parts are known."""
        if one.expression.node.type != "template_string":
            return self._types.texts(one.declared) if one.declared is not None else ()
        found = [""]
        for part in one.expression.node.named_children:
            if part.type == "template_substitution":
                texts = self._names_of(one.expression.at(without_comments(part)[0]))
            else:
                texts = (word(part),) if part.type == "string_fragment" else ()
            found = [before + text for before in found for text in texts][:_MOST_TERMINALS]
        return tuple(found)

    def _spread(self, expression: Expression, child: SyntaxNode) -> ObjectShape:
        inner = without_comments(child)
        return self.shape(expression.at(inner[0])) if inner else EMPTY

    def items(self, expression: Expression) -> ListItems:
        """Of a list; of one object, that object: Prisma takes either."""
        terminals = self.terminals(expression)
        found = [self.items_of(one) for one in terminals]
        is_optional = len(terminals) > 1
        items = [
            item._replace(is_optional=item.is_optional or is_optional)
            for one in found
            for item in one.items
        ]
        return ListItems(
            tuple(items),
            tuple(text for one in found for text in one.unresolved),
            tuple(parameter for one in found for parameter in one.parameters),
        )

    def items_of(self, terminal: Terminal) -> ListItems:
        match terminal.kind:
            case "object":
                return ListItems((ListItem(terminal.expression),))
            case "list":
                inner = self._listed(terminal.expression)
                items = (*inner.items, *terminal.added)
                if terminal.is_cut:
                    items = tuple(item._replace(is_optional=True) for item in items)
                return inner._replace(
                    items=items,
                    unresolved=(*inner.unresolved, *terminal.unclear),
                )
            case "unknown" | "value":
                template = self._template(terminal.expression)
                if template:
                    return ListItems(tuple(template))
                text = terminal.reason or terminal.expression.text[:80]
                parameters = (terminal.expression,) if terminal.is_parameter else ()
                return ListItems((), (text,), parameters)
            case _:
                return ListItems()

    def _listed(self, expression: Expression) -> ListItems:
        if self._is_open(expression):
            return ListItems((), (expression.text[:80],))
        key = self._opened(expression)
        try:
            return self._items_of_list(expression)
        finally:
            self._closed(key)

    def _items_of_list(self, expression: Expression) -> ListItems:
        found: list[ListItem] = []
        unresolved: list[str] = []
        parameters: list[Expression] = []
        for child in without_comments(expression.node):
            if child.type != "spread_element":
                found += self._item(expression.at(child))
                continue
            inner = self.items(expression.at(without_comments(child)[0]))
            found += inner.items
            unresolved += inner.unresolved
            parameters += inner.parameters
        return ListItems(tuple(found), tuple(unresolved), tuple(parameters))

    def _item(self, expression: Expression) -> Iterator[ListItem]:
        """`cond ? {...} : undefined` in a list may leave it out (`filter(Boolean)` or Prisma itself)."""
        node = unwrapped(expression.node)
        if node.type not in ("ternary_expression", "binary_expression"):
            yield ListItem(expression)
            return
        terminals = self.terminals(expression)
        for one in terminals:
            if one.kind != "undefined":
                yield ListItem(one.expression, len(terminals) > 1)

    def _template(self, expression: Expression) -> list[ListItem]:
        """A list that is made of another may lead back to itself."""
        if self._is_open(expression):
            return []
        key = self._opened(expression)
        try:
            return self._mapped(expression)
        finally:
            self._closed(key)

    def _mapped(self, expression: Expression) -> list[ListItem]:
        """`xs.map((x) => ({...}))`: as many as there are, each of this form; `.filter(...)` keeps some."""
        node = unwrapped(expression.node)
        if node.type != "call_expression":
            return []
        callee = node.child_by_field_name("function")
        callee = unwrapped(callee) if callee is not None else None
        if callee is None or callee.type != "member_expression":
            return []
        holder, method = callee.child_by_field_name("object"), callee.child_by_field_name(
            "property"
        )
        name = word(method) if method is not None else ""
        if holder is not None and name in _KEPT_ITEMS:
            inner = self.items(expression.at(holder))
            if inner.unresolved:
                return []
            found = [item._replace(is_optional=True) for item in inner.items]
            return self._flat(found) if name == "flat" else found
        given = arguments(node)
        if name not in ("map", "flatMap") or not given:
            return []
        listed = self._few(expression.at(holder)) if holder is not None else ()
        return self._made(unwrapped(given[0]), expression, listed, is_flat=name == "flatMap")

    def _few(self, holder: Expression) -> tuple[ListItem, ...]:
        """The items of a list that is written out; none where they are not known, or many."""
        if unwrapped(holder.node).type not in ("array", "identifier", "member_expression"):
            return ()
        found = self.items(holder)
        return () if found.unresolved or len(found.items) > _MOST_ITEMS else found.items

    def _flat(self, items: list[ListItem]) -> list[ListItem]:
        """Lists among the items are their items."""
        found: list[ListItem] = []
        for item in items:
            inner = self.items(item.expression)
            if inner.unresolved:
                found.append(item)
            else:
                found += [one._replace(is_optional=True) for one in inner.items]
        return found

    def _made(
        self,
        handler: SyntaxNode,
        expression: Expression,
        listed: tuple[ListItem, ...],
        *,
        is_flat: bool,
    ) -> list[ListItem]:
        """What the function makes of each item of a list: of those that are `listed`, else of any."""
        known = self._definitions.called(handler, expression.module)
        if known is None or any(frame.function == known.node.id for frame in expression.frames):
            return []
        frames = expression.frames if known.module is expression.module else ()
        found: list[ListItem] = []
        for value in self._definitions.returned(known):
            for item in listed or (None,):
                of_item = (Frame(known.node.id, known.module, (item.expression,)),) if item else ()
                made = Expression(value, known.module, (*frames, *of_item))
                if not is_flat and unwrapped(value).type != "array":
                    is_one = item is not None and not item.is_open
                    found.append(ListItem(made, bool(item and item.is_optional), not is_one))
                    continue
                inner = self.items(made)
                if inner.unresolved:
                    return []
                found += [one._replace(is_open=True) for one in inner.items]
        return found


_LOOKED_INTO = frozenset(
    {"identifier", "member_expression", "object", "call_expression", "subscript_expression", "this"}
)


_KEPT_ITEMS = frozenset({"filter", "slice", "reverse", "sort", "flat"})
"""Methods whose lists hold no other items."""


def _inside_of(expression: Expression) -> _Key:
    """Apart from that of the expression itself, which may be open around it."""
    return id(expression.module), -expression.node.id, expression.frames


def _unknown(expression: Expression, reason: str) -> Terminal:
    return Terminal("unknown", expression, reason=reason)


def _without(shape: ObjectShape, keys: tuple[str, ...]) -> ObjectShape:
    return shape._replace(
        entries={key: entry for key, entry in shape.entries.items() if key not in keys}
    )


def _frame_of(expression: Expression, binding: Binding) -> Frame | None:
    function = binding.node
    if function is None:
        return None
    return next(
        (
            frame
            for frame in reversed(expression.frames)
            if frame.function == function.id and frame.module is expression.module
        ),
        None,
    )


def _settled(binding: Binding) -> SyntaxNode | None:
    """`promise` in `promise.then((parameter) => ...)`: what its parameter stands for."""
    handler = binding.node
    given = handler.parent if handler is not None else None
    call = given.parent if given is not None and given.type == "arguments" else None
    callee = call.child_by_field_name("function") if call is not None else None
    if handler is None or call is None or callee is None or callee.type != "member_expression":
        return None
    method = callee.child_by_field_name("property")
    is_first = bool(arguments(call)) and arguments(call)[0].id == handler.id
    if binding.position or not is_first or method is None or word(method) != "then":
        return None
    return callee.child_by_field_name("object")


def _type_of_key(key: Expression) -> TypeAt | None:
    """Of a key in an interface, or in a schema of Zod: what a value is that such a type tells of."""
    around = key.node.parent
    if around is None:
        return None
    found = around.child_by_field_name("type") or around.child_by_field_name("value")
    return TypeAt(found, key.module) if found is not None else None


_OF_A_PAGE = ("cursor", "take", "skip")


def _is_of_a_connection(binding: Binding) -> bool:
    """`findManyCursorConnection((args) => prisma.user.findMany({ ...args, where }), ...)` of a library for Relay: a
    page is all that it asks for.
    """
    given = binding.node.parent if binding.node is not None else None
    call = given.parent if given is not None and given.type == "arguments" else None
    callee = call.child_by_field_name("function") if call is not None else None
    if callee is None or binding.path or binding.position:
        return False
    is_first = call is not None and arguments(call)[0] == binding.node
    return is_first and word(callee).rpartition(".")[2] == "findManyCursorConnection"


def _is_loop(binding: Binding) -> bool:
    return binding.declaration.type in ("for_in_statement", "for_statement")


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
