"""Scalar, enum, composite and unsupported fields with their attributes."""

from . import literals
from .draft import Column, Draft, Table
from .markup import attribute, call, named, quoted, unsupported
from .names import FIELDS, TYPE_FIELDS, Names

_UNSUPPORTED = ("circle", "vector(3)", "geometry(Point, 4326)", "text", "a`${x}*/", 'quo"te', "")
_TEXT_FUNCTIONS = (
    *("uuid()", "uuid(4)", "uuid(7)", "cuid()", "cuid(1)", "cuid(2)"),
    *("ulid()", "nanoid()", "nanoid(2)", "nanoid(21)", "nanoid(255)"),
)
_SEQUENCE = (
    *("start: 1", "increment: 2", "minValue: -4", "maxValue: 40"),
    *("cache: 3", "virtual: true", "virtual: false"),
)


def native(draft: Draft, base: str, indexed: bool) -> str:
    """A native type for `base`, or nothing."""
    options = draft.provider.natives.get(base, ())
    if indexed:
        options = tuple(option for option in options if can_index(draft, option))
    return draft.dice.pick(options) if options and draft.dice.chance(2) else ""


def can_index(draft: Draft, native_type: str) -> bool:
    name = native_type.partition("(")[0]
    return name not in draft.provider.unindexed and "(max)" not in native_type.lower()


def native_attribute(draft: Draft, text: str) -> str:
    path, _, rest = text.partition("(")
    arguments = [part.strip() for part in rest.rstrip(")").split(",")] if rest else []
    if len(arguments) == 1 and draft.dice.chance(6):
        arguments = [named("n", arguments[0])]  # the name is parsed and ignored
    head = f"{draft.source}.{path}"
    return call(attribute(head), *arguments) if "(" in text else attribute(head)


def column(draft: Draft, table: Table) -> Column:
    """Any field that a key does not depend on."""
    dice = draft.dice
    bases = (*draft.provider.scalars, *draft.enums, *draft.enums, *draft.types)
    if dice.chance(12):
        return _unsupported(draft, table)
    base = dice.pick(bases)
    result = Column(table.names.draw(dice, FIELDS), base, base)
    result.arity = _arity(draft, base)
    attributes = maybe_default(draft, result)
    if base == "DateTime" and result.arity != "[]" and dice.chance(4):
        attributes.append(attribute("updatedAt"))
    if not table.ignored and dice.chance(16):
        attributes.append(attribute("ignore"))
    result.native = native(draft, base, indexed=False)
    finish(draft, result, attributes)
    return result


def finish(draft: Draft, result: Column, attributes: list[str], may_map: bool = True) -> None:
    """Add the native type and now and then a mapped name, in any order."""
    dice = draft.dice
    if may_map and dice.chance(8):
        attributes.append(draft.map_attribute())
    if result.native:
        attributes.append(native_attribute(draft, result.native))
    if len(attributes) > 1 and dice.chance(4):
        attributes = dice.shuffled(attributes)
    result.attributes += attributes


def _arity(draft: Draft, base: str) -> str:
    lists = base in draft.provider.lists or (bool(draft.provider.lists) and base in draft.enums)
    return draft.dice.pick(("", "?", "[]") if lists or base in draft.types else ("", "", "?"))


def _unsupported(draft: Draft, table: Table) -> Column:
    dice = draft.dice
    arities = ("?", "", "[]") if draft.provider.lists else ("?", "")
    type_name = unsupported(quoted(dice.pick(_UNSUPPORTED)))
    result = Column(table.names.draw(dice, FIELDS), "Unsupported", type_name, dice.pick(arities))
    if not draft.mongodb and dice.chance(3):
        result.attributes.append(attribute("default", _dbgenerated(draft)))
    return result


def maybe_default(draft: Draft, result: Column) -> list[str]:
    """`@default`, now and then."""
    dice = draft.dice
    if result.base in draft.types or not dice.chance(2 if result.base in draft.enums else 3):
        return []
    text = default_value(draft, result)
    arguments = [named("value", text) if dice.chance(6) else text]
    if draft.can("default-map") and "autoincrement" not in text and dice.chance(4):
        arguments.append(named("map", draft.unique_name()))
    return [attribute("default", *arguments)]


def default_value(draft: Draft, result: Column) -> str:
    dice, base = draft.dice, result.base
    functions: list[str] = []
    if not draft.mongodb:
        functions += ["dbgenerated", "dbgenerated"]
    if base == "DateTime":
        functions += ["now()"] * 3
    if base == "String":
        functions += _TEXT_FUNCTIONS
    if draft.can("sequence") and base not in draft.enums:
        functions += ["sequence"] * 3
    if base in ("Int", "BigInt") and draft.provider.autoincrement == "any":
        functions += ["autoincrement()"] if base == "BigInt" or not draft.can("sequence") else []
    if functions and dice.chance(3 if base in draft.enums else 2):
        return _function(draft, dice.pick(functions))
    if result.arity == "[]":
        return literals.values(dice, base, draft.enums)
    return literals.value(dice, base, draft.enums)


def _function(draft: Draft, name: str) -> str:
    if name == "dbgenerated":
        return _dbgenerated(draft)
    if name == "sequence":
        return call("sequence", *draft.dice.some(_SEQUENCE[:6], 6, least=0))
    path, _, argument = name.rstrip(")").partition("(")
    return call(path, *([argument] if argument else []))


def _dbgenerated(draft: Draft) -> str:
    sql = draft.dice.pick(("", "gen_random_uuid()", "'{}'::jsonb", "a\nb", "`*/${x}", "'it''s'"))
    return call("dbgenerated", *([quoted(sql)] if sql else []))


def type_field(draft: Draft, names: Names) -> Column:
    """A field of a composite type: fewer attributes are allowed there."""
    dice = draft.dice
    base = dice.pick((*draft.provider.scalars, *draft.enums, *draft.types, *draft.types))
    result = Column(names.draw(dice, TYPE_FIELDS), base, base, _arity(draft, base))
    attributes: list[str] = []
    if base not in draft.types and dice.chance(3):
        attributes.append(attribute("default", _type_default(draft, result)))
    result.native = native(draft, base, indexed=False)
    finish(draft, result, attributes)
    return result


def _type_default(draft: Draft, result: Column) -> str:
    functions = {"DateTime": ("now()",), "String": ("uuid()", "cuid()", "uuid(7)")}.get(result.base)
    if functions and draft.dice.chance(2):
        return _function(draft, draft.dice.pick(functions))
    if result.arity == "[]":
        return literals.values(draft.dice, result.base, draft.enums)
    return literals.value(draft.dice, result.base, draft.enums)
