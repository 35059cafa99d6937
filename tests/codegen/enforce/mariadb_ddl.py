"""A random schema as tables of InnoDB: Prisma's offline engine has no DDL for MySQL."""

from __future__ import annotations

from .random_schemas import Column, RandomModel, Schema

_TYPES = {"Int": "INT", "Float": "DOUBLE", "String": "VARCHAR(191)", "Decimal": "DECIMAL(65,30)"}
_NATIVE = {"@db.SmallInt": "SMALLINT", "@db.UnsignedTinyInt": "TINYINT UNSIGNED"}
_ACTIONS = {"SetNull": "SET NULL", "SetDefault": "SET DEFAULT", "NoAction": "NO ACTION"}


def mariadb_ddl(schema: Schema) -> str:
    """Named and ordered as Prisma's migrations name and order them."""
    tables = [_table(model) for model in schema.values()]
    uniques = [
        f'CREATE UNIQUE INDEX "{model.name}_{"_".join(fields)}_key" '
        f'ON "{model.name}" ({", ".join(map(_quoted, fields))})'
        for model in schema.values()
        for fields in model.unique
    ]
    keys = [
        f'ALTER TABLE "{model.name}" ADD CONSTRAINT "{model.name}_{"_".join(key.fields)}_fkey" '
        f'FOREIGN KEY ({", ".join(map(_quoted, key.fields))}) '
        f'REFERENCES "{key.target}" ({", ".join(map(_quoted, key.references))}) '
        f"ON DELETE {_action(key.on_delete)} ON UPDATE {_action(key.on_update)}"
        for model in schema.values()
        for key in model.keys
    ]
    return ";\n".join([*tables, *uniques, *keys])


def _quoted(name: str) -> str:
    return f'"{name}"'


def _action(action: str) -> str:
    return _ACTIONS.get(action, action.upper())


def _table(model: RandomModel) -> str:
    columns = [f'"{one.name}" {_type(one)}' for one in model.columns.values()]
    if not model.natural:
        columns.insert(0, '"id" INT NOT NULL AUTO_INCREMENT')
    key = ", ".join(map(_quoted, model.natural or ("id",)))
    return f'CREATE TABLE "{model.name}" ({", ".join(columns)}, PRIMARY KEY ({key}))'


def _type(column: Column) -> str:
    native = column.native.removeprefix("@db.")
    made = _NATIVE.get(column.native, native.upper() or _TYPES[column.scalar])
    default = f" DEFAULT '{column.values[0]}'" if column.has_default else ""
    return f"{made} {'NOT NULL' if column.required else 'NULL'}{default}"
