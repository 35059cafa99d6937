"""The report as JSON: its published schema, and that it says what the Markdown says.

Long, as one form is held here, part by part.
"""

from __future__ import annotations

import json
import re
from collections import Counter
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from textwrap import dedent
from typing import Any, get_args

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st
from jsonschema import Draft202012Validator

from prisma_schema_parser import SourceFile, Span, load
from prisma_schema_parser.guarantees import FIELD_BY_FIELD, Kind
from prisma_to_convex.analysis.verdict.consequences import CONSEQUENCES
from prisma_to_convex.compiler import Compilation, Invalid, compile_schema
from prisma_to_convex.options.settings import Options, Settings
from prisma_to_convex.report.analysis_json import definitions
from prisma_to_convex.report.build import build
from prisma_to_convex.report.details import details
from prisma_to_convex.report.json_report import json_report, json_schema
from prisma_to_convex.report.json_text import json_text
from prisma_to_convex.report.markdown_report import markdown
from prisma_to_convex.report.starts import JSON, VERSION
from prisma_to_convex.rules.outcome import State
from prisma_to_convex.rules.table import RULES
from strategies import SchemaText, schemas
from support.agreement import corpus_schemas
from support.compiling import POSTGRESQL, compiled, compiled_files
from support.places import MAPPING, ROOT, SAMPLES

SCHEMAS = {path.stem: path for path in sorted(MAPPING.glob("*.prisma"))} | {
    path.parent.name: path for path in sorted(SAMPLES.glob("*/schema.prisma"))
}
Json = Any  # JSON, read back

each_schema = pytest.mark.parametrize("name", SCHEMAS)


def where(span: Span) -> str:
    return f"{Path(span.source.name).name}:{span.line}"


def written(compilation: Compilation, source: str = "schema.prisma") -> str:
    return json_report(build(compilation, source, where), details(compilation, where))


@cache
def compilation_of(name: str) -> Compilation:
    found = compile_schema(load(SCHEMAS[name]).sources)
    assert not isinstance(found, Invalid)
    return found


def report_of(name: str) -> Json:
    return json.loads(written(compilation_of(name), SCHEMAS[name].name))


def report(text: str, head: str = POSTGRESQL) -> Json:
    found = json.loads(written(compiled(text, head=head)))
    assert problems(found) == []
    return found


@cache
def validator() -> Draft202012Validator:
    return Draft202012Validator(json.loads(json_schema()))


def problems(value: Json) -> list[str]:
    return [f"{one.json_path}: {one.message}" for one in validator().iter_errors(value)]


# ---- the published schema -----------------------------------------------------------------------

PUBLISHED = ROOT / "codegen" / "prisma_to_convex" / "schemas" / "report.schema.json"


def test_the_schema_of_the_analysis_is_that_of_its_types(update_golden: bool) -> None:
    published = json.loads(json_schema())
    if update_golden:
        published["properties"]["analysis"] = {"$ref": "#/$defs/Analysis"}
        others = {name: one for name, one in published["$defs"].items() if not name[0].isupper()}
        published["$defs"] = others | definitions()
        text = json.dumps(published, indent=2, ensure_ascii=False) + "\n"
        PUBLISHED.write_text(text, encoding="utf-8", newline="\n")
    found = definitions()
    assert {name: published["$defs"].get(name) for name in found} == found
    assert found.keys() == {name for name in published["$defs"] if name[0].isupper()}


def test_the_schema_is_one() -> None:
    Draft202012Validator.check_schema(json.loads(json_schema()))


def test_the_schema_knows_every_kind_and_the_version() -> None:
    schema = json.loads(json_schema())
    assert schema["$defs"]["kind"]["enum"] == list(get_args(Kind))
    assert schema["properties"]["version"] == {"description": "Of this form.", "const": VERSION}


def test_the_schema_s_codes_are_those_of_the_rules() -> None:
    pattern = json.loads(json_schema())["$defs"]["code"]["pattern"]
    assert all(re.search(pattern, rule.code) for rule in RULES)


def test_the_schema_allows_no_unknown_key_and_wants_every_known_one() -> None:
    def check(node: Json) -> None:
        if isinstance(node, list):
            for item in node:
                check(item)
        elif isinstance(node, dict):
            if node.get("type") == "object" and "properties" in node:
                assert node["additionalProperties"] is False
                assert node["required"] == list(node["properties"])
            for item in node.values():
                check(item)

    check(json.loads(json_schema()))


@each_schema
def test_every_output_follows_the_schema(name: str) -> None:
    assert problems(report_of(name)) == []


OPTIONS = {
    "database": Settings(
        table_names="database",
        field_names="database",
        enum_values="database",
        nullable="optional",
        ids="keep",
        views="table",
    ),
    "forms": Settings(
        table_names="model",
        nullable="both",
        bigint="number",
        decimal="number",
        datetime="string",
        bytes="storage",
        json="string",
    ),
}


@pytest.mark.parametrize("settings", OPTIONS.values(), ids=OPTIONS)
@each_schema
def test_every_output_follows_the_schema_under_any_option(name: str, settings: Settings) -> None:
    found = compile_schema(load(SCHEMAS[name]).sources, Options(settings))
    assert not isinstance(found, Invalid)
    assert problems(json.loads(written(found))) == []


def test_a_part_of_a_schema_follows_the_schema() -> None:
    path = SCHEMAS["crm"]
    found = compile_schema(load(path).sources, Options(exclude=("User", "[L-Z]*")))
    assert not isinstance(found, Invalid)
    assert problems(json.loads(written(found))) == []


@pytest.mark.corpus
def test_every_report_of_the_corpus_follows_the_schema(corpus: Path) -> None:
    count = 0
    for schema in corpus_schemas(corpus):
        found = compile_schema([SourceFile(name, text) for name, text in schema.files])
        if isinstance(found, Compilation):
            count += 1
            assert problems(json.loads(written(found))) == [], schema.name
    assert count > 1700


@pytest.mark.parametrize(
    "change",
    [
        {"version": 2},
        {"version": "1"},
        {"more": 1},
        {"source": ""},
        {"guarantees": [{}]},
        {"totals": {}},
    ],
)
def test_the_schema_refuses(change: Mapping[str, Json]) -> None:
    assert problems(report_of("ids") | change) != []


@pytest.mark.parametrize(
    "change", [{"outcome": "gone"}, {"rule": None}, {"rule": "PC101"}, {"help": None}, {"line": 0}]
)
def test_the_schema_refuses_a_guarantee(change: Mapping[str, Json]) -> None:
    value = report_of("blog")
    at = next(at for at, one in enumerate(value["guarantees"]) if one["outcome"] == "lost")
    value["guarantees"][at] |= change
    assert problems(value) != []


# ---- its text -----------------------------------------------------------------------------------

values = st.recursive(
    st.none()
    | st.booleans()
    | st.integers()
    | st.floats(allow_nan=False, allow_infinity=False)
    | st.text(),
    lambda inside: st.lists(inside) | st.tuples(inside) | st.dictionaries(st.text(), inside),
)


@given(values)
def test_the_text_is_what_json_writes(value: object) -> None:
    """With an indent of two; what can't be seen is escaped and so means the same."""
    written = json_text(value)
    plain = json.dumps(value, indent=2, ensure_ascii=False) + "\n"
    assert json.loads(written) == json.loads(plain)
    if plain.replace("\n", "").isprintable():
        assert written == plain


@pytest.mark.parametrize("value", [float("nan"), float("inf"), [-float("inf")]])
def test_no_number_that_json_lacks(value: object) -> None:
    with pytest.raises(ValueError, match="not JSON compliant"):
        json_text(value)


# ---- what it says -------------------------------------------------------------------------------

SMALL = """
    model User {
      id    Int     @id @default(autoincrement())
      a     String? @map("_a")
      b     Role
      tags  Tag[]
      @@unique([a, b])
    }
    model Tag {
      id    Int    @id @default(autoincrement())
      users User[]
    }
    enum Role {
      One
      Two
    }
    """


def test_the_parts() -> None:
    found = report(SMALL)
    assert list(found) == [
        "version",
        "source",
        "totals",
        "analysis",
        "guarantees",
        "code",
        "tables",
        "by_hand",
        "names",
        "diagnostics",
    ]
    assert (found["version"], found["source"]) == (1, "schema.prisma")


def test_a_lost_guarantee() -> None:
    (lost,) = [one for one in report(SMALL)["guarantees"] if one["kind"] == "unique"]
    assert list(lost) == [
        "kind",
        "model",
        "field",
        "fields",
        "file",
        "line",
        "column",
        "text",
        "outcome",
        "rule",
        "detail",
        "help",
        "consequence",
        "enforced",
        "decision",
    ]
    assert lost["help"].startswith("before each insert and patch, refuse if `await ctx.db.query(")
    assert {**lost, "help": ""} == {
        "kind": "unique",
        "model": "User",
        "field": "a,b",
        "fields": ["a", "b"],
        "file": "schema.prisma",
        "line": 10,
        "column": 3,
        "text": "@@unique([a, b])",
        "outcome": "lost",
        "rule": "PC201",
        "detail": "`User.(a, b)` is no longer unique",
        "help": "",
        "consequence": {
            "kind": "data corrupted",
            "because": "two rows where each query expects one",
        },
        "enforced": None,
        "decision": {"state": "open", "reason": None, "by": None},
    }


def test_a_kept_a_replaced_and_a_changed_one() -> None:
    found = report(SMALL)["guarantees"]
    by_text = {(one["model"], one["text"]): one for one in found}
    kept, replaced, changed = (
        by_text["User", "String"],
        by_text["User", '@map("_a")'],
        by_text["User", "@id"],
    )
    assert (kept["outcome"], kept["rule"], kept["detail"]) == ("kept", None, "`v.string()`")
    assert kept["help"] is None
    assert (replaced["outcome"], replaced["rule"]) == ("replaced", None)
    assert (changed["outcome"], changed["rule"]) == ("replaced", "PC306")
    assert changed["detail"].startswith("`_id`")
    assert changed["help"]


def test_a_guarantee_of_a_whole_block() -> None:
    found = report('model A {\n  id Int @id\n  @@map("as")\n}')["guarantees"]
    (mapped,) = [one for one in found if one["kind"] == "mapped-name"]
    assert (mapped["field"], mapped["fields"]) == (None, [])


def test_tables() -> None:
    users, _, join = report(SMALL)["tables"]
    assert users == {
        "name": "users",
        "model": "User",
        "askedBy": None,
        "fields": [
            {
                "name": "a",
                "prisma": "a",
                "validator": "v.nullable(v.string())",
                "optional": False,
            },
            {"name": "b", "prisma": "b", "validator": "role", "optional": False},
        ],
        "indexes": [
            {
                "name": "by_a_and_b",
                "kind": "index",
                "fields": ["a", "b"],
                "serves": ["@@unique([a, b])"],
                "askedBy": None,
            }
        ],
    }
    assert (join["name"], join["model"]) == ("tagUsers", "Tag.users")
    assert [(field["prisma"], field["validator"]) for field in join["fields"]] == [
        (None, 'v.id("tags")'),
        (None, 'v.id("users")'),
    ]


def test_index_kinds() -> None:
    kinds = {
        index["kind"]
        for name in SCHEMAS
        for table in report_of(name)["tables"]
        for index in table["indexes"]
    }
    assert kinds == {"index", "search", "vector"}


def test_names() -> None:
    names = report(SMALL)["names"]
    assert {
        "what": "field",
        "prisma": "User.a",
        "database": "_a",
        "convex": "a",
        "reason": None,
    } in names
    assert {
        "what": "enum",
        "prisma": "Role",
        "database": None,
        "convex": "role",
        "reason": None,
    } in names


def test_names_in_the_database() -> None:
    stored = {
        name["prisma"]: name["database"] for name in report_of("schemas-and-extensions")["names"]
    }
    assert stored["User"] == "auth.app_users"
    assert stored["User.name"] == "full_name"
    assert stored["Item"] == "shop.Item"
    assert stored["Kind"] == "shop.Kind"


def test_names_in_composite_types() -> None:
    text = (
        'type Place {\n  city String @map("c")\n  code Int\n}\n'
        'model User {\n  id String @id @map("_id")\n  home Place\n}\n'
    )
    found = report(text, head='datasource db {\n  provider = "mongodb"\n}\n')["names"]
    stored = {name["prisma"]: (name["database"], name["convex"]) for name in found}
    assert stored["Place.city"] == ("c", "city")
    assert "Place.code" not in stored


def test_diagnostics() -> None:
    found = report(SMALL)["diagnostics"]
    finding = next(one for one in found if one["code"] == "PC201")
    assert list(finding) == [
        "code",
        "name",
        "severity",
        "message",
        "help",
        "consequence",
        "file",
        "line",
        "column",
        "labels",
    ]
    assert (finding["name"], finding["severity"]) == ("unique-not-enforced", "warning")
    assert (finding["file"], finding["line"], finding["column"]) == ("schema.prisma", 10, 3)


def test_labels_have_places() -> None:
    labels = [
        label
        for name in SCHEMAS
        for one in report_of(name)["diagnostics"]
        for label in one["labels"]
    ]
    assert labels
    assert all(list(label) == ["text", "file", "line", "column"] for label in labels)


def test_several_files() -> None:
    compilation = compiled_files(
        {
            "a.prisma": POSTGRESQL + "model A {\n  id Int @id\n  e E\n}\n",
            "b.prisma": "enum E {\n  X\n}\n",
        }
    )
    parts = build(compilation, "db/", where), details(compilation, where)
    found = json.loads(json_report(*parts))
    assert found["source"] == "db/"
    assert {one["file"] for one in found["guarantees"]} == {"a.prisma"}


# ---- it agrees with the Markdown, and with itself -----------------------------------------------


@each_schema
def test_totals_are_the_sums(name: str) -> None:
    found = report_of(name)
    totals, guarantees = found["totals"], found["guarantees"]
    outcomes = Counter(one["outcome"] for one in guarantees)
    sums = {state: outcomes[state] for state in get_args(State)}
    assert {"all": len(guarantees), **sums} == {key: totals[key] for key in ("all", *sums)}
    assert totals["all"] == sum(sums.values())
    for kind, count in totals["by_kind"].items():
        of_kind = Counter(one["outcome"] for one in guarantees if one["kind"] == kind)
        assert count == {"all": of_kind.total(), **{state: of_kind[state] for state in sums}}
    assert set(totals["by_kind"]) == {one["kind"] for one in guarantees}
    severities = Counter(one["severity"] for one in found["diagnostics"])
    assert totals["severities"] == {one: severities[one] for one in ("error", "warning", "note")}


@each_schema
def test_every_reported_guarantee_is_a_diagnostic(name: str) -> None:
    found = report_of(name)
    reported = Counter(
        (one["rule"], one["file"], one["line"], one["column"], one["help"])
        for one in found["guarantees"]
        if one["rule"] is not None and one["kind"] not in FIELD_BY_FIELD
    )
    diagnostics = Counter(
        (one["code"], one["file"], one["line"], one["column"], one["help"])
        for one in found["diagnostics"]
    )
    assert reported <= diagnostics
    messages = Counter((one["code"], one["message"]) for one in found["diagnostics"])
    of_blocks = {
        (one["rule"], one["detail"])
        for one in found["guarantees"]
        if one["outcome"] == "lost" and one["kind"] in FIELD_BY_FIELD
    }
    assert {messages[one] for one in of_blocks} <= {1}


@each_schema
def test_markdown_and_json_agree(name: str) -> None:
    compilation = compilation_of(name)
    built = build(compilation, SCHEMAS[name].name, where)
    page, found = markdown(built), report_of(name)
    totals = found["totals"]
    sums = "{all:,} guarantees = {kept:,} kept + {replaced:,} replaced + {lost:,} lost".format(
        **totals
    )
    assert f"**{sums}**" in page
    for severity, count in totals["severities"].items():
        assert re.search(rf"\b{count} {severity}s?\b", page)
    for kind, count in totals["by_kind"].items():
        row = "| {all} | {kept} | {replaced} | {lost} |".format(**count)
        assert f"\n| {kind} {row}\n" in page
    lost = Counter(
        (f"{one['file']}:{one['line']}", ", ".join(one["fields"]), one["text"], one["rule"])
        for one in found["guarantees"]
        if one["outcome"] == "lost" and one["kind"] not in FIELD_BY_FIELD
    )
    of_blocks = {"PC229": "what a create leaves out", "PC230": "what an update leaves undefined"}
    losses = [(section, loss) for section in built.sections for loss in section.losses]
    shown = Counter(
        (loss.where, loss.subject, loss.was, loss.rule.code)
        for _, loss in losses
        if loss.rule.code not in of_blocks
    )
    assert lost == shown
    assert sorted(
        (section.title, loss.rule.code, loss.was)
        for section, loss in losses
        if loss.rule.code in of_blocks
    ) == sorted(
        {
            (one["model"], one["rule"], of_blocks[one["rule"]])
            for one in found["guarantees"]
            if one["outcome"] == "lost" and one["rule"] in of_blocks
        }
    )
    chapter = page.partition("\n## Tables\n")[2].partition("\n## Names\n")[0]
    rows = set(re.findall(r"(?m)^\|.*\| \[(PC\d{3})\]\(\S+\) \|.* \|$", chapter))
    assert rows == {one["rule"] for one in found["guarantees"] if one["rule"] is not None}
    for table in found["tables"]:
        assert f" → `{table['name']}`\n" in page
    for one in found["names"]:
        if one["convex"] != one["prisma"].rpartition(".")[2] and one["what"] == "field":
            is_id = one["convex"] == "_id" and one["reason"] == "replaced"
            assert is_id or f"\n| field | `{one['prisma']}` | `{one['convex']}` |" in page


def test_diagnostics_stand_by_severity_and_then_by_what_follows() -> None:
    for name in SCHEMAS:
        found = report_of(name)["diagnostics"]
        order = [
            (
                ("error", "warning", "note").index(one["severity"]),
                CONSEQUENCES.index(one["consequence"]["kind"]),
            )
            for one in found
        ]
        assert order == sorted(order)


@settings(max_examples=25, deadline=None)
@given(schemas())
def test_any_schema_s_report_follows_the_schema_and_adds_up(schema: SchemaText) -> None:
    found = compile_schema([SourceFile(*one) for one in schema.files])
    assume(not isinstance(found, Invalid))
    assert not isinstance(found, Invalid)
    value = json.loads(written(found))
    assert problems(value) == []
    totals = value["totals"]
    assert totals["all"] == totals["kept"] + totals["replaced"] + totals["lost"]
    assert totals["all"] == len(value["guarantees"])
    assert f"**{totals['all']} guarantees = " in markdown(build(found, "schema.prisma", where))


@pytest.mark.corpus
def test_the_report_of_every_app_follows_the_schema(corpus: Path) -> None:
    for path in sorted((corpus / "apps").iterdir()):
        found = compile_schema(load(path).sources)
        assert not isinstance(found, Invalid)
        text = written(found)
        assert problems(json.loads(text)) == []
        assert str(corpus) not in text


# ---- its text -----------------------------------------------------------------------------------


@each_schema
def test_the_same_bytes_each_time(name: str) -> None:
    again = compile_schema(load(SCHEMAS[name]).sources)
    assert not isinstance(again, Invalid)
    text = written(again, SCHEMAS[name].name)
    assert text == written(compilation_of(name), SCHEMAS[name].name)
    assert text.startswith(JSON)
    assert text.endswith("\n}\n")
    assert str(MAPPING) not in text
    assert str(SAMPLES) not in text


INVISIBLE = re.compile(
    "[\x00-\x09\x0b-\x1f\x7f-\x9f\xad\u061c\u200b-\u200f\u2028-\u202e\u2060-\u206f\ud800-\udfff\ufeff\U000e0001]"
)


@given(st.text(st.characters(codec=None)))
def test_json_text_reads_back_and_hides_nothing(text: str) -> None:
    out = json_text({"a": text})
    assert json.loads(out) == {"a": text}
    assert not INVISIBLE.search(out)
    out.encode("utf-8")


@pytest.mark.parametrize(
    ("text", "escaped"),
    [
        ("日本 é 😀", "日本 é 😀"),
        ("\x1b[31m\x7f\x9b", "\\u001b[31m\\u007f\\u009b"),
        ("a\u202eb\u2066\u200f", "a\\u202eb\\u2066\\u200f"),
        ("\u2028\u2029\ufeff\xad", "\\u2028\\u2029\\ufeff\\u00ad"),
        ("\ud800", "\\ud800"),
        ("\U000e0041", "\\udb40\\udc41"),
        ('"\\\n', '\\"\\\\\\n'),
    ],
)
def test_json_text(text: str, escaped: str) -> None:
    assert json_text(text) == f'"{escaped}"\n'


def test_json_text_has_no_nan() -> None:
    with pytest.raises(ValueError, match="JSON"):
        json_text(float("nan"))


@settings(max_examples=30)
@given(st.text(st.sampled_from("`|\\\\<>\u202e\x1b日😀*/"), max_size=20))
def test_hostile_schemas_read_back(text: str) -> None:
    literal = json.dumps(text, ensure_ascii=True)
    found = report(dedent(f"""
        model A {{
          id Int    @id
          s  String @default({literal}) @map("x")
        }}
        """))
    (default,) = [one for one in found["guarantees"] if one["kind"] == "default"]
    assert default["text"] == f"@default({literal})"
