"""The oracle's checker: every rule of Convex is broken by a schema that breaks nothing else, and kept at its limit.

Long, as the judges of all rooms are shown to find what they are for.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import cache

import pytest

from support.oracle import Json, Judgement, check_export, convex_rules, judge_convex

Fields = dict[str, Json]

STRING: Json = {"type": "string"}
NUMBER: Json = {"type": "number"}
NULL: Json = {"type": "null"}
ANY: Json = {"type": "any"}
LONGEST = "a" * 64


def id_of(table: str) -> Json:
    return {"type": "id", "tableName": table}


def literal(value: Json) -> Json:
    return {"type": "literal", "value": value}


def array(element: Json) -> Json:
    return {"type": "array", "value": element}


def union(*members: Json) -> Json:
    return {"type": "union", "value": list(members)}


def obj(optional: tuple[str, ...] = (), /, **fields: Json) -> Json:
    return obj_of(fields, optional)


def obj_of(fields: Fields, optional: tuple[str, ...] = ()) -> Json:
    value = {
        name: {"fieldType": field, "optional": name in optional} for name, field in fields.items()
    }
    return {"type": "object", "value": value}


def record(keys: Json, value: Json = STRING, *, optional: bool = False) -> Json:
    return {"type": "record", "keys": keys, "values": {"fieldType": value, "optional": optional}}


def index(name: str, *fields: str) -> Json:
    return {"indexDescriptor": name, "fields": list(fields)}


def search(name: str, field: str, *filters: str) -> Json:
    return {"indexDescriptor": name, "searchField": field, "filterFields": list(filters)}


def vector(name: str, field: str, *filters: str, dimensions: Json = 3) -> Json:
    return {
        "indexDescriptor": name,
        "vectorField": field,
        "filterFields": list(filters),
        "dimensions": dimensions,
    }


def table(document: Json = None, name: str = "things", **lists: Json) -> Json:
    """`lists`: indexes, stagedDbIndexes, searchIndexes, vectorIndexes, ... as Convex exports them."""
    return {"tableName": name, "documentType": document or obj(a=STRING, b=STRING), **lists}


def schema(*tables: Json, validation: bool = True) -> Json:
    return {"tables": list(tables), "schemaValidation": validation}


def numbered(count: int, prefix: str = "f") -> list[str]:
    return [f"{prefix}{at}" for at in range(count)]


def strings(names: list[str]) -> Json:
    return obj_of(dict.fromkeys(names, STRING))


def indexed(count: int) -> Json:
    names = numbered(count)
    return table(strings(names), indexes=[index(f"by_{name}", name) for name in names])


def wide_index(count: int) -> Json:
    names = numbered(count)
    return table(strings(names), indexes=[index("by_all", *names)])


def searched(count: int) -> Json:
    names = numbered(count)
    return table(strings(names), searchIndexes=[search(f"search_{name}", name) for name in names])


def vectored(count: int) -> Json:
    names = numbered(count)
    fields = dict.fromkeys(names, array(NUMBER))
    return table(obj_of(fields), vectorIndexes=[vector(f"by_{name}", name) for name in names])


def filtered(make: Callable[..., Json], key: str, field: Json, count: int) -> Json:
    names = numbered(count)
    document = obj_of({"target": field, **dict.fromkeys(names, STRING)})
    return {**table(document), key: [make("filtered", "target", *names)]}


def nested(depth: int) -> Json:
    """A document that nests so deep: itself, objects and at the end an array."""
    inner = array(STRING)
    for _ in range(depth - 2):
        inner = obj(a=inner)
    return table(obj(a=inner))


def embedding(**options: Json) -> Json:
    return table(obj(e=array(NUMBER)), vectorIndexes=[vector("by_e", "e", **options)])


ACCEPTED: dict[str, Json] = {
    "no tables": schema(),
    "a table without fields": schema(table(obj())),
    "the longest names": schema(
        table(obj_of({LONGEST: STRING}), LONGEST, indexes=[index(LONGEST, LONGEST)])
    ),
    "JavaScript's own words": schema(
        table(strings(["constructor", "toString", "class", "default", "type"]), "constructor")
    ),
    "names that differ in case": schema(
        table(), table(name="Things"), table(strings(["a", "A"]), "THINGS")
    ),
    "underscores within": schema(table(strings(["a_", "a__b"]), "t_", indexes=[index("i_", "a_")])),
    "v.any()": schema(table(ANY, indexes=[index("by_x_y", "x.y")])),
    "a union of objects": schema(
        table(union(obj(a=STRING), obj(b=STRING)), indexes=[index("by_a_b", "a", "b")])
    ),
    "15 fields in an index": schema(wide_index(15)),
    "32 indexes": schema(indexed(32)),
    "permuted index fields": schema(
        table(indexes=[index("by_a_b", "a", "b"), index("by_b_a", "b", "a")])
    ),
    "an index prefix": schema(table(indexes=[index("by_a", "a"), index("by_a_b", "a", "b")])),
    "a path through object, union, any": schema(
        table(
            obj(("o",), o=union(NULL, obj(p=ANY))),
            indexes=[index("by_p", "o.p"), index("by_q", "o.p.q")],
        )
    ),
    "a path of a lone member": schema(
        table(union(obj(a=STRING), obj(b=obj(c=NUMBER))), indexes=[index("by_c", "b.c")])
    ),
    "16 search filters": schema(filtered(search, "searchIndexes", STRING, 16)),
    "16 vector filters": schema(filtered(vector, "vectorIndexes", array(NUMBER), 16)),
    "4 search indexes": schema(searched(4)),
    "4 vector indexes": schema(vectored(4)),
    "search of a nullable string": schema(
        table(obj(a=union(STRING, NULL)), searchIndexes=[search("s", "a")])
    ),
    "search of an enum": schema(
        table(obj(a=union(literal("x"), literal("y"))), searchIndexes=[search("s", "a")])
    ),
    "2 dimensions": schema(embedding(dimensions=2)),
    "4096 dimensions": schema(embedding(dimensions=4096)),
    "a nullable vector": schema(
        table(obj(e=union(array(NUMBER), NULL)), vectorIndexes=[vector("v", "e")])
    ),
    "two dimensions of one field": schema(
        table(
            obj(e=array(NUMBER)), vectorIndexes=[vector("v", "e"), vector("w", "e", dimensions=4)]
        )
    ),
    "record keys": schema(
        table(
            obj(
                r=record(STRING),
                s=record(id_of("things")),
                t=record(union(STRING, id_of("things"))),
            )
        )
    ),
    "literals": schema(
        table(obj(l=union(*map(literal, ["", 0, -1.5, True, {"$integer": "AQAAAAAAAAA="}]))))
    ),
    "1022 fields and two of the system": schema(table(strings(numbered(1022)))),
    "1024 fields in an object": schema(table(obj(o=strings(numbered(1024))))),
    "16 levels": schema(nested(16)),
    "10 000 tables": schema(*(table(obj(), name) for name in numbered(10_000, "t"))),
    "ids of other, own and system tables": schema(
        table(
            obj(
                a=id_of("things"),
                b=id_of("others"),
                c=id_of("_storage"),
                d=id_of("_scheduled_functions"),
            )
        ),
        table(name="others"),
    ),
    "an index that Fivetran makes": schema(table(indexes=[index("_fivetran_a", "a")])),
}

BROKEN: list[tuple[str, Json]] = [
    ("schema-validation", schema(table(), validation=False)),
    ("table-count", schema(*(table(obj(), name) for name in numbered(10_001, "t")))),
    ("staged-validator", schema({**table(), "stagedDocumentType": obj(a=STRING)})),
    *(
        ("table-identifier", schema(table(name=name)))
        for name in ["", "a-b", "1a", "é", "a b", "a.b", "__", LONGEST + "a"]
    ),
    ("table-reserved", schema(table(name="_things"))),
    *(
        ("index-identifier", schema(table(indexes=[index(name, "a")])))
        for name in ["", "by-a", "1", "_", LONGEST + "a"]
    ),
    ("index-identifier", schema(table(searchIndexes=[search("by-a", "a")]))),
    *(
        ("index-reserved", schema(table(indexes=[index(name, "a")])))
        for name in ["by_id", "by_creation_time", "_a"]
    ),
    ("index-reserved", schema(table(searchIndexes=[search("by_id", "a")]))),
    ("index-name-duplicate", schema(table(indexes=[index("by_a", "a"), index("by_a", "b")]))),
    (
        "index-name-duplicate",
        schema(table(indexes=[index("by_a", "a")], searchIndexes=[search("by_a", "a")])),
    ),
    (
        "index-name-duplicate",
        schema(
            table(
                obj(a=STRING, e=ANY),
                searchIndexes=[search("x", "a")],
                vectorIndexes=[vector("x", "e")],
            )
        ),
    ),
    *(
        ("field-identifier", schema(table(obj_of({name: STRING}))))
        for name in ["", "a-b", "1a", "é", "a.b", "_", LONGEST + "a"]
    ),
    ("field-identifier", schema(table(obj(a=array(union(NULL, obj_of({"b-c": STRING}))))))),
    *(
        ("field-system", schema(table(obj_of({name: STRING}))))
        for name in ["_id", "_creationTime", "_a"]
    ),
    ("field-system", schema(table(union(obj(a=STRING), obj(_b=STRING))))),
    ("field-underscore-nested", schema(table(obj(a=obj(_b=STRING))))),
    ("id-table-identifier", schema(table(obj(a=id_of("a-b"))))),
    ("validator-kind", schema(table(obj(a={"type": "date"})))),
    *(
        ("top-level-validator", schema(table(document)))
        for document in [
            STRING,
            array(obj()),
            record(STRING),
            union(obj(), NULL),
            union(obj(), ANY),
            union(union(obj())),
        ]
    ),
    *(
        ("record-key-type", schema(table(obj(r=record(keys)))))
        for keys in [NUMBER, ANY, union(STRING, NULL), literal(1)]
    ),
    *(
        ("record-key-literal", schema(table(obj(r=record(keys)))))
        for keys in [literal("a"), union(literal("a"), literal("b")), union(STRING, literal("a"))]
    ),
    ("record-value-optional", schema(table(obj(r=record(STRING, optional=True))))),
    *(
        ("literal-value", schema(table(obj(a=literal(value)))))
        for value in [
            None,
            {"$float": "AAAAAAAA8H8="},
            {"$float": "AAAAAAAA+H8="},
            ["a"],
            {"$integer": 1},
        ]
    ),
    ("union-empty", schema(table(obj(a=union())))),
    ("object-field-count", schema(table(strings(numbered(1023))))),
    ("object-field-count", schema(table(union(obj(), strings(numbered(1023)))))),
    ("object-field-count", schema(table(obj(o=strings(numbered(1025)))))),
    ("nesting", schema(nested(17))),
    ("dangling-id", schema(table(obj(a=id_of("others"))))),
    ("dangling-id", schema(table(obj(a=array(union(id_of("Things"), NULL)))))),
    ("dangling-id", schema(table(obj(a=id_of("_users"))))),
    ("index-limit-documented", schema(indexed(33))),
    ("index-limit-documented", schema(indexed(64))),
    ("index-limit", schema(indexed(65))),
    ("index-limit-documented", schema(indexed(32) | {"searchIndexes": [search("s", "f0")]})),
    ("index-empty", schema(table(indexes=[index("by_nothing")]))),
    ("index-field-count", schema(wide_index(16))),
    ("index-on-id", schema(table(indexes=[index("by_a", "a", "_id")]))),
    ("index-on-creation-time", schema(table(indexes=[index("by_a", "a", "_creationTime")]))),
    ("index-on-underscore", schema(table(indexes=[index("by_a", "a", "_b")]))),
    ("index-on-underscore", schema(table(obj(a=ANY), indexes=[index("by_a", "a._b")]))),
    *(
        ("index-field-identifier", schema(table(ANY, indexes=[index("by_a", path)])))
        for path in ["", "a-b", "a..b", "é"]
    ),
    ("index-field-identifier", schema(table(ANY, searchIndexes=[search("s", "a-b")]))),
    ("index-field-identifier", schema(table(ANY, vectorIndexes=[vector("v", "e", "a-b")]))),
    ("index-field-duplicate", schema(table(indexes=[index("by_a", "a", "b", "a")]))),
    (
        "index-fields-identical",
        schema(table(indexes=[index("by_a", "a"), index("also_by_a", "a")])),
    ),
    *(
        ("index-field-missing", schema(table(document, indexes=[index("by_it", path)])))
        for document, path in [
            (obj(a=STRING), "b"),
            (obj(a=STRING), "A"),
            (obj(a=STRING), "a.b"),
            (obj(a=array(obj(b=STRING))), "a.b"),
            (obj(a=record(STRING, obj(b=STRING))), "a.b"),
            (obj(a=STRING), "toString"),
        ]
    ),
    ("index-field-missing", schema(table(searchIndexes=[search("s", "c")]))),
    ("index-field-missing", schema(table(searchIndexes=[search("s", "a", "c")]))),
    ("index-field-missing", schema(table(vectorIndexes=[vector("v", "e")]))),
    ("index-staged", schema(table(stagedDbIndexes=[index("by_a", "a")]))),
    ("index-staged", schema(table(stagedSearchIndexes=[search("s", "a")]))),
    ("search-filter-count", schema(filtered(search, "searchIndexes", STRING, 17))),
    (
        "search-index-duplicate",
        schema(table(searchIndexes=[search("s", "a", "a", "b"), search("t", "a", "b", "a", "b")])),
    ),
    (
        "search-field-repeated",
        schema(table(searchIndexes=[search("s", "a", "a"), search("t", "a", "b")])),
    ),
    *(
        ("search-field-not-text", schema(table(obj(a=field), searchIndexes=[search("s", "a")])))
        for field in [NUMBER, union(NUMBER, NULL), array(STRING), literal(1)]
    ),
    ("search-index-count", schema(searched(5))),
    *(
        ("vector-dimensions", schema(embedding(dimensions=count)))
        for count in [1, 4097, 2.5, 0, -2, None]
    ),
    *(
        ("vector-field-type", schema(table(obj(e=field), vectorIndexes=[vector("v", "e")])))
        for field in [array(STRING), array({"type": "bigint"}), NUMBER, union(NULL, STRING)]
    ),
    ("vector-filter-count", schema(filtered(vector, "vectorIndexes", array(NUMBER), 17))),
    (
        "vector-filter-missing",
        schema(table(obj(e=array(NUMBER)), vectorIndexes=[vector("v", "e", "a")])),
    ),
    (
        "vector-index-duplicate",
        schema(
            table(obj(e=ANY, a=STRING), vectorIndexes=[vector("v", "e"), vector("w", "e", "a")])
        ),
    ),
    ("vector-index-count", schema(vectored(5))),
]

IMPORTS = """\
import { defineSchema, defineTable } from "convex/server";
import { v } from "convex/values";
"""

BROKEN_SOURCES: list[tuple[str, str]] = [
    ("bundle-error", "export default ;"),
    ("bundle-error", 'import fs from "node:fs";\nexport default fs;'),
    ("bundle-error", 'import { x } from "./missing";\nexport default x;'),
    ("bundle-warning", "export default defineSchema({ a: defineTable({}), a: defineTable({}) });"),
    ("missing-default-export", "export const schema = defineSchema({});"),
    ("invalid-export", "export default {};"),
    ("invalid-export", "export default { export: () => 1 };"),
    ("invalid-export", 'export default { export: () => "{" };'),
    ("evaluate-error", 'throw new Error("no");\nexport default defineSchema({});'),
    ("evaluate-error", 'fetch("x");\nexport default defineSchema({});'),
    ("evaluate-error", "export default defineSchema({ a: defineTable({ b: v.literal(null) }) });"),
    ("evaluate-error", "export default defineSchema({ a: defineTable({ b: undefined }) });"),
    ("evaluate-error", "console.log(process.env.HOME);\nexport default defineSchema({});"),
    ("proto-key", "export default defineSchema({ __proto__: defineTable({}) });"),
    ("proto-key", 'export default defineSchema({ a: defineTable({ "__proto__": v.any() }) });'),
    (
        "optional-lost",
        "export default defineSchema({ a: defineTable({ b: v.array(v.optional(v.string())) }) });",
    ),
    (
        "optional-lost",
        "export default defineSchema({ a: defineTable({ b: v.union(v.string().optional()) }) });",
    ),
    ("optional-lost", "export default defineSchema({ a: defineTable(v.optional(v.object({}))) });"),
    ("dangling-id", 'export default defineSchema({ a: defineTable({ b: v.id("c") }) });'),
]

LOADING = {
    "bundle-error",
    "bundle-warning",
    "missing-default-export",
    "invalid-export",
    "evaluate-error",
}
"""What goes wrong before there is an export to check: not rules of the checker's table."""


@pytest.mark.parametrize("name", ACCEPTED)
def test_accepted(name: str) -> None:
    assert check_export(ACCEPTED[name]) == ()


@pytest.mark.parametrize(
    ("rule", "broken"), [pytest.param(*one, id=f"{one[0]}-{at}") for at, one in enumerate(BROKEN)]
)
def test_broken_alone(rule: str, broken: Json) -> None:
    found = check_export(broken)
    assert {finding.rule for finding in found} == {rule}, found


@cache
def judged_sources() -> dict[str, Judgement]:
    sources = {str(at): IMPORTS + text for at, (_, text) in enumerate(BROKEN_SOURCES)}
    return judge_convex(sources, judges=["convex"])


@pytest.mark.xdist_group("broken-sources")
@pytest.mark.parametrize("at", range(len(BROKEN_SOURCES)))
def test_broken_source(at: int) -> None:
    judgement = judged_sources()[str(at)]
    assert judgement.rules() == [BROKEN_SOURCES[at][0]], judgement.findings
    assert (judgement.exported is None) == (BROKEN_SOURCES[at][0] in LOADING - {"bundle-warning"})


def test_every_rule_is_broken_by_a_test() -> None:
    tried = {rule for rule, _ in [*BROKEN, *BROKEN_SOURCES]}
    assert {rule.name for rule in convex_rules()} == tried - LOADING


def test_every_rule_names_its_source() -> None:
    assert {rule.authority for rule in convex_rules()} == {"backend", "docs", "wrong"}
    assert all(rule.source for rule in convex_rules())


@pytest.mark.parametrize(
    ("broken", "place", "message"),
    [
        (
            table(indexes=[index("by_c", "c")]),
            ("by_c", "c"),
            "index by_c: no document has c (arrays and records can't be entered)",
        ),
        (
            table(obj(a=array(obj(b=id_of("others"))))),
            (None, "a[].b"),
            'v.id("others"): there is no such table',
        ),
        (
            table(obj(a=obj(_b=STRING))),
            (None, "_b"),
            "field a._b starts with _, which is reserved",
        ),
        (
            table(obj(a=obj_of({"b-c": STRING}))),
            (None, "b-c"),
            'field name "a.b-c" is no identifier of 1 to 64 characters',
        ),
        (
            table(obj(a=id_of("1"))),
            (None, "a"),
            'v.id: table name "1" is no identifier of 1 to 64 characters',
        ),
        (
            table(obj(a=obj(b=strings(numbered(1025))))),
            (None, "a.b"),
            "1025 fields in a.b, at most 1024",
        ),
        (
            table(obj(a=array({"type": "date"}))),
            (None, "a[]"),
            "date is no kind of validator",
        ),
        (table(strings(numbered(1023))), (None, ""), "1023 fields, at most 1022"),
    ],
)
def test_a_finding_says_where(
    broken: Json, place: tuple[str | None, str | None], message: str
) -> None:
    [finding] = check_export(schema(broken))
    assert (finding.table, finding.index, finding.field) == ("things", *place)
    assert finding.message == message
    assert str(finding) == f"convex/{finding.rule}: things: {message}"
