"""Which tables are drawn side by side: by namespace, by what they belong to, around what nothing is kept together by."""

from __future__ import annotations

import pytest

from prisma_to_convex.analysis.clusters import clusters
from prisma_to_convex.analysis.references import references
from support.compiling import POSTGRESQL, compiled

ID = "  id Int @id @default(autoincrement())\n"


def groups(
    models: dict[str, list[str]], spaces: dict[str, str] | None = None
) -> list[tuple[str, tuple[str, ...]]]:
    """`models`: by name, whom each refers to: `User`, `User?` where it need not, `User!` where it dies with it."""
    lines = {name: [ID] for name in models}
    for name, targets in models.items():
        for written in targets:
            target = written.rstrip("?!")
            mark = "?" if written.endswith("?") else ""
            action = ", onDelete: Cascade" if written.endswith("!") else ", onDelete: Restrict"
            key = f"{target.lower()}Id"
            relation = f'@relation("{name}{target}", fields: [{key}], references: [id]{action})'
            lines[name].append(f"  {key} Int{mark}\n  {target.lower()} {target}{mark} {relation}\n")
            lines[target].append(f'  of{name} {name}[] @relation("{name}{target}")\n')
    head = POSTGRESQL
    if spaces:
        named = ", ".join(f'"{one}"' for one in sorted(set(spaces.values())))
        head = POSTGRESQL.replace("}", f"  schemas = [{named}]\n}}")
        for name, space in spaces.items():
            lines[name].append(f'  @@schema("{space}")\n')
    text = "".join(f"model {name} {{\n{''.join(own)}}}\n" for name, own in lines.items())
    lowered = compiled(text, head=head).lowered
    return [(one.name, one.models) for one in clusters(lowered, references(lowered))]


@pytest.mark.parametrize(
    ("models", "expected"),
    [
        ({"A": [], "B": []}, [("others", ("A", "B"))]),
        ({"Post": [], "Comment": ["Post"]}, [("Post", ("Post", "Comment"))]),
        ({"Comment": ["Post"], "Post": []}, [("Post", ("Comment", "Post"))]),
        ({"Post": [], "Comment": ["Post?"]}, [("others", ("Post", "Comment"))]),
        (
            {"Post": [], "Place": [], "Comment": ["Place", "Post!"], "Seat": ["Place"]},
            [("Post", ("Post", "Comment")), ("Place", ("Place", "Seat"))],
        ),
        (
            {"Post": [], "Place": [], "Comment": ["Place", "Post"], "Seat": ["Place"]},
            [("Place", ("Place", "Comment", "Seat")), ("others", ("Post",))],
        ),
        (
            {"Shop": [], "Order": ["Shop!"], "Line": ["Order!"], "Note": ["Line"], "Other": []},
            [("Shop", ("Shop", "Order", "Line", "Note")), ("others", ("Other",))],
        ),
        ({"A": ["B?"], "B": ["A"], "C": ["B"]}, [("A", ("A", "B", "C"))]),
    ],
)
def test_a_table_goes_with_what_it_dies_with_else_with_what_it_needs(
    models: dict[str, list[str]], expected: list[tuple[str, tuple[str, ...]]]
) -> None:
    assert groups(models) == expected


PARTS = ["Part1", "Part2", "Part3", "Part4", "Part5"]


def test_what_six_tables_refer_to_keeps_nothing_together() -> None:
    five = {"User": [], **{name: ["User!"] for name in PARTS}}
    assert groups(five) == [("User", ("User", *PARTS))]
    six = {
        "User": [],
        **{name: ["User!"] for name in PARTS},
        "Post": ["User!"],
        "Comment": ["Post", "User"],
    }
    assert groups(six) == [("User", ("User", *PARTS)), ("Post", ("Post", "Comment"))]


def test_of_two_that_very_many_refer_to_the_smaller_has_what_belongs_to_both() -> None:
    models = {
        "User": [],
        "Team": [],
        **{f"U{at}": ["User"] for at in range(8)},
        **{f"T{at}": ["Team"] for at in range(6)},
    }
    models["Both"] = ["User", "Team"]
    found = dict(groups(models))
    assert found["Team"] == ("Team", *(f"T{at}" for at in range(6)), "Both")
    assert found["User"] == ("User", *(f"U{at}" for at in range(8)))


def test_namespaces_come_before_all_else() -> None:
    models = {"Post": [], "Comment": ["Post!"], "User": []}
    spaces = {"Post": "b", "Comment": "a", "User": "b"}
    assert groups(models, spaces) == [("b", ("Post", "User")), ("a", ("Comment",))]
    assert groups(models, dict.fromkeys(models, "b")) == [
        ("Post", ("Post", "Comment")),
        ("others", ("User",)),
    ]
