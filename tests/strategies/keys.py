"""Ids and uniques: what makes a model a model, and what a relation may refer to."""

from . import partial
from .columns import default_value, finish, maybe_default, native
from .draft import Column, Draft, Table
from .items import field_list, item, reordered
from .markup import attribute, call, named, quoted
from .names import FIELDS

_COMMON = ("Int", "String", "BigInt", "String", "Int")
_TEXT_IDS = ("uuid()", "cuid()", "uuid(7)", "cuid(2)", "ulid()", "nanoid()", "nanoid(12)")


def add_keys(draft: Draft, table: Table) -> None:
    """At least one unique criterion, and now and then more."""
    dice = draft.dice
    if draft.mongodb:
        _single_id(draft, table)
    else:
        first = (_single_id, _single_id, _single_id, _compound_id, _unique, _compound_unique)
        dice.pick(first)(draft, table)
    for _ in dice.parts(2):
        dice.pick((_unique, _compound_unique))(draft, table)


def new_column(draft: Draft, table: Table, name: str, optional: bool = False) -> Column:
    """A field that any key, and so any relation, may use."""
    bases = [base for base in draft.provider.scalars if base not in ("Bytes", "Json")]
    base = draft.dice.pick((*_COMMON, *bases, *draft.enums))
    result = Column(table.names.fresh(name), base, base, "?" if optional else "")
    result.native = native(draft, base, indexed=True)
    table.columns.append(result)
    return result


def _single_id(draft: Draft, table: Table) -> None:
    """`@id`; a one-field `@@id` is another spelling of it."""
    dice = draft.dice
    if not draft.mongodb and dice.chance(10):
        result = new_column(draft, table, "id")
        finish(draft, result, [])
        _block_id(draft, table, (result,))
        return
    base = dice.pick((*_COMMON, "DateTime", "Boolean", *draft.enums))
    result = Column(table.names.fresh("id"), base, base)
    attributes = [attribute("id", *_id_arguments(draft, table, result))]
    attributes += _id_default(draft, table, result)
    if draft.mongodb:
        attributes.append(attribute("map", quoted("_id")))
    elif dice.chance(10):
        attributes.append(attribute("unique", *_constraint_map(draft, "")))
    finish(draft, result, attributes, may_map=not draft.mongodb)
    table.columns.append(result)
    _register_id(table, (result,))


def _id_default(draft: Draft, table: Table, result: Column) -> list[str]:
    """A default that makes up keys; it decides the native type too."""
    dice, base = draft.dice, result.base
    if draft.mongodb and base == "String" and dice.chance(2):
        result.native = "ObjectId"
        return [attribute("default", call("auto"))] if not dice.chance(4) else []
    result.native = native(draft, base, indexed=True)
    if dice.chance(4):
        return []
    if base == "String":
        path, _, argument = dice.pick(_TEXT_IDS).rstrip(")").partition("(")
        return [attribute("default", call(path, *([argument] if argument else [])))]
    big_only = draft.can("sequence") and base == "Int"
    if base in ("Int", "BigInt") and draft.provider.autoincrement and not big_only:
        table.counted = True
        return [attribute("default", call("autoincrement"))]
    return [attribute("default", default_value(draft, result))] if dice.chance(3) else []


def _id_arguments(draft: Draft, table: Table, result: Column) -> list[str]:
    dice = draft.dice
    arguments = _constraint_map(draft, "pk-map")
    if draft.can("id-sort") and dice.chance(4):
        arguments.append(named("sort", dice.pick(("Asc", "Desc"))))
    if draft.can("length") and result.base == "String" and dice.chance(2):
        arguments.append(named("length", str(1 + dice.below(200))))
    return arguments + _clustering(draft, table, default=True)


def _constraint_map(draft: Draft, capability: str) -> list[str]:
    """`map:`, where `capability` allows it. "" is for the constraints that every provider names."""
    allowed = not capability or draft.can(capability)
    return [named("map", draft.unique_name())] if allowed and draft.dice.chance(6) else []


def _clustering(draft: Draft, table: Table, default: bool) -> list[str]:
    """At most one clustered index a table, and it is the id unless something says otherwise."""
    if not draft.can("clustered"):
        return []
    explicit = draft.dice.chance(3)
    clustered = default if not explicit else draft.dice.chance(2) and not table.clustered
    table.clustered = table.clustered or clustered
    return [named("clustered", "true" if clustered else "false")] if explicit else []


def _register_id(table: Table, columns: tuple[Column, ...]) -> None:
    table.id = columns
    table.keys.append(columns)
    table.claim(columns)


def _compound_id(draft: Draft, table: Table) -> None:
    names = draft.dice.some(FIELDS[:8], 3, least=2)
    columns = tuple(new_column(draft, table, name) for name in names)
    for column in columns:
        finish(draft, column, maybe_default(draft, column))
    _block_id(draft, table, columns)


def _block_id(draft: Draft, table: Table, columns: tuple[Column, ...]) -> None:
    items = [item(draft, column, sort=draft.can("id-sort")) for column in columns]
    arguments = [field_list(draft, items), *_client_name(draft, table, len(columns))]
    arguments += _constraint_map(draft, "pk-map") + _clustering(draft, table, default=True)
    table.attributes.append(attribute("@@id", *reordered(draft, arguments)))
    _register_id(table, columns)


def _unique(draft: Draft, table: Table) -> None:
    """`@unique`."""
    dice = draft.dice
    optional = bool(table.keys) and dice.chance(2)
    result = new_column(draft, table, dice.pick(FIELDS), optional)
    arguments = _constraint_map(draft, "")
    if dice.chance(8):
        arguments.append(named("sort", dice.pick(("Asc", "Desc"))))
    if draft.can("length") and result.base == "String" and dice.chance(4):
        arguments.append(named("length", str(1 + dice.below(200))))
    arguments += _clustering(draft, table, default=False) + partial.where(draft, table)
    defaults = _second_autoincrement(draft, table, result) or maybe_default(draft, result)
    finish(draft, result, [attribute("unique", *reordered(draft, arguments)), *defaults])
    table.keys.append((result,))
    table.claim((result,))


def _second_autoincrement(draft: Draft, table: Table, result: Column) -> list[str]:
    """MySQL counts one column a table up, and any first column of an index will do."""
    whole = result.base in ("Int", "BigInt") and draft.provider.autoincrement == "first"
    if not whole or table.counted or not draft.dice.chance(2):
        return []
    table.counted = True
    return [attribute("default", call("autoincrement"))]


def _compound_unique(draft: Draft, table: Table) -> None:
    """`@@unique`, of new columns and perhaps an older key's."""
    dice = draft.dice
    columns = [
        new_column(draft, table, name, optional=bool(table.keys) and dice.chance(3))
        for name in dice.some(FIELDS[:8], 2)
    ]
    for column in columns:
        finish(draft, column, maybe_default(draft, column))
    if table.keys and dice.chance(2):
        columns.insert(0, dice.pick(table.keys)[0])
    add_unique(draft, table, tuple(columns))


def add_unique(draft: Draft, table: Table, columns: tuple[Column, ...]) -> None:
    """Write `@@unique` over `columns`, unless they have a constraint already."""
    if not table.claim(columns):
        return
    items = [item(draft, column) for column in columns]
    arguments = [field_list(draft, items), *_client_name(draft, table, len(columns))]
    arguments += _constraint_map(draft, "") + _clustering(draft, table, default=False)
    arguments += partial.where(draft, table)
    table.attributes.append(attribute("@@unique", *reordered(draft, arguments)))
    table.keys.append(columns)


def _client_name(draft: Draft, table: Table, count: int) -> list[str]:
    if count < 2 or not draft.dice.chance(5):
        return []
    return [named("name", quoted(table.names.fresh("by_key")))]
