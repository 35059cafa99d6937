"""Whose documents must be there before one can be inserted, and the fields that cycles of them free."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence, Set

from ..convex.convex_schema import Export, Validator, VId, VObject, VReference, VUnion, or_null
from .cycle_breaking import Edge, freed
from .lowered import LoweredField, LoweredJoin

Fields = Mapping[str, Mapping[str, LoweredField]]
"""Stored fields by model and name."""

_NOTHING: Set[str] = frozenset()


def without_cycles(
    stored: Fields,
    exports: Sequence[Export],
    tables: Mapping[str, str],
    joins: Mapping[str, LoweredJoin],
) -> Fields:
    """The fields with those nullable that no first document could fill.

    `tables` has the table of each model, `joins` the join tables by name. Keys count, and so do the
    ids that a chosen validator or a composite type asks for.
    """
    of_exports: dict[str, Set[str]] = {}
    for export in exports:  # each behind those that it names
        of_exports[export.name] = needed(export.validator, of_exports)
    models = {table: (model,) for model, table in tables.items()}
    found: dict[str, tuple[str, ...]] = {
        **models,
        **{name: (join.relation.model_a, join.relation.model_b) for name, join in joins.items()},
    }
    nullable = freed(_required(stored, of_exports, found), _references(stored))
    places = {(edge.model, edge.field) for edge in nullable}
    if not places:
        return stored
    return {
        model: {
            name: _freed(field) if (model, name) in places else field
            for name, field in fields.items()
        }
        for model, fields in stored.items()
    }


def needed(validator: Validator, of_exports: Mapping[str, Set[str]]) -> Set[str]:
    """The tables that every value of the validator holds an id of.

    A list, a record or an absent field needs none; of a union, one member can be taken.
    """
    match validator:
        case VId(table):
            return frozenset({table})
        case VReference(name):
            return of_exports[name]
        case VObject(fields):
            found: frozenset[str] = frozenset()
            return found.union(
                *(needed(field.validator, of_exports) for field in fields if not field.is_optional)
            )
        case VUnion(members):
            first, *others = [needed(member, of_exports) for member in members]
            return frozenset(first).intersection(*others)
        case _:
            return _NOTHING


def _required(
    stored: Fields, of_exports: Mapping[str, Set[str]], models: Mapping[str, tuple[str, ...]]
) -> Iterator[Edge]:
    for model, fields in stored.items():
        for name, field in fields.items():
            if field.field.arity == "required":
                # A table that is not here is one of Convex's own: a file can always be stored.
                tables = needed(field.validator, of_exports)
                for table in sorted(tables) if tables else ():
                    for target in models.get(table, ()):
                        yield Edge(model, name, target)


def _references(stored: Fields) -> Iterator[Edge]:
    for model, fields in stored.items():
        for name, field in fields.items():
            if field.reference is not None:
                yield Edge(model, name, field.reference)


def _freed(field: LoweredField) -> LoweredField:
    return field._replace(validator=or_null(field.validator), is_freed=True)
