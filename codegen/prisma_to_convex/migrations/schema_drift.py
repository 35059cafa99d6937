"""Where the database that the migrations leave and the schema say two things."""

from __future__ import annotations

from collections.abc import Iterator

from prisma_schema_parser.schema import Enum

from .database_state import DatabaseState, EnumValues, SqlTable
from .owners import MigrationOwner, Owners
from .texts import Difference
from .things import Thing

_OWN = frozenset({"_prisma_migrations"})
_NAMES = {"primary-key": "primary key", "unique": "unique key", "foreign-key": "foreign key"}


def differences(state: DatabaseState, owners: Owners) -> Iterator[Difference]:
    """In the order of the tables, then of the enums."""
    for table in state.tables.values():
        owner = owners.of(table.name)
        if table.is_passing or table.name.name in _OWN:
            continue
        if owner.model is not None and not owner.model.is_view:
            yield from _of_table(table, owner, owners)
        elif not owner.is_known:
            yield from _unknown(table)
    if state.dialect.name == "postgres":
        yield from _enums(state, owners)


def _unknown(table: SqlTable) -> Iterator[Difference]:
    """A table that no model stands for; it is reported where something of it is."""
    thing = next(iter(table.things.values()), None)
    if thing is not None:
        name = table.name.name
        message = f"the migrations leave a table `{name}`, and the schema has no model for it"
        yield Difference(
            thing.span, name, message, "drop the table in a migration, or add the model"
        )


def _of_table(table: SqlTable, owner: MigrationOwner, owners: Owners) -> Iterator[Difference]:
    key = owners.dialect.key
    keys = {
        frozenset(key(_column(owner, name)) for name in relation.fields) for relation in owner.keys
    }
    for thing in table.things.values():
        columns = tuple(map(key, thing.columns))
        if thing.kind == "foreign-key":
            if frozenset(columns) not in keys:
                yield _lacks(thing, owner, "foreign key")
        elif thing.kind in ("index", "unique", "primary-key"):
            is_plain = not thing.has_expressions and not thing.code.tokens
            if is_plain and columns not in owner.indexed:
                what = "unique index" if thing.is_unique else "index"
                yield _lacks(thing, owner, _NAMES.get(thing.kind, what))


def _column(owner: MigrationOwner, field: str) -> str:
    assert owner.model is not None
    found = next((one for one in owner.model.scalar_fields if one.name == field), None)
    return field if found is None else found.mapped_name or found.name


def _lacks(thing: Thing, owner: MigrationOwner, what: str) -> Difference:
    fields = ", ".join(owner.fields_of(thing.columns))
    named = f" `{thing.name}`" if thing.name and thing.name != "PRIMARY" else ""
    message = f"`{owner.name}`: the migrations leave a {what}{named} on ({fields}), which the schema lacks"
    if what == "index" or what == "unique index":
        message = message.replace("leave a index", "leave an index")
    help_ = {
        "foreign key": "add the relation to the schema, or drop the constraint in a migration",
        "primary key": "give the schema the same @id or @@id",
    }.get(what, "add it to the schema (`prisma db pull` shows how), or drop it in a migration")
    return Difference(thing.span, owner.name, message, help_)


def _enums(state: DatabaseState, owners: Owners) -> Iterator[Difference]:
    known = {enum.mapped_name or enum.name: enum for enum in owners.schema.enums}
    for (group, name), thing in state.free.items():
        if group == "enum":
            enum = known.get(thing.name)
            if enum is None:
                message = f"the migrations leave an enum `{thing.name}`, which the schema lacks"
                help_ = "add it to the schema, or drop it in a migration"
                yield Difference(thing.span, thing.name, message, help_)
            else:
                yield from _values(thing, state.enum_values[name], enum)


def _values(thing: Thing, values: EnumValues, enum: Enum) -> Iterator[Difference]:
    written = dict.fromkeys(value.mapped_name or value.name for value in enum.values)
    more = [value for value in values if value not in written]
    fewer = [value for value in written if value not in values]
    for found, verb in (
        (more, "has, and the schema lacks,"),
        (fewer, "lacks, and the schema has,"),
    ):
        if found:
            first = ", ".join(f"`{value}`" for value in found[:5])
            dots = ", ..." if len(found) > 5 else ""
            message = f"`{enum.name}`: the enum in the database {verb} {first}{dots}"
            help_ = "rows may hold it: add the value to the schema, or take it out of the database"
            if found is fewer:
                help_ = "add the value in a migration, or take it out of the schema"
            yield Difference(thing.span, enum.name, message, help_)
