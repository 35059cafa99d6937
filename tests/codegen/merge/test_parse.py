"""Where a statement ends in a file whose author writes no semicolons."""

from __future__ import annotations

import pytest

from prisma_to_convex.merge.parse import parse
from prisma_to_convex.merge.tree import text_of


def keys(text: str) -> list[str]:
    block = parse(text)
    assert text_of(block) == text
    return [item.key for item in block.items]


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("const a = 1\nconst b = 2\n", ["a", "b"]),
        ("const a = 1; const b = 2\n", ["a", "b"]),
        ("export\nconst a = 1\nconst b = 2\n", ["a", "b"]),
        ("export\ndefault\nclass A {}\n", ["export default"]),
        ("declare\nfunction f(): void\nconst b = 2\n", ["f", "b"]),
        ("abstract\nclass A {}\nconst b = 2\n", ["A", "b"]),
        ("const a =\nfunction () {}\nconst b = 2\n", ["a", "b"]),
        ("const a = [\n1,\n].map(\nasync (x) => x\n)\nconst b = 2\n", ["a", "b"]),
        ("const a = (x) =>\nclass {}\nconst b = 2\n", ["a", "b"]),
        ("type A = Infer<typeof a>\nexport const b = 2\n", ["A", "b"]),
        ("type A = B<C<D>>\n\nexport default defineSchema({})\n", ["A", "export default"]),
        ("type A =\n| B\n| C\ntype D = E[]\n", ["A", "D"]),
        ("let a = b!\ninterface C {}\n", ["a", "C"]),
        ("let a = 0\na++\nexport const b = 2\n", ["a", "b"]),
        ("const a = b >\ntype\nconst c = 1\n", ["a", "c"]),
    ],
)
def test_statements(text: str, found: list[str]) -> None:
    assert keys(text) == found
