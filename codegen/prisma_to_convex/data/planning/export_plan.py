"""What an export has to do, table by table: a pure function of the compiled schema and the validators of schema.ts."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from prisma_schema_parser.records import NamedTuple
from prisma_schema_parser.schema import ForeignKey, Model, Scalar, ScalarField

from ...lowering.lowered import Lowered, LoweredField, LoweredJoin, LoweredModel
from ..tokens.key_texts import identity
from .exported import Json
from .forms import Form, Member, form_of, members_by_type
from .value_references import ValueReference, of_model


class KeyColumn(NamedTuple):
    """One column of a key."""

    column: str
    field: ScalarField


class IdTarget(NamedTuple):
    """What ids of a model are minted from: its key, a single column where others refer to it."""

    model: str
    table: str
    namespace: str | None
    source: str
    key: KeyColumn | None


class ExportColumn(NamedTuple):
    """A field of a document, and the column that it comes from. `place` is Prisma's `Model.field`."""

    name: str
    column: str
    field: ScalarField
    form: Form
    place: str


class ExportTable(NamedTuple):
    """A table to move. `model` is hashed into its ids; a join table has the name that it has in the database.

    `creation` is the column that `_creationTime` comes from; `is_created`: no field holds it beside. `mapped` has every column that a field maps.
    """

    model: str
    name: str
    namespace: str | None
    source: str
    key: tuple[KeyColumn, ...]
    columns: tuple[ExportColumn, ...]
    document: Json
    creation: KeyColumn | None
    mapped: frozenset[str]
    is_view: bool = False
    foreign: tuple[ForeignKey, ...] = ()
    is_created: bool = False
    by_value: tuple[ValueReference, ...] = ()


class Plan(NamedTuple):
    """`composites`: the fields of composite types, where no validator names them. `is_partial`: whoever asked wants
    some tables only."""

    provider: str
    tables: tuple[ExportTable, ...]
    targets: Mapping[str, IdTarget]
    composites: Mapping[str, tuple[Member, ...]] = {}
    is_partial: bool = False


def plan(lowered: Lowered, documents: Mapping[str, Json], creation: str | None = "") -> Plan:
    """`documents` are exported validators by table. `creation` names the field that `_creationTime` comes
    from; empty: it is found by its name; None: Convex sets it.
    """
    targets = {
        name: IdTarget(
            model=name,
            table=one.table,
            namespace=one.model.namespace,
            source=one.model.database_name,
            key=_only_key(one.model),
        )
        for name, one in lowered.models.items()
    }
    foreign = lowered.schema.keys_by_model()
    tables = [
        _model(one, documents[one.table], lowered, creation, foreign.get(name, ()))
        for name, one in lowered.models.items()
        if one.table in documents
    ]
    tables.extend(
        _join(join, documents[join.table], lowered)
        for join in lowered.joins.values()
        if join.table in documents and not join.relation.is_embedded
    )
    provider = lowered.schema.provider or ""
    in_order = tuple(sorted(tables, key=lambda one: one.name))
    return Plan(provider, in_order, targets, members_by_type(lowered))


def _only_key(model: Model) -> KeyColumn | None:
    key = identity(model)
    return KeyColumn(key[0].database_name, key[0]) if len(key) == 1 else None


def _model(
    one: LoweredModel,
    document: Json,
    lowered: Lowered,
    creation: str | None,
    foreign: Sequence[ForeignKey],
) -> ExportTable:
    model, fields = one.model, document["value"]
    stored = [*([one.legacy] if one.legacy else ()), *one.fields.values()]
    replaced = model.scalar(one.created or "")
    columns = tuple(
        _column(model, field, fields[field.name], lowered)
        for field in stored
        if field.name in fields
    )
    column_forms = {column.field.name: (column.name, column.form) for column in columns}
    created = replaced or _creation(model, creation)
    return ExportTable(
        model=model.name,
        name=one.table,
        namespace=model.namespace,
        source=model.database_name,
        key=tuple(KeyColumn(field.database_name, field) for field in identity(model)),
        columns=columns,
        document=document,
        creation=KeyColumn(created.database_name, created) if created else None,
        mapped=frozenset(field.database_name for field in model.scalar_fields),
        is_view=model.is_view,
        foreign=tuple(foreign),
        is_created=replaced is not None,
        by_value=of_model(model, foreign, column_forms, lowered.schema),
    )


def _column(
    model: Model, field: LoweredField, exported_type: Json, lowered: Lowered
) -> ExportColumn:
    form = form_of(field, exported_type["fieldType"], exported_type["optional"], lowered)
    place = f"{model.name}.{field.field.name}"
    return ExportColumn(
        name=field.name, column=field.field.database_name, field=field.field, form=form, place=place
    )


def _creation(model: Model, chosen: str | None) -> ScalarField | None:
    """The field that says when a row was made: the one that was named, or the one that looks like it."""
    if chosen is None:
        return None
    dates = [
        field
        for field in model.scalar_fields
        if field.type == Scalar("DateTime") and field.arity != "list" and not field.is_ignored
    ]
    names = (chosen,) if chosen else ("createdAt", "created_at", "created", "createdOn")
    return next((field for name in names for field in dates if field.name == name), None)


def _join(join: LoweredJoin, document: Json, lowered: Lowered) -> ExportTable:
    """The table of an implicit many-to-many relation: columns A and B, no key of its own."""
    relation = join.relation
    first, second = lowered.schema.model(relation.model_a), lowered.schema.model(relation.model_b)
    source = f"_{relation.name}"
    ends = (("A", first, join.column_a), ("B", second, join.column_b))
    keys = [(column, identity(model)[0], model, name) for column, model, name in ends]
    return ExportTable(
        model=source,
        name=join.table,
        namespace=first.namespace,
        source=source,
        key=tuple(KeyColumn(column, field) for column, field, _, _ in keys),
        columns=tuple(
            ExportColumn(
                name=name,
                column=column,
                field=field,
                form=Form("reference", target=model.name),
                place=f"{source}.{column}",
            )
            for column, field, model, name in keys
        ),
        document=document,
        creation=None,
        mapped=frozenset(("A", "B")),
    )
