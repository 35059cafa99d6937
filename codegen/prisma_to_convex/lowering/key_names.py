"""What the name of a key of another model says: `referredByPartnerId`, `couponIds`, `id_partner`."""

from __future__ import annotations

from collections.abc import Iterable

from prisma_schema_parser.schema import Scalar, ScalarField

from .foreign_ids import words_in
from .generated_ids import GENERATORS

# What ends a key's name: `userId`, `couponIds`, `userUid`, `user_uuid`.
_ENDS = frozenset({"id", "ids", "uid", "uids", "uuid", "uuids", "guid", "guids"})
# What starts it in other schemas.
_STARTS = frozenset({"fk", "id"})
_FIRST = _STARTS | {"pk"}
# What is no key for all that: a number on a card, a token that says who somebody is.
_NO_KEYS = frozenset({"card", "code", "no", "number", "token"})
_IDS = (Scalar("String"), Scalar("Int"), Scalar("BigInt"), Scalar("Bytes"))


def key_words(field: ScalarField, starts: frozenset[str]) -> tuple[str, ...]:
    """`referredByPartnerId` -> referred, by, partner, id; `id_partner` -> partner, id where the schema's keys start
    so; nothing for what can't be such a key."""
    is_key = field.name[-1] in "dDsSyY" or field.name[:2].lower() in starts
    if not is_key or field.type not in _IDS or field.is_ignored:
        return ()
    if field.default is not None and field.default.kind in GENERATORS:
        return ()
    words = noun_first(words_in(field.name), starts)
    return words if len(words) > 1 and (words[-1] in _ENDS or words[-1] == "by") else ()


def is_noun_last(words: tuple[str, ...]) -> bool:
    """Whether a name says first that it is a key: `id_address`, `fkUsuario`. An `id_number` is on somebody's card."""
    is_other = len(words) == 2 and words[-1] in _NO_KEYS
    return len(words) > 1 and words[0] in _FIRST and not is_other


def noun_first(words: tuple[str, ...], starts: frozenset[str]) -> tuple[str, ...]:
    is_last = len(words) > 1 and words[0] in starts and words[-1] not in _ENDS
    return (*words[1:], "id") if is_last else words


def key_starts(names: Iterable[str]) -> frozenset[str]:
    """What keys of such names start with where the noun comes last: `id_project`, `fkUsuario`."""
    return _STARTS.intersection(words[0] for words in map(words_in, names) if len(words) > 1)
