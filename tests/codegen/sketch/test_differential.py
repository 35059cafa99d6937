"""The rows that Prisma Client gives are those that the sketches give, with no more read than the class says.

Slow: .ci/run turns it on. The packages are those of `tests/oracle/rows`; P2C_ROWS_SEEDS makes it longer.
"""

from __future__ import annotations

import os
from collections.abc import Iterator

import pytest

from .differential import Outcome, RowsOracle

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
    left_out = outcome.counts["not sketched"] + outcome.counts["of two arguments alike"]
    assert outcome.counts["runs"] + left_out == SEEDS * CALLS
    assert left_out < SEEDS * CALLS / 50
    assert outcome.counts["counted"] > outcome.counts["runs"] / 3
    assert outcome.counts["both refused"] < outcome.counts["runs"] / 3


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
