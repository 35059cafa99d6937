"""The keys that an object may have: written, spread, computed, or given by a type."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import TypeAlias

from ..files.code_module import SyntaxNode
from ..files.code_syntax import arguments, key_name, without_comments, word
from .expressions import EMPTY, Expression, KeyEntry, ObjectShape, Terminal, TypeAt, one_of, over
from .open_places import OpenPlaces, inside_of
from .typed_values import TypedValues
from .written_types import WrittenTypes

_MOST_TEXTS = 64

Terminals: TypeAlias = Callable[[Expression], tuple[Terminal, ...]]
"""What an expression can come down to."""


class ObjectReading:
    def __init__(
        self,
        terminals: Terminals,
        types: WrittenTypes,
        typed: TypedValues,
        open_places: OpenPlaces,
    ) -> None:
        self._terminals = terminals
        self._types = types
        self._typed = typed
        self._open = open_places

    def shape(self, expression: Expression) -> ObjectShape:
        """The keys that an object may have, whichever it comes down to."""
        shapes = [self.shape_of(one) for one in self._terminals(expression)]
        return one_of(shapes) if shapes else EMPTY

    def shape_of(self, terminal: Terminal) -> ObjectShape:
        match terminal.kind:
            case "object" if terminal.is_rest:
                return terminal.more
            case "object" if terminal.declared is not None:
                parameters = (terminal.expression,) if terminal.is_parameter else ()
                typed = ObjectShape(self._typed.keys_of(terminal), (), parameters)
                return over(typed, terminal.more)
            case "object":
                place = inside_of(terminal.expression)
                if not self._open.allows(place):
                    return ObjectShape({}, (terminal.expression.text[:80],))
                self._open.add(place)
                try:
                    return self._shape_of_object(terminal)
                finally:
                    self._open.discard(place)
            case "unknown" | "value":
                text = terminal.reason or terminal.expression.text[:80]
                parameters = (terminal.expression,) if terminal.is_parameter else ()
                entries = self._typed.keys_of(terminal)
                return ObjectShape(entries, () if entries else (text,), parameters)
            case _:
                return EMPTY

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
        return self.names_of(expression.at(inner[0]))

    def names_of(self, key: Expression) -> tuple[str, ...]:
        """What a key that is computed may be called; empty where it can be anything."""
        if key.node.type == "as_expression":
            found = self._types.texts(TypeAt(without_comments(key.node)[-1], key.module))
            if found:
                return found
        names: dict[str, None] = {}
        terminals = self._terminals(key)
        for one in terminals:
            if one.kind == "undefined" and len(terminals) > 1:
                continue  # a key called "undefined", which Prisma refuses
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
                texts = self.names_of(one.expression.at(without_comments(part)[0]))
            else:
                texts = (word(part),) if part.type == "string_fragment" else ()
            found = [before + text for before in found for text in texts][:_MOST_TEXTS]
        return tuple(found)

    def _spread(self, expression: Expression, child: SyntaxNode) -> ObjectShape:
        inner = without_comments(child)
        return self.shape(expression.at(inner[0])) if inner else EMPTY
