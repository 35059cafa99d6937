"""Which ids `_id` replaces, and which fields refer to them (MAPPING.md)."""

from __future__ import annotations

from typing import NamedTuple

from prisma_schema_parser.schema import ForeignKey, ManyToMany, Model, Schema

# A default that makes the key a mere handle: whoever generates it, `_id` can stand in for it.
GENERATORS = frozenset(
    {"autoincrement", "uuid", "cuid", "nanoid", "ulid", "auto", "sequence", "dbgenerated"}
)


class Keys(NamedTuple):
    """`replaced` names each emitted model's id field that `_id` takes the place of.

    `embedded` has each model's ends of embedded m-n relations as (relation, side, relation field).
    """

    emitted: frozenset[str]
    replaced: dict[str, str]
    foreign: dict[str, tuple[ForeignKey, ...]]
    lists: dict[tuple[str, str], str]
    embedded: dict[str, list[tuple[ManyToMany, str, str]]]

    def reference(self, model: str, field: str) -> str | None:
        """The model that a field refers to by `v.id`, through composite keys too."""
        return self._follow(model, field, frozenset())

    def _follow(self, model: str, field: str, seen: frozenset[tuple[str, str]]) -> str | None:
        if (model, field) in seen:
            return None
        if (model, field) in self.lists:
            return self.lists[(model, field)]
        for key in sorted(self.foreign.get(model, ()), key=lambda key: len(key.fields)):
            if field not in key.fields or key.target not in self.emitted:
                continue
            referred = dict(zip(key.fields, key.references, strict=False)).get(field)
            if referred is None:
                continue
            if self.replaced.get(key.target) == referred:
                return key.target
            found = self._follow(key.target, referred, seen | {(model, field)})
            if found is not None:
                return found
        return None


def keys(schema: Schema) -> Keys:
    emitted = frozenset(
        model.name for model in schema.models if not model.is_view and not model.is_ignored
    )
    foreign: dict[str, list[ForeignKey]] = {}
    lists: dict[tuple[str, str], str] = {}
    for relation in schema.relations:
        if isinstance(relation, ForeignKey):
            foreign.setdefault(relation.model, []).append(relation)
    found = Keys(
        emitted,
        {
            model.name: field
            for model in schema.models
            if model.name in emitted
            and (field := replaced_id(model, foreign.get(model.name, []))) is not None
        },
        {model: tuple(group) for model, group in foreign.items()},
        lists,
        {},
    )
    for relation in schema.relations:
        if isinstance(relation, ManyToMany) and relation.is_embedded:
            _embedded(relation, found)
    return found


def _embedded(relation: ManyToMany, found: Keys) -> None:
    ends = ((relation.model_a, "a", relation.field_a), (relation.model_b, "b", relation.field_b))
    for model, side, field in ends:
        found.embedded.setdefault(model, []).append((relation, side, field))
    sides = (
        (relation.model_a, relation.fields_a, relation.model_b, relation.references_a),
        (relation.model_b, relation.fields_b, relation.model_a, relation.references_b),
    )
    for model, fields, target, references in sides:
        for field, reference in zip(fields, references, strict=False):
            if found.replaced.get(target) == reference:
                found.lists[(model, field)] = target


def replaced_id(model: Model, foreign: list[ForeignKey]) -> str | None:
    """The single-field id with a generated default, unless it is itself a foreign key."""
    key = model.primary_key
    if key is None or len(key.fields) != 1:
        return None
    name = key.fields[0].name
    field = model.scalar(name)
    if field is None or field.default is None or field.default.kind not in GENERATORS:
        return None
    return None if any(name in relation.fields for relation in foreign) else name
