"""What a call writes -> what is inserted and patched: what is given for sure, what may be left out, what is filled in."""

from __future__ import annotations

import re

import pytest

from support.sketching import compiled, sketch_of

SCHEMA = compiled("""
enum State {
  OPEN
  DONE
}
model Task {
  id Int @id @default(autoincrement())
  title String
  note String?
  state State? @default(OPEN)
  rank Int @default(3)
  size Int?
  changedAt DateTime @updatedAt
}
""")


def written(call: str) -> dict[str, list[str]]:
    """The lines of the objects that the function of a call makes, by what is done with each."""
    code = f"export const f = (id: number, title: string, c: boolean, given: any) =>\n  prisma.task.{call};\n"
    found = sketch_of(SCHEMA, {"a.ts": code})
    assert found.not_sketched == ()
    blocks = re.findall(
        r"(insert|patch|withoutUndefined)\((?:[^({]*, )?\{\n(.*?)\n    \}\)",
        found.files["tasks.ts"],
        re.DOTALL,
    )
    return {name: [line.strip() for line in lines.split("\n")] for name, lines in blocks}


UPDATE = "update({ where: { id }, data: { %s } })"


@pytest.mark.parametrize(
    ("data", "patch", "changes"),
    [
        ("title", ["title: args.data.title,", "changedAt: Date.now(),"], None),
        ('title: "a", rank: 4', ['title: "a",', "rank: 4,", "changedAt: Date.now(),"], None),
        (
            "title, ...(c && { rank: given })",
            ["...changes,", "title: args.data.title,", "changedAt: Date.now(),"],
            ["rank: args.data.rank,"],
        ),
        (
            "...(c && { note: given, size: 2 })",
            ["...changes,", "changedAt: Date.now(),"],
            ["note: args.data.note,", "size: args.data.size,"],
        ),
        (
            "title, changedAt: given",
            ["title: args.data.title,", "changedAt: args.data.changedAt,"],
            None,
        ),
    ],
)
def test_a_patch_leaves_alone_what_may_be_left_out(
    data: str, patch: list[str], changes: list[str] | None
) -> None:
    found = written(UPDATE % data)
    assert found["patch"] == patch
    assert found.get("withoutUndefined") == changes


@pytest.mark.parametrize(
    ("data", "inserted"),
    [
        ("title", ["title: args.data.title,", "note: null,", 'state: "OPEN",', "rank: 3,", "size: null,"]),
        (
            "title, note: given, state: given, rank: given",
            ["title: args.data.title,", "note: args.data.note,", "state: args.data.state,", "rank: args.data.rank,",
             "size: null,"],
        ),
        (
            "title, ...(c && { note: given, state: given, rank: given })",
            ["title: args.data.title,", "note: args.data.note ?? null,",
             'state: args.data.state === undefined ? "OPEN" : args.data.state,', "rank: args.data.rank ?? 3,", "size: null,"],
        ),
        ("title, state: null", ["title: args.data.title,", "note: null,", "state: null,", "rank: 3,", "size: null,"]),
    ],
)  # fmt: skip
def test_an_insert_fills_in_what_is_left_out(data: str, inserted: list[str]) -> None:
    assert written(f"create({{ data: {{ {data} }} }})")["insert"] == [
        *inserted,
        "changedAt: Date.now(),",
    ]
