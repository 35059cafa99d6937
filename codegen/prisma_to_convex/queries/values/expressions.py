"""Code that stands for a value, and what it can be found to be. Frozen; nodes of the syntax tree inside."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from types import MappingProxyType
from typing import Literal

from prisma_schema_parser.records import NamedTuple

from ..files.code_module import CodeModule, SyntaxNode

MOST_TEXT = 400
"""How much of an expression's code is kept, in bytes."""


class Frame:
    """A call of a function that is being followed: what its parameters were given, by place. Compared by
    identity, so that to compare expressions costs the same however deep they lead.
    """

    __slots__ = ("function", "given", "module")

    def __init__(self, function: int, module: CodeModule, given: tuple[Expression, ...]) -> None:
        self.function = function
        self.module = module
        self.given = given


class TypeFrame(Frame):
    """A type that is being followed: `function` is the node that is of it, `given` the parameter that has it, if one has."""

    __slots__ = ()


class LaterChange(NamedTuple):
    """What happens to a variable behind its declaration. "assigned": the variable itself; "key": `name.key = value`;
    "merged": `Object.assign(name, value)`; "item": `name.push(value)`; "items": `name.push(...values)`; "cut":
    `name.pop()`; "deleted": `delete name.key`, any key where none is named; "unclear": it was handed to something.

    `computed` gives the key where it is not written. `inside` are the keys that lead to what is changed:
    `name.one.two.key = value`. `is_certain`: it happens whenever the use is reached. `is_open`: perhaps many times.
    """

    kind: Literal["assigned", "key", "merged", "item", "items", "cut", "deleted", "unclear"]
    at: SyntaxNode
    key: str = ""
    value: SyntaxNode | None = None
    is_certain: bool = False
    is_open: bool = False
    text: str = ""
    computed: SyntaxNode | None = None
    inside: tuple[str, ...] = ()


class InnerChange(NamedTuple):
    """Of a value inside a variable; `use` is where the variable is used."""

    change: LaterChange
    use: Expression


class Expression(NamedTuple):
    """A node where it stands; `frames` has the calls that led there, `later` what changes its value behind it."""

    node: SyntaxNode
    module: CodeModule
    frames: tuple[Frame, ...] = ()
    later: tuple[InnerChange, ...] = ()

    def at(self, node: SyntaxNode) -> Expression:
        """Another node of the same place."""
        return Expression(node, self.module, self.frames)

    @property
    def text(self) -> str:
        """Its code, cut; each run of blanks is one, but in texts, templates and regular expressions."""
        return self.module.squeezed(self.node, MOST_TEXT)


class KeyEntry(NamedTuple):
    """A key's value: one of `values`. `is_optional`: or it is not there. `is_declared`: a type says so."""

    values: tuple[Expression, ...]
    is_optional: bool = False
    is_declared: bool = False


class ObjectShape(NamedTuple):
    """An object's keys. `unresolved` has the code of what else may be in it."""

    entries: Mapping[str, KeyEntry] = MappingProxyType({})
    unresolved: tuple[str, ...] = ()
    parameters: tuple[Expression, ...] = ()
    """What of that is a parameter, which the callers may tell."""
    cases: tuple[ObjectShape, ...] = ()
    """Where it is one of a few objects with other keys: each of them."""

    @property
    def identity(self) -> tuple[object, ...]:
        """Equal for equal shapes, and hashed."""
        return tuple(self.entries.items()), self.unresolved, self.parameters


EMPTY = ObjectShape()
_MOST_CASES = 8


class ListItem(NamedTuple):
    """Of a list. `is_optional`: it may be left out; `is_open`: or stand there many times."""

    expression: Expression
    is_optional: bool = False
    is_open: bool = False


class TypeAt(NamedTuple):
    """A type where it is written; or a schema of Zod, which says as much."""

    node: SyntaxNode
    module: CodeModule


class Terminal(NamedTuple):
    """What an expression comes down to. "unknown" carries its reason: it may be an object of any keys.

    `more` is laid over an object, and `added` stands behind a list's items: what was changed later; `unclear` has
    the code of what may have changed a list; `is_cut`: any item may have been taken away.
    `is_rest`: an object is `more` alone. An object that is `declared` has the keys of that type. `type_text` is what is written behind a parameter's name,
    `declared` where that stands, `name` that of the key which was taken out of what can't be followed.
    """

    kind: Literal["object", "list", "null", "undefined", "literal", "value", "unknown"]
    expression: Expression
    more: ObjectShape = EMPTY
    added: tuple[ListItem, ...] = ()
    unclear: tuple[str, ...] = ()
    is_cut: bool = False
    is_rest: bool = False
    reason: str = ""
    is_parameter: bool = False
    may_be_undefined: bool = False
    type_text: str = ""
    declared: TypeAt | None = None
    name: str = ""


class ListItems(NamedTuple):
    """A list's items, as far as they are known."""

    items: tuple[ListItem, ...] = ()
    unresolved: tuple[str, ...] = ()
    parameters: tuple[Expression, ...] = ()


def over(below: ObjectShape, above: ObjectShape) -> ObjectShape:
    """`{...below, ...above}`."""
    if not below.entries and not below.unresolved:
        return above
    if not above.entries and not above.unresolved:
        return below
    entries = dict(below.entries)
    for key, entry in above.entries.items():
        old = entries.pop(key, None)
        if entry.is_optional and old is not None:
            values = tuple(dict.fromkeys((*old.values, *entry.values)))
            entry = KeyEntry(values, old.is_optional)
        entries[key] = entry
    merged = _together(entries, (below, above))
    if not below.cases and not above.cases:
        return merged
    return merged._replace(cases=_each_over_each(below, above))


def _each_over_each(below: ObjectShape, above: ObjectShape) -> tuple[ObjectShape, ...]:
    lower, upper = below.cases or (below,), above.cases or (above,)
    if len(lower) * len(upper) > _MOST_CASES:
        return ()
    return tuple(over(one, other) for one in lower for other in upper)


def one_of(shapes: Sequence[ObjectShape]) -> ObjectShape:
    """A key that all of them have is there, whichever it is."""
    if len(shapes) == 1:
        return shapes[0]
    entries: dict[str, KeyEntry] = {}
    for key in dict.fromkeys(key for shape in shapes for key in shape.entries):
        found = [shape.entries[key] for shape in shapes if key in shape.entries]
        values = dict.fromkeys(value for entry in found for value in entry.values)
        is_optional = len(found) < len(shapes) or any(entry.is_optional for entry in found)
        entries[key] = KeyEntry(tuple(values), is_optional)
    cases = [case for shape in shapes for case in shape.cases or (shape,)]
    differ = any(entry.is_optional for entry in entries.values())
    is_few = differ and len(cases) <= _MOST_CASES
    return _together(entries, shapes)._replace(cases=tuple(cases) if is_few else ())


def optional(shape: ObjectShape) -> ObjectShape:
    """Of something that may not be there."""
    entries = {key: entry._replace(is_optional=True) for key, entry in shape.entries.items()}
    return shape._replace(entries=entries, cases=())


def _together(entries: Mapping[str, KeyEntry], shapes: Iterable[ObjectShape]) -> ObjectShape:
    unresolved: dict[str, None] = {}
    parameters: dict[Expression, None] = {}
    for shape in shapes:
        unresolved.update(dict.fromkeys(shape.unresolved))
        parameters.update(dict.fromkeys(shape.parameters))
    return ObjectShape(entries, tuple(unresolved), tuple(parameters))
