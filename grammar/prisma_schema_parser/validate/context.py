"""What every check is given: the schema, what was written, and the provider's row."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

from ..connectors import CONNECTORS, FOREIGN_KEYS, Connector, connector
from ..diagnostic import Diagnostic
from ..resolve.arguments import find
from ..resolve.resolver import Resolved
from ..schema import SCALARS, CompositeType, Field, ForeignKey, Model, ScalarField, Schema
from ..source import Span
from ..suggest import Suggestions
from ..syntax import (
    Argument,
    Attribute,
    BlockAttribute,
    Call,
    EnumDecl,
    EnumValueDecl,
    Expression,
    FieldDecl,
    ModelDecl,
)
from .preview_features import enabled_features

_ENOUGH = 4


class Context:
    """One run over one schema. `damaged` and `lost`: see `parser.Parsed`."""

    def __init__(self, resolved: Resolved, damaged: frozenset[str], lost: frozenset[str]) -> None:
        schema, names = resolved.schema, resolved.names
        self.schema: Schema = schema
        self.names = names
        self.relations = resolved.relations
        self.connector: Connector = connector(schema.provider)
        self.relation_mode = schema.datasource.relation_mode if schema.datasource else FOREIGN_KEYS
        self.features = enabled_features(schema, names.generators)
        self.damaged = damaged | names.repeated
        self.lost = lost
        self.knows_provider = schema.datasource is None or schema.provider in CONNECTORS
        self.models: tuple[tuple[ModelDecl, Model], ...] = tuple(
            zip(names.models.values(), schema.models, strict=True)
        )
        self.composites: tuple[tuple[ModelDecl, CompositeType], ...] = tuple(
            zip(names.types.values(), schema.composite_types, strict=True)
        )
        self.enums: tuple[EnumDecl, ...] = tuple(names.enums.values())
        self.types = Suggestions((*SCALARS, *names.models, *names.types, *names.enums))
        self._unique_keys: dict[str, list[tuple[str, ...]]] = {}
        self._suggestions: dict[str, Suggestions] = {}
        self._values: dict[str, frozenset[str]] = {}
        self._keys: dict[tuple[str, str], tuple[str, ...]] | None = None
        self._relation_names: dict[tuple[str, str], list[str | None]] | None = None

    def has(self, capability: str) -> bool:
        return capability in self.connector.capabilities

    def decls(self, model: str) -> Mapping[str, FieldDecl]:
        """Every declared field of a model or composite type, of unknown type or not."""
        return self.names.fields[model]

    def is_whole(self, block: str) -> bool:
        """Whether all of a block could be read, so that what is not there is missing."""
        return block not in self.damaged

    def knows_types(self, model: str) -> bool:
        """Whether a model is whole, and has no field whose type is not known."""
        fields = self.schema.models_by_name[model].fields
        return self.is_whole(model) and len(fields) == len(self.decls(model))

    def suggest_field(self, model: str, name: str) -> str:
        known = self._suggestions.get(model)
        if known is None:
            known = self._suggestions[model] = Suggestions(self.decls(model))
        return known.help(name)

    def values_of(self, enum: str) -> frozenset[str]:
        known = self._values.get(enum)
        if known is None:
            values = self.schema.enums_by_name[enum].values
            known = self._values[enum] = frozenset(value.name for value in values)
        return known

    def suggest_value(self, enum: str, name: str) -> str:
        known = self._suggestions.get(f"enum {enum}")
        if known is None:
            known = self._suggestions[f"enum {enum}"] = Suggestions(sorted(self.values_of(enum)))
        return known.help(name)

    def key_of(self, model: str, field: str) -> tuple[str, ...]:
        """The fields of the foreign key behind a relation field, or nothing."""
        if self._keys is None:
            self._keys = {
                (relation.model, relation.field): relation.fields
                for relation in self.schema.relations
                if isinstance(relation, ForeignKey)
            }
        return self._keys.get((model, field), ())

    def unique_keys(self, model: Model) -> list[tuple[str, ...]]:
        """The fields of each id and unique constraint; a path counts by its last part, as with Prisma."""
        known = self._unique_keys.get(model.name)
        if known is None:
            known = self._unique_keys[model.name] = [
                tuple(part.path[-1] for part in index.fields)
                for index in model.indexes
                if index.kind in ("id", "unique")
            ]
        return known

    def relation_names(self, model: str, target: str) -> list[str | None]:
        """The first names of relations that fields of `model` to `target` are under."""
        if self._relation_names is None:
            self._relation_names = {}
            for start, end, name in self.relations.groups:
                names = self._relation_names.setdefault((start, end), [])
                if len(names) < _ENOUGH:
                    names.append(name)
        return self._relation_names.get((model, target), [])

    def follow(self, model: Model, path: tuple[str, ...]) -> Field | None:
        steps = self.followed(model, path)
        return steps[-1] if len(steps) == len(path) else None

    def followed(self, model: Model, path: tuple[str, ...]) -> list[Field]:
        """What each step of the path leads to, as far as it leads somewhere."""
        field: Field | None = model.fields_by_name.get(path[0])
        found: list[Field] = []
        for name in path[1:]:
            if field is None:
                return found
            found.append(field)
            composite = self.schema.composite_types_by_name.get(_type_name(field))
            fields = () if composite is None else composite.fields
            field = next((one for one in fields if one.name == name), None)
        return found if field is None else [*found, field]


def _type_name(field: Field | None) -> str:
    return getattr(field.type, "name", "") if isinstance(field, ScalarField) else ""


# ---- places in what was written ------------------------------------------------------------------


def line_span(line: FieldDecl | EnumValueDecl | BlockAttribute, start: int, end: int) -> Span:
    return Span(line.source, line.base + start, line.base + end)


def argument_of(attribute: Attribute | Call, name: str) -> Argument | None:
    return next((one for one in attribute.arguments if one.name == name), None)


def attribute_lines(decl: ModelDecl, name: str) -> Iterator[BlockAttribute]:
    return (line for line in decl.attributes if line.attribute.name == name)


def field_attribute(decl: FieldDecl, name: str) -> Attribute | None:
    return find(decl.attributes, name)


def quoted(names: Iterable[str]) -> str:
    return ", ".join(f"`{name}`" for name in names)


def text_of(line: FieldDecl | BlockAttribute, node: Expression) -> str:
    """As written, cut to what a message can hold."""
    text = line.span(node).text
    return text if len(text) <= 60 else text[:57] + "..."


Found = Iterator[Diagnostic]
