"""`@@index` and `@@fulltext`: whatever a provider can index, with every argument it takes."""

from . import partial
from .columns import can_index
from .draft import Column, Draft, Table
from .items import field_list, item, reordered
from .keys import add_unique
from .markup import array, attribute, call, named, quoted

_BLOOM_MULTI = ("BloomOps", "MinMaxOps", "MinMaxMultiOps")


def _ops(prefix: str, suffixes: tuple[str, ...] = _BLOOM_MULTI) -> tuple[str, ...]:
    return ("", *(prefix + suffix for suffix in suffixes))


# The operator classes of a BRIN index by native type, or by scalar where there is none. "" = the default class.
_BRIN: dict[str, tuple[str, ...]] = {
    "Bit": _ops("Bit", ("MinMaxOps",)),
    "VarBit": _ops("VarBit", ("MinMaxOps",)),
    "Char": _ops("Bpchar", ("BloomOps", "MinMaxOps")),
    "Date": _ops("Date"),
    "Real": _ops("Float4"),
    "DoublePrecision": _ops("Float8"),
    "Inet": ("", "InetInclusionOps", "InetBloomOps", "InetMinMaxOps", "InetMinMaxMultiOps"),
    "SmallInt": _ops("Int2"),
    "Integer": _ops("Int4"),
    "BigInt": _ops("Int8"),
    "Decimal": _ops("Numeric"),
    "Oid": _ops("Oid"),
    "ByteA": _ops("Bytea", ("BloomOps", "MinMaxOps")),
    "Text": _ops("Text", ("BloomOps", "MinMaxOps")),
    "VarChar": _ops("Text", ("BloomOps", "MinMaxOps")),
    "Timestamp": _ops("Timestamp"),
    "Timestamptz": _ops("TimestampTz"),
    "Time": _ops("Time"),
    "Timetz": _ops("TimeTz"),
    "Uuid": _ops("Uuid"),
    "Int scalar": _ops("Int4"),
    "BigInt scalar": _ops("Int8"),
    "Float scalar": _ops("Float8"),
    "Decimal scalar": _ops("Numeric"),
    "String scalar": _ops("Text", ("BloomOps", "MinMaxOps")),
    "Bytes scalar": _ops("Bytea", ("BloomOps", "MinMaxOps")),
    "DateTime scalar": _ops("Timestamp"),
}
_NOT_IN_PATHS = ("1a", "a-b", "007")
_RAW = call("raw", quoted("gin_trgm_ops"))


def add_indexes(draft: Draft, table: Table) -> None:
    dice = draft.dice
    _unique_lists(draft, table)
    for _ in dice.parts(3, stop=4):
        kind = dice.below(8)
        if kind >= 6 and draft.can("fulltext"):
            _fulltext(draft, table)
        elif kind == 5 and table.columns:
            _extra_unique(draft, table)
        elif kind >= 3 and len(draft.provider.index_types) > 1:
            _special_index(draft, table)
        else:
            _plain_index(draft, table)


def _unique_lists(draft: Draft, table: Table) -> None:
    """A list may be unique too. No relation can refer to it, so it is no key."""
    for column in table.columns:
        fits = column.arity == "[]" and _plain(draft, column)
        if fits and draft.dice.chance(6) and table.claim((column,)):
            column.attributes.append(attribute("unique"))


def _plain(draft: Draft, column: Column) -> bool:
    """Whether an ordinary index takes the column."""
    json_list = column.base == "Json" and column.arity == "[]"
    native_ok = can_index(draft, column.native) or draft.can("length")
    return native_ok and not json_list and column.base not in draft.types


def _some_columns(draft: Draft, table: Table, most: int = 3) -> tuple[Column, ...]:
    return tuple(draft.dice.some([c for c in table.columns if _plain(draft, c)], most))


def _finish(draft: Draft, table: Table, items: list[str], *more: str) -> None:
    """Write `@@index` with its arguments in any order."""
    dice = draft.dice
    arguments = [field_list(draft, items), *more]
    if dice.chance(6):
        arguments.append(named(dice.pick(("map", "name")), draft.unique_name()))
    arguments += partial.where(draft, table)
    table.attributes.append(attribute("@@index", *reordered(draft, arguments)))


def _plain_index(draft: Draft, table: Table) -> None:
    dice, columns = draft.dice, _some_columns(draft, table)
    if not columns or not table.claim(columns):
        return
    more = [named("type", "BTree")] if dice.chance(6) else []
    if draft.can("clustered") and dice.chance(4):
        clustered = not table.clustered and dice.chance(2)
        table.clustered = table.clustered or clustered
        more.append(named("clustered", "true" if clustered else "false"))
    items = [item(draft, c, length=not can_index(draft, c.native)) for c in columns]
    _finish(draft, table, items + _paths(draft, table), *more)


def _paths(draft: Draft, table: Table) -> list[str]:
    """MongoDB: fields inside of composite types."""
    if not draft.types or not draft.dice.chance(2):
        return []
    paths = [
        f"{column.name}.{inner.name}"
        for column in table.columns
        for inner in draft.types.get(column.base, ())
        if inner.base not in draft.types and inner.name not in _NOT_IN_PATHS
    ]
    return draft.dice.some(paths, 2)


def _extra_unique(draft: Draft, table: Table) -> None:
    """A unique over any columns: optional ones, lists, paths into composite types."""
    columns = _some_columns(draft, table, 2)
    if columns and not any(
        column.native and not can_index(draft, column.native) for column in columns
    ):
        add_unique(draft, table, columns)
        if any(column.arity == "[]" or column.base == "Unsupported" for column in columns):
            table.keys = [key for key in table.keys if key != columns]


def _special_index(draft: Draft, table: Table) -> None:
    """Hash, GiST, GIN, SP-GiST and BRIN, each over the columns it can take."""
    dice = draft.dice
    kind = dice.pick(draft.provider.index_types[1:])
    options = [(column, ops) for column in table.columns if (ops := _classes(draft, kind, column))]
    if not options:
        return
    chosen = dice.some(options, 1 if kind in ("SpGist", "Gin") else 2)
    if not table.claim(tuple(column for column, _ in chosen)):
        return
    items = [_with_class(draft, column, ops) for column, ops in chosen]
    _finish(draft, table, items, named("type", kind))


def _with_class(draft: Draft, column: Column, classes: tuple[str, ...]) -> str:
    chosen = draft.dice.pick(classes)
    return call(column.name, named("ops", chosen)) if chosen else column.name


def _classes(draft: Draft, kind: str, column: Column) -> tuple[str, ...]:
    """The operator classes that `kind` has for the column; none = it can't hold it."""
    native_type = column.native.partition("(")[0]
    if column.base in draft.types or not can_index(draft, column.native):
        return ()
    if kind == "Hash":
        return ("",) if _plain(draft, column) else ()
    if kind == "Gin":
        return _gin_classes(draft, column, native_type)
    if column.base == "Unsupported":
        return (_RAW,)
    if column.arity == "[]":
        return (_RAW,)
    if kind == "Gist":
        return ("InetOps", _RAW) if native_type == "Inet" else (_RAW,)
    if kind == "SpGist":
        if native_type == "Inet":
            return ("", "InetOps")
        text = column.base == "String" and native_type in ("", "Text", "VarChar", "Char")
        return ("", "TextOps", _RAW) if text else (_RAW,)
    return _BRIN.get(native_type or f"{column.base} scalar", (_RAW,))


def _gin_classes(draft: Draft, column: Column, native_type: str) -> tuple[str, ...]:
    json = column.base == "Json" and column.arity != "[]" and native_type in ("", "JsonB")
    if draft.can("sequence"):  # CockroachDB has no operator classes
        array_or_json = json or (column.arity == "[]" and column.base != "Json")
        return ("",) if array_or_json else ()
    if column.arity == "[]":
        return ("", "ArrayOps", _RAW)
    return ("", "JsonbOps", "JsonbPathOps", _RAW) if json else (_RAW,)


def _fulltext(draft: Draft, table: Table) -> None:
    """MongoDB takes one a model and `sort`, MySQL any number and no arguments."""
    dice, sortable = draft.dice, draft.can("fulltext-sort")
    columns = [c for c in table.columns if c.base == "String" and c.arity != "[]"]
    if not columns or (sortable and ("@@fulltext",) in table.used):
        return
    chosen = tuple(dice.some(columns, 3))
    if not table.claim(chosen):
        return
    table.used.add(("@@fulltext",))
    items = [_sorted(draft, c.name) if sortable else c.name for c in chosen]
    arguments = [array(items)]
    if dice.chance(3):
        arguments.append(named("map", draft.unique_name()))
    table.attributes.append(attribute("@@fulltext", *arguments))


def _sorted(draft: Draft, name: str) -> str:
    order = draft.dice.pick(("", "Desc", "Asc"))
    return call(name, named("sort", order)) if order else name
