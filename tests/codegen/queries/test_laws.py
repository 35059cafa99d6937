"""The same query written in other ways gives the same facts: through a variable, a helper, a wrapper, another
file, with its keys in another order.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from prisma_to_convex.queries.examining import examine_code
from prisma_to_convex.queries.files.code_files import CodeFile
from prisma_to_convex.queries.forms.call_records import call_record

from .test_cases import COMPILED

Pairs = Sequence[tuple[str, str]]

OPERATORS = {
    "teamId": ["teamId", "4", "{ equals: 4 }", "{ in: [1, 2] }", "{ not: 3 }"],
    "ownerId": ["null", "{ not: null }", "teamId", "{ lt: 5 }", "{ gte: 1, lte: 9 }"],
    "title": ['"x"', '{ contains: "x" }', '{ startsWith: "x" }', '{ equals: "x", mode: "insensitive" }'],
    "status": ['"OPEN"', "{ in: [] }", '{ notIn: ["LOST"] }'],
    "team": ["{ id: teamId }", '{ slug: "a" }', '{ is: { name: "n" } }'],
    "notes": ['{ some: { text: "x" } }', "{ none: {} }"],
    "OR": ["[{ teamId }, { ownerId: 1 }]", '[{ title: "a" }]', "[]"],
    "NOT": ["{ ownerId: 1 }", '[{ status: "WON" }]'],
    "AND": ["[{ amount: 5 }, { amount: { gt: 1 } }]", "{ closedAt: null }"],
}  # fmt: skip


def where_pairs() -> st.SearchStrategy[list[tuple[str, str]]]:
    names = st.lists(st.sampled_from(sorted(OPERATORS)), unique=True, max_size=4)
    return names.flatmap(lambda chosen: st.tuples(*map(_pair, chosen)).map(list))


def _pair(name: str) -> st.SearchStrategy[tuple[str, str]]:
    return st.tuples(st.just(name), st.sampled_from(OPERATORS[name]))


def argument_pairs() -> st.SearchStrategy[list[tuple[str, str]]]:
    order = st.sampled_from(
        [
            "",
            '{ amount: "asc" }',
            '[{ status: "asc" }, { id: "desc" }]',
            '{ owner: { email: "asc" } }',
        ]
    )
    return st.tuples(where_pairs(), order, st.sampled_from(["", "5"]), st.booleans()).map(
        lambda found: [
            ("where", obj(found[0])),
            *([("orderBy", found[1])] if found[1] else []),
            *([("take", found[2])] if found[2] else []),
            *([("include", "{ team: true, notes: { take: 2 } }")] if found[3] else []),
        ]
    )


def obj(pairs: Pairs) -> str:
    return "{ " + ", ".join(f"{key}: {value}" for key, value in pairs) + " }"


def facts(*files: str) -> list[Any]:
    """What the calls ask, wherever they stand."""
    read = [CodeFile(f"file{number}.ts", text.encode()) for number, text in enumerate(files)]
    examined, _ = examine_code(read, COMPILED.lowered, {})
    where_it_stands = ("file", "line", "column", "function", "client", "through")
    found = []
    for one in examined.calls:
        record = {
            key: value for key, value in call_record(one).items() if key not in where_it_stands
        }
        found.append(sorted_lists(record))
    return found


def sorted_lists(value: Any) -> Any:
    if isinstance(value, dict):
        keeps = {"order", "orderBy"}
        return {
            key: inner if key in keeps else sorted_lists(inner)
            for key, inner in sorted(value.items())
        }
    if isinstance(value, list):
        return sorted(map(sorted_lists, value), key=lambda one: json.dumps(one, sort_keys=True))
    return value


def function(body: str, before: str = "") -> str:
    return (
        f"{before}\nexport async function f(prisma: PrismaClient, teamId: number) {{\n{body}\n}}\n"
    )


@settings(max_examples=150, deadline=None)
@given(argument_pairs(), st.randoms(use_true_random=False))
def test_ways_to_write_it(pairs: list[tuple[str, str]], random: Any) -> None:
    whole = obj(pairs)
    (plain,) = facts(function(f"await prisma.deal.findMany({whole});"))
    swapped = list(pairs)
    random.shuffle(swapped)
    half = len(pairs) // 2
    first, second = obj(pairs[:half]), obj(pairs[half:])
    where = dict(pairs)["where"]
    rest = obj([pair for pair in pairs if pair[0] != "where"])
    call = "await prisma.deal.findMany"
    others = {
        "keys swapped": [function(f"{call}({obj(swapped)});")],
        "a variable": [function(f"const args = {whole};\n{call}(args);")],
        "a variable for where": [function(f"const where = {where};\n{call}({{ ...{rest}, where }});")],
        "let": [function(f"let args;\nargs = {whole};\n{call}(args);")],
        "spread": [function(f"{call}({{ ...{first}, ...{second} }});")],
        "assigned": [function(f"const args: any = {first};\nObject.assign(args, {second});\n{call}(args);")],
        "a helper": [function(f"{call}(build(teamId));", f"function build(teamId: number) {{ return {whole}; }}")],
        "an arrow": [function(f"{call}(build(teamId));", f"const build = (teamId: number) => ({whole});")],
        "taken apart": [
            function(
                f"const {{ where, ...rest }} = build(teamId);\n{call}({{ where, ...rest }});",
                f"const build = (teamId: number) => ({whole});",
            )
        ],
        "another file": [
            f"export const build = (teamId: number) => ({whole});",
            'import { build } from "./file0";\n' + function(f"{call}(build(teamId));"),
        ],
        "a wrapper": [
            "export function list(prisma: PrismaClient, args: Prisma.DealFindManyArgs) "
            "{ return prisma.deal.findMany(args); }",
            'import { list } from "./file0";\n' + function(f"await list(prisma, {whole});"),
        ],
        "a condition that is the same": [function(f"{call}(teamId > 1 ? {whole} : {whole});")],
        "as and satisfies": [function(f"{call}(({whole} satisfies object) as any);")],
    }  # fmt: skip
    for way, files in others.items():
        assert facts(*files) == [plain], way


@settings(max_examples=60, deadline=None)
@given(where_pairs(), st.sampled_from(["open && ", "open ? {} : ", "!open || "]))
def test_what_may_be_missing_is_never_certain(pairs: list[tuple[str, str]], condition: str) -> None:
    """A condition that only some calls have is optional: no index may count on it."""
    body = f"await prisma.deal.findMany({{ where: {{ ...({condition}{obj(pairs)}) }} }});"
    (found,) = facts(function(body))
    assert found["equality"] == found["ranges"] == found["in"] == []
    assert all(one["optional"] for one in found["other"] if one["operator"] != "NOT")
    assert all(path["equality"] == [] for path in found["paths"] if path["model"] == "Deal")
