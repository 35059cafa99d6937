"""Who is called what in Convex: tables, exported validators, fields."""

from __future__ import annotations

from collections.abc import Iterable
from typing import NamedTuple

from prisma_schema_parser.schema import CompositeType, Enum, ManyToMany, Model, ScalarField, Schema
from prisma_schema_parser.source import Span

from .. import names
from ..convex import MAX_IDENTIFIER
from ..names import RESERVED_CONSTANTS, camel_case, field_name, singular_id, unique
from ..plural import plural
from .lowered import Rename
from .references import Keys


class JoinNames(NamedTuple):
    table: str
    column_a: str
    column_b: str


class Naming(NamedTuple):
    """Everything by Prisma's name; fields by (owner, field); joins by (model_a, field_a)."""

    tables: dict[str, str]
    joins: dict[tuple[str, str], JoinNames]
    exports: dict[str, str]
    fields: dict[tuple[str, str], str]
    renames: list[Rename]


def naming(schema: Schema, keys: Keys) -> Naming:
    found = Naming({}, {}, {}, {}, [])
    emitted = [model for model in schema.models if model.name in keys.emitted]
    _tables(emitted, found)
    _joins(schema, keys, found)
    _exports(schema, found)
    owners: Iterable[Model | CompositeType] = (*emitted, *schema.composite_types)
    for owner in owners:
        _fields(owner, found)
    return found


def _tables(models: list[Model], found: Naming) -> None:
    taken: set[str] = set()
    for model in models:
        wanted = names.table_name(model.name)
        table = unique(wanted, taken)
        taken.add(table)
        found.tables[model.name] = table
        reason = f"`{wanted}` is taken by another table" if table != wanted else _oddity(model.name)
        if reason:
            _rename(found, model.name, "table", model.name, table, reason, model.span)


def _oddity(name: str) -> str:
    """Why the plain rules of naming can't give a reader the name that was written; mostly nothing."""
    if not name.isascii():
        return "Convex names are ASCII letters, digits and `_`"
    if len(plural(camel_case(name, ""))) > MAX_IDENTIFIER:
        return f"a name has at most {MAX_IDENTIFIER} characters"
    return ""


def _joins(schema: Schema, keys: Keys, found: Naming) -> None:
    taken = set(found.tables.values())
    for relation in schema.relations:
        if not isinstance(relation, ManyToMany) or relation.is_embedded:
            continue
        if not {relation.model_a, relation.model_b} <= keys.emitted:
            continue
        wanted = _join_name(relation, found)
        table = unique(wanted, taken)
        taken.add(table)
        found.joins[(relation.model_a, relation.field_a)] = JoinNames(table, *_columns(relation))
        if table != wanted:
            reason = f"`{wanted}` is taken by another table"
            what = "join table"
            _rename(found, relation.model_a, what, relation.name, table, reason, relation.span_a)


def _join_name(relation: ManyToMany, found: Naming) -> str:
    """A named relation gives its name; else `category` and `posts` make `categoryPosts`."""
    if relation.explicit_name:
        return names.shorten(camel_case(relation.explicit_name, "join"))
    head = camel_case(relation.model_a, "table")
    tail = found.tables[relation.model_b]
    return names.shorten(head + tail[0].upper() + tail[1:])


def _columns(relation: ManyToMany) -> tuple[str, str]:
    """The columns are called after the models; in a self relation after the fields that lead there."""
    if relation.model_a == relation.model_b:
        a, b = singular_id(relation.field_b), singular_id(relation.field_a)
    else:
        a = field_name(camel_case(relation.model_a, "a") + "Id")
        b = field_name(camel_case(relation.model_b, "b") + "Id")
    return a, unique(b, {a})


def _exports(schema: Schema, found: Naming) -> None:
    taken: set[str] = set()
    owners: list[Enum | CompositeType] = [*schema.enums, *schema.composite_types]
    for owner in owners:
        wanted = names.shorten(camel_case(owner.name, "validator"))
        export = unique(wanted, taken, RESERVED_CONSTANTS)
        taken.add(export)
        found.exports[owner.name] = export
        reason = "the name is taken or reserved" if export != wanted else _oddity(owner.name)
        if reason:
            _rename(found, owner.name, "validator", owner.name, export, reason, owner.span)


def _fields(owner: Model | CompositeType, found: Naming) -> None:
    fields = [field for field in owner.fields if isinstance(field, ScalarField)]
    # Names that need no change are not taken away by ones that do.
    taken = {field.name for field in fields if field_name(field.name) == field.name}
    for field in fields:
        wanted = field_name(field.name)
        if wanted == field.name:
            found.fields[(owner.name, field.name)] = field.name
            continue
        name = unique(wanted, taken)
        taken.add(name)
        found.fields[(owner.name, field.name)] = name
        reason = "Convex field names are ASCII letters, digits and `_`, at most 64"
        _rename(found, owner.name, "field", field.name, name, reason, field.span)


def _rename(
    found: Naming, owner: str, what: str, prisma: str, convex: str, reason: str, span: Span
) -> None:
    found.renames.append(Rename(owner, what, prisma, convex, reason, span))
