"""What constraints are called in the database."""

from __future__ import annotations

from prisma_schema_parser.connectors import connector
from prisma_schema_parser.schema import ForeignKey, Index, ManyToMany, Model, Schema
from prisma_schema_parser.validate.constraint_names import id_name, index_name, key_name

# The primary key's name is the database's own there.
_OWN_NAME = {"mysql": "PRIMARY"}


def unique_name(model: Model, index: Index, schema: Schema) -> str:
    limit = connector(schema.provider).max_name_bytes
    if index.kind == "id":
        return _OWN_NAME.get(schema.provider or "", "") or id_name(model, index, limit)
    fields = [model.scalar(part.path[0]) for part in index.fields]
    columns = [field.database_name if field else "" for field in fields]
    return index_name(model, index, columns, limit)


def reference_name(model: Model, relation: ForeignKey, schema: Schema) -> str:
    limit = connector(schema.provider).max_name_bytes
    return relation.mapped_name or key_name(model, relation, limit)


def pair_table(relation: ManyToMany) -> str:
    """`_AToB`, the table that Prisma makes for an implicit many-to-many relation."""
    return f"_{relation.explicit_name or f'{relation.model_a}To{relation.model_b}'}"
