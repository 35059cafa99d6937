"""Readers of values that a server hands over as its texts of them: token, or what is wrong with the value."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping

from ..documents.plain_columns import Plain, named
from ..tokens import json_tokens
from ..tokens.json_tokens import Bad, Token
from ..tokens.key_texts import Unfit
from ..tokens.key_texts import decimal_key as key_of_decimal


def number(make: Callable[[str], Token], value: bytes) -> Token:
    return make(value.decode(errors="replace"))


def decimal_key(value: bytes) -> Token:
    found = key_of_decimal(value.decode(errors="replace"))
    return Bad("PC707", found.message) if isinstance(found, Unfit) else found


def float_(value: bytes) -> Token:
    try:
        return json_tokens.number(float(value))
    except ValueError:
        return json_tokens.NOT_A_NUMBER


def enum(values: Mapping[str, str], value: bytes) -> Token:
    """`values`: what documents hold, by what the database holds."""
    found = values.get(value.decode(errors="replace"))
    if found is None:
        return Bad("PC705", "is none of the enum's values")
    return json_tokens.string(found)


def plain_enum(values: Iterable[tuple[str, str]]) -> Plain:
    """Of a column that holds nothing else."""
    tokens = {stored.encode(): json_tokens.string(written) for stored, written in values}
    return named("string", {at: one for at, one in tokens.items() if isinstance(one, bytes)})
