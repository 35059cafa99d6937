"""Views: columns without an id, and at most plain uniques and relations."""

from .columns import column
from .draft import Draft, Table
from .keys import new_column
from .markup import attribute
from .names import FIELDS, MODELS


def view(draft: Draft) -> Table:
    dice = draft.dice
    table = Table(draft.names.draw(dice, MODELS), view=True)
    table.ignored = dice.chance(8)
    for _ in dice.parts(2):
        unique = new_column(draft, table, dice.pick(FIELDS))
        unique.attributes.append(attribute("unique"))
        table.keys.append((unique,))
        table.claim((unique,))
    table.columns += [column(draft, table) for _ in dice.parts(4, least=1)]
    return table
