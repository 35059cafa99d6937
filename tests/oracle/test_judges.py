"""The judges other than the checker: each accepts what an expert wrote by hand, and can say no."""

from __future__ import annotations

from functools import cache
from pathlib import Path

import pytest

from support.oracle import Judge, Judgement, judge_convex, unformatted

pytestmark = pytest.mark.xdist_group("judges")

ACCEPTED = Path(__file__).parent / "accepted"
IMPORTS = """\
import { defineSchema, defineTable } from "convex/server";
import { v } from "convex/values";

"""


def tables(*definitions: str, options: str = "") -> str:
    body = "".join(f"  {one},\n" for one in definitions)
    return f"{IMPORTS}export default defineSchema({{\n{body}}}{options});\n"


LOOKS_RIGHT = tables("users: defineTable({ name: v.string() })")
TYPE_LOST = LOOKS_RIGHT.replace("v.string()", "v.string() as any")

REFUSED: list[tuple[Judge, str, str]] = [
    (
        "types",
        "TS2345 TS2769 TS7053",
        tables('users: defineTable({ name: v.string() }).index("by_age", ["age"])'),
    ),
    (
        "types",
        "TS2322 TS2345",
        tables("users: defineTable({ names: v.array(v.optional(v.string())) })"),
    ),
    ("types", "TS2322", TYPE_LOST),
    ("types", "TS2339", tables("users: defineTable({ name: v.text() })")),
    ("types", "TS6133", IMPORTS + "export default defineSchema({ users: defineTable({}) });\n"),
    ("types", "TS1136", "export default defineSchema({;\n"),
    (
        "eslint",
        "@convex-dev/no-duplicate-indexes",
        tables(
            "users: defineTable({ a: v.string(), b: v.string() })"
            '.index("by_a", ["a"]).index("by_a_and_b", ["a", "b"])'
        ),
    ),
    (
        "eslint",  # a mere warning of the plugin
        "@convex-dev/no-filter-in-query",
        'import { query } from "./_generated/server";\n'
        "export const q = query({ args: {}, handler: (ctx) =>"
        ' ctx.db.query("users").filter((q) => q.eq(1, 1)).first() });\n',
    ),
    ("eslint", "parse", "export default {;\n"),
    ("prettier", "format", LOOKS_RIGHT.replace('"', "'")),
    ("prettier", "format", LOOKS_RIGHT + "\n"),
    ("prettier", "format", LOOKS_RIGHT.removesuffix("\n")),
    ("prettier", "parse", "export default {;\n"),
    ("behaviour", "never-insertable", tables('users: defineTable({ boss: v.id("users") })')),
    (
        "behaviour",
        "never-insertable",
        tables(
            'users: defineTable({ team: v.id("teams") })',
            'teams: defineTable({ lead: v.id("users") })',
        ),
    ),
    ("behaviour", "never-insertable", tables("users: defineTable({ a: v.union() })")),
    ("behaviour", "convex-test-refused", tables("users: defineTable({ _a: v.string() })")),
    (
        "behaviour",
        "index-unusable",
        tables(
            'users: defineTable({ a: v.null(), b: v.any() }).index("i", ["a"]).index("i", ["b"])'
        ),
    ),
]

UNCHECKED = tables(
    "users: defineTable({ name: v.string() })", options=", { schemaValidation: false }"
)
"""Nothing is enforced, so every wrong document goes in: the one schema on which all trials come out wrong."""

INSERTABLE = {
    "references in any order": tables(
        'posts: defineTable({ user: v.id("users"), tags: v.array(v.id("tags")) })',
        'users: defineTable({ boss: v.union(v.id("users"), v.null()) })',
        'tags: defineTable({ post: v.id("posts") })',
    ),
    "a cycle with one nullable side": tables(
        'users: defineTable({ team: v.union(v.id("teams"), v.null()) })',
        'teams: defineTable({ lead: v.id("users") })',
    ),
    "a cycle with one optional side": tables(
        'users: defineTable({ team: v.optional(v.id("teams")) })',
        'teams: defineTable({ lead: v.id("users") })',
    ),
    "every kind of value": tables(
        "things: defineTable({ a: v.any(), b: v.bytes(), c: v.int64(), d: v.number(), e: v.null(),"
        ' f: v.literal("x"), g: v.literal(7n), h: v.union(v.literal(true), v.literal(1.5)),'
        " i: v.record(v.string(), v.number()), j: v.array(v.object({ k: v.string() })),"
        ' l: v.id("_storage"), m: v.optional(v.object({ n: v.optional(v.boolean()) })),'
        " o: v.optional(v.any()), p: v.array(v.union(v.array(v.null()), v.object({}))),"
        ' q: v.commitTs(), r: v.record(v.id("things"), v.any()), s: v.nullable(v.string()) })'
    ),
    "search and vector indexes": tables(
        "docs: defineTable({ text: v.string(), lang: v.union(v.string(), v.null()),"
        " e: v.array(v.float64()), o: v.object({ p: v.string() }) })"
        '.searchIndex("search_text", { searchField: "text", filterFields: ["lang", "o.p"] })'
        '.vectorIndex("by_e", { vectorField: "e", dimensions: 3, filterFields: ["lang"] })'
    ),
    "a union of documents": tables(
        'shapes: defineTable(v.union(v.object({ kind: v.literal("a"), r: v.number() }),'
        ' v.object({ kind: v.literal("b"), w: v.string() }))).index("by_kind", ["kind"])'
    ),
    "any document": tables("things: defineTable(v.any())"),
    "an index into an object": tables(
        "things: defineTable({ a: v.object({ b: v.string() }), c: v.bytes() })"
        '.index("by_b_and_c", ["a.b", "c"])'
    ),
}


@cache
def judged(judge: Judge) -> dict[str, Judgement]:
    cases = {text: text for by, _, text in REFUSED if by == judge}
    if judge == "behaviour":
        cases |= INSERTABLE | {"unchecked": UNCHECKED}
    if judge == "types":
        cases |= INSERTABLE
    return judge_convex(cases, [judge])


@pytest.mark.parametrize(
    ("judge", "rules", "text"),
    [pytest.param(*one, id=f"{one[0]}-{one[1]}-{at}") for at, one in enumerate(REFUSED)],
)
def test_refused(judge: Judge, rules: str, text: str) -> None:
    assert judged(judge)[text].rules() == rules.split(), judged(judge)[text].findings


@pytest.mark.parametrize("name", INSERTABLE)
def test_insertable(name: str) -> None:
    assert judged("behaviour")[name].findings == ()


@pytest.mark.parametrize("name", INSERTABLE)
def test_the_probe_knows_the_type_of_every_validator(name: str) -> None:
    assert judged("types")[name].findings == ()


def test_wrong_documents_are_tried() -> None:
    judgement = judged("behaviour")["unchecked"]
    assert judgement.rules() == ["extra-accepted", "missing-accepted", "wrong-accepted"]
    shown = [finding.message for finding in judgement.findings if finding.field == "name"]
    assert shown == [
        "{}",
        '{"name":null}',
        '{"name":[null]}',
        '{"name":"7n"}',
    ]


@pytest.mark.parametrize("compiler", ["5", "7"])
def test_all_judges_accept_what_an_expert_wrote(compiler: str) -> None:
    cases = {path.stem: path for path in ACCEPTED.glob("*.ts")}
    assert set(cases) == {"blog", "crm"}
    judgements = judge_convex(cases, compiler="5" if compiler == "5" else "7")
    assert {name: one.findings for name, one in judgements.items()} == {"blog": (), "crm": ()}
    tables_of = {name: len(one.exported["tables"]) for name, one in judgements.items()}
    assert tables_of == {"blog": 5, "crm": 7}


def test_no_verdict_leaks_into_another_case() -> None:
    judgements = judge_convex({"right": LOOKS_RIGHT, "wrong": "oops(;\n", "right too": LOOKS_RIGHT})
    assert judgements["right"].findings == judgements["right too"].findings == ()
    assert {finding.judge for finding in judgements["wrong"].findings} >= {"convex", "types"}


def test_a_convex_folder_is_judged_whole() -> None:
    files = {"schema.ts": LOOKS_RIGHT, "other.ts": 'export const wrong: number = "x"\n'}
    found = judge_convex({"folder": files})["folder"].findings
    assert sorted((one.judge, one.rule) for one in found) == [
        ("prettier", "format"),
        ("types", "TS2322"),
    ]


def test_prettier_shows_the_first_lines_it_would_change() -> None:
    found = unformatted(
        {"report.md": "# Title\n\n*  item\n", "fine.json": "{}\n", "x.unknown": "?"}
    )
    assert {name: [one.message for one in ones] for name, ones in found.items()} == {
        "report.md": ["line 3:\n-*  item\n-\n+- item\n+"],
        "fine.json": [],
        "x.unknown": [],
    }
