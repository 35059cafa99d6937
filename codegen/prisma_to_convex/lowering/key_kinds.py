"""What kind of key a model has, by its declaration alone.

id   Int    @default(autoincrement())    generated
id   String                              opaque: the application makes it (cuid, uuid, nanoid in code)
code String                              natural: it means something by itself
id   Int    @default(1)                  single: always the same, so the table has one row
id   String, a foreign key too           shared: the row it refers to has it
@@id([row, number])                      several columns
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Literal, TypeAlias

from prisma_schema_parser.records import NamedTuple
from prisma_schema_parser.schema import ForeignKey, Model, NativeType, Scalar, ScalarField

from ..kit.camel_case import split_name
from ..kit.plural import singular
from .generated_ids import is_generated
from .key_names import is_noun_last

Kind: TypeAlias = Literal["generated", "opaque", "natural", "single", "shared", "several", "none"]


class ModelKey(NamedTuple):
    """`why` says by what the kind was recognised."""

    kind: Kind
    fields: tuple[str, ...]
    why: str


# Names that say no more than that it is a key; before them may stand whose.
_KEY_WORDS = frozenset({"id", "uid", "uuid", "guid", "oid", "pk", "ulid", "cuid", "nanoid"})
_UUIDS = frozenset({"Uuid", "UniqueIdentifier", "ObjectId"})
_SINGLE = (("key",), ("lock",), ("singleton",), ("single",))
# Types for text that people write, or that is about something.
_MEANING = frozenset({"Citext", "Inet", "Xml", "Bit", "VarBit"})
# Random keys are longer; codes of countries, languages, currencies and articles are shorter.
_SHORTEST = 16


def model_key(model: Model, foreign: Sequence[ForeignKey], *, is_referred: bool) -> ModelKey:
    """`foreign` are the model's own foreign keys; `is_referred`: those of others lead to it."""
    key = model.primary_key
    if key is None:
        return ModelKey("none", (), "it has no `@id`")
    names = tuple(field.name for field in key.fields)
    field = model.scalar(names[0])
    if len(names) > 1 or field is None:
        return ModelKey("several", names, "it has several columns")
    relation = next((one for one in foreign if names[0] in one.fields), None)
    if relation is not None:
        return ModelKey("shared", names, f"it is a foreign key to `{relation.target}` too")
    if is_generated(field):
        assert field.default is not None
        return ModelKey("generated", names, f"it is made by `{field.default.text}`")
    if not is_referred and _is_single(model, field):
        assert field.default is not None
        text = field.default.text
        why = f"it is always `{text}`: the table has one row, which `.unique()` reads without it"
        return ModelKey("single", names, why)
    meaning = _meaning(model, field)
    if meaning:
        return ModelKey("natural", names, meaning)
    return ModelKey("opaque", names, "the application makes it, and it means nothing by itself")


def _is_single(model: Model, field: ScalarField) -> bool:
    """Whether the id has a constant for its default, and no name of something else: a second row could only be made
    under another one.
    """
    if field.default is None or field.default.kind != "literal" or field.arity != "required":
        return False
    is_plain = field.type in (Scalar("Int"), Scalar("String"), Scalar("Boolean"))
    words = split_name(field.name)
    return is_plain and (_names_a_key(field.name, model) or words[-1:] in _SINGLE)


def _meaning(model: Model, field: ScalarField) -> str:
    """Why the key says something by itself; empty where nothing speaks for that."""
    if field.default is not None:
        return f"its default is `{field.default.text}`"
    native = field.native_type
    is_named_for_it = field.name.lower() == singular(model.name).lower()
    if native is not None and native.name in _UUIDS and is_named_for_it:
        return ""
    if not _may_be_random(field):
        kind = field.type.name if isinstance(field.type, Scalar) else "enum"
        return f"{'an' if kind[0] in 'aeiouAEIOU' else 'a'} {kind} that nothing generates"
    if native is not None and native.name in _MEANING:
        return f"`{native.attribute}` holds text that means something"
    size = _size(native)
    if size is not None and size < _SHORTEST:
        return f"`{native.attribute if native else ''}` is too short for a random key"
    if not _names_a_key(field.name, model):
        return f"`{field.name}` says what it is"
    mapped = field.mapped_name
    if mapped is not None and not mapped.lower().endswith("id") and not _names_a_key(mapped, model):
        return f"`{mapped}`, its name in the database, says what it is"
    return ""


def _may_be_random(field: ScalarField) -> bool:
    """Text, or the 16 bytes of a uuid."""
    if field.type == Scalar("Bytes"):
        return field.native_type is not None and _size(field.native_type) == _SHORTEST
    return field.type == Scalar("String")


def _size(native: NativeType | None) -> int | None:
    if native is None or native.name in _UUIDS or not native.arguments:
        return None
    found = re.fullmatch(r"\d+", native.arguments[0])
    return int(found[0]) if found else None


def _names_a_key(name: str, model: Model) -> bool:
    words = split_name(name)
    is_word = bool(words) and words[-1] in _KEY_WORDS
    return is_word or is_noun_last(tuple(words)) or name.lower() == f"{model.name.lower()}id"
