"""The laws of the merge, over generated schemas and edits such as people make."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable
from typing import NamedTuple

from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st

from prisma_to_convex.convex.convex_schema import (
    NULL,
    NUMBER,
    STRING,
    ConvexSchema,
    Export,
    Field,
    Table,
    TableIndex,
    Validator,
    VArray,
    VId,
    VLiteral,
    VObject,
    VReference,
    VUnion,
)
from prisma_to_convex.convex.render import schema_ts
from prisma_to_convex.merge.conflict import Side
from prisma_to_convex.merge.parse import parse
from prisma_to_convex.merge.table_names import UNKNOWN, renames
from prisma_to_convex.merge.tree import alike, essence, same, text_of
from prisma_to_convex.merge.whole import merge
from prisma_to_convex.typescript.tokens import NotTypeScript
from support.oracle import Judge, judge_convex

# ---- what is generated --------------------------------------------------------------------------

_VALUES = ("A", "B", "C", "SOMEWHAT_LONGER_VALUE", "ANOTHER_RATHER_LONG_VALUE")
_FIELDS = ("email", "name", "role", "address", "aFieldWithAnUncommonlyLongNameOfItsOwn")
_TABLES = ("users", "posts", "tags", "logs")
_COMMENTS = ("", "@unique", "@default(now())", '@db.VarChar(255), @default("x")')
_DOCS = (None, "One line.", "First.\nSecond.")


@st.composite
def _enums(draw: st.DrawFn) -> tuple[Export, ...]:
    """`role` always, as fields refer to it; `mood` at times."""
    found = []
    for name in ("role", *draw(st.sampled_from([(), ("mood",)]))):
        values = draw(st.lists(st.sampled_from(_VALUES), min_size=1, unique=True))
        literals: tuple[Validator, ...] = tuple(VLiteral(value) for value in sorted(values))
        found.append(Export(name, VUnion(literals), draw(st.sampled_from(_DOCS))))
    return tuple(found)


_ADDRESSES: st.SearchStrategy[Validator] = st.lists(
    st.sampled_from(["street", "city", "zip"]), min_size=1, unique=True
).map(lambda names: VObject(tuple(Field(name, STRING) for name in sorted(names))))
_VALIDATORS: st.SearchStrategy[Validator] = st.sampled_from(
    [STRING, NUMBER, VUnion((STRING, NULL)), VArray(VReference("role")), VReference("role")]
)


@st.composite
def _tables(draw: st.DrawFn, name: str) -> Table:
    names = draw(st.lists(st.sampled_from(_FIELDS), min_size=1, unique=True))
    fields = [
        Field(
            name=one,
            validator=draw(_ADDRESSES if one == "address" else _VALIDATORS),
            is_optional=draw(st.booleans()),
            comment=draw(st.sampled_from(_COMMENTS)),
            documentation=draw(st.sampled_from(_DOCS)),
        )
        for one in sorted(names, key=_FIELDS.index)
    ]
    if draw(st.booleans()):
        fields.append(Field("ownerId", VId(name)))
    lists = st.lists(st.sampled_from([field.name for field in fields]), min_size=1, unique=True)
    paths = sorted({tuple(draw(lists)) for _ in range(draw(st.integers(0, 3)))})
    named = {f"by_{'_and_'.join(path)}"[:64]: path for path in paths}
    marks = st.sampled_from([(), ("@unique",)])
    indexes = tuple(TableIndex(one, path, draw(marks)) for one, path in named.items())
    return Table(name, tuple(fields), indexes, documentation=draw(st.sampled_from(_DOCS)))


@st.composite
def generated(draw: st.DrawFn) -> str:
    names = draw(st.lists(st.sampled_from(_TABLES), min_size=1, unique=True))
    tables = tuple(draw(_tables(name)) for name in sorted(names, key=_TABLES.index))
    return schema_ts(ConvexSchema(draw(_enums()), tables), "schema.prisma", "report.md")


# ---- what people do to it -----------------------------------------------------------------------
# Each edit works on the text as we generate it, and marks what it writes with the word `handN`.

Edit = Callable[[str, int, str], str]


def _at(text: str, pattern: str, number: int) -> re.Match[str] | None:
    found = list(re.finditer(pattern, text, re.MULTILINE))
    return found[number % len(found)] if found else None


def _insert_before(text: str, pattern: str, number: int, new: str) -> str:
    found = _at(text, pattern, number)
    return text if found is None else text[: found.start()] + new + text[found.start() :]


def _insert_after(text: str, pattern: str, number: int, new: str) -> str:
    found = _at(text, pattern, number)
    return text if found is None else text[: found.end()] + new + text[found.end() :]


def _indexed(text: str, number: int, name: str) -> str:
    """With an index over the first field of a table."""
    found = _at(text, r"^  \w+: defineTable\(\{\n(?: +/\*\*.*\n(?: +\*.*\n)*)?    (\w+)", number)
    if found is None:
        return text
    end = text.index("\n  })", found.end()) + len("\n  })")
    return f'{text[:end]}.index("{name}", ["{found.group(1)}"]){text[end:]}'


_FIELD = r"^    \w+(: v\.\w+\(.*\))?,( //.*)?$"
_EDITS: dict[str, Edit] = {
    "a field": lambda text, n, m: _insert_after(text, _FIELD, n, f"\n    {m}: v.string(),"),
    "a first field": lambda text, n, m: _insert_after(
        text, r"defineTable\(\{\n", n, f"    {m}: v.optional(v.number()), // mine\n"
    ),
    "a table": lambda text, n, m: _insert_before(
        text, r"^\}\);\n\Z", n, f"\n  {m}: defineTable({{\n    at: v.number(),\n  }}),\n"
    ),
    "a first table": lambda text, _, m: text.replace(
        "defineSchema({\n",
        f"defineSchema({{\n  {m}: defineTable({{\n    at: v.number(),\n  }}),\n\n",
    ),
    "an export": lambda text, n, m: _insert_before(
        text, r"^export default", n, f"export const {m} = v.union(role, v.null());\n\n"
    ),
    "a constant at the end": lambda text, _, m: f"{text}\nexport const {m} = 1;\n",
    "an import": lambda text, n, m: _insert_after(
        text, r"^import .*\n", n, f'import type {{ {m} }} from "./{m}";\n'
    ),
    "a comment before a field": lambda text, n, m: _insert_before(text, _FIELD, n, f"    // {m}\n"),
    "a comment before a table": lambda text, n, m: _insert_before(
        text, r"^  \w+: defineTable", n, f"  // {m}\n"
    ),
    "a comment at the end": lambda text, _, m: f"{text}// {m}\n",
    "a comment behind a field": lambda text, n, m: _insert_after(
        text, r"^    \w+: v\.string\(\),$", n, f" // {m}"
    ),
    "an index": lambda text, _, m: re.sub(
        r"\n    (\.index\(.*\]\)),\n",
        rf'\n    \1\n    .index("{m}", ["_creationTime"]),\n',
        text,
        count=1,
    ),
    "an index over a field": lambda text, n, m: _indexed(text, n, m),
    "a changed field": lambda text, _, m: text.replace(
        "email: v.string()", f'email: v.literal("{m}")', 1
    ),
    "an enum's value": lambda text, _, m: text.replace(
        '\n  v.literal("SOMEWHAT_LONGER_VALUE"),\n',
        f'\n  v.literal("SOMEWHAT_LONGER_VALUE"),\n  v.literal("{m}"),\n',
        1,
    ),
    "a field gone": lambda text, _, __: re.sub(r"\n    name: .*,( //.*)?(?=\n)", "", text, count=1),
    "a nested field": lambda text, _, m: re.sub(
        r"v\.object\(\{(\n +)", rf"v.object({{\1{m}: v.any(),\1", text, count=1
    ),
}


class Sides(NamedTuple):
    base: str
    mine: str
    theirs: str


@st.composite
def edited(draw: st.DrawFn) -> Sides:
    base = draw(generated())
    chosen = st.tuples(st.sampled_from(sorted(_EDITS)), st.integers(0, 20))
    mine = base
    for number, (name, place) in enumerate(draw(st.lists(chosen, min_size=1, max_size=5))):
        mine = _EDITS[name](mine, place, f"hand{number}")
    return Sides(base, mine, draw(generated()))


def _hand_marks(text: str) -> Counter[str]:
    return Counter(re.findall(r"hand\d", text))


_quick = settings(max_examples=50, deadline=None, suppress_health_check=list(HealthCheck))


def _without_imports(text: str) -> Counter[str]:
    return Counter(essence(re.sub(r"^import .*\n", "", text, flags=re.MULTILINE)))


# ---- the laws -----------------------------------------------------------------------------------


@_quick
@given(edited())
def test_the_tree_loses_nothing(sides: Sides) -> None:
    for text in sides:
        assert text_of(parse(text)) == text


_LAYOUTS: tuple[tuple[str, str], ...] = (
    (r"\n +", " "),
    (r", ", ",\n"),
    (r"(?<=\w)\)", ",)"),
    (r",(?=\n *\})", ""),
    (r'"', "'"),
    (r",( //.*)", r"\1\n,"),
    (r"( //.*),", r",\1"),
    (r":", ": /re/ /"),
    (r"\(", "( // (\n"),
)


@_quick
@given(edited(), st.lists(st.tuples(st.sampled_from(_LAYOUTS), st.integers(0, 20)), max_size=3))
def test_items_are_compared_as_their_texts_are(
    sides: Sides, layouts: list[tuple[tuple[str, str], int]]
) -> None:
    other = sides.mine
    for (pattern, new), number in layouts:
        found = _at(other, pattern, number)
        other = (
            other
            if found is None
            else other[: found.start()] + found.expand(new) + other[found.end() :]
        )
    pairs = [(sides.base, sides.mine), (sides.mine, sides.theirs), (sides.mine, other)]
    for one, two in pairs:
        try:
            items = parse(one).by_key(), parse(two).by_key()
        except NotTypeScript:
            continue
        for key in items[0].keys() & items[1].keys():
            a, b = items[0][key], items[1][key]
            assert alike(a, b) == same(text_of(a), text_of(b))


@_quick
@given(edited())
def test_one_changed_side_is_the_answer(sides: Sides) -> None:
    base, mine, theirs = sides
    assert merge(base, base, theirs)[:2] == (theirs, ())
    assert merge(base, mine, base)[:2] == (mine, ())
    assert merge(base, mine, mine)[:2] == (mine, ())


@_quick
@given(edited())
def test_nothing_written_by_hand_is_lost(sides: Sides) -> None:
    merged = merge(*sides)
    if not merged.conflicts:
        assert _hand_marks(sides.mine) <= _hand_marks(merged.text)
    assert _hand_marks(sides.mine) <= _hand_marks(merged.text + str(merged.conflicts))


@_quick
@given(edited())
def test_the_preferred_hand_keeps_everything(sides: Sides) -> None:
    assert _hand_marks(sides.mine) <= _hand_marks(merge(*sides, prefer="mine").text)


@_quick
@given(edited())
def test_merging_twice_is_merging_once(sides: Sides) -> None:
    base, _, theirs = sides
    once = merge(*sides)
    if not once.conflicts:
        assert merge(base, once.text, theirs) == once
        assert merge(theirs, once.text, theirs) == once


@_quick
@given(edited())
def test_neither_side_comes_first(sides: Sides) -> None:
    """The sides may be swapped: the same is said, in another order perhaps. Two things a person
    may do and we don't: import what is not used, use what is not there. And only a person's table is
    followed to another name: in Prisma, one may be gone and another new."""
    base, mine, theirs = sides
    trees = parse(base), parse(mine), parse(theirs)
    for side in trees[1:]:
        assume(not renames(trees[0], side, side, UNKNOWN, UNKNOWN).by_hand)
    one, other = merge(base, mine, theirs), merge(base, theirs, mine)
    clashes = [
        {c.path for c in found.conflicts if "uses" not in c.reason} for found in (one, other)
    ]
    assert clashes[0] == clashes[1]
    if not (one.conflicts or other.conflicts):
        assert _without_imports(one.text) == _without_imports(other.text)


_JUNK = ["`", "${", "/*", "*/", "// x\n", '"', "'", *"{}()[],;/\\\n", "...", "=>", "export ", "@"]


@_quick
@given(edited(), st.integers(0, 5000), st.integers(0, 4), st.sampled_from(_JUNK))
def test_damage_is_reported_or_kept(sides: Sides, at: int, gone: int, junk: str) -> None:
    """Whatever is typed anywhere: no crash, and no word of it lost where the merge is clean."""
    base, mine, theirs = sides
    damaged = mine[:at] + junk + mine[at + gone :]
    try:
        merged = merge(base, damaged, theirs)
    except NotTypeScript:
        return
    if not merged.conflicts:
        lost = Counter(essence(damaged)) - Counter(essence(base)) - Counter(essence(merged.text))
        assert set(lost) <= {","}


_SIDES: tuple[Side, ...] = ("mine", "prisma")


def _cases(number: int) -> list[Sides]:
    """One request judges them all; of one list that long, Hypothesis draws the simplest alone."""
    found: list[Sides] = []

    @settings(_quick, max_examples=number, database=None)
    @given(edited())
    def collect(sides: Sides) -> None:
        found.append(sides)

    collect()
    return found


def _blamed(texts: dict[str, str], judges: tuple[Judge, ...]) -> dict[str, object]:
    """What the judges say of texts named `3 merged` where they say nothing of `3 by hand`."""
    judged = judge_convex(texts, judges)
    dirty = {name: found.findings for name, found in judged.items() if found.findings}
    return {
        name: (findings, texts[name])
        for name, findings in dirty.items()
        if f"{name.split()[0]} by hand" not in dirty
    }


def test_a_clean_merge_of_clean_files_is_clean() -> None:
    texts: dict[str, str] = {}
    for number, sides in enumerate(_cases(100)):
        merged = merge(*sides)
        if not merged.conflicts:
            texts |= {f"{number} by hand": sides.mine, f"{number} merged": merged.text}
    assert _blamed(texts, ("prettier", "types", "convex")) == {}


def test_a_preferred_side_leaves_nothing_hanging() -> None:
    texts: dict[str, str] = {}
    for number, sides in enumerate(_cases(60)):
        texts[f"{number} by hand"] = sides.mine
        texts |= {f"{number} {side}": merge(*sides, side).text for side in _SIDES}
    assert _blamed(texts, ("types", "convex")) == {}
