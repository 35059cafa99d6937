"""Tables that may be of authentication, by the names of their fields."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import cache
from typing import TypeAlias

from prisma_schema_parser.records import NamedTuple

from ...lowering.lowered import Lowered, LoweredModel
from ..name_words import words_of
from .auth_libraries import Shape

# Before the noun: `UserSession` is a session, `FormSession` is none.
OWNERS = frozenset(["user", "admin", "auth", "account", "login", "member", "customer", "staff"])


class AuthCandidate(NamedTuple):
    """`exact` and `folded` have the names of its fields by themselves, and without case and underscores."""

    model: LoweredModel
    exact: Mapping[str, str]
    folded: Mapping[str, str]


Tables: TypeAlias = Mapping[str, AuthCandidate]


def tables_by_name(lowered: Lowered) -> Tables:
    found = {}
    for name, model in lowered.models.items():
        names = [field.name for field in model.model.scalar_fields]
        folded = {fold_name(one): one for one in names}
        found[name] = AuthCandidate(model, dict(zip(names, names, strict=True)), folded)
    return found


def fields_of(shape: Shape, table: AuthCandidate) -> tuple[str, ...]:
    """The model's fields that make it this table; empty where it is another."""
    fold: Callable[[str], str] = str if shape.is_exact else fold_name
    names = table.exact if shape.is_exact else table.folded
    wanted = [fold(one) for one in shape.has]
    if any(one not in names for one in wanted) or any(fold(one) in names for one in shape.not_):
        return ()
    if shape.called and not is_called(table.model, shape.called):
        return ()
    if shape.is_all and len(names) != len(wanted):
        return ()
    more = [one for one in map(fold, shape.any) if one in names][:1]
    if shape.any and not more:
        return ()
    columns = [one for one in (*wanted, *more) if fold_name(one) not in ("userid", "id")]
    return tuple(names[one] for one in columns)


def is_called(model: LoweredModel, end: tuple[str, ...]) -> bool:
    """By its name in Prisma, which may say whose it is: `UserSession` is a session, `FormSession` is none."""
    words = words_of(model.model.name)
    return words[-len(end) :] == end and OWNERS.issuperset(words[: -len(end)])


@cache
def fold_name(name: str) -> str:
    return name.replace("_", "").lower()
