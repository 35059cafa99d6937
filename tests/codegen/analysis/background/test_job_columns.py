"""Each way in which the columns of a table say that a worker took a row of it."""

from __future__ import annotations

import pytest

from codegen.analysis.background.test_jobs import job


@pytest.mark.parametrize(
    "field",
    [
        "claimedAt DateTime?",
        "claimedBy String?",
        "heartbeatAt DateTime?",
        "lastHeartbeatAt DateTime?",
        "leasedUntil DateTime?",
        "leaseExpiresAt DateTime?",
        "lockedAt DateTime?",
        "lockedBy String?",
        "lockedUntil DateTime?",
        "pickedAt DateTime?",
        "pickedBy String?",
        "reservedAt DateTime?",
        "workerId String?",
        "worker_id String?",
    ],
)
def test_a_row_that_a_worker_takes_is_work_that_waits(field: str) -> None:
    assert job("state State", field) == f"queue: {field.split()[0]}, state"


@pytest.mark.parametrize(
    "field", ["closedAt DateTime?", "readBy String?", "workedAt DateTime?", "pickId String?"]
)
def test_a_row_that_is_only_used_is_none(field: str) -> None:
    assert job("state State", field) == ""
