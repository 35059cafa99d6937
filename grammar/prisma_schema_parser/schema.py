"""What a schema means: every name, type, attribute and relation resolved, every default explicit.

`Schema` is frozen and complete: nobody to the right of `resolve` needs the Document. Models refer to
one another by name; look them up with `Schema.model`. All spans point into the sources.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Literal, TypeAlias

from .records import NamedTuple
from .source import SourceFile, Span
from .strings import unescape
from .syntax import Comment, Expression

Arity: TypeAlias = Literal["required", "optional", "list"]
Action: TypeAlias = Literal["Cascade", "Restrict", "NoAction", "SetNull", "SetDefault"]
REFERENTIAL_ACTIONS: tuple[Action, ...] = (
    "Cascade",
    "Restrict",
    "NoAction",
    "SetNull",
    "SetDefault",
)
IndexKind: TypeAlias = Literal["id", "unique", "index", "fulltext"]

SCALARS = (
    "String", "Boolean", "Int", "BigInt", "Float", "Decimal", "DateTime", "Json", "Bytes",
)  # fmt: skip  # one line a table

# ---- types --------------------------------------------------------------------------------------


class Scalar(NamedTuple):
    """One of SCALARS."""

    name: str


class EnumRef(NamedTuple):
    name: str


class CompositeRef(NamedTuple):
    name: str


class Unsupported(NamedTuple):
    """`Unsupported("text")`."""

    text: str


FieldType: TypeAlias = Scalar | EnumRef | CompositeRef | Unsupported


class NativeType(NamedTuple):
    """`@db.Name(arguments)`; the arguments as written. `db` is the datasource's name."""

    name: str
    arguments: tuple[str, ...]
    span: Span

    def __str__(self) -> str:
        inside = f"({', '.join(self.arguments)})" if self.arguments else ""
        return f"{self.name}{inside}"

    @property
    def attribute(self) -> str:
        """As it is written, without odd blanks: `@db.VarChar(20)`."""
        prefix = "".join(self.span.text.partition(".")[0].split())
        return f"{prefix}.{self}"


class Default(NamedTuple):
    """`@default(...)`. `kind` is "literal", "list" or the function's name; `text` is as written."""

    kind: str
    value: Expression
    text: str
    constraint_name: str | None
    span: Span


# ---- fields -------------------------------------------------------------------------------------


class ScalarField(NamedTuple):
    """A field that is stored: scalar, enum, composite or unsupported."""

    name: str
    type: FieldType
    arity: Arity
    mapped_name: str | None
    default: Default | None
    native_type: NativeType | None
    is_updated_at: bool
    is_ignored: bool
    documentation: str | None
    span: Span
    type_span: Span
    attribute_spans: Mapping[str, Span]

    @property
    def database_name(self) -> str:
        return self.name if self.mapped_name is None else self.mapped_name


class RelationField(NamedTuple):
    """A field that is not stored: the other end of a relation. `relation` is the relation's name."""

    name: str
    target: str
    arity: Arity
    relation: str
    is_ignored: bool
    documentation: str | None
    span: Span
    type_span: Span


Field: TypeAlias = ScalarField | RelationField

# ---- keys and indexes ---------------------------------------------------------------------------


class IndexField(NamedTuple):
    """`path` has more than one part inside a composite type (MongoDB); `ops` is as written."""

    path: tuple[str, ...]
    sort: str | None = None
    length: int | None = None
    ops: str | None = None

    @property
    def name(self) -> str:
        return ".".join(self.path)

    @property
    def operator_class(self) -> str | None:
        """The name in `ops`: `raw("gin_trgm_ops")` gives gin_trgm_ops."""
        if self.ops is None or '"' not in self.ops:
            return self.ops
        return unescape(self.ops[self.ops.index('"') + 1 : self.ops.rindex('"')])[0]


class Index(NamedTuple):
    """An id, unique constraint, index or full-text index.

    `name` is the client's name (`name:`), `mapped_name` the database's (`map:`), `where` the text
    of a partial index's condition. `is_on_field` tells `@unique` from `@@unique`.
    """

    kind: IndexKind
    fields: tuple[IndexField, ...]
    name: str | None
    mapped_name: str | None
    algorithm: str | None
    clustered: bool | None
    where: str | None
    is_on_field: bool
    span: Span

    @property
    def field_names(self) -> tuple[str, ...]:
        return tuple([field.name for field in self.fields])


# ---- relations ----------------------------------------------------------------------------------


class ReferentialAction(NamedTuple):
    """The effective action; `span` is None where Prisma's default applies."""

    action: Action
    span: Span | None


class ForeignKey(NamedTuple):
    """A 1-1 or 1-n relation, seen from the model that holds the key.

    `field` and `back_field` name the relation fields on `model` and on `target`; `fields` and
    `references` are scalar fields in the written order. `is_unique` holds for 1-1.
    """

    name: str
    explicit_name: str | None
    model: str
    field: str
    fields: tuple[str, ...]
    target: str
    back_field: str
    references: tuple[str, ...]
    is_unique: bool
    on_delete: ReferentialAction
    on_update: ReferentialAction
    mapped_name: str | None
    span: Span


class ManyToMany(NamedTuple):
    """An m-n relation. `model_a` sorts first (a self relation: the field that sorts first).

    Implicit ones have empty `fields_a`; embedded ones (MongoDB) name the list of ids on each side.
    """

    name: str
    explicit_name: str | None
    model_a: str
    field_a: str
    fields_a: tuple[str, ...]
    references_a: tuple[str, ...]
    model_b: str
    field_b: str
    fields_b: tuple[str, ...]
    references_b: tuple[str, ...]
    span_a: Span
    span_b: Span

    @property
    def is_embedded(self) -> bool:
        return bool(self.fields_a or self.fields_b)


Relation: TypeAlias = ForeignKey | ManyToMany

# ---- blocks -------------------------------------------------------------------------------------


class Model(NamedTuple):
    """A model or a view. `fields_by_name` holds the same fields as `fields`."""

    name: str
    is_view: bool
    mapped_name: str | None
    namespace: str | None
    fields: tuple[Field, ...]
    indexes: tuple[Index, ...]
    shard_key: tuple[str, ...]
    is_ignored: bool
    documentation: str | None
    span: Span
    attribute_spans: Mapping[str, Span]
    fields_by_name: Mapping[str, Field]

    @property
    def database_name(self) -> str:
        return self.name if self.mapped_name is None else self.mapped_name

    @property
    def scalar_fields(self) -> tuple[ScalarField, ...]:
        return tuple([field for field in self.fields if isinstance(field, ScalarField)])

    @property
    def relation_fields(self) -> tuple[RelationField, ...]:
        return tuple([field for field in self.fields if isinstance(field, RelationField)])

    @property
    def primary_key(self) -> Index | None:
        return next((index for index in self.indexes if index.kind == "id"), None)

    def scalar(self, name: str) -> ScalarField | None:
        field = self.fields_by_name.get(name)
        return field if isinstance(field, ScalarField) else None


class EnumValue(NamedTuple):
    name: str
    mapped_name: str | None
    documentation: str | None
    span: Span

    @property
    def database_name(self) -> str:
        return self.name if self.mapped_name is None else self.mapped_name


class Enum(NamedTuple):
    name: str
    values: tuple[EnumValue, ...]
    mapped_name: str | None
    namespace: str | None
    documentation: str | None
    span: Span
    attribute_spans: Mapping[str, Span]


class CompositeType(NamedTuple):
    name: str
    fields: tuple[ScalarField, ...]
    documentation: str | None
    span: Span


class Extension(NamedTuple):
    name: str
    span: Span


class Datasource(NamedTuple):
    """`relation_mode` is the effective one: "foreignKeys" or "prisma"."""

    name: str
    provider: str
    relation_mode: str
    relation_mode_span: Span | None
    schemas: tuple[str, ...]
    extensions: tuple[Extension, ...]
    span: Span


class Generator(NamedTuple):
    name: str
    provider: str | None
    preview_features: tuple[str, ...]
    span: Span


class Schema(NamedTuple):
    """Everything in source order; sources in the order they were given.

    `models` holds models and views together; `relations` are in the order of their first field;
    `comments` has all of the sources, whether they document anything or not.
    """

    sources: tuple[SourceFile, ...]
    datasource: Datasource | None
    generators: tuple[Generator, ...]
    models: tuple[Model, ...]
    enums: tuple[Enum, ...]
    composite_types: tuple[CompositeType, ...]
    relations: tuple[Relation, ...]
    models_by_name: Mapping[str, Model]
    enums_by_name: Mapping[str, Enum]
    composite_types_by_name: Mapping[str, CompositeType]
    comments: tuple[Comment, ...]

    def model(self, name: str) -> Model:
        return self.models_by_name[name]

    @property
    def provider(self) -> str | None:
        """None without a datasource: Prisma then validates against an empty connector.

        One name for each: `postgres` is PostgreSQL's other one, and only `datasource.provider` says which was written.
        """
        if self.datasource is None:
            return None
        return "postgresql" if self.datasource.provider == "postgres" else self.datasource.provider

    @property
    def is_relation_emulated(self) -> bool:
        """Whether `relationMode = "prisma"` holds: no foreign key is in the database."""
        return self.datasource is not None and self.datasource.relation_mode == "prisma"

    def keys_by_model(self) -> dict[str, list[ForeignKey]]:
        """The foreign keys that each model holds; gathered anew by each call."""
        found: dict[str, list[ForeignKey]] = {}
        for relation in self.relations:
            if isinstance(relation, ForeignKey):
                found.setdefault(relation.model, []).append(relation)
        return found
