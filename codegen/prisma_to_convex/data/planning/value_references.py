"""References that hold the other row's key as it is, no id.

City (countryCode) -> Country (code)                  a natural key
Replay (tenancyId, personId) -> Person (the same)     a key of several columns
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TypeAlias

from prisma_schema_parser.records import NamedTuple
from prisma_schema_parser.schema import ForeignKey, Model, ScalarField, Schema

from ..tokens.key_texts import identity
from .forms import Form

ColumnForms: TypeAlias = Mapping[str, tuple[str, Form]]
"""By Prisma's name of a field: its name in documents, and its form."""


class ValueReference(NamedTuple):
    """`fields`: own field, field there. `key` is what the id of the other row is minted from. `cleared`: the document's
    fields without which it refers to nothing."""

    place: str
    target: str
    namespace: str | None
    source: str
    fields: tuple[tuple[ScalarField, ScalarField], ...]
    key: tuple[ScalarField, ...]
    cleared: tuple[str, ...]


def of_model(
    model: Model, foreign: Sequence[ForeignKey], column_forms: ColumnForms, schema: Schema
) -> tuple[ValueReference, ...]:
    """In the order of the schema."""
    found = []
    for relation in foreign:
        target = schema.model(relation.target)
        fields = _fields(model, relation, target)
        if fields and not _is_by_id(relation, column_forms):
            found.append(
                ValueReference(
                    place=f"{model.name}.{', '.join(relation.fields)}",
                    target=target.name,
                    namespace=target.namespace,
                    source=target.database_name,
                    fields=fields,
                    key=identity(target),
                    cleared=_cleared(relation, foreign, column_forms),
                )
            )
    return tuple(found)


def _fields(
    model: Model, relation: ForeignKey, target: Model
) -> tuple[tuple[ScalarField, ScalarField], ...]:
    """Nothing where a list holds the keys."""
    found = []
    for name, referred in zip(relation.fields, relation.references, strict=True):
        own, other = model.scalar(name), target.scalar(referred)
        if own is None or other is None or own.arity == "list":
            return ()
        found.append((own, other))
    return tuple(found)


def _is_by_id(relation: ForeignKey, column_forms: ColumnForms) -> bool:
    """Of a key with more columns, one may be an id: that does not say that all of them lead to one row."""
    if len(relation.fields) > 1 or relation.fields[0] not in column_forms:
        return False
    _, form = column_forms[relation.fields[0]]
    return form.kind == "reference" and form.target == relation.target


def _cleared(
    relation: ForeignKey, foreign: Sequence[ForeignKey], column_forms: ColumnForms
) -> tuple[str, ...]:
    """The fields that may be empty. One that another relation holds as well stays, where another can go: a key with
    one empty column refers to nothing."""
    may = [
        name
        for name in relation.fields
        if name in column_forms and column_forms[name][1].null != "refused"
    ]
    shared = {name for one in foreign if one.field != relation.field for name in one.fields}
    own = [name for name in may if name not in shared]
    return tuple(column_forms[name][0] for name in own or may)
