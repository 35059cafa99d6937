"""Which tables are work that waits, is planned, runs or is locked: by their columns, not their names."""

from __future__ import annotations

import pytest

from prisma_to_convex.analysis.background.jobs import jobs
from prisma_to_convex.analysis.facts import AuthTables
from support.compiling import compiled

STATES = "enum State {\n QUEUED\n RUNNING\n DONE\n FAILED\n}\n"
ORDER = "enum Sale {\n PENDING\n PAID\n REFUNDED\n}\n"


def job(*fields: str, name: str = "Thing", auth: tuple[AuthTables, ...] = ()) -> str:
    """`kind: field, field`; empty for a table that is none."""
    lines = "\n".join(fields)
    text = f"{STATES}{ORDER}model {name} {{\n id Int @id @default(autoincrement())\n {lines}\n}}\n"
    found = jobs(compiled(text).lowered, auth)
    return ", ".join(f"{one.kind}: {', '.join(one.evidence)}" for one in found)


@pytest.mark.parametrize(
    ("fields", "expected"),
    [
        (("state State", "attempts Int"), "queue: attempts, state"),
        (("status String", "retryCount Int", "payload Json"), "queue: retryCount, status"),
        (("state State", "lockedBy String?"), "queue: lockedBy, state"),
        (("state State", "runAt DateTime", "payload Json"), "queue: state, runAt, payload"),
        (("cronExpression String", "enabled Boolean"), "schedule: cronExpression"),
        (("frequency String", "nextRunAt DateTime"), "schedule: frequency, nextRunAt"),
        (("status String", "scheduledAt DateTime?"), "schedule: scheduledAt, status"),
        (
            ("url String", "body String", "attempts Int", "status String"),
            "outbox: attempts, status, url",
        ),
        (
            ("toAddress String", "html String", "nextRetryAt DateTime", "sentAt DateTime?"),
            "outbox: sentAt, toAddress",
        ),
        (
            ("state State", "startedAt DateTime?", "finishedAt DateTime?", "error String?"),
            "run: startedAt, finishedAt, state",
        ),
        (
            ("name String @unique", "holder String", "lockedUntil DateTime"),
            "lock: lockedUntil, holder",
        ),
        (("idempotencyKey String @unique", "expiresAt DateTime"), "lock: idempotencyKey"),
    ],
)
def test_work_is_recognised_by_columns(fields: tuple[str, ...], expected: str) -> None:
    assert job(*fields) == expected


@pytest.mark.parametrize(
    "fields",
    [
        ("status Sale", "total Int"),
        ("status String", "expiresAt DateTime", "token String"),
        ("state State", "startsAt DateTime", "endsAt DateTime"),
        ("state State", "startedAt DateTime", "completedAt DateTime?", "score Int"),
        ("attempts Int", "score Int"),
        ("status String", "lockedAt DateTime?", "lockedByUserId Int?", "payload Json"),
        ("url String", "body String"),
        ("scheduledAt DateTime",),
    ],
)
def test_what_people_do_is_no_job(fields: tuple[str, ...]) -> None:
    assert job(*fields) == ""


def test_tables_of_sign_in_count_attempts_too() -> None:
    fields = ("state State", "attempts Int")
    assert job(*fields, auth=(AuthTables("any", ("Thing",), (), ""),)) == ""


def test_the_name_of_an_outbox_is_enough_beside_a_status() -> None:
    assert job("status String", "scheduledAt DateTime", name="MailOutbox") == "outbox: status"


def test_what_takes_its_place() -> None:
    text = (
        STATES
        + "model Job {\n id Int @id @default(autoincrement())\n state State\n attempts Int\n}\n"
    )
    (one,) = jobs(compiled(text).lowered, ())
    assert "@convex-dev/workpool" in one.instead
    assert "ctx.scheduler.runAfter" in one.instead
