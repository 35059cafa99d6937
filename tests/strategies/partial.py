"""Partial indexes: the `where` of Prisma 7.4."""

from .draft import Column, Draft, Table
from .markup import call, named, obj, quoted

_SQL = ("deleted_at IS NULL", "a > 1 AND b = 'x'", "`*/${x}`", "line\nfeed", 'quo"te')
_VALUES = {
    "Boolean": ("true", "false"),
    "Int": ("0", "-1", "1.5"),
    "BigInt": ("0", "9223372036854775807"),
    "Float": ("0", "-0.5"),
    "Decimal": ("0", "1.5"),
    "String": ('"x"', '""'),
    "DateTime": ('"not checked"',),
}


def where(draft: Draft, table: Table) -> list[str]:
    """The argument, now and then, when the schema asked for the preview feature."""
    dice = draft.dice
    if "partialIndexes" not in draft.features or not dice.chance(3):
        return []
    columns = [column for column in table.columns if column.base not in draft.types]
    if not columns or dice.chance(2):
        return [named("where", call("raw", quoted(dice.pick(_SQL))))]
    return [named("where", obj(_condition(draft, c) for c in dice.some(columns, 2)))]


def _condition(draft: Draft, column: Column) -> str:
    dice = draft.dice
    scalar = column.arity != "[]" and column.base in _VALUES
    value = dice.pick(_VALUES[column.base]) if scalar and not dice.chance(3) else "null"
    if column.base in draft.enums and column.arity != "[]" and dice.chance(2):
        value = quoted(dice.pick(draft.enums[column.base]))
    return named(column.name, obj([named("not", value)]) if dice.chance(4) else value)
