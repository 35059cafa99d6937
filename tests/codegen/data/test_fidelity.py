"""What Prisma Client 7 reads of a database is what the snapshot holds: every column type, at its edges and at random."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import pytest

from codegen.data.fidelity import Fidelity, Outcome, same
from codegen.data.moving import Mover
from support import databases

PROVIDERS = ("sqlite", "postgresql", "mysql")
REFUSED = {
    "PC706": ("BigInt",),
    "PC707": ("Decimal",),
    "PC708": ("DateTime",),
    "PC711": ("Json",),
    "PC712": ("Json",),
    "PC716": ("BigInt", "Boolean", "Bytes", "DateTime", "Float", "Int", "String"),
    "PC719": ("Decimal",),
}
"""What may be rejected: see the README of the room."""


@contextmanager
def _database(provider: str) -> Iterator[str]:
    if provider == "sqlite":
        yield "file:./dev.db"
        return
    with databases.database("mariadb" if provider == "mysql" else "postgresql") as found:
        yield found.url


def _run(provider: str, mover: Mover, seed: int, more: int) -> Outcome:
    with _database(provider) as url:
        outcome = Fidelity(provider, url, mover).run(seed, more)
    print(
        f"{provider}: {outcome.compared} compared, {len(outcome.differ)} differ, {outcome.known} known"
    )
    print(f"  rejected {dict(outcome.rejected)}, not read by Prisma {dict(outcome.unread)}")
    return outcome


@pytest.mark.parametrize("provider", PROVIDERS)
def test_what_prisma_reads(provider: str, mover: Mover) -> None:
    _judged(_run(provider, mover, seed=0, more=3), at_least={"sqlite": 190}.get(provider, 750))


@pytest.mark.slow
@pytest.mark.parametrize("seed", range(1, 4))
@pytest.mark.parametrize("provider", PROVIDERS)
def test_what_prisma_reads_at_length(provider: str, seed: int, mover: Mover) -> None:
    least = {"sqlite": 3500, "postgresql": 30_000, "mysql": 15_000}[provider]
    _judged(_run(provider, mover, seed, more=400), at_least=least)


def _judged(outcome: Outcome, at_least: int) -> None:
    assert outcome.differ == []
    assert outcome.compared >= at_least
    assert outcome.known < 20 or outcome.known < outcome.compared / 20
    for kind in outcome.rejected:
        scalar, rule = kind.split()[0], kind.split()[-1]
        assert scalar in REFUSED[rule], kind


@pytest.mark.parametrize(
    ("read", "stored", "is_same"),
    [
        ({"$": "number", "of": "3ff0000000000000"}, 1.0, True),
        ({"$": "number", "of": "3ff0000000000000"}, 1, False),  # an int64
        ({"$": "number", "of": "8000000000000000"}, 0.0, False),  # -0
        ({"$": "number", "of": "8000000000000000"}, -0.0, True),
        ({"$": "number", "of": "7ff8000000000000"}, {"$float": "AAAAAAAA+H8="}, True),
        ({"$": "bigint", "of": "5"}, 5, True),
        ({"$": "bigint", "of": "5"}, 5.0, False),
        ({"$": "decimal", "of": "1.1"}, "1.1", True),
        ({"$": "decimal", "of": "1.1"}, "1.10", False),
        ({"$": "date", "of": 1000}, 1000.0, True),
        ({"$": "date", "of": 86400000}, "1970-01-02", True),
        ({"$": "date", "of": 500}, "00:00:00.500999", True),
        ({"$": "date", "of": 500}, "00:00:01.5", False),
        ({"$": "bytes", "of": "AA=="}, {"$bytes": "AA=="}, True),
        ({"$": "bytes", "of": "AA=="}, {"$bytes": "AQ=="}, False),
        (True, 1.0, False),
        ("1", 1.0, False),
        (None, None, True),
        ([{"$": "bigint", "of": "1"}], [1], True),
        ([], [None], False),
        ({"a": None}, {"a": None}, True),
        ({"a": None}, {}, False),
    ],
)
def test_a_difference_is_seen(read: Any, stored: Any, is_same: bool) -> None:
    assert same(read, stored) is is_same
