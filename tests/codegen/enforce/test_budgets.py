"""What a mutation may still do, as convex-test counts it: a delete beyond it is refused by name before anything is
written, and goes in batches none of which leaves a key that refers to nothing."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest

from support.enforcing import Runtime, emit, runtime

SCHEMA = """
datasource db {
  provider = "postgresql"
}
model Org {
  id    Int    @id @default(autoincrement())
  users User[]
}
model User {
  id    Int    @id @default(autoincrement())
  orgId Int
  org   Org    @relation(fields: [orgId], references: [id], onDelete: Cascade)
  about String
  posts Post[]
  notes Note[]
}
model Post {
  id       Int  @id @default(autoincrement())
  authorId Int
  author   User @relation(fields: [authorId], references: [id], onDelete: Cascade)
}
model Note {
  id     Int   @id @default(autoincrement())
  userId Int?
  user   User? @relation(fields: [userId], references: [id], onDelete: SetNull)
}
"""
# Each far below what deleting 30 users with 2 posts and a note each takes at once.
LIMITS = [
    {"databaseQueries": 100},
    {"documentsRead": 90},
    {"documentsWritten": 60},
    {"bytesRead": 60_000},
    {"bytesWritten": 20_000, "databaseQueries": 150},
]
KEYS = {"users": "orgId", "posts": "authorId", "notes": "userId"}


def _filled(ours: Runtime, users: int, about: int = 2000) -> str:
    made = ours.script("""
    const orgId = await ctx.db.insert("orgs", {});
    return orgId;
    """)
    for _ in range(users):
        ours.script(f"""
        const user = await ctx.db.insert("users", {{ orgId: "{made}", about: "x".repeat({about}) }});
        for (const _ of [1, 2]) await ctx.db.insert("posts", {{ authorId: user }});
        await ctx.db.insert("notes", {{ userId: user }});
        """)
    return str(made)


def _dangling(rows: Mapping[str, list[dict[str, Any]]]) -> int:
    there = {row["_id"] for table in rows.values() for row in table}
    return sum(
        row[key] is not None and row[key] not in there
        for table, key in KEYS.items()
        for row in rows[table]
    )


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    made = tmp_path_factory.mktemp("budgets")
    emit(made, SCHEMA)
    return made


@pytest.mark.parametrize("limits", LIMITS, ids=lambda limits: next(iter(limits)))
def test_beyond_a_limit_is_refused_by_name_and_done_in_batches(
    folder: Path, limits: dict[str, int]
) -> None:
    ours = runtime()
    ours.load(folder, limits)
    org = _filled(ours, 30)
    before = ours.rows()
    found = ours.script(f"""
    try {{ await api.enforce.enforce(ctx.db, ctx.meta).delete("orgs", "{org}"); }} catch (error) {{ return error.data; }}
    """)
    assert found["code"] == "TooManyRows"
    assert "deleteInBatches" in found["meta"]["help"]
    assert ours.rows() == before
    steps = 0
    while True:
        step = ours.script(f"""
        api.enforce.enforce(ctx.db, ctx.meta);
        return await api.enforce.deleteInBatches(ctx.db, "orgs", "{org}", {{ rows: 12 }});
        """)
        assert _dangling(ours.rows()) == 0
        steps += 1
        assert step["written"] > 0
        if step["isDone"]:
            break
    assert steps > 5
    rows = ours.rows()
    assert [len(rows[name]) for name in ("orgs", "users", "posts", "notes")] == [0, 0, 0, 30]
    assert {row["userId"] for row in rows["notes"]} == {None}


def test_what_the_mutation_read_before_counts(folder: Path) -> None:
    ours = runtime()
    ours.load(folder, {"databaseQueries": 100})
    org = _filled(ours, 4)
    delete = f'await api.enforce.enforce(ctx.db, ctx.meta).delete("orgs", "{org}")'
    reads = 'for (let n = 0; n < 85; n += 1) await ctx.db.query("posts").first();'
    answer = ours.script(f"{reads} try {{ {delete}; }} catch (error) {{ return error.data.code; }}")
    assert answer == "TooManyRows"
    ours.script(delete)
    assert ours.rows()["users"] == []


def test_inserts_go_as_far_as_convex_lets_them(folder: Path) -> None:
    """What is counted here is less exact than what Convex counts: nothing is refused that Convex would do."""
    ours = runtime()
    ours.load(folder, True)
    made = ours.script("""
    const db = api.enforce.enforce(ctx.db, ctx.meta);
    for (let n = 0; n < 4500; n += 1) await db.insert("orgs", {});
    return (await ctx.meta.getTransactionMetrics()).documentsWritten.used;
    """)
    assert made == 4500


def test_a_step_with_nothing_left_says_so(folder: Path) -> None:
    ours = runtime()
    ours.load(folder, {"databaseQueries": 100})
    org = _filled(ours, 3)
    answer = ours.script(f"""
    for (let n = 0; n < 96; n += 1) await ctx.db.query("posts").first();
    api.enforce.enforce(ctx.db, ctx.meta);
    try {{ await api.enforce.deleteInBatches(ctx.db, "orgs", "{org}"); }} catch (error) {{ return error.data; }}
    """)
    assert answer["code"] == "TooManyRows"
    assert "too little is left of this mutation" in answer["meta"]["help"]
