"""Which files of a folder are schemas of their own, and which code is under each."""

from __future__ import annotations

import pytest

from codegen.queries.test_cases import COMPILED
from prisma_to_convex.queries.examining import examine_code
from prisma_to_convex.queries.files.code_files import CodeFile
from prisma_to_convex.queries.files.workspace import SchemaPlace, schemas_below, shares


@pytest.mark.parametrize(
    ("names", "schemas"),
    [
        ([], []),
        (["schema.prisma"], ["schema.prisma"]),
        (["a.prisma", "b.prisma"], ["."]),
        (["z/schema.prisma", "a/schema.prisma"], ["a/schema.prisma", "z/schema.prisma"]),
        (["b/one.prisma", "b/two.prisma", "a/s.prisma"], ["a/s.prisma", "b"]),
        (["db/s.prisma", "db/models/a.prisma"], ["db"]),
        (["db/s.prisma", "dba/s.prisma"], ["db/s.prisma", "dba/s.prisma"]),
    ],
)
def test_each_schema_once_by_name(names: list[str], schemas: list[str]) -> None:
    assert schemas_below(names) == schemas


def shared(schemas: dict[str, str], files: dict[str, str]) -> dict[str, list[str]]:
    """The files under each schema; delegates and what a file calls are words."""
    places = [SchemaPlace(path, frozenset(names.split())) for path, names in schemas.items()]
    code = [
        CodeFile(name, " ".join(f"db.{one}.findMany();" for one in words.split()).encode())
        for name, words in files.items()
    ]
    found = shares(places, code)
    return {
        one.path: [file.name for file in share] for one, share in zip(places, found, strict=True)
    }


MAIN, COPY, SHOP = (
    "libs/db/schema.prisma",
    "apps/api/src/copies/copy.prisma",
    "apps/shop/schema.prisma",
)


@pytest.mark.parametrize(
    ("schemas", "files", "expected"),
    [
        # The folder that holds a file decides, whatever another schema has.
        (
            {MAIN: "user order team", SHOP: "user"},
            {"apps/shop/a.ts": "user", "apps/api/a.ts": "user team"},
            {MAIN: ["apps/api/a.ts"], SHOP: ["apps/shop/a.ts"]},
        ),
        # A schema that only stands near is not that of the code when another one has what is called.
        (
            {MAIN: "user order team", COPY: "user"},
            {"apps/api/src/a.ts": "user", "apps/api/src/b.ts": "order team user"},
            {MAIN: ["apps/api/src/a.ts", "apps/api/src/b.ts"], COPY: []},
        ),
        # Of equals, the nearest.
        (
            {MAIN: "user", COPY: "user"},
            {"apps/api/src/a.ts": "user", "apps/api/src/b.ts": ""},
            {MAIN: [], COPY: ["apps/api/src/a.ts", "apps/api/src/b.ts"]},
        ),
        # Code of one package that asks the schema of another.
        (
            {MAIN: "user", SHOP: "cart"},
            {"apps/shop/a.ts": "user", "apps/shop/b.ts": "cart user", "apps/shop/c.ts": "other"},
            {MAIN: ["apps/shop/a.ts"], SHOP: ["apps/shop/b.ts", "apps/shop/c.ts"]},
        ),
        ({MAIN: "user"}, {"a.ts": "cart"}, {MAIN: ["a.ts"]}),
    ],
)
def test_the_files_under_each_schema(
    schemas: dict[str, str], files: dict[str, str], expected: dict[str, list[str]]
) -> None:
    assert shared(schemas, files) == expected


def test_a_model_of_another_schema_is_not_passed_over() -> None:
    code = "tx.deal.count(); tx.cart.count(); wallet.cart.count(); tx.cart.count(1, 2);"
    files = [CodeFile("a.ts", code.encode())]
    found, _ = examine_code(files, COMPILED.lowered, {}, (), frozenset({"cart"}))
    assert [one.model for one in found.application.calls] == ["Deal"]
    assert [(tuple(one.span.position), one.reason) for one in found.application.unresolved] == [
        ((1, 18), "`cart` is a model of another schema")
    ]
