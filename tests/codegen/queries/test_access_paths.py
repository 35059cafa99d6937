"""The way into a table that the conditions of a call ask for: one range, one `in`, the rest for the code."""

from __future__ import annotations

import pytest

from codegen.queries.test_cases import COMPILED
from prisma_to_convex.calls.call import OrderField, RowOrder
from prisma_to_convex.calls.classified import AccessPath
from prisma_to_convex.queries.judging.classify import path_of
from prisma_to_convex.queries.judging.where_conditions import Conditions

NOTHING = Conditions(equal=(), one_of=(), ranges=(), rest=(), others=())
BY_AMOUNT = RowOrder((OrderField(("amount",), "asc"),))


@pytest.mark.parametrize(
    ("found", "order", "path"),
    [
        (NOTHING._replace(ranges=("amount",)), RowOrder(), AccessPath("Deal", range="amount")),
        (
            NOTHING._replace(ranges=("amount", "createdAt"), rest=("title",)),
            RowOrder(),
            AccessPath("Deal", range="amount", rest=("createdAt", "title")),
        ),
        (NOTHING._replace(one_of=("status",)), RowOrder(), AccessPath("Deal", one_of="status")),
        (
            NOTHING._replace(one_of=("status", "teamId")),
            RowOrder(),
            AccessPath("Deal", one_of="status", rest=("teamId",)),
        ),
        (
            NOTHING._replace(equal=("teamId",)),
            BY_AMOUNT,
            AccessPath("Deal", ("teamId",), order=("amount",)),
        ),
        # A range has the index to itself, and an `in` has several ranges: neither gives the order of another field.
        (
            NOTHING._replace(equal=("teamId",), ranges=("createdAt",)),
            BY_AMOUNT,
            AccessPath("Deal", ("teamId",), range="createdAt"),
        ),
        (NOTHING._replace(one_of=("status",)), BY_AMOUNT, AccessPath("Deal", one_of="status")),
    ],
)
def test_path(found: Conditions, order: RowOrder, path: AccessPath) -> None:
    model = COMPILED.lowered.schema.models_by_name["Deal"]
    assert path_of(found, order, model) == path
