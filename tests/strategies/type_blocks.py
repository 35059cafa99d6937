"""Enums and composite types."""

from .columns import type_field
from .draft import Column, Draft
from .markup import MAY, attribute, named, quoted
from .names import ENUMS, TYPES, VALUES, Names

Block = tuple[str, str, list[str]]
"""Keyword, name, members."""


def enum(draft: Draft) -> Block:
    dice, names = draft.dice, Names()
    name = draft.names.draw(dice, ENUMS)
    values = [names.draw(dice, VALUES) for _ in dice.times(4, least=1)]
    draft.enums[name] = values
    members = [
        f"{value}{MAY}{draft.map_attribute()}" if dice.chance(5) else value for value in values
    ]
    if dice.chance(5):
        members.append(draft.map_attribute("@@map"))
    return "enum", name, members + schema_attribute(draft)


def schema_attribute(draft: Draft) -> list[str]:
    """Once the datasource lists schemas, everything must say which one it is in."""
    if not draft.schemas:
        return []
    name = quoted(draft.dice.pick(draft.schemas))
    return [attribute("@@schema", named("map", name) if draft.dice.chance(8) else name)]


def composite(draft: Draft) -> Block:
    """Refers to older types in any way, and to itself where that can end: optional or in a list."""
    dice, names = draft.dice, Names()
    name = draft.names.draw(dice, TYPES)
    columns = [type_field(draft, names) for _ in dice.parts(5, least=1, stop=4)]
    if dice.chance(3):
        columns.append(Column(names.fresh("self"), name, name, dice.pick(("?", "[]"))))
    draft.types[name] = columns
    return "type", name, [column.render() for column in columns]
