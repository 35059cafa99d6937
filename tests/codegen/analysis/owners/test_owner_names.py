"""What the name of a field says of whose a row is."""

from __future__ import annotations

import pytest

from prisma_to_convex.analysis.owners.owner_names import is_audit


@pytest.mark.parametrize(
    ("name", "says_so"),
    [
        ("createdBy", True),
        ("takenById", True),
        ("done_by", True),
        ("madeBy", True),
        ("lastModifiedByUserId", True),
        ("ownedBy", False),
        ("soldBy", False),
        ("sortBy", False),
        ("createdAt", False),
        ("created", False),
    ],
)
def test_who_did_something_is_not_whose_it_is(name: str, says_so: bool) -> None:
    assert is_audit(name) is says_so
