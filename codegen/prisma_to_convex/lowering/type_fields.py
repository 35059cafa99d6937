"""Fields that say of which model a key beside them is: `ownerType` beside `ownerId`, `tableName` beside `recordId`.

Gathered once a model, so that a model of many keys and many such fields takes no longer than its size.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping

from prisma_schema_parser.records import NamedTuple
from prisma_schema_parser.schema import EnumRef, Model, Scalar, ScalarField

from .foreign_ids import words_in

Words = tuple[str, ...]

_ENDS = ("type", "kind", "model", "tipo")
# Nouns for "some record": a key with such a name and a type beside it may be of any model.
ANYTHING = frozenset({
    "actor", "entity", "item", "linked", "model", "object", "owner", "parent", "principal", "record", "ref",
    "reference", "related", "resource", "scope", "source", "subject", "target",
    "entidad", "entidade", "entite", "objeto", "recurso", "referencia",
})  # fmt: skip  # a table
_SOMEBODY = frozenset(["actor", "owner", "principal", "parent"])
# Whose row it may be: of these, a type beside the key tells which model they are of.
SOMEBODY = _SOMEBODY | {"account", "customer", "holder", "member", "person", "profile", "user"}
_TABLES: tuple[Words, ...] = (("table",), ("model",), ("collection",), ("entity",))
# `modelName` beside `providerItemId` may be of a machine that learns; `itemId` is any row's.
_OF_MORE_WORDS = tuple(one for one in _TABLES if one != ("model",))
# `accountType` beside `userId` says whose id it is; `deviceType` does not.
_WHO = ANYTHING | {"account", "user", "member", "holder"}


class TypeFields(NamedTuple):
    """`by_stem`: the first `ownerType` by `owner`. `tables`: texts that may name a table, by their words, each
    with its place in the model. `who`: by field, the type that stands in an index with it.
    """

    by_stem: Mapping[Words, ScalarField]
    tables: Mapping[Words, tuple[int, ScalarField]]
    who: Mapping[str, str]

    def of_any(self, stem: Words, is_open: bool) -> ScalarField | None:
        """What tells the model of `<stem>Id`; where it is open of what, the name of a table may."""
        kind = self.by_stem.get(stem)
        if kind is not None or not is_open:
            return kind
        tables = _TABLES if len(stem) == 1 else _OF_MORE_WORDS
        names = (stem,) if stem[-1] in _SOMEBODY else (stem, *tables)
        found = [self.tables[one] for one in names if one in self.tables]
        return min(found)[1] if found else None


def type_fields(model: Model) -> TypeFields:
    by_stem: dict[Words, ScalarField] = {}
    tables: dict[Words, tuple[int, ScalarField]] = {}
    kinds = dict(_kinds(model))
    for field, words in kinds.values():
        by_stem.setdefault(words[:-1], field)
    for at, field in enumerate(model.scalar_fields):
        if field.type == Scalar("String"):
            words = words_in(field.name)
            bare = words[:-1] if len(words) > 1 and words[-1] == "name" else words
            tables.setdefault(bare, (at, field))
    return TypeFields(by_stem, tables, _who(model, kinds))


def _kinds(model: Model) -> Iterator[tuple[str, tuple[ScalarField, Words]]]:
    """Its fields that may say of which model a key is, by name: `ownerType`, text or an enum."""
    for field in model.fields:
        if field.name[-4:].lower() in ("type", "kind", "odel", "tipo") and isinstance(
            field, ScalarField
        ):
            is_type = isinstance(field.type, EnumRef) or field.type == Scalar("String")
            words = words_in(field.name)
            if is_type and len(words) > 1 and words[-1] in _ENDS:
                yield field.name, (field, words)


def _who(model: Model, kinds: Mapping[str, tuple[ScalarField, Words]]) -> dict[str, str]:
    """By field, the first type that stands beside it in an index and says whose id it is: `accountType`.

    `entityType` beside `entityId` says nothing of `fromUserId`.
    """
    own = {name: (*words[:-1], "id") for name, (_, words) in kinds.items() if words[-2] in _WHO}
    order = {name: at for at, name in enumerate(own)}
    none = len(order)
    keys = Counter(words_in(field.name) for field in model.scalar_fields) if own else Counter()
    first: dict[str, int] = {}
    for index in model.indexes if own else ():
        typed = sorted((order[name], own[name]) for name in index.field_names if name in order)
        of_all = min((at for at, key in typed if not keys[key]), default=none)
        of_one = {key: at for at, key in reversed(typed) if keys[key] == 1}
        for name in index.field_names if typed else ():
            at = min(of_all, of_one.get(words_in(name), none))
            first[name] = min(at, first.get(name, none))
    named = list(order)
    return {name: named[at] for name, at in first.items() if at < none}
