"""The rows that Prisma Client gives are those that the sketches give, with no more read than the class says.

Slow: .ci/run turns it on. The packages are those of `tests/oracle/rows`; P2C_ROWS_SEEDS makes it longer.
"""

from __future__ import annotations

import os
import re
from collections.abc import Iterator

import pytest

from .differential import TWINS, Outcome, RowsOracle

SEEDS = int(os.environ.get("P2C_ROWS_SEEDS", "3"))
CALLS = 150

pytestmark = pytest.mark.slow


@pytest.fixture(scope="module")
def oracle(tmp_path_factory: pytest.TempPathFactory) -> Iterator[RowsOracle]:
    found = RowsOracle(tmp_path_factory.mktemp("rows"))
    yield found
    found.close()


def test_the_same_rows(oracle: RowsOracle) -> None:
    outcome = Outcome()
    for seed in range(SEEDS):
        oracle.differences(seed, CALLS, outcome)
    print(dict(outcome.counts))
    assert outcome.differences == []
    print(dict(outcome.left_out))
    assert outcome.counts["runs"] + outcome.left_out.total() == SEEDS * CALLS
    assert [one for one in outcome.left_out if not _may_be_left_out(one)] == []
    assert outcome.counts["runs"] > SEEDS * CALLS * 0.9
    assert outcome.counts["counted"] > outcome.counts["runs"] / 3
    assert outcome.counts["both refused"] < outcome.counts["runs"] / 3


_LEFT_OUT = (
    TWINS,
    "a cursor in an order by what may be null",  # Prisma compares with null, and finds nothing
    "a cursor without an order, where no single field is the id",  # Prisma reads it in another way
    r"\w+ is never null",  # a call that fails
    r"\w+\.isNot of what may be null",  # true of some rows without the value, and not of others
)
"""What no sketch is written for, each for a reason that docs/queries.md gives."""


def _may_be_left_out(reason: str) -> bool:
    return any(re.fullmatch(one, reason) for one in _LEFT_OUT)


@pytest.mark.parametrize(
    "instead",
    [
        ('.order("desc")', '.order("asc")'),
        (".gt(", ".gte("),
        ("=== null ||", "=== undefined ||"),
        ('nulls: "last"', 'nulls: "first"'),
    ],
)
def test_a_difference_is_seen(oracle: RowsOracle, instead: tuple[str, str]) -> None:
    outcome = Outcome()
    for seed in range(1000, 1006):
        oracle.differences(seed, 300, outcome, instead=instead)
        if outcome.differences:
            break
    assert outcome.differences != []


def test_nothing_is_allowed_before_access_is_decided(oracle: RowsOracle) -> None:
    oracle.differences(0, 20, Outcome())
    assert oracle.ask("refused") == {"codes": ["AccessNotDecided"]}
