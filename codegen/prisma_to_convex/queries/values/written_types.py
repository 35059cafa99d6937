"""Types that are written in the code, by name, across files: unions of texts, enumerations, the keys of objects, Zod.

No type checker: what is not written out in one of these forms is not known.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping

from prisma_schema_parser.records import NamedTuple

from ..files.code_module import CodeModule, SyntaxNode
from ..files.code_syntax import arguments, key_name, string_value, unwrapped, without_comments, word
from .definitions import Definitions, FoundValue
from .expressions import TypeAt

_DEEPEST = 12
_AS_IT_IS = frozenset({"parenthesized_type", "readonly_type", "type_annotation"})
_WHOLE = frozenset({"Readonly", "Required", "NonNullable", "Partial"})
_NO_VALUE = re.compile(r"Filter|Where|Input|Args|Select|Include|Record|Partial|Pick|Omit")
_INFERRED = ("infer", "input", "output", "TypeOf", "InferOutput", "InferInput")
_KEPT_BY_ZOD = frozenset({"optional", "nullable", "nullish", "default", "prefault", "catch", "describe", "meta", "readonly",
                          "strict", "passthrough", "strip", "refine", "superRefine", "brand"})  # fmt: skip


class MemberOfType(NamedTuple):
    """`name` is the node of the key. `type` is None where none is written."""

    name: SyntaxNode
    module: CodeModule
    type: TypeAt | None
    is_optional: bool

    @property
    def may_be_undefined(self) -> bool:
        return self.is_optional or (self.type is not None and _admits_undefined(self.type.node))


Members = Mapping[str, MemberOfType]


class WrittenTypes:
    def __init__(self, definitions: Definitions) -> None:
        self._definitions = definitions

    # ---- texts ------------------------------------------------------------------------------

    def texts(self, at: TypeAt, depth: int = 0) -> tuple[str, ...]:
        """The texts that a value of it can be; none where it can be anything else."""
        if depth > _DEEPEST:
            return ()
        found = list(self._texts(at, depth + 1))
        return (
            () if None in found else tuple(dict.fromkeys(one for one in found if one is not None))
        )

    def _texts(self, at: TypeAt, depth: int) -> Iterator[str | None]:
        """None among them: something else."""
        node = at.node
        match node.type:
            case "literal_type":
                inner = without_comments(node)
                yield string_value(inner[0]) if inner else None
            case "union_type":
                for one in without_comments(node):
                    yield from self._all_texts(at._replace(node=one), depth)
            case kind if kind in _AS_IT_IS:
                yield from self._all_texts(at._replace(node=without_comments(node)[0]), depth)
            case "enum_declaration":
                yield from _enumerated(node)
            case "lookup_type":
                yield from self._looked_up(at, depth)
            case "index_type_query":
                found = self.members(at._replace(node=without_comments(node)[0]), depth)
                yield from found if found is not None else (None,)
            case "call_expression":
                yield from self._of_zod(at, depth)
            case _:
                named = self._named(at)
                yield from self._all_texts(named, depth) if named is not None else (None,)

    def _all_texts(self, at: TypeAt, depth: int) -> Iterator[str | None]:
        yield from self.texts(at, depth) or (None,)

    def _looked_up(self, at: TypeAt, depth: int) -> Iterator[str | None]:
        """`T["key"]`, `(typeof LIST)[number]`."""
        whole, key = without_comments(at.node)[:2]
        name = string_value(without_comments(key)[0]) if key.type == "literal_type" else None
        if name is not None:
            member = (self.members(at._replace(node=whole), depth) or {}).get(name)
            is_typed = member is not None and member.type is not None
            yield from self._all_texts(member.type, depth) if is_typed else (None,)  # type: ignore[union-attr,arg-type]  # it is typed
            return
        value = self._value(at._replace(node=whole))
        if word(key) != "number" or value is None:
            yield None
            return
        yield from self._items(value)

    def _items(self, value: FoundValue) -> Iterator[str | None]:
        node = unwrapped(value.node)
        if node.type != "array":
            yield None
            return
        for one in without_comments(node):
            yield string_value(unwrapped(one))

    def _of_zod(self, at: TypeAt, depth: int) -> Iterator[str | None]:
        """`z.enum(["a", "b"])`, `z.nativeEnum(E)`, `z.literal("a")`."""
        holder, method = _method(at.node)
        given = arguments(at.node)
        if method in _KEPT_BY_ZOD and holder is not None:
            yield from self._all_texts(at._replace(node=holder), depth)
        elif method == "literal" and given:
            yield string_value(given[0])
        elif method in ("enum", "nativeEnum", "picklist") and given:
            found = unwrapped(given[0])
            if found.type == "array":
                yield from self._items(FoundValue(found, at.module, "value"))
                return
            value = self._definitions.constant(word(found), at.module)
            if value is not None and value.kind == "value":
                yield from self._items(value)
            else:
                named = self._by_name(word(found), at.module)
                yield from self._all_texts(named, depth) if named is not None else (None,)
        else:
            yield None

    def alternatives(self, at: TypeAt, depth: int = 0) -> Iterator[TypeAt]:
        """The members of a union, wherever it is named."""
        node = at.node
        named = self._named(at) if node.type == "type_identifier" else None
        if named is not None and named.node.type in ("union_type", *_AS_IT_IS):
            at, node = named, named.node
        if depth > _DEEPEST or node.type not in ("union_type", *_AS_IT_IS):
            yield at
            return
        for one in without_comments(node):
            yield from self.alternatives(at._replace(node=one), depth + 1)

    # ---- members ----------------------------------------------------------------------------

    def members(self, at: TypeAt, depth: int = 0) -> Members | None:
        """The keys that an object of it has; None where they are not all written out."""
        if depth > _DEEPEST:
            return None
        depth += 1
        node = at.node
        match node.type:
            case "object_type" | "interface_body" | "class_body":
                return _signatures(at)
            case "interface_declaration" | "class_declaration":
                return self._declared(at, depth)
            case "intersection_type":
                return self._all([at._replace(node=one) for one in without_comments(node)], depth)
            case kind if kind in _AS_IT_IS:
                return self.members(at._replace(node=without_comments(node)[0]), depth)
            case "generic_type" if word(without_comments(node)[0]) in _WHOLE:
                given = _given(node)
                found = self.members(at._replace(node=given[0]), depth) if given else None
                is_partial = word(without_comments(node)[0]) == "Partial"
                return _partial(found) if found is not None and is_partial else found
            case "type_query":
                value = self._value(at)
                return _keys(value) if value is not None else None
            case "call_expression":
                return self._object_of_zod(at, depth)
            case _:
                named = self._named(at)
                return self.members(named, depth) if named is not None else None

    def at_path(self, at: TypeAt, path: tuple[str, ...]) -> MemberOfType | None:
        """The member at the end of a path."""
        member: MemberOfType | None = None
        current: TypeAt | None = at
        for step in path:
            found = self.members(current) if current is not None else None
            member = found.get(step) if found is not None else None
            if member is None:
                return None
            current = member.type
        return member

    def _declared(self, at: TypeAt, depth: int) -> Members | None:
        body = at.node.child_by_field_name("body")
        above = [
            one
            for child in at.node.named_children
            if child.type in ("extends_type_clause", "class_heritage")
            for one in without_comments(child)
        ]
        parts = [at._replace(node=one) for one in (*above, body) if one is not None]
        return self._all(parts, depth)

    def _all(self, parts: list[TypeAt], depth: int) -> Members | None:
        found: dict[str, MemberOfType] = {}
        for part in parts:
            members = self.members(part, depth)
            if members is None:
                return None
            found.update(members)
        return found

    def _object_of_zod(self, at: TypeAt, depth: int) -> Members | None:
        holder, method = _method(at.node)
        given = arguments(at.node)
        if method in _KEPT_BY_ZOD and holder is not None:
            return self.members(at._replace(node=holder), depth)
        if method in ("partial", "deepPartial") and holder is not None and not given:
            found = self.members(at._replace(node=holder), depth)
            return _partial(found) if found is not None else None
        if method not in ("object", "strictObject", "looseObject", "extend") or not given:
            return None
        if given[0].type != "object":
            return None
        own = _keys_of_object(given[0], at.module)
        if method != "extend" or own is None or holder is None:
            return own
        found = self.members(at._replace(node=holder), depth)
        return {**found, **own} if found is not None else None

    # ---- names ------------------------------------------------------------------------------

    def _named(self, at: TypeAt) -> TypeAt | None:
        """What a name stands for: an alias, an interface, an enumeration, a constant's schema of Zod."""
        node = at.node
        if node.type in ("type_identifier", "identifier"):
            return self._by_name(word(node), at.module)
        if node.type != "generic_type" or not word(without_comments(node)[0]).endswith(_INFERRED):
            return None
        given = _given(node)
        value = self._value(at._replace(node=given[0])) if given else None
        return TypeAt(unwrapped(value.node), value.module) if value is not None else None

    def _by_name(self, name: str, module: CodeModule) -> TypeAt | None:
        found = self._definitions.type_named(name, module)
        if found is None:
            value = self._definitions.constant(name, module)
            is_schema = value is not None and unwrapped(value.node).type == "call_expression"
            return TypeAt(unwrapped(value.node), value.module) if is_schema and value else None
        node, where = found
        if node.type == "type_alias_declaration":
            value_of = node.child_by_field_name("value")
            return TypeAt(value_of, where) if value_of is not None else None
        return TypeAt(node, where)

    def _value(self, at: TypeAt) -> FoundValue | None:
        """The constant of `typeof X`."""
        node = at.node
        while node.type in _AS_IT_IS:
            node = without_comments(node)[0]
        inner = without_comments(node) if node.type == "type_query" else []
        if not inner or inner[0].type != "identifier":
            return None
        found = self._definitions.constant(word(inner[0]), at.module)
        return found if found is not None and found.kind == "value" else None

    # ---- values -----------------------------------------------------------------------------

    def is_value(self, at: TypeAt | None, depth: int = 0) -> bool:
        """Whether nothing of it can be an object of operators."""
        if at is None or depth > _DEEPEST:
            return False
        node = at.node
        match node.type:
            case "predefined_type":
                return word(node) not in ("any", "unknown", "object", "void", "never")
            case "literal_type":
                return True
            case "array_type" | "union_type" | "parenthesized_type" | "type_annotation":
                inner = without_comments(node)
                return all(self.is_value(at._replace(node=one), depth + 1) for one in inner)
            case "type_identifier" | "nested_type_identifier":
                named = self._named(at)
                if named is not None and named.node.type != "enum_declaration":
                    return self.is_value(named, depth + 1)
                return not _NO_VALUE.search(word(node)) and not word(node).startswith("Prisma.")
            case "call_expression":
                return _is_plain_zod(node)
            case "lookup_type":  # Prisma's own: User["id"]
                return self._named(at._replace(node=without_comments(node)[0])) is None
            case _:
                return False


def _enumerated(node: SyntaxNode) -> Iterator[str | None]:
    """The values of an enumeration."""
    body = node.child_by_field_name("body")
    for one in without_comments(body) if body is not None else ():
        value = one.child_by_field_name("value") if one.type == "enum_assignment" else None
        yield string_value(value) if value is not None else None


def value_of_member(enumeration: SyntaxNode, name: str) -> SyntaxNode | None:
    body = enumeration.child_by_field_name("body")
    for one in without_comments(body) if body is not None else ():
        key = one.child_by_field_name("name") if one.type == "enum_assignment" else None
        if key is not None and key_name(key) == name:
            return one.child_by_field_name("value")
    return None


def _signatures(at: TypeAt) -> Members | None:
    found: dict[str, MemberOfType] = {}
    for one in without_comments(at.node):
        if one.type in ("method_definition", "method_signature", "decorator"):
            continue
        name = one.child_by_field_name("name")
        key = key_name(name) if name is not None else None
        if one.type not in ("property_signature", "public_field_definition") or key is None:
            return None
        type_ = one.child_by_field_name("type")
        is_optional = any(child.type == "?" for child in one.children)
        typed = at._replace(node=type_) if type_ is not None else None
        found[key] = MemberOfType(name, at.module, typed, is_optional)  # type: ignore[arg-type]  # it has a key
    return found


def _admits_undefined(type_: SyntaxNode) -> bool:
    if type_.type in ("union_type", *_AS_IT_IS):
        return any(_admits_undefined(one) for one in without_comments(type_))
    return word(type_) == "undefined"


def _methods(call: SyntaxNode) -> Iterator[str]:
    """`z.string().min(1).optional()`: optional, min, string."""
    at: SyntaxNode | None = call
    for _ in range(_DEEPEST):
        if at is None or at.type != "call_expression":
            return
        at, method = _method(at)
        yield method


def _partial(found: Members) -> Members:
    return {key: one._replace(is_optional=True) for key, one in found.items()}


def _keys(value: FoundValue) -> Members | None:
    node = unwrapped(value.node)
    return _keys_of_object(node, value.module) if node.type == "object" else None


def _keys_of_object(node: SyntaxNode, module: CodeModule) -> Members | None:
    """Of an object: each key with its value, which is a type where it is a schema of Zod."""
    found: dict[str, MemberOfType] = {}
    for child in without_comments(node):
        name, value = child.child_by_field_name("key"), child.child_by_field_name("value")
        key = key_name(name) if name is not None else None
        if key is None or name is None or value is None:
            return None
        is_optional = not {"optional", "nullish"}.isdisjoint(_methods(unwrapped(value)))
        found[key] = MemberOfType(name, module, TypeAt(unwrapped(value), module), is_optional)
    return found


_PLAIN_ZOD = frozenset({"string", "number", "boolean", "date", "bigint", "int", "enum", "nativeEnum", "literal",
                        "uuid", "email", "cuid", "cuid2", "ulid", "url", "iso"})  # fmt: skip  # one set


def _is_plain_zod(call: SyntaxNode) -> bool:
    """`z.string().min(1)`: by the first method of the chain; `z.array(...)` by what is in it."""
    holder, method = _method(call)
    for _ in range(_DEEPEST):
        if holder is None or holder.type != "call_expression":
            break
        call, (holder, method) = holder, _method(holder)
    if method == "array":
        given = arguments(call)
        return bool(given) and given[0].type == "call_expression" and _is_plain_zod(given[0])
    return method in _PLAIN_ZOD


def _given(generic: SyntaxNode) -> list[SyntaxNode]:
    found = generic.child_by_field_name("type_arguments")
    return without_comments(found) if found is not None else []


def _method(call: SyntaxNode) -> tuple[SyntaxNode | None, str]:
    """`holder.method(...)`."""
    callee = call.child_by_field_name("function")
    if callee is None or callee.type != "member_expression":
        return None, ""
    holder, key = callee.child_by_field_name("object"), callee.child_by_field_name("property")
    return (unwrapped(holder) if holder is not None else None), word(key) if key is not None else ""
