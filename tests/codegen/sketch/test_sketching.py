"""Calls in, functions out: the goldens beside the code were read, line by line."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from prisma_to_convex.enforce.constraint_building import enforcement
from prisma_to_convex.enforce.emitted_files import enforce_files
from prisma_to_convex.sketch.sketch_files import is_untouched
from prisma_to_convex.sketch.sketch_records import SketchPlace
from support.oracle import judge_convex
from support.sketching import compiled, read_code_of, sketch_of, texts_of

FOLDER = Path(__file__).parent / "cases"
SCHEMA = compiled((FOLDER / "schema.prisma").read_text(encoding="utf-8"))
CODE = read_code_of(FOLDER)
Golden = Callable[[Path, str], None]


@pytest.mark.parametrize("name", sorted(CODE))
def test_functions(name: str, golden: Golden) -> None:
    found = sketch_of(SCHEMA, {name: CODE[name]})
    reasons = [f"// {name}:{one.call.span.position[0]} {one.reason}" for one in found.not_sketched]
    modules = [text for file, text in found.files.items() if file != "rows.ts"]
    golden(FOLDER / f"{name}.txt", "\n".join([*modules, *reasons]) + "\n")


@pytest.mark.parametrize("compiler", ["5", "7"])
def test_the_judges_accept_them(compiler: str) -> None:
    plain = sketch_of(SCHEMA, CODE)
    enforced = sketch_of(SCHEMA, CODE, SketchPlace("..", enforced=True))
    kit = enforce_files(SCHEMA.lowered, enforcement(SCHEMA.lowered), "schema.prisma")
    cases = {"plain": texts_of(SCHEMA, plain), "enforced": {**texts_of(SCHEMA, enforced), **kit}}
    judged = judge_convex(cases, ["types", "eslint", "prettier"], compiler)  # type: ignore[arg-type]  # of two words
    assert {name: one.findings for name, one in judged.items() if one.findings} == {}


def test_the_judges_see_each_module() -> None:
    texts = texts_of(SCHEMA, sketch_of(SCHEMA, CODE))
    texts["sketch/accounts.ts"] = texts["sketch/accounts.ts"].replace("v.id(", "v.idd(")
    judged = judge_convex({"broken": texts}, ["types"])
    assert judged["broken"].findings != ()


def test_what_somebody_changed_is_known() -> None:
    text = sketch_of(SCHEMA, CODE).files["accounts.ts"]
    assert is_untouched(text.encode())
    assert not is_untouched(text.replace("rows", "row", 1).encode())
    assert not is_untouched(text.partition("\n")[2].encode())
    assert not is_untouched(b"// mine\n")


def test_texts_keep_their_blanks() -> None:
    code = """export const two = () =>
      prisma.account.findMany({ where: { name: "a  b" , nick: 'tab\there',   email: `c
d` } });
"""
    found = sketch_of(SCHEMA, {"blanks.ts": code})
    (function,) = found.functions
    assert function.arguments == ()
    text = "\n".join(found.files.values())
    for literal in ('"a  b"', '"tab\\there"', '"c\\nd"'):
        assert literal in text


CREATED = """datasource db {
  provider = "postgresql"
}

model Event {
  id        Int      @id @default(autoincrement())
  kind      String
  createdAt DateTime @default(now()) /// @convex.created-at(system)

  @@index([kind, createdAt])
}
"""
AT_CREATION = """
export const newest = (take: number) => prisma.event.findMany({ orderBy: { createdAt: "desc" }, take });
export const ofKind = (kind: string) =>
  prisma.event.findFirst({ where: { kind }, orderBy: { createdAt: "asc" }, select: { createdAt: true } });
export const since = (from: Date) => prisma.event.findMany({ where: { createdAt: { gte: from } } });
"""


def test_the_time_of_creation_is_convex_s_own() -> None:
    schema = compiled(CREATED)
    found = sketch_of(schema, {"a.ts": AT_CREATION})
    assert found.not_sketched == ()
    text = found.files["events.ts"]
    for code in (
        'ctx.db.query("events").order("desc").take(args.take)',
        '.withIndex("by_kind", (q) => q.eq("kind", args.kind))\n      .first()',
        "_creationTime: eventRow._creationTime,",
        '.withIndex("by_creation_time", (q) =>\n        q.gte("_creationTime", args.createdAtGte),\n      )',
    ):
        assert code in text
    judged = judge_convex({"created": texts_of(schema, found)}, ["types", "eslint", "prettier"])
    assert judged["created"].findings == ()


def test_modules_that_differ_in_case_alone_are_numbered_in_order_of_the_models_names() -> None:
    """Not in that of the schema: a model that moves in it does not rename the other's module."""
    blocks = [
        '/// @convex.name("Notes")\nmodel Zebra {\n  id Int @id @default(autoincrement())\n}\n',
        '/// @convex.name("notes")\nmodel Ant {\n  id Int @id @default(autoincrement())\n}\n',
        '/// @convex.name("access")\nmodel Bee {\n  id Int @id @default(autoincrement())\n}\n',
    ]
    code = "".join(
        f"export const all{name} = () => prisma.{name}.findMany();\n"
        for name in ("zebra", "ant", "bee")
    )
    for schema in ("".join(blocks), "".join(reversed(blocks))):
        found = sketch_of(compiled(schema), {"code.ts": code})
        modules = {one.module: one.name for one in found.functions}
        assert modules == {"notes": "allant", "Notes2": "allzebra", "access2": "allbee"}
