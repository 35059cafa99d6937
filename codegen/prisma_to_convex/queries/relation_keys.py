"""Which foreign key a relation is, and when a condition on a related row is one on that key."""

from __future__ import annotations

from functools import cached_property

from prisma_schema_parser.schema import ForeignKey, Model, RelationField, Schema

from ..calls.call import Condition, Where


class RelationKeys:
    """Of a schema, by model and relation field."""

    def __init__(self, schema: Schema) -> None:
        self.schema = schema

    @cached_property
    def _keys_of_columns(self) -> dict[tuple[str, str], ForeignKey]:
        return {
            (one.model, one.field): one
            for one in self.schema.relations
            if isinstance(one, ForeignKey)
        }

    @cached_property
    def _referring(self) -> dict[tuple[str, str], ForeignKey]:
        return {
            (one.target, one.back_field): one
            for one in self.schema.relations
            if isinstance(one, ForeignKey)
        }

    @cached_property
    def _indexed(self) -> dict[str, list[tuple[str, ...]]]:
        found = {
            model.name: [one.field_names for one in model.indexes if one.kind != "fulltext"]
            for model in self.schema.models
        }
        for key in self._keys_of_columns.values():
            found[key.model].append(key.fields)
        return found

    def indexed(self, model: str) -> list[tuple[str, ...]]:
        """What Convex has an index over: keys, indexes, and foreign keys, which Prisma gives none."""
        return self._indexed[model]

    def key_of(self, model: str, field: str) -> ForeignKey | None:
        """The key that the model itself holds for a relation field."""
        return self._keys_of_columns.get((model, field))

    def key_from(self, model: str, field: str) -> ForeignKey | None:
        """The key that the other model holds, which refers to this one."""
        return self._referring.get((model, field))


def key_conditions(
    field: RelationField, where: Where, model: Model, relations: RelationKeys
) -> list[Condition] | None:
    """`author: { id: x }` is `authorId: x`; None where more is asked of the related row, or less than its key:
    where a part of a key is null, there is no related row.
    """
    key = relations.key_of(model.name, field.name)
    if key is None or where.certainty != "known" or not where.parts:
        return None
    names = dict(zip(key.references, key.fields, strict=True))
    found = []
    for part in where.parts:
        is_plain = isinstance(part, Condition) and part.operator in ("equals", "in")
        if not isinstance(part, Condition) or not is_plain or part.field not in names:
            return None
        found.append(part._replace(field=names[part.field]))
    return found if {one.field for one in found} == set(key.fields) else None
