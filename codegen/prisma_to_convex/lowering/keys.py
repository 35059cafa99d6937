"""Which ids `_id` replaces, and which fields refer to them (MAPPING.md)."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import TypeAlias

from prisma_schema_parser.records import NamedTuple
from prisma_schema_parser.schema import ForeignKey, ManyToMany, Schema

from .column_chains import Column, referred_models, roots, steps_of
from .resolved_options import ResolvedOptions

EmbeddedEnd: TypeAlias = tuple[ManyToMany, str, str]
"""An embedded relation, its side (a or b), and the relation field there."""


class Keys(NamedTuple):
    """`replaced` names each emitted model's id field that `_id` takes the place of.

    `embedded` has each model's ends of embedded m-n relations.
    `declared` has the target of each scalar that was declared to hold ids without a relation. `references`
    and `roots` are of columns: see `column_chains`. `led` has the keys by the first of their columns.
    """

    emitted: frozenset[str]
    replaced: Mapping[str, str]
    foreign: Mapping[str, tuple[ForeignKey, ...]]
    embedded: Mapping[str, tuple[EmbeddedEnd, ...]]
    declared: Mapping[Column, str]
    references: Mapping[Column, str]
    roots: Mapping[Column, Column]
    led: Mapping[Column, tuple[ForeignKey, ...]]

    def reference(self, model: str, field: str) -> str | None:
        """The model that a field refers to by `v.id`, through composite keys too."""
        return self.references.get((model, field))

    def root(self, model: str, field: str) -> Column:
        """The column that a foreign key's column repeats: its values are held as that one's are."""
        return self.roots.get((model, field), (model, field))


def keys(schema: Schema, resolved: ResolvedOptions, generated: Mapping[str, str]) -> Keys:
    """`generated` has each model's id that is a mere handle (`generated_ids`)."""
    emitted = frozenset(
        model.name
        for model in schema.models
        if not model.is_ignored
        and model.name not in resolved.excluded
        and (not model.is_view or resolved.options.block(model.name).views == "table")
    )
    replaced = {name: field for name, field in generated.items() if name in emitted}
    foreign: dict[str, list[ForeignKey]] = {}
    led: dict[Column, list[ForeignKey]] = {}
    embedded: dict[str, list[EmbeddedEnd]] = {}
    lists: dict[Column, str] = {}
    for relation in schema.relations:
        match relation:
            case ForeignKey():
                foreign.setdefault(relation.model, []).append(relation)
                led.setdefault((relation.model, relation.fields[0]), []).append(relation)
            case ManyToMany() if relation.is_embedded:
                for model, side, field in _ends(relation):
                    embedded.setdefault(model, []).append((relation, side, field))
                lists.update(_lists(relation, replaced))
    followed = (key for keys in foreign.values() for key in keys if key.target in emitted)
    steps = steps_of(followed, replaced)
    return Keys(
        emitted=emitted,
        replaced=replaced,
        foreign={model: tuple(group) for model, group in foreign.items()},
        embedded={model: tuple(ends) for model, ends in embedded.items()},
        declared=resolved.references,
        references=referred_models({**resolved.references, **lists}, steps),
        roots=roots(steps),
        led={column: tuple(group) for column, group in led.items()},
    )


def _ends(relation: ManyToMany) -> Iterator[tuple[str, str, str]]:
    yield relation.model_a, "a", relation.field_a
    yield relation.model_b, "b", relation.field_b


def _lists(relation: ManyToMany, replaced: Mapping[str, str]) -> Iterator[tuple[Column, str]]:
    """The lists of ids of an embedded relation, with the models that they refer to."""
    sides = (
        (relation.model_a, relation.fields_a, relation.model_b, relation.references_a),
        (relation.model_b, relation.fields_b, relation.model_a, relation.references_b),
    )
    for model, fields, target, references in sides:
        for field, reference in zip(fields, references, strict=False):
            if replaced.get(target) == reference:
                yield (model, field), target
