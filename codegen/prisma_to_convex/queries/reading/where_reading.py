"""`where` -> conditions on the schema's fields.

Long, as each form that a condition may have is read here.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from prisma_schema_parser.schema import (
    CompositeRef,
    Index,
    Model,
    RelationField,
    Scalar,
    ScalarField,
)

from ...calls.call import AnyOf, CodeValue, Condition, NoneOf, Part, Related, Where
from ..files.code_syntax import unwrapped, word
from ..relation_keys import RelationKeys, key_conditions
from ..values.evaluation import Evaluation
from ..values.expressions import (
    EMPTY,
    Expression,
    KeyEntry,
    ListItem,
    ListItems,
    ObjectShape,
    Terminal,
    one_of,
    optional,
)
from .value_reading import value_of

_QUANTIFIERS = ("some", "none", "every")
_TO_ONE = ("is", "isNot")
_DEEPEST = 16
_MODES = frozenset({"mode", "_count"})
_NO_FIELDS = frozenset({"AND", "OR", "NOT", "_count"})


class WhereReading:
    """Of one call: what it met and could not read stands in `unresolved` of each `Where`. `parameters` are
    those of it that the callers may tell.
    """

    def __init__(self, evaluation: Evaluation, relations: RelationKeys) -> None:
        self.parameters: dict[Expression, None] = {}
        self._evaluation = evaluation
        self._relations = relations
        self._depth = 0

    def of(self, expression: Expression, model: Model) -> Where:
        return self.of_values((expression,), model)

    def of_values(
        self, values: Iterable[Expression], model: Model, *, is_optional: bool = False
    ) -> Where:
        """Whichever of these it is; not what Prisma Client refuses, where it can be something else."""
        shape = self._one_of(self._terminals(values), model)
        where = self.of_shape(optional(shape) if is_optional else shape, model)
        if is_optional or not shape.cases:
            return where
        cases = dict.fromkeys(self.of_shape(one, model) for one in shape.cases)
        return where._replace(cases=tuple(cases) if len(cases) > 1 else ())

    def _terminals(self, values: Iterable[Expression]) -> list[Terminal]:
        return [one for value in values for one in self._evaluation.terminals(value)]

    def _one_of(self, terminals: Iterable[Terminal], model: Model) -> ObjectShape:
        shapes = [self._evaluation.shape_of(one) for one in terminals]
        possible = [one for one in shapes if not is_refused(one, model)]
        return one_of(possible or shapes) if shapes else EMPTY

    def of_shape(self, shape: ObjectShape, model: Model) -> Where:
        if self._depth >= _DEEPEST:
            return Where((), "unknown", ("too deep to follow",))
        self._depth += 1
        try:
            return self._of_shape(shape, model)
        finally:
            self._depth -= 1

    def _of_shape(self, shape: ObjectShape, model: Model) -> Where:
        unresolved = list(shape.unresolved)
        self._note(shape.parameters)
        parts: list[Part] = []
        unresolved += _computed_and_refused(shape, model)
        for key, entry in shape.entries.items():
            for found in self._key(key, entry, model):
                if isinstance(found, str):
                    unresolved.append(found)
                else:
                    parts.append(found)
        unresolved += [one for part in parts for one in _inside(part)]
        certainty = "known" if not unresolved else "at least" if parts else "unknown"
        each = tuple(dict.fromkeys(parts))
        return Where(each, certainty, tuple(dict.fromkeys(unresolved)))  # type: ignore[arg-type]  # one of three words

    def _note(self, parameters: Iterable[Expression]) -> None:
        self.parameters.update(dict.fromkeys(parameters))

    def _listed(self, value: Expression) -> ListItems:
        found = self._evaluation.items(value)
        self._note(found.parameters)
        return found

    def _key(self, key: str, entry: KeyEntry, model: Model) -> Iterator[Part | str]:
        """The parts that a key gives, and the code that could not be read."""
        if len(entry.values) > 1 and not isinstance(
            model.fields_by_name.get(key), ScalarField | RelationField
        ):
            each = [KeyEntry((value,), entry.is_optional) for value in entry.values]
            yield from _in_all([list(self._key(key, one, model)) for one in each])
        elif key == "AND":
            yield from self._all_of(entry, model)
        elif key == "OR":
            yield from self._any_of(entry, model)
        elif key == "NOT":
            yield from self._none_of(entry, model)
        else:
            field = model.fields_by_name.get(key)
            if isinstance(field, ScalarField):
                yield from self._scalar(field, entry)
            elif isinstance(field, RelationField):
                yield from self._relation(field, entry, model)
            else:
                yield from self._compound(key, entry, model)

    # ---- AND, OR, NOT -----------------------------------------------------------------------

    def _all_of(self, entry: KeyEntry, model: Model) -> Iterator[Part | str]:
        for value in entry.values:
            listed = self._listed(value)
            yield from listed.unresolved
            for item in listed.items:
                shape = self._evaluation.shape(item.expression)
                is_optional = item.is_optional or item.is_open or entry.is_optional
                inner = self.of_shape(optional(shape) if is_optional else shape, model)
                yield from inner.parts
                yield from inner.unresolved

    def _any_of(self, entry: KeyEntry, model: Model) -> Iterator[Part | str]:
        for value in entry.values:
            listed = self._listed(value)
            yield from listed.unresolved
            items = [item for item in listed.items if not self._is_refused(item, model)]
            branches = tuple(self.of(item.expression, model) for item in items)
            if not branches and listed.unresolved:
                continue
            is_optional = (
                entry.is_optional or len(entry.values) > 1 or self._may_be_undefined(value)
            )
            numbered = list(enumerate(items))
            omitted = frozenset(number for number, item in numbered if item.is_optional)
            repeated = frozenset(number for number, item in numbered if item.is_open)
            yield AnyOf(
                branches=branches,
                is_optional=is_optional,
                is_open=bool(listed.unresolved or omitted or repeated),
                omitted=omitted,
                repeated=repeated,
            )

    def _none_of(self, entry: KeyEntry, model: Model) -> Iterator[Part | str]:
        for value in entry.values:
            listed = self._listed(value)
            yield from listed.unresolved
            for item in listed.items:
                is_optional = entry.is_optional or item.is_optional
                yield NoneOf(self.of(item.expression, model), is_optional)

    def _is_refused(self, item: ListItem, model: Model) -> bool:
        """An item that some calls do without, and that no call that works can have."""
        may_be_left_out = item.is_optional or item.is_open
        return may_be_left_out and is_refused(self._evaluation.shape(item.expression), model)

    def _may_be_undefined(self, value: Expression) -> bool:
        return any(one.kind == "undefined" for one in self._evaluation.terminals(value))

    # ---- stored fields ----------------------------------------------------------------------

    def _scalar(self, field: ScalarField, entry: KeyEntry) -> Iterator[Part | str]:
        terminals = [one for value in entry.values for one in self._evaluation.terminals(value)]
        is_optional = entry.is_optional or any(one.kind == "undefined" for one in terminals)
        present = [one for one in terminals if one.kind != "undefined"]
        found = [list(self._operators(field, one)) for one in present]
        for one in _merged(field.name, found):
            yield (
                one._replace(is_optional=one.is_optional or is_optional)
                if isinstance(one, Condition)
                else one
            )

    def _operators(self, field: ScalarField, terminal: Terminal) -> Iterator[Condition | str]:
        """What a value says of a field: it is equal, or an object of operators."""
        if isinstance(field.type, CompositeRef):
            yield Condition(field.name, "composite", value_of(terminal))
            return
        if terminal.kind == "unknown" and _may_hold_operators(terminal):
            self._note([terminal.expression] if terminal.is_parameter else ())
            yield terminal.reason
            return
        if terminal.kind != "object" or _is_json_value(field, terminal):
            yield Condition(field.name, "equals", value_of(terminal))
            return
        shape = self._evaluation.shape_of(terminal)
        self._note(shape.parameters)
        yield from shape.unresolved
        is_insensitive = "mode" in shape.entries and self._is_insensitive(shape.entries["mode"])
        if field.type == Scalar("Json"):
            yield Condition(field.name, "path", value_of(terminal))
            return
        for operator, entry in shape.entries.items():
            if operator not in _MODES:
                yield from self._operator(field, operator, entry, is_insensitive)

    def _operator(
        self, field: ScalarField, operator: str, entry: KeyEntry, is_insensitive: bool
    ) -> Iterator[Condition | str]:
        terminals = [one for value in entry.values for one in self._evaluation.terminals(value)]
        present = [one for one in terminals if one.kind != "undefined"]
        is_optional = entry.is_optional or len(present) < len(terminals)
        if not present:
            return
        value = value_of(present[0])
        if len(present) > 1:
            texts = " or ".join(dict.fromkeys(one.expression.text for one in present))
            value = CodeValue("expression", texts[:400])
        yield Condition(
            field=field.name,
            operator=operator,
            value=value,
            is_optional=is_optional,
            is_insensitive=is_insensitive,
        )

    def _is_insensitive(self, entry: KeyEntry) -> bool:
        return any(
            "insensitive" in value.text or "Insensitive" in value.text for value in entry.values
        )

    # ---- related rows and keys of several fields --------------------------------------------

    def _relation(
        self, field: RelationField, entry: KeyEntry, model: Model
    ) -> Iterator[Part | str]:
        target = self._relations.schema.model(field.target)
        terminals = self._terminals(entry.values)
        objects = [one for one in terminals if one.kind == "object"]
        unclear = [one for one in terminals if one.kind not in ("object", "null", "undefined")]
        if objects:  # `false` or a text for a relation: Prisma Client refuses it
            unclear = [one for one in unclear if one.kind != "literal"]
        has_null = any(one.kind == "null" for one in terminals)
        is_optional = entry.is_optional or len({_sort(one) for one in terminals}) > 1
        self._note(one.expression for one in unclear if one.is_parameter)
        yield from (one.reason or one.expression.text[:80] for one in unclear)
        if has_null:
            yield from self._without_related(field, model, "equals", is_optional)
        if objects:
            shape = one_of([self._evaluation.shape_of(one) for one in objects])
            yield from self._related(field, shape, target, model, is_optional)

    def _related(
        self,
        field: RelationField,
        shape: ObjectShape,
        target: Model,
        model: Model,
        is_optional: bool,
    ) -> Iterator[Part | str]:
        words = _QUANTIFIERS if field.arity == "list" else _TO_ONE
        if field.arity != "list" and not any(word in shape.entries for word in words):
            yield from self._one(field, "is", self.of_shape(shape, target), model, is_optional)
            return
        yield from shape.unresolved
        for quantifier, entry in shape.entries.items():
            if quantifier not in words:
                yield f"{field.name}.{quantifier}"
                continue
            terminals = self._terminals(entry.values)
            present = [one for one in terminals if one.kind not in ("undefined", "null")]
            inner_optional = is_optional or entry.is_optional
            inner_optional |= len({_sort(one) for one in terminals}) > 1
            has_null = any(one.kind == "null" for one in terminals)
            if has_null and quantifier in _TO_ONE:
                operator = "equals" if quantifier == "is" else "not"
                yield from self._without_related(field, model, operator, inner_optional)
            if present:
                where = self.of_shape(self._one_of(present, target), target)
                yield from self._one(field, quantifier, where, model, inner_optional)

    def _one(
        self, field: RelationField, quantifier: str, where: Where, model: Model, is_optional: bool
    ) -> Iterator[Part | str]:
        """Conditions on the related row's key alone are conditions on the foreign key."""
        found = key_conditions(field, where, model, self._relations) if quantifier == "is" else None
        if found is None:
            yield Related(
                field=field.name,
                target=field.target,
                quantifier=quantifier,
                where=where,
                is_optional=is_optional,
            )
            return
        for one in found:
            yield one._replace(is_optional=one.is_optional or is_optional)

    def _without_related(
        self, field: RelationField, model: Model, operator: str, is_optional: bool
    ) -> Iterator[Part | str]:
        key = self._relations.key_of(model.name, field.name)
        if key is None:
            quantifier = "isNot" if operator == "equals" else "is"
            yield Related(
                field=field.name,
                target=field.target,
                quantifier=quantifier,
                where=Where(),
                is_optional=is_optional,
            )
            return
        for name in key.fields:
            yield Condition(name, operator, CodeValue("null", "null"), is_optional)

    def _compound(self, key: str, entry: KeyEntry, model: Model) -> Iterator[Part | str]:
        """`userId_teamId: {...}`: all fields of a key, whatever else is in the code."""
        if key in ("_count",):
            return
        found = _compound_key(key, model)
        if found is None:
            if not entry.is_optional:
                yield key
            return  # a key that Prisma Client refuses is in no call that works
        for value in entry.values:
            where = self.of(value, model)
            named = {part.field for part in where.parts if isinstance(part, Condition)}
            hidden = [name for name in found.field_names if name not in named]
            is_object = any(one.kind != "undefined" for one in self._evaluation.terminals(value))
            parts = list(where.parts)
            if where.unresolved and is_object:
                parts += [Condition(name, "equals", _field_of(value, name)) for name in hidden]
            for part in parts:
                is_optional = entry.is_optional
                yield part._replace(is_optional=part.is_optional or is_optional)


def _sort(one: Terminal) -> str:
    return one.kind if one.kind in ("null", "undefined") else "object"


def is_refused(shape: ObjectShape, model: Model) -> bool:
    """Whether it certainly has a key that the model lacks: Prisma Client throws."""
    return any(
        not entry.is_optional and not _is_known(key, model) for key, entry in shape.entries.items()
    )


def _computed_and_refused(shape: ObjectShape, model: Model) -> list[str]:
    """Names that a computed key may have, where the model has none of them: the schema is another one."""
    by_value: dict[Expression, list[str]] = {}
    for key, entry in shape.entries.items():
        if entry.is_optional and len(entry.values) == 1:
            by_value.setdefault(entry.values[0], []).append(key)
    groups = [keys for keys in by_value.values() if len(keys) > 1]
    return [
        key for keys in groups for key in keys if not any(_is_known(one, model) for one in keys)
    ]


def _is_known(key: str, model: Model) -> bool:
    is_plain = key in model.fields_by_name or key in _NO_FIELDS
    return is_plain or _compound_key(key, model) is not None


def _compound_key(key: str, model: Model) -> Index | None:
    """The key of several fields that is called so."""
    for index in model.indexes:
        is_key = index.kind in ("id", "unique") and len(index.fields) > 1
        if is_key and key in (index.name, "_".join(index.field_names)):
            return index
    return None


def _field_of(value: Expression, name: str) -> CodeValue:
    """A field of an object that is not written out."""
    text = value.text
    return CodeValue("expression", f"{text}.{name}" if _NAME.fullmatch(text) else name)


_NAME = re.compile(r"[A-Za-z_$][\w$]*(?:\.[A-Za-z_$][\w$]*)*")
_WORDS = "filter|where|range|condition|operator"
_TYPE_OF_OPERATORS = re.compile(_WORDS, re.IGNORECASE)
_NAME_OF_OPERATORS = re.compile(rf"(?:{_WORDS}|clause)s?$|^where", re.IGNORECASE)


def _may_hold_operators(terminal: Terminal) -> bool:
    """Whether what can't be followed is called like an object of operators, or its type is."""
    node = unwrapped(terminal.expression.node)
    if node.type == "call_expression":
        node = node.child_by_field_name("function") or node
    if node.type == "member_expression":
        node = node.child_by_field_name("property") or node
    is_name = node.type in ("identifier", "property_identifier", "shorthand_property_identifier")
    name = terminal.name or (word(node) if is_name else "")
    is_named = _NAME_OF_OPERATORS.search(name) is not None
    return is_named or _TYPE_OF_OPERATORS.search(terminal.type_text) is not None


def _is_json_value(field: ScalarField, terminal: Terminal) -> bool:
    return field.type == Scalar("Json") and terminal.is_rest


def _in_all(found: list[list[Part | str]]) -> Iterator[Part | str]:
    """What every one of these says holds; what only some say is optional."""
    seen: set[Part | str] = set()
    for one in (one for group in found for one in group):
        if one in seen:
            continue
        seen.add(one)
        is_shared = isinstance(one, str) or all(one in group for group in found)
        yield one if is_shared or isinstance(one, str) else one._replace(is_optional=True)


def _merged(field: str, found: list[list[Condition | str]]) -> Iterator[Condition | str]:
    """The conditions of one value, whichever it is; those that only some give are optional. `undefined` has none."""
    if not found:
        return
    if all(group == found[0] for group in found):
        yield from found[0]
        return
    operators = {
        one.operator if isinstance(one, Condition) else "?" for group in found for one in group
    }
    whole = [group[0] for group in found if len(group) == 1 and isinstance(group[0], Condition)]
    if len(whole) == len(found) and operators <= {"equals", "in"}:
        texts = " or ".join(dict.fromkeys(one.value.text for one in whole))
        operator = "equals" if operators == {"equals"} else "in"
        yield Condition(field, operator, CodeValue("expression", texts[:400]))
        return
    seen: set[Condition | str] = set()
    for group in found:
        for one in group:
            changed = one._replace(is_optional=True) if isinstance(one, Condition) else one
            if changed not in seen:
                seen.add(changed)
                yield changed


def _inside(part: Part) -> tuple[str, ...]:
    """What could not be read inside it."""
    match part:
        case AnyOf(branches):
            return tuple(one for branch in branches for one in branch.unresolved)
        case NoneOf(where) | Related(where=where):
            return where.unresolved
        case Condition():
            return ()
