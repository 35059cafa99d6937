"""Files that a formatter was told to lay out to more than 80 columns."""

from __future__ import annotations

import pytest

from prisma_to_convex.merge.print_width import widened, width_of
from prisma_to_convex.merge.tree import same
from prisma_to_convex.merge.whole import merge
from support.merging import file
from support.oracle import unformatted
from support.places import ROOT, SAMPLES

# Names of 64 characters: what Prettier then does to `defineTable` hangs on the name alone.
EXTREME = "names"
GENERATED = {
    path.stem: path.read_text(encoding="utf-8")
    for path in sorted((ROOT / "tests" / "codegen" / "mapping").glob("*.ts"))
    if path.stem != EXTREME
}
CRM = (SAMPLES / "crm" / "convex" / "schema.ts").read_text(encoding="utf-8")


@pytest.mark.parametrize("width", [100, 120])
def test_prettier_lays_it_out_so(width: int) -> None:
    texts = {"crm": CRM, **GENERATED}
    found = unformatted({f"{name}.ts": widened(text, width) for name, text in texts.items()}, width)
    assert {name: findings for name, findings in found.items() if findings} == {}
    assert all(same(text, widened(text, width)) for text in texts.values())


@pytest.mark.parametrize("width", [80, 100, 120])
def test_a_file_shows_its_width(width: int) -> None:
    assert width_of(widened(CRM, width)) == width


def test_a_long_comment_and_a_long_text_are_no_width() -> None:
    text = f"// {'a, (b, '[0:8] * 20}\nx: v.literal(\"{'x' * 90}\"), // {'y, (z, ' * 9}\n"
    assert width_of(text) == 80


BASE = file(
    """
    users: defineTable({
      email: v.string(),
    }),
    """,
    before='export const role = v.union(v.literal("ADMINISTRATOR"), v.literal("EDITOR"));\n\n',
)
WIDE = BASE.replace(
    "    email: v.string(),\n",
    '    email: v.string(),\n    by: v.union(v.literal("a person of this team"), v.literal("a machine elsewhere")),\n',
)


def test_what_comes_is_laid_out_to_the_width_of_the_file() -> None:
    theirs = BASE.replace(
        'v.union(v.literal("ADMINISTRATOR"), v.literal("EDITOR"))',
        'v.union(\n  v.literal("ADMINISTRATOR"),\n  v.literal("EDITOR"),\n  v.literal("READER"),\n)',
    ).replace(
        "    email: v.string(),\n",
        '    email: v.string(),\n    kind: v.union(\n      v.literal("a very long literal"),\n'
        '      v.literal("another literal"),\n    ),\n',
    )
    merged = merge(BASE, WIDE, theirs)
    assert merged.conflicts == ()
    assert (
        'role = v.union(v.literal("ADMINISTRATOR"), v.literal("EDITOR"), v.literal("READER"));\n'
        in merged.text
    )
    assert (
        '    kind: v.union(v.literal("a very long literal"), v.literal("another literal")),\n'
        in (merged.text)
    )
    assert unformatted({"schema.ts": merged.text}, 100) == {"schema.ts": ()}


def test_an_index_that_is_merged_in_beside_another() -> None:
    fields = '["aRatherLongNameOfAField", "anotherLongName"]'
    call = f'.index("by_two_fields_of_rather_long_names", {fields})'
    mine = WIDE.replace("  }),", '  }).index("by_email", ["email"]),')
    theirs = BASE.replace(
        "  }),",
        '  }).index("by_two_fields_of_rather_long_names", [\n    "aRatherLongNameOfAField",\n'
        '    "anotherLongName",\n  ]),',
    )
    merged = merge(BASE, mine, theirs)
    assert merged.conflicts == ()
    assert f"\n    {call}" in merged.text


@pytest.mark.parametrize(
    ("line", "width"),
    [
        (f"const a = f({'a' * 82}, b);", 100),
        (f"const a = [{'a' * 82}, b];", 100),
        (f"const a = {{ {'a' * 82}, b }};", 100),
        (f"const a = f({'a' * 82},b);", 80),
        (f"const a = {'a' * 82}, f(b);", 80),
        (f"const a = f({'a' * 82}), b;", 80),
        (f'const a = f("{"a" * 82}, b");', 80),
        (f'const a = f("{"a" * 75}\\", ", b);', 100),
        (f"const a = f(b); // ({'a' * 82}, b)", 80),
        (f"const a = f({'a' * 60}, b); // {'a' * 30}", 80),
        (f"// f({'a' * 82}, b)", 80),
        (f"const a = f({'a' * 100}, b);", 120),
        (f"const a = f({'a' * 125}, b);", 80),
    ],
)
def test_a_line_shows_a_width_where_a_formatter_could_have_broken_it(line: str, width: int) -> None:
    assert width_of(f"{line}\n") == width
