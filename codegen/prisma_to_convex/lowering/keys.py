"""Which ids `_id` replaces, and which fields refer to them (MAPPING.md)."""

from __future__ import annotations

from prisma_schema_parser.records import NamedTuple
from prisma_schema_parser.schema import ForeignKey, ManyToMany, Schema

from .generated_ids import generated_ids
from .resolved_options import ResolvedOptions


class Keys(NamedTuple):
    """`replaced` names each emitted model's id field that `_id` takes the place of.

    `embedded` has each model's ends of embedded m-n relations as (relation, side, relation field).
    `declared` has the target of each scalar that was declared to hold ids without a relation.
    """

    emitted: frozenset[str]
    replaced: dict[str, str]
    foreign: dict[str, tuple[ForeignKey, ...]]
    lists: dict[tuple[str, str], str]
    embedded: dict[str, list[tuple[ManyToMany, str, str]]]
    declared: dict[tuple[str, str], str]

    def reference(self, model: str, field: str) -> str | None:
        """The model that a field refers to by `v.id`, through composite keys too."""
        return self._follow(model, field, frozenset())

    def _follow(self, model: str, field: str, seen: frozenset[tuple[str, str]]) -> str | None:
        if (model, field) in seen:
            return None
        if (model, field) in self.lists:
            return self.lists[(model, field)]
        if (model, field) in self.declared:
            return self.declared[(model, field)]
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

    def root(self, model: str, field: str) -> tuple[str, str]:
        """The column that a foreign key's column repeats: its values are held as that one's are."""
        seen = {(model, field)}
        while True:
            referred = self._referred(model, field)
            if referred is None or referred in seen:
                return model, field
            seen.add(referred)
            model, field = referred

    def _referred(self, model: str, field: str) -> tuple[str, str] | None:
        for key in sorted(self.foreign.get(model, ()), key=lambda key: len(key.fields)):
            if field in key.fields and key.target in self.emitted:
                found = dict(zip(key.fields, key.references, strict=False)).get(field)
                if found is not None:
                    return key.target, found
        return None


def keys(schema: Schema, chosen: ResolvedOptions) -> Keys:
    emitted = frozenset(
        model.name
        for model in schema.models
        if not model.is_ignored
        and model.name not in chosen.excluded
        and (not model.is_view or chosen.options.block(model.name).views == "table")
    )
    foreign: dict[str, list[ForeignKey]] = {}
    lists: dict[tuple[str, str], str] = {}
    for relation in schema.relations:
        if isinstance(relation, ForeignKey):
            foreign.setdefault(relation.model, []).append(relation)
    found = Keys(
        emitted,
        {model: field for model, field in generated_ids(schema).items() if model in emitted},
        {model: tuple(group) for model, group in foreign.items()},
        lists,
        {},
        chosen.references,
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
