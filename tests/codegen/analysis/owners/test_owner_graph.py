"""Who the people are, and who only lists by address who may act for it."""

from __future__ import annotations

import pytest

from prisma_to_convex.analysis.owners.owner_graph import OwnerGraph, owner_graph
from prisma_to_convex.analysis.references import references
from prisma_to_convex.analysis.secrets import secrets
from prisma_to_convex.analysis.sign_in.auth import auth
from support.compiling import compiled

ID = "id String @id @default(cuid())"
OWN = {"User": ["email String @unique"], "Shop": ["email String @unique", "passwordHash String"]}
LISTED = ("email String", "role String")


def graph(models: dict[str, list[str]]) -> OwnerGraph:
    blocks = "".join(
        f"model {name} {{\n  {ID}\n" + "".join(f"  {line}\n" for line in lines) + "}\n"
        for name, lines in models.items()
    )
    lowered = compiled(blocks).lowered
    edges = references(lowered)
    return owner_graph(lowered, edges, auth(lowered, edges, secrets(lowered)))


def with_members(*members: tuple[str, tuple[str, ...], tuple[str, ...]]) -> dict[str, list[str]]:
    """`User` and `Shop`, and models that refer to them: their name, whom they refer to, their other fields."""
    found = {name: list(lines) for name, lines in OWN.items()}
    for name, targets, more in members:
        lines = found[name] = list(more)
        for target in targets:
            key = target.lower()
            lines.append(f"{key}Id String")
            lines.append(f"{key} {target} @relation(fields: [{key}Id], references: [id])")
            is_one = f"@@unique([{key}Id])" in more
            found[target].append(f"of{name} {name}{'?' if is_one else '[]'}")
    return found


TEAM, STAFF = "TeamMember", "StaffMember"


@pytest.mark.parametrize(
    ("members", "staffed"),
    [
        ([(TEAM, ("Shop",), LISTED)], {"Shop"}),
        ([(TEAM, ("Shop",), LISTED[:1])], set()),
        ([(TEAM, ("Shop",), LISTED[1:])], set()),
        ([(TEAM, ("Shop",), (*LISTED, "@@unique([shopId])"))], set()),
        ([("Ticket", ("Shop",), LISTED)], set()),
        ([(TEAM, ("User",), LISTED)], set()),
        ([(TEAM, ("Shop", "User"), LISTED)], set()),
        ([(TEAM, ("User",), LISTED), (STAFF, ("Shop",), LISTED)], {"Shop"}),
        ([(TEAM, ("Shop", "User"), LISTED), (STAFF, ("Shop",), LISTED)], {"Shop"}),
        ([("Ticket", ("Shop",), LISTED), (STAFF, ("Shop",), LISTED)], {"Shop"}),
    ],
)
def test_who_lists_by_address_who_acts_for_it_is_no_user(
    members: list[tuple[str, tuple[str, ...], tuple[str, ...]]], staffed: set[str]
) -> None:
    found = graph(with_members(*members))
    assert found.staffed == staffed
    assert found.users.isdisjoint(staffed)
    assert "User" in found.users
    assert found.people == {"User", "Shop"}


def test_each_key_is_a_tie() -> None:
    found = graph(with_members((TEAM, ("Shop", "User"), LISTED), ("Note", ("User",), ())))
    assert [(one.holder, one.key, one.target) for one in found.ties] == [
        (TEAM, "shopId", "Shop"),
        (TEAM, "userId", "User"),
        ("Note", "userId", "User"),
    ]
    assert all(one.is_required and one.is_stated and not one.is_unique for one in found.ties)
    assert found.parts == {"Shop": (TEAM,), "User": (TEAM, "Note")}
    assert found.below(["User"]) == {"User", TEAM, "Note"}
    assert found.above(TEAM) == {"Shop", "User"}


def test_who_made_a_row_holds_no_key_of_it() -> None:
    models = with_members()
    models["Note"] = [
        "createdById String",
        "createdBy User @relation(fields: [createdById], references: [id])",
    ]
    models["User"].append("notes Note[]")
    assert graph(models).ties == ()
