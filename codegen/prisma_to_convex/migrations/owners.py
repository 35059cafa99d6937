"""Tables and columns of the database -> models and fields of the schema."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from prisma_schema_parser.schema import (
    ForeignKey,
    Index,
    ManyToMany,
    Model,
    ScalarField,
    Schema,
)

from .cursor import SqlName
from .dialects import SqlDialect
from .things import Thing


class MigrationOwner:
    """A model (or the model of an implicit join table), or a table that the schema has no model for."""

    def __init__(
        self,
        name: str,
        dialect: SqlDialect,
        model: Model | None = None,
        keys: Sequence[ForeignKey] = (),
        join: ManyToMany | None = None,
    ) -> None:
        self.name, self.model, self.join = name, model, join
        self.keys = keys
        self._key = dialect.key
        self._fields = {
            dialect.key(field.mapped_name or field.name): field
            for field in (model.scalar_fields if model is not None else ())
        }
        self.indexed = frozenset(
            self.columns_of(index) for index in (model.indexes if model else ())
        )

    @property
    def is_known(self) -> bool:
        return self.model is not None or self.join is not None

    def knows(self, column: str) -> bool:
        return self._key(column) in self._fields

    def field(self, column: str) -> ScalarField | None:
        return self._fields.get(self._key(column))

    def fields_of(self, columns: Iterable[str]) -> tuple[str, ...]:
        """Prisma's names; a column that the schema lacks keeps its own."""
        if self.join is not None:
            return (self.join.field_a,)
        found = ((self.field(column), column) for column in columns)
        return tuple(column if field is None else field.name for field, column in found)

    def columns_of(self, index: Index) -> tuple[str, ...]:
        """The columns of an index of the schema, as the dialect compares them."""
        assert self.model is not None
        named = {field.name: field.mapped_name or field.name for field in self.model.scalar_fields}
        return tuple(self._key(named.get(name, name)) for name in index.field_names)

    def has_partial(self, thing: Thing) -> bool:
        """Whether the schema has the index: with a condition, or where it leaves out nothing but nulls."""
        columns = tuple(self._key(column) for column in thing.columns)
        same = [
            one
            for one in (self.model.indexes if self.model else ())
            if self.columns_of(one) == columns and (one.kind == "unique") == thing.is_unique
        ]
        if any(one.where is not None for one in same):
            return True
        return bool(same) and _is_not_null(thing)

    def counts(self, columns: Sequence[str]) -> bool:
        """Whether the schema says that the column counts by itself: its sequence is in the schema."""
        field = self.field(columns[0]) if columns else None
        default = field.default if field is not None else None
        return default is not None and default.kind == "autoincrement"


def _is_not_null(thing: Thing) -> bool:
    """`a IS NOT NULL AND b IS NOT NULL`, of the index's own columns."""
    words = [token for token in thing.code.tokens if token.key not in ("(", ")", "AND")]
    own = set(thing.columns)
    return len(words) % 4 == 0 and all(
        words[at].value in own
        and [one.key for one in words[at + 1 : at + 4]] == ["IS", "NOT", "NULL"]
        for at in range(0, len(words), 4)
    )


class Owners:
    def __init__(self, schema: Schema, dialect: SqlDialect) -> None:
        self.schema, self.dialect = schema, dialect
        self._models: dict[SqlName, Model] = {}
        self._by_name: dict[str, Model] = {}
        for model in schema.models:
            key = dialect.key(model.mapped_name or model.name)
            namespace = model.namespace or ""
            if namespace == dialect.default_schema:
                namespace = ""
            self._models[SqlName(dialect.key(namespace), key)] = model
            self._by_name.setdefault(key, model)
        self._keys: dict[str, list[ForeignKey]] = {}
        self._joins: dict[str, ManyToMany] = {}
        for relation in schema.relations:
            if isinstance(relation, ForeignKey):
                self._keys.setdefault(relation.model, []).append(relation)
            else:
                self._joins[dialect.key(f"_{relation.name}")] = relation
        self._found: dict[SqlName, MigrationOwner] = {}

    def of(self, table: SqlName) -> MigrationOwner:
        key = SqlName(self.dialect.key(table.schema), self.dialect.key(table.name))
        if key not in self._found:
            self._found[key] = self._owner(key, table)
        return self._found[key]

    def _owner(self, key: SqlName, table: SqlName) -> MigrationOwner:
        model = self._models.get(key)
        if model is None and not (self.schema.datasource and self.schema.datasource.schemas):
            model = self._by_name.get(key.name)  # the URL of the database names another schema
        if model is not None:
            return MigrationOwner(model.name, self.dialect, model, self._keys.get(model.name, ()))
        join = self._joins.get(key.name)
        if join is not None:
            return MigrationOwner(join.model_a, self.dialect, join=join)
        return MigrationOwner(table.name, self.dialect)

    def view(self, name: str) -> str:
        model = self._by_name.get(self.dialect.key(name))
        return model.name if model is not None else name
