"""A database filled for a schema: tables as Prisma would create them, rows whose keys agree, all by number.

python tests/support/rows.py samples/crm/schema.prisma demo/crm.db 20     # for SQLite, and demo/schema.prisma
"""

from __future__ import annotations

import json
import re
import sqlite3
import sys
import uuid
from collections.abc import Iterator
from pathlib import Path
from typing import Any, Literal

from prisma_schema_parser import SourceFile, read_schema
from prisma_schema_parser.schema import (
    EnumRef,
    ForeignKey,
    ManyToMany,
    Model,
    Scalar,
    ScalarField,
    Schema,
)

Provider = Literal["sqlite", "postgresql", "mysql"]
_START = 1_577_836_800_000  # 2020-01-01 in milliseconds
_DAY = 86_400_000


def for_provider(text: str, provider: Provider) -> str:
    """The schema without what only PostgreSQL has: native types, lists, extensions, kinds of indexes."""
    if provider == "postgresql":
        return text
    text = re.sub(r'provider\s*=\s*"postgresql"', f'provider = "{provider}"', text)
    text = re.sub(r"\n\s*extensions\s*=.*", "", text)
    text = re.sub(r"\s@db\.\w+(\([^)]*\))?", "", text)
    text = re.sub(r"@default\(dbgenerated\([^)]*\)\)", "@default(uuid())", text)
    text = re.sub(r", type: \w+", "", re.sub(r"\(ops: \w+\)", "", text))
    models = set(re.findall(r"^model (\w+)", text, re.M))

    def without_list(match: re.Match[str]) -> str:
        return match[0] if match[2] in models else f"{match[1]}Json"

    text = re.sub(r"(\w+\s+)(\w+)\[\](\s+@default\(\[[^\]]*\]\))?", without_list, text)
    if provider == "sqlite":
        return re.sub(r"(@+\w+\([^\n]*), map: \"[^\"]*\"", r"\1", text)
    return text


def schema_of(text: str) -> Schema:
    result = read_schema([SourceFile("schema.prisma", text)])
    problems = [f"{one.position}: {one.message}" for one in result.diagnostics if one.is_error]
    assert not problems, problems
    return result.schema


# ---- tables -------------------------------------------------------------------------------------

_TYPES: dict[Provider, dict[str, str]] = {
    "sqlite": {
        "String": "TEXT", "Int": "INTEGER", "BigInt": "BIGINT", "Float": "REAL", "Decimal": "DECIMAL",
        "Boolean": "BOOLEAN", "DateTime": "DATETIME", "Json": "JSONB", "Bytes": "BLOB",
    },
    "postgresql": {
        "String": "text", "Int": "integer", "BigInt": "bigint", "Float": "double precision",
        "Decimal": "numeric(65,30)", "Boolean": "boolean", "DateTime": "timestamp(3)", "Json": "jsonb",
        "Bytes": "bytea",
    },
    "mysql": {
        "String": "varchar(191)", "Int": "int", "BigInt": "bigint", "Float": "double",
        "Decimal": "decimal(65,30)", "Boolean": "tinyint(1)", "DateTime": "datetime(3)", "Json": "json",
        "Bytes": "longblob",
    },
}  # fmt: skip  # a table
_NATIVE = {
    "DoublePrecision": "double precision",
    "ByteA": "bytea",
    "JsonB": "jsonb",
    "Integer": "integer",
}


def quoted(name: str, provider: Provider) -> str:
    return f"`{name}`" if provider == "mysql" else f'"{name}"'


def ddl(schema: Schema, provider: Provider) -> Iterator[str]:
    """Statements. Foreign keys come last, since they may be cyclic; SQLite has none."""
    if provider == "postgresql":
        yield from (f"create extension if not exists {one.name}" for one in schema.datasource.extensions)  # type: ignore[union-attr]  # it has one
        for enum in schema.enums:
            values = ", ".join(f"'{value.database_name}'" for value in enum.values)
            yield f"create type {quoted(enum.mapped_name or enum.name, provider)} as enum ({values})"
    for model in schema.models:
        columns = [
            f"{quoted(field.database_name, provider)} {_type(field, schema, provider)}"
            + (" not null" if field.arity == "required" else "")
            for field in model.scalar_fields
        ]
        columns.extend(_keys(model, provider))
        yield f"create table {quoted(model.database_name, provider)} ({', '.join(columns)})"
    for relation in schema.relations:
        if isinstance(relation, ManyToMany):
            ends = [(relation.model_a, "A"), (relation.model_b, "B")]
            columns = [
                f"{quoted(name, provider)} {_type(_id(schema.model(model)), schema, provider)} not null"
                for model, name in ends
            ]
            yield f"create table {quoted('_' + relation.name, provider)} ({', '.join(columns)})"
        elif provider != "sqlite":
            yield _foreign_key(relation, schema, provider)


def _id(model: Model) -> ScalarField:
    key = model.primary_key
    assert key is not None
    field = model.scalar(key.fields[0].name)
    assert field is not None
    return field


def _keys(model: Model, provider: Provider) -> Iterator[str]:
    for index in model.indexes:
        if index.kind in ("id", "unique") and index.where is None:
            fields = [model.scalar(one.name) for one in index.fields]
            names = ", ".join(quoted(one.database_name, provider) for one in fields if one)
            yield f"{'primary key' if index.kind == 'id' else 'unique'} ({names})"


def _type(field: ScalarField, schema: Schema, provider: Provider) -> str:
    list_ = "[]" if field.arity == "list" else ""
    match field.type:
        case EnumRef(name) if provider == "postgresql":
            enum = schema.enums_by_name[name]
            return quoted(enum.mapped_name or name, provider) + list_
        case EnumRef(name) if provider == "mysql":
            values = ", ".join(
                f"'{value.database_name}'" for value in schema.enums_by_name[name].values
            )
            return f"enum({values})"
        case Scalar(name):
            native = field.native_type
            if native is not None and provider == "postgresql":
                sizes = f"({','.join(native.arguments)})" if native.arguments else ""
                return _NATIVE.get(native.name, native.name.lower()) + sizes + list_
            return _TYPES[provider][name] + list_
        case _:
            return "TEXT"


def _foreign_key(relation: ForeignKey, schema: Schema, provider: Provider) -> str:
    model, target = schema.model(relation.model), schema.model(relation.target)

    def names(owner: Model, fields: tuple[str, ...]) -> str:
        found = [owner.scalar(name) for name in fields]
        return ", ".join(quoted(one.database_name, provider) for one in found if one)

    own, there = quoted(model.database_name, provider), quoted(target.database_name, provider)
    return (
        f"alter table {own} add foreign key ({names(model, relation.fields)}) "
        f"references {there} ({names(target, relation.references)})"
    )


# ---- rows ---------------------------------------------------------------------------------------


def rows(schema: Schema, model: Model, count: int) -> Iterator[dict[str, Any]]:
    """By database name; the row with a number refers to the rows with the same number."""
    for number in range(count):
        yield {
            field.database_name: value(schema, model, field, number)
            for field in model.scalar_fields
        }


def value(schema: Schema, model: Model, field: ScalarField, number: int) -> Any:
    owner, root = _root(schema, model, field)
    if field.arity == "list":
        return [_plain(schema, owner, root, number + at) for at in range(number % 3)]
    is_key = any(
        field.name in index.field_names for index in model.indexes if index.kind != "index"
    )
    if field.arity == "optional" and not is_key and number % 3 == 2:
        return None
    return _plain(schema, owner, root, number)


def _root(schema: Schema, model: Model, field: ScalarField) -> tuple[Model, ScalarField]:
    """The field whose values a foreign key repeats."""
    seen = set()
    while (model.name, field.name) not in seen:
        seen.add((model.name, field.name))
        for relation in schema.relations:
            if (
                isinstance(relation, ForeignKey)
                and relation.model == model.name
                and field.name in relation.fields
            ):
                target = schema.model(relation.target)
                referred = target.scalar(relation.references[relation.fields.index(field.name)])
                assert referred is not None
                model, field = target, referred
                break
    return model, field


def _plain(schema: Schema, model: Model, field: ScalarField, number: int) -> Any:
    native = field.native_type.name if field.native_type else ""
    match field.type:
        case EnumRef(name):
            values = schema.enums_by_name[name].values
            return values[number % len(values)].database_name
        case Scalar("String"):
            is_uuid = native == "Uuid" or (
                field.default is not None and field.default.kind == "uuid"
            )
            if is_uuid:
                return str(uuid.uuid5(uuid.NAMESPACE_URL, f"{model.name}.{field.name}.{number}"))
            return _text(field, native, number)
        case Scalar("Int" | "BigInt"):
            return number + 1
        case Scalar("Float"):
            return number / 7
        case Scalar("Decimal"):
            return f"{number}.25"
        case Scalar("Boolean"):
            return number % 2 == 0
        case Scalar("DateTime"):
            return _instant(native, number)
        case Scalar("Json"):
            return {"number": number, "texts": ["ü", "\n", '"'], "none": None}
        case _:
            return bytes([number % 256, 0, 255])


def _text(field: ScalarField, native: str, number: int) -> str:
    if native == "Inet":
        return f"10.0.0.{number % 250}"
    size = (
        int(field.native_type.arguments[0])
        if field.native_type and field.native_type.arguments
        else 60
    )
    return f"{number}{field.name}"[:size].ljust(size if native == "Char" else 0, "x")


def _instant(native: str, number: int) -> Any:
    if native in ("Time", "Timetz"):
        return f"10:{number % 60:02d}:00"
    return _START + number * _DAY + 123


# ---- into a database ----------------------------------------------------------------------------


def fill_sqlite(text: str, path: Path, count: int) -> None:
    """`text` is a schema for SQLite."""
    schema = schema_of(text)
    path.unlink(missing_ok=True)
    connection = sqlite3.connect(path)
    for statement in ddl(schema, "sqlite"):
        connection.execute(statement)
    for table, columns, found in _tables(schema, count):
        marks = ", ".join("?" * len(columns))
        names = ", ".join(quoted(name, "sqlite") for name in columns)
        sql = f"insert into {quoted(table, 'sqlite')} ({names}) values ({marks})"
        connection.executemany(sql, [[_stored(one) for one in row] for row in found])
    connection.commit()
    connection.close()


def script(text: str, provider: Provider, count: int) -> str:
    """SQL that makes and fills the tables on a server."""
    schema = schema_of(text)
    statements = list(ddl(schema, provider))
    late = [one for one in statements if one.startswith("alter")]
    found = [one for one in statements if not one.startswith("alter")]
    for table, columns, rows_ in _tables(schema, count):
        names = ", ".join(quoted(name, provider) for name in columns)
        found.extend(
            f"insert into {quoted(table, provider)} ({names}) values ({', '.join(_sql(one, provider) for one in row)})"
            for row in rows_
        )
    return ";\n".join([*found, *late])


def _tables(schema: Schema, count: int) -> Iterator[tuple[str, list[str], list[list[Any]]]]:
    for model in schema.models:
        columns = [field.database_name for field in model.scalar_fields]
        yield model.database_name, columns, [
            list(one.values()) for one in rows(schema, model, count)
        ]
    for relation in schema.relations:
        if isinstance(relation, ManyToMany):
            first, second = schema.model(relation.model_a), schema.model(relation.model_b)
            pairs = [
                [value(schema, first, _id(first), at), value(schema, second, _id(second), at)]
                for at in range(count)
            ]
            yield f"_{relation.name}", ["A", "B"], pairs


def _stored(one: Any) -> Any:
    return json.dumps(one) if isinstance(one, (dict, list)) else one


def _sql(one: Any, provider: Provider) -> str:
    match one:
        case None:
            return "null"
        case bool():
            return "true" if one else "false"
        case int() if one > _START // 2:
            seconds, rest = divmod(one - _START, 1000)
            day, clock = divmod(seconds, 86_400)
            return f"'{_date(day)} {clock // 3600:02d}:{clock // 60 % 60:02d}:{clock % 60:02d}.{rest:03d}'"
        case int() | float():
            return repr(one)
        case bytes():
            return f"x'{one.hex()}'" if provider == "mysql" else f"'\\x{one.hex()}'"
        case dict():
            return _sql(json.dumps(one), provider)
        case list():
            if provider == "mysql":
                return _sql(json.dumps(one), provider)
            inner = ",".join(
                '"' + str(item).replace("\\", "\\\\").replace('"', '\\"') + '"' for item in one
            )
            return f"'{{{inner}}}'"
        case _:
            text = str(one).replace("'", "''")
            return "'" + (text.replace("\\", "\\\\") if provider == "mysql" else text) + "'"


def _date(day: int) -> str:
    from datetime import date, timedelta

    return (date(2020, 1, 1) + timedelta(days=day)).isoformat()


def main(schema: Path, target: Path, count: int) -> None:
    """The database, and the schema for SQLite beside it."""
    text = for_provider(schema.read_text(encoding="utf-8"), "sqlite")
    target.parent.mkdir(parents=True, exist_ok=True)
    (target.parent / "schema.prisma").write_text(text, encoding="utf-8")
    fill_sqlite(text, target, count)


if __name__ == "__main__":
    main(Path(sys.argv[1]), Path(sys.argv[2]), int(sys.argv[3]))
