"""However deep the statements lie that assign a variable, reading them ends, and claims nothing beyond its depth."""

from __future__ import annotations

import pytest

from codegen.queries.test_cases import COMPILED
from prisma_to_convex.queries.examining import examine_code
from prisma_to_convex.queries.files.code_files import CodeFile


@pytest.mark.parametrize(("depth", "kind"), [(3, "C"), (500, "F")])
def test_nested_blocks(depth: int, kind: str) -> None:
    blocks = "{ " * depth + "where = { teamId: 2 };" + " }" * depth
    code = (
        f"async function all() {{ let where; {blocks} await prisma.deal.findMany({{ where }}); }}"
    )
    found, _ = examine_code([CodeFile("a.ts", code.encode())], COMPILED.lowered, {})
    assert [one.kind for one in found.calls] == [kind]


def test_a_block_of_returns() -> None:
    blocks = "{ " * 900 + "return;" + " }" * 900
    code = f"async function all(id) {{ if (!id) {blocks} await prisma.team.findMany({{ where: {{ id }} }}); }}"
    found, _ = examine_code([CodeFile("a.ts", code.encode())], COMPILED.lowered, {})
    assert [one.call.model for one in found.calls] == ["Team"]
