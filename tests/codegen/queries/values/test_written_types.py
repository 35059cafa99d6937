"""Which texts a type lets through, and which keys its objects have."""

from __future__ import annotations

import pytest

from prisma_to_convex.queries.files.code_files import CodeFile
from prisma_to_convex.queries.files.code_module import CodeModule
from prisma_to_convex.queries.values.definitions import Definitions
from prisma_to_convex.queries.values.expressions import TypeAt
from prisma_to_convex.queries.values.written_types import WrittenTypes

OTHER = """\
export type Kind = "a" | "b";
export enum Level { Low = "low", High = "high" }
export interface Sorting { by: "title" | "amount"; plain: string; size?: number }
export const KEYS = ["title", "amount"] as const;
export const shape = z.object({ by: z.enum(["x", "y"]), more: z.string().optional() });
export class Dto { by: "u"; other: string; }
export interface Longer extends Sorting { more: boolean }
"""


def at(text: str) -> tuple[WrittenTypes, TypeAt]:
    code = f'import {{ Kind, Level, Sorting, KEYS, shape, Dto, Longer }} from "./other";\nlet a: {text};\n'
    module = CodeModule(CodeFile("a.ts", code.encode()))
    other = CodeModule(CodeFile("other.ts", OTHER.encode()))
    declaration = module.root.named_children[1].named_children[0]
    node = declaration.child_by_field_name("type")
    assert node is not None
    return WrittenTypes(Definitions([module, other])), TypeAt(node.named_children[0], module)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ('"a"', ("a",)),
        ('"a" | "b" | "a"', ("a", "b")),
        ('"a" | string', ()),
        ('("a" | "b")', ("a", "b")),
        ("Kind", ("a", "b")),
        ("Level", ("low", "high")),
        ('Kind | "c"', ("a", "b", "c")),
        ("Missing", ()),
        ('Sorting["by"]', ("title", "amount")),
        ('Sorting["plain"]', ()),
        ('Sorting["none"]', ()),
        ('Longer["by"]', ("title", "amount")),
        ('Dto["by"]', ("u",)),
        ("(typeof KEYS)[number]", ("title", "amount")),
        ("(typeof KEYS)[string]", ()),
        ("keyof Sorting", ("by", "plain", "size")),
        ("keyof Longer", ("by", "plain", "size", "more")),
        ('z.infer<typeof shape>["by"]', ("x", "y")),
    ],
)
def test_the_texts_that_a_type_lets_through(text: str, expected: tuple[str, ...]) -> None:
    types, place = at(text)
    assert types.texts(place) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("{ a: string; b?: number }", {"a": False, "b": True}),
        ("Sorting", {"by": False, "plain": False, "size": True}),
        ("Partial<Sorting>", {"by": True, "plain": True, "size": True}),
        ("Sorting & { more: string }", {"by": False, "plain": False, "size": True, "more": False}),
        ("z.infer<typeof shape>", {"by": False, "more": True}),
        ("Missing", None),
    ],
)
def test_the_keys_of_objects(text: str, expected: dict[str, bool] | None) -> None:
    types, place = at(text)
    found = types.members(place)
    optional = None if found is None else {key: one.is_optional for key, one in found.items()}
    assert optional == expected
