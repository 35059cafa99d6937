"""Whose key most tables hold, where no relation says it."""

from __future__ import annotations

import pytest

from prisma_to_convex.analysis.facts import Tenancy
from prisma_to_convex.analysis.owners.tenancy import found_tenancy
from prisma_to_convex.analysis.references import references
from prisma_to_convex.analysis.secrets import secrets
from support.compiling import compiled

ID = "  id Int @id @default(autoincrement())\n"


def found(*models: str, keyed: int, key: str = "orgId Int", bare: int = 0) -> Tenancy | None:
    """Models with nothing but a name; `keyed` tables that hold the key, and `bare` ones without it."""
    blocks = [f"model {name} {{\n{ID}  name String\n}}\n" for name in models]
    blocks += [f"model T{at} {{\n{ID}  {key}\n}}\n" for at in range(keyed)]
    blocks += [f"model N{at} {{\n{ID}}}\n" for at in range(bare)]
    lowered = compiled("".join(blocks)).lowered
    return found_tenancy(lowered, references(lowered), secrets(lowered))


@pytest.mark.parametrize("names", [("Org", "ORG"), ("ORG", "Org")])
def test_of_two_models_of_one_name_the_first_is_meant(names: tuple[str, str]) -> None:
    tenancy = found(*names, keyed=5)
    assert tenancy is not None
    assert (tenancy.root, tenancy.key) == (names[0], "orgId")
    assert {one.model: one.ownership for one in tenancy.owned}[names[1]] == "shared"


def test_a_key_whose_model_is_elsewhere() -> None:
    tenancy = found(keyed=5)
    assert tenancy is not None
    assert (tenancy.root, tenancy.key) == ("", "orgId")


def test_a_key_that_few_tables_hold_is_nobody_s() -> None:
    assert found(keyed=1, bare=6) is None
