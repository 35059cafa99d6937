"""Which indexes calls ask for where they count on the order of creation, and what schema.ts has then."""

from __future__ import annotations

import pytest

from prisma_schema_parser import SourceFile
from prisma_to_convex.compiler import Compilation, compile_schema
from prisma_to_convex.convex.convex_schema import MAX_INDEXES
from prisma_to_convex.lowering.lower import lower
from prisma_to_convex.options.settings import DEFAULTS, Options
from prisma_to_convex.queries.examining import examine_code
from prisma_to_convex.queries.files.code_files import CodeFile
from prisma_to_convex.queries.judging.requested_indexes import requested_indexes

SCHEMA = """\
model Note {
  id        %s
  accountId Int
  rank      Int
  createdAt DateTime @default(now())
  %s
}
"""
COUNTED = "Int @id @default(autoincrement())"
RANDOM = "String @id @default(uuid())"
BY_ACCOUNT = "@@index([accountId])"
BY_RANK = "@@index([accountId, rank])"
FIRST_OF_ACCOUNT = 'findFirst({ where: { accountId }, orderBy: { id: "asc" } })'
SYSTEM = DEFAULTS._replace(project=DEFAULTS.project._replace(created_at="system"))


def planned(
    schema: tuple[str, str], *calls: str, options: Options = DEFAULTS
) -> tuple[list[str], list[str]]:
    """The graded indexes, and the indexes of schema.ts with those that are needed."""
    found = compile_schema([SourceFile("schema.prisma", SCHEMA % schema)], options)
    assert isinstance(found, Compilation)
    code = "".join(
        f"export const call{number} = (accountId: number, rank: number) => prisma.note.{call};\n"
        for number, call in enumerate(calls)
    )
    examined, _ = examine_code([CodeFile("notes.ts", code.encode())], found.lowered, {})
    graded = [
        f"{one.grade}: {', '.join(one.columns)}{' alone' if one.is_exact else ''}"
        for one in examined.indexes.graded
    ]
    requested = requested_indexes(examined.indexes)
    lowered = lower(found.lowered.schema, found.lowered.options._replace(requested=requested))
    return graded, [index.name for table in lowered.convex.tables for index in table.indexes]


def test_a_longer_index_has_not_the_order_of_creation() -> None:
    graded, indexes = planned((COUNTED, BY_RANK), FIRST_OF_ACCOUNT)
    assert graded == ["needed: accountId alone"]
    assert indexes == ["by_accountId", "by_accountId_and_rank"]


def test_an_index_of_its_own_has_it() -> None:
    assert planned((COUNTED, BY_ACCOUNT), FIRST_OF_ACCOUNT) == ([], ["by_accountId"])


def test_all_rows_are_sorted_in_code() -> None:
    graded, indexes = planned(
        (COUNTED, BY_RANK), 'findMany({ where: { accountId }, orderBy: { id: "asc" } })'
    )
    assert (graded, indexes) == (["not worth it: accountId alone"], ["by_accountId_and_rank"])


def test_the_table_is_in_that_order() -> None:
    assert planned((COUNTED, ""), 'findFirst({ orderBy: { id: "desc" } })') == ([], [])


def test_an_index_stays_beside_a_longer_one_that_is_needed() -> None:
    """Else what is asked for by one call would take from the other what it has."""
    by_rank = 'findFirst({ where: { accountId }, orderBy: { rank: "asc" } })'
    graded, indexes = planned((COUNTED, BY_ACCOUNT), FIRST_OF_ACCOUNT, by_rank)
    assert graded == ["needed: accountId alone", "needed: accountId, rank"]
    assert indexes == ["by_accountId", "by_accountId_and_rank"]
    graded, indexes = planned((COUNTED, BY_ACCOUNT), by_rank)
    assert (graded, indexes) == (["needed: accountId, rank"], ["by_accountId_and_rank"])


@pytest.mark.parametrize("id_", [COUNTED, RANDOM])
def test_an_id_behind_other_fields_decides_among_equals_alone(id_: str) -> None:
    page = 'findMany({ where: { accountId }, orderBy: [{ rank: "asc" }, { id: "asc" }], take: 9 })'
    graded, indexes = planned((id_, ""), page)
    alone = " alone" if id_ == COUNTED else ""
    assert (graded, indexes) == ([f"needed: accountId, rank{alone}"], ["by_accountId_and_rank"])


def test_ids_in_no_order_ask_for_no_index_of_theirs() -> None:
    assert planned((RANDOM, BY_RANK), FIRST_OF_ACCOUNT) == ([], ["by_accountId_and_rank"])


@pytest.mark.parametrize(
    "call",
    [
        'findFirst({ where: { accountId }, orderBy: { createdAt: "desc" } })',
        "findFirst({ where: { accountId, createdAt: new Date(0) } })",
        "findMany({ where: { accountId }, orderBy: [{ createdAt: 'asc' }, { rank: 'asc' }], take: 3 })",
    ],
)
def test_the_time_of_creation(call: str) -> None:
    graded, indexes = planned((RANDOM, BY_RANK), call, options=SYSTEM)
    assert graded == ["needed: accountId alone"]
    assert indexes == ["by_accountId", "by_accountId_and_rank"]


def test_an_index_that_ends_with_the_time_of_creation_stays_beside_a_longer_one() -> None:
    by_rank = 'findFirst({ where: { accountId }, orderBy: { rank: "asc" } })'
    ending = (RANDOM, "@@index([accountId, createdAt])")
    graded, indexes = planned(ending, by_rank, options=SYSTEM)
    assert graded == ["needed: accountId, rank"]
    assert indexes == ["by_accountId", "by_accountId_and_rank"]


def test_of_two_lists_the_one_that_an_index_serves_is_looked_up() -> None:
    call = "findMany({ where: { rank: { in: [rank] }, accountId: { in: [accountId] } } })"
    assert planned((COUNTED, BY_ACCOUNT), call) == ([], ["by_accountId"])
    assert planned((COUNTED, ""), call)[0] == ["needed: rank"]


def test_which_of_many_a_full_table_has_room_for_depends_on_their_names_alone() -> None:
    """Asked alike often, of as many fields: in order of the fields' names, whatever the order of the calls."""
    pairs = [(f"a{at:02}", f"z{at:02}") for at in range(20)]
    fields = "\n".join(f"  {name} Int" for pair in pairs for name in pair)
    taken = "\n".join(f"  x{at:02} Int\n  @@index([x{at:02}])" for at in range(MAX_INDEXES - 10))
    schema = f"model Note {{\n  id {COUNTED}\n{fields}\n{taken}\n}}\n"
    found = compile_schema([SourceFile("schema.prisma", schema)])
    assert isinstance(found, Compilation)
    code = "".join(
        f"export const of{first} = (a: number, b: number) =>\n"
        f"  prisma.note.findMany({{ where: {{ {second}: b, {first}: a }} }});\n"
        for first, second in reversed(pairs)
    )
    examined, _ = examine_code([CodeFile("notes.ts", code.encode())], found.lowered, {})
    without_room = [set(one.columns) for one in examined.indexes.graded if one.reason]
    assert without_room == [set(pair) for pair in pairs[10:]]
    assert len(examined.indexes.graded) == len(pairs)


def test_the_longest_index_that_there_is_begins_a_graded_one() -> None:
    """It goes then; a shorter one that could begin it as well stays."""
    schema = f"model Note {{\n  id {COUNTED}\n  a Int\n  b Int\n  c Int\n  @@index([a])\n  @@index([b, c])\n}}\n"
    found = compile_schema([SourceFile("schema.prisma", schema)])
    assert isinstance(found, Compilation)
    code = "export const f = (a: number, d: number) => prisma.note.findMany({ where: { a, b: d, c: 1 } });"
    examined, _ = examine_code([CodeFile("notes.ts", code.encode())], found.lowered, {})
    (graded,) = examined.indexes.graded
    assert (graded.columns, graded.replaces) == (("b", "c", "a"), ("by_b_and_c",))
