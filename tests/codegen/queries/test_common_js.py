"""What `require` brings is what `module.exports` gives: names, all of it, methods of objects, functions."""

from __future__ import annotations

import pytest

from codegen.queries.test_cases import COMPILED
from codegen.queries.values.test_definitions import called
from prisma_to_convex.calls.call import PrismaCall
from prisma_to_convex.queries.examining import examine_code
from prisma_to_convex.queries.files.code_files import CodeFile

NOTES = """const prisma = require("./prisma");
const Notes = {
  table: "note",
  get: async function (clause = {}) { return await prisma.note.findFirst({ where: clause }); },
  async all(clause) { return prisma.note.findMany({ where: clause }); },
  first: async function () { return this.get({ dealId: 1 }); },
};
module.exports = { Notes };
"""
FUNCTION = "async function build() { return 1; }\n"
BUILD = "async function build() { return 1; }"


@pytest.mark.parametrize(
    ("code", "helpers", "expected"),
    [
        (
            'const { build } = require("./b"); build()',
            FUNCTION + "module.exports = { build };",
            BUILD,
        ),
        (
            'const { make } = require("./b"); make()',
            FUNCTION + "module.exports = { make: build };",
            BUILD,
        ),
        (
            'const { build: it } = require("./b"); it()',
            FUNCTION + "exports.build = build;",
            BUILD,
        ),
        (
            'const build = require("./b").build; build()',
            FUNCTION + "module.exports.build = build",
            BUILD,
        ),
        ('const make = require("./b"); make()', FUNCTION + "module.exports = build;", BUILD),
        ('const b = require("./b"); b.build()', FUNCTION + "module.exports = { build };", BUILD),
        ('const b = require("./b"); b.build()', "export " + FUNCTION, BUILD),
        ('const b = require("./b"); b.build()', "exports.build = () => 2;", "() => 2"),
        ('const { build } = await import("./b"); build()', "export " + FUNCTION, BUILD),
        ('const b = await import("./b"); b.build()', "export " + FUNCTION, BUILD),
        ('import { build } from "./b"; build()', FUNCTION + "module.exports = { build };", BUILD),
        # What is exported by a name is not what has that name in the file.
        (
            'const { build } = require("./b"); build()',
            FUNCTION + "module.exports = { build: () => 2 };",
            "() => 2",
        ),
        ("const { build } = require(name); build()", FUNCTION + "module.exports = { build };", ""),
        ('const { ...b } = require("./b"); b.build()', FUNCTION + "module.exports = {};", ""),
        ('const { build } = load("./b"); build()', FUNCTION + "module.exports = { build };", ""),
    ],
)
def test_what_a_call_runs(code: str, helpers: str, expected: str) -> None:
    found = [one for one in called({"a.js": code + ";", "b.js": helpers}) if one]
    assert found == ([f"b.js {expected}"] if expected else [])


@pytest.mark.parametrize(
    ("code", "expected"),
    [
        ("const a = { one() { return 1; }, two() { this.one(); } };", "one() { return 1; }"),
        ("const a = { one: () => 1, two: function () { this.one(); } };", "() => 1"),
        ("const a = { one: () => 1, two: function () { (() => this.one())(); } };", "() => 1"),
        ("const a = { one: () => 1, two() { this.three(); } };", ""),
        # An arrow function has the `this` of what is around it.
        ("const a = { one: () => 1, two: () => { this.one(); } };", ""),
        (
            "class A { one() { return 2; } two() { return { one: () => 1, b: () => this.one() }; } }",
            "one() { return 2; }",
        ),
    ],
)
def test_methods_of_an_object(code: str, expected: str) -> None:
    found = [one for one in called({"a.js": code}) if one and not one.startswith("a.js (() =>")]
    assert [one for one in found if "this." not in one] == (
        [f"a.js {expected}"] if expected else []
    )


def calls_of(files: dict[str, str]) -> list[PrismaCall]:
    code = [CodeFile(name, text.encode()) for name, text in files.items()]
    return list(examine_code(code, COMPILED.lowered, {})[0].application.calls)


def test_methods_are_as_they_are_called() -> None:
    user = 'const { Notes } = require("../notes");\nNotes.all({ id: 3 });\nNotes.get();\n'
    calls = calls_of({"notes.js": NOTES, "routes/user.js": user})
    found = [
        (
            one.operation,
            one.where.certainty,
            [condition.field for condition in one.where.conditions],
            one.through.source.name if one.through is not None else "",
        )
        for one in calls
    ]
    assert found == [
        ("findFirst", "known", ["dealId"], "notes.js"),
        ("findFirst", "known", [], "routes/user.js"),
        ("findMany", "known", ["id"], "routes/user.js"),
    ]


def test_callers_of_many_wrappers() -> None:
    """More names than have a pattern each."""
    names = [f"get{number}" for number in range(300)]
    wrappers = [f"exports.{one} = (where) => prisma.note.findMany({{ where }});" for one in names]
    written = [f"notes.{one}({{ dealId: 1 }});" for one in names]
    calls = calls_of({
        "notes.js": "\n".join(wrappers),
        "a.js": 'const notes = require("./notes");\n' + "\n".join(written),
    })  # fmt: skip
    assert len(calls) == 300
    assert {one.where.certainty for one in calls} == {"known"}
    assert {one.through.source.name for one in calls if one.through is not None} == {"a.js"}
