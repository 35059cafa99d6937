"""What is made of a date: what documents hold of it, and the text of a key. Each source says how it reads its dates."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, TypeAlias

from prisma_schema_parser.records import NamedTuple

from .instants import NoInstant, iso, microseconds
from .json_tokens import Bad, Token
from .key_texts import instant_key

Read: TypeAlias = Callable[[Any], Token]


class InstantReaders(NamedTuple):
    """`number` and `text` are of fields; `creation` is a whole number of milliseconds, for `_creationTime`."""

    number: Read
    text: Read
    creation: Read
    key: Read


def instant_readers(micros: Callable[[Any], int | Bad]) -> InstantReaders:
    """`micros` gives the microseconds since 1970 of a value as the driver hands it over."""

    def reading(make: Callable[[int], Token]) -> Read:
        def read(value: Any) -> Token:
            found = micros(value)
            return found if isinstance(found, Bad) else make(found)

        return read

    return InstantReaders(
        number=reading(lambda found: b"%d.0" % (found // 1000)),
        text=reading(lambda found: f'"{iso(found // 1000)}"'.encode()),
        creation=reading(lambda found: b"%d" % (found // 1000)),
        key=reading(instant_key),
    )


def micros_of(text: str) -> int | Bad:
    found = microseconds(text)
    return Bad("PC708", found.why) if isinstance(found, NoInstant) else found
