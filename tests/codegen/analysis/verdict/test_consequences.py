"""What follows from each loss, told by facts of the schema, and the order in which losses are told."""

from __future__ import annotations

from functools import cache

import pytest

from prisma_to_convex.analysis.secrets import secrets
from prisma_to_convex.analysis.verdict.consequences import (
    BY_RULE,
    CONSEQUENCES,
    Consequence,
    Consequences,
)
from prisma_to_convex.rules.table import RULES
from support.compiling import compiled

SCHEMA = """
model Account {
  id       Int       @id
  email    String    @unique
  handle   String    @unique @db.VarChar(40)
  password String
  sessions Session[]
  members  Member[]
  orders   Order[]
  posts    Post[]
}

model Session {
  id      Int     @id
  token   String  @unique
  owner   Account @relation(fields: [ownerId], references: [id], onDelete: Cascade)
  ownerId Int
}

model Login {
  provider          String
  providerAccountId String
  refreshToken      String

  @@id([provider, providerAccountId])
}

model Team {
  id      Int      @id
  name    String   @unique
  members Member[]
}

model Member {
  account   Account @relation(fields: [accountId], references: [id], onDelete: Cascade)
  accountId Int
  team      Team    @relation(fields: [teamId], references: [id])
  teamId    Int
  role      String

  @@id([accountId, teamId])
}

model Order {
  id      Int     @id
  account Account @relation(fields: [buyer], references: [id], onDelete: Restrict)
  buyer   Int
  number  Int     @unique
  total   Decimal @db.Decimal(8, 2)
  price   Decimal @db.Decimal(8, 2)
}

model Post {
  id       Int      @id
  slug     String   @unique
  author   Account? @relation(fields: [authorId], references: [id], onDelete: SetNull)
  authorId Int?
  ratio    Decimal  @db.Decimal(8, 2)
  edited   DateTime @updatedAt
  weight   Int      @default(1)
  area     Unsupported("circle")?

  @@unique([authorId, weight])
}
"""


@cache
def followed() -> dict[str, Consequence]:
    """By rule, model and fields."""
    compilation = compiled(SCHEMA)
    consequences = Consequences(compilation.lowered, secrets(compilation.lowered))
    return {
        f"{outcome.diagnostic.rule.code} {one.owner}.{','.join(one.fields)}": consequences.of(
            one, outcome.diagnostic.rule
        )
        for one, outcome in compilation.ledger.entries
        if outcome.diagnostic is not None
    }


@pytest.mark.parametrize(
    ("loss", "kind"),
    [
        ("PC201 Account.email", "security"),
        ("PC201 Account.handle", "security"),
        ("PC201 Session.token", "security"),
        ("PC202 Login.provider,providerAccountId", "security"),
        ("PC202 Member.accountId,teamId", "security"),
        ("PC206 Session.ownerId", "security"),
        ("PC206 Member.accountId", "security"),
        ("PC201 Order.number", "money"),
        ("PC206 Order.buyer", "money"),
        ("PC210 Order.price", "money"),
        ("PC301 Order.price", "money"),
        ("PC201 Team.name", "data corrupted"),
        ("PC201 Post.authorId,weight", "data corrupted"),
        ("PC205 Post.authorId", "data corrupted"),
        ("PC206 Post.authorId", "data corrupted"),
        ("PC206 Member.teamId", "data corrupted"),
        ("PC216 Post.area", "data corrupted"),
        ("PC201 Post.slug", "user-visible"),
        ("PC209 Post.edited", "user-visible"),
        ("PC208 Post.weight", "user-visible"),
        ("PC301 Post.ratio", "user-visible"),
        ("PC210 Account.handle", "cosmetic"),
        ("PC210 Post.ratio", "cosmetic"),
        ("PC211 Post.weight", "cosmetic"),
    ],
)
def test_what_follows(loss: str, kind: str) -> None:
    assert followed()[loss].kind == kind


def test_the_worst_stands_first() -> None:
    found = followed()
    order = sorted(found, key=lambda loss: (found[loss].order, loss))
    kinds = [CONSEQUENCES.index(found[loss].kind) for loss in order]
    assert kinds == sorted(kinds)
    # Among those of a kind: what more tables lean on.
    assert order[0] in ("PC201 Account.email", "PC201 Account.handle")


def test_the_words_name_what_is_deleted() -> None:
    assert followed()["PC206 Session.ownerId"].text == (
        "security: what a deleted `Account` could sign in with stays valid"
    )


# What the facts of a schema always tell.
BY_FACTS = {"PC201", "PC202", "PC203", "PC204", "PC205", "PC206", "PC241", "PC242"}


def test_every_rule_has_a_consequence() -> None:
    assert {rule.code for rule in RULES} == BY_RULE.keys() | BY_FACTS
    assert not BY_RULE.keys() & BY_FACTS
