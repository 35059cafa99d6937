"""Which ids `_id` replaces, and which fields refer to them (codegen/README.md, "What becomes what")."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import TypeAlias

from prisma_schema_parser.records import NamedTuple
from prisma_schema_parser.schema import ForeignKey, ManyToMany, Schema

from .column_groups import Column, roots
from .id_choices import IdChoices
from .resolved_options import ResolvedOptions

EmbeddedEnd: TypeAlias = tuple[ManyToMany, str, str]
"""An embedded relation, its side (a or b), and the relation field there."""


class Keys(NamedTuple):
    """`handles` names each emitted model's id field that references hold `_id` for, `replaced` those that `_id`
    takes the place of, and `legacy` those of them whose old values are kept. `created`
    names the field that `_creationTime` takes the place of.

    `embedded` has each model's ends of embedded m-n relations.
    `declared` has the target of each scalar that was declared to hold ids without a relation. `references`
    has the model whose ids a column holds, `roots` the column as which one is represented: see
    `column_groups`. `led` has the keys by the first of their columns, `referrers` the first column that refers
    to each.
    """

    emitted: frozenset[str]
    handles: Mapping[str, str]
    replaced: Mapping[str, str]
    legacy: Mapping[str, str]
    created: Mapping[str, str]
    foreign: Mapping[str, tuple[ForeignKey, ...]]
    embedded: Mapping[str, tuple[EmbeddedEnd, ...]]
    declared: Mapping[Column, str]
    references: Mapping[Column, str]
    roots: Mapping[Column, Column]
    led: Mapping[Column, tuple[ForeignKey, ...]]
    referrers: Mapping[Column, Column]

    def reference(self, model: str, field: str) -> str | None:
        """The model that a field refers to by `v.id`, through composite keys too."""
        return self.references.get((model, field))

    def root(self, model: str, field: str) -> Column:
        """The column that a foreign key's column repeats: its values are held as that one's are."""
        return self.roots.get((model, field), (model, field))


def keys(
    schema: Schema, resolved: ResolvedOptions, chosen: IdChoices, created: Mapping[str, str]
) -> Keys:
    """`created` has, by model, the field that `_creationTime` takes the place of."""
    handles = chosen.handles
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
                lists.update(_lists(relation, handles))
    return Keys(
        emitted=chosen.emitted,
        handles=handles,
        replaced=chosen.replaced,
        legacy=chosen.legacy,
        created=created,
        foreign={model: tuple(group) for model, group in foreign.items()},
        embedded={model: tuple(ends) for model, ends in embedded.items()},
        declared=resolved.references,
        references=_references(chosen, {**resolved.references, **lists}),
        roots=roots(chosen.groups, chosen.links, resolved.represented),
        led={column: tuple(group) for column, group in led.items()},
        referrers={to: column for column, to in reversed(chosen.links)},
    )


def _references(chosen: IdChoices, direct: Mapping[Column, str]) -> dict[Column, str]:
    """What was said of one column holds for all that hold the same values."""
    groups = chosen.groups
    found = {top: models[0] for top, models in groups.models.items()}
    for column, model in direct.items():
        found.setdefault(groups.of.get(column, column), model)
    of_groups = {column: found[top] for column, top in groups.of.items() if top in found}
    return {**direct, **of_groups}


def _ends(relation: ManyToMany) -> Iterator[tuple[str, str, str]]:
    yield relation.model_a, "a", relation.field_a
    yield relation.model_b, "b", relation.field_b


def _lists(relation: ManyToMany, handles: Mapping[str, str]) -> Iterator[tuple[Column, str]]:
    """The lists of ids of an embedded relation, with the models that they refer to."""
    sides = (
        (relation.model_a, relation.fields_a, relation.model_b, relation.references_a),
        (relation.model_b, relation.fields_b, relation.model_a, relation.references_b),
    )
    for model, fields, target, references in sides:
        for field, reference in zip(fields, references, strict=False):
            if handles.get(target) == reference:
                yield (model, field), target
