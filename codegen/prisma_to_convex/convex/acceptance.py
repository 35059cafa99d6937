"""Which values a validator accepts, compared with another: what a hand edit let in or shut out."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TypeAlias

from .convex_schema import (
    Field,
    Validator,
    VArray,
    VConstant,
    VId,
    VLiteral,
    VObject,
    VRecord,
    VReference,
    VSimple,
    VUnion,
    accepts_anything,
)

Exports: TypeAlias = Mapping[str, Validator]


def resolved(
    validator: Validator, exports: Exports, within: frozenset[str] = frozenset()
) -> Validator:
    """With what each name stands for in its place; a name that nobody declares stays, and so does one that
    stands `within` itself."""
    match validator:
        case VReference(name) if name in exports and name not in within:
            return resolved(exports[name], exports, within | {name})
        case VArray(item):
            return VArray(resolved(item, exports, within))
        case VUnion(members):
            return VUnion(tuple(resolved(member, exports, within) for member in members))
        case VRecord(key, value):
            return VRecord(resolved(key, exports, within), resolved(value, exports, within))
        case VObject(fields):
            return VObject(
                tuple(
                    field._replace(validator=resolved(field.validator, exports, within))
                    for field in fields
                )
            )
        case _:
            return validator


def is_known(validator: Validator) -> bool:
    """Whether no name is left in what was `resolved`."""
    match validator:
        case VReference():
            return False
        case VArray(item):
            return is_known(item)
        case VUnion(members):
            return all(is_known(member) for member in members)
        case VRecord(key, value):
            return is_known(key) and is_known(value)
        case VObject(fields):
            return all(is_known(field.validator) for field in fields)
        case _:
            return True


def accepts_all(wide: Validator, narrow: Validator) -> bool:
    """Whether each value of `narrow` is one of `wide`; False, too, where that can't be told."""
    if accepts_anything(wide) or _is_same(wide, narrow):
        return True
    if isinstance(narrow, VUnion):
        return all(accepts_all(wide, member) for member in narrow.members)
    if isinstance(wide, VUnion):
        return any(accepts_all(member, narrow) for member in wide.members)
    match wide, narrow:
        case VSimple(), _:
            return _simple(narrow) == _NUMBERS.get(wide.name, wide.name)
        case VArray(), VArray():
            return accepts_all(wide.item, narrow.item)
        case VRecord(), VRecord():
            return accepts_all(wide.key, narrow.key) and accepts_all(wide.value, narrow.value)
        case VObject(), VObject():
            return _fits(wide.fields, narrow.fields)
        case _:
            return False


def accept_alike(one: Validator, other: Validator) -> bool:
    return accepts_all(one, other) and accepts_all(other, one)


def members(validator: Validator) -> tuple[Validator, ...]:
    """The members of a union, those of a union in it taken out of it; of anything else, itself."""
    if isinstance(validator, VUnion):
        return tuple(found for member in validator.members for found in members(member))
    return (validator,)


# `v.float64()` is `v.number()`.
_NUMBERS = {"float64": "number"}


def _is_same(one: Validator, other: Validator) -> bool:
    """(Named tuples of different classes may be equal.)"""
    return type(one) is type(other) and one == other


def _simple(validator: Validator) -> str:
    """The plain type that all values of a validator are of; empty where there is none."""
    match validator:
        case VSimple(name):
            return _NUMBERS.get(name, name)
        case VLiteral() | VId():
            return "string"
        case VConstant(text):
            if text in ("true", "false"):
                return "boolean"
            return "int64" if text.endswith("n") else "number"
        case _:
            return ""


def _fits(wide: tuple[Field, ...], narrow: tuple[Field, ...]) -> bool:
    """Whether an object of the fields of `narrow` is one of those of `wide`."""
    known = {field.name: field for field in narrow}
    for field in wide:
        there = known.pop(field.name, None)
        if there is None:
            if not field.is_optional:
                return False
        elif (there.is_optional and not field.is_optional) or not accepts_all(
            field.validator, there.validator
        ):
            return False
    return not known
