"""Each index that a call needs is named once, however many ways there are to the call."""

from __future__ import annotations

from codegen.queries.test_cases import COMPILED
from prisma_to_convex.queries.examining import examine_code
from prisma_to_convex.queries.files.code_files import CodeFile
from prisma_to_convex.rules.code import needs_index

WRAPPER = """
export const first = (where: Prisma.DealWhereInput) => prisma.deal.findMany({ where, orderBy: { amount: "asc" }, take: 5 });
first({ teamId: 1 });
first({ teamId: 2 });
first({ ownerId: 3 });
"""


def messages(code: str) -> list[str]:
    examined, _ = examine_code([CodeFile("a.ts", code.encode())], COMPILED.lowered, {})
    return [one.diagnostic.message for one in needs_index.check(examined, COMPILED.lowered)]


def test_a_wrapper_that_needs_several() -> None:
    assert sorted(messages(WRAPPER)) == [
        "`Deal.findMany` needs an index of `deals` over `ownerId` and `amount`",
        "`Deal.findMany` needs an index of `deals` over `teamId` and `amount`",
    ]
