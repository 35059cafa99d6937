"""Queries that an index of Convex does not answer: told by indexes, types, names and sizes."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from textwrap import dedent

import pytest

from prisma_schema_parser import SourceFile, load
from prisma_to_convex.analysis.facts import HarderQuery, Size
from prisma_to_convex.analysis.harder_queries import harder_queries
from prisma_to_convex.analysis.large_tables import growing
from prisma_to_convex.analysis.references import references
from prisma_to_convex.analysis.workload import workload
from prisma_to_convex.compiler import Compilation, compile_schema
from prisma_to_convex.lowering.lowered import Lowered
from prisma_to_convex.options.settings import DEFAULTS, Options, Settings
from support.compiling import datasource

CRM = Path(__file__).parents[3] / "samples" / "crm" / "schema.prisma"
NOTHING: Mapping[str, Size] = {}


def found(
    text: str,
    *,
    provider: str = "postgresql",
    options: Options = DEFAULTS,
    sizes: Mapping[str, Size] = NOTHING,
    preview: str = "",
) -> tuple[HarderQuery, ...]:
    head = datasource(provider)
    if preview:
        head += f'generator client {{\n  provider = "prisma-client"\n  previewFeatures = ["{preview}"]\n}}\n'
    compilation = compile_schema([SourceFile("schema.prisma", head + dedent(text))], options)
    assert isinstance(compilation, Compilation), compilation
    return queries_of(compilation.lowered, sizes)


def queries_of(lowered: Lowered, sizes: Mapping[str, Size]) -> tuple[HarderQuery, ...]:
    edges = references(lowered)
    return harder_queries(lowered, sizes, growing(workload(lowered, sizes), edges, (), lowered))


def kinds(text: str, *, provider: str = "postgresql") -> list[tuple[str, str, tuple[str, ...]]]:
    return [(one.model, one.kind, one.fields) for one in found(text, provider=provider)]


def model(*lines: str, name: str = "Thing") -> str:
    return (
        f"model {name} {{\n  id Int @id @default(autoincrement())\n  " + "\n  ".join(lines) + "\n}"
    )


def test_full_text() -> None:
    (one,) = found(
        model("title String", "body String", "@@fulltext([title, body])"), provider="mysql"
    )
    assert one == HarderQuery(
        model="Thing",
        fields=("title", "body"),
        kind="full text",
        why="full-text search: Convex matches words and the start of the last one, by relevance, without "
        "operators. A search covers one field only.",
        instead="search with `search_title` and `search_body`",
    )


def test_trigrams_and_words_of_the_database() -> None:
    text = model(
        "name String",
        'words Unsupported("tsvector")?',
        '@@index([name(ops: raw("gin_trgm_ops"))], type: Gin)',
    )
    assert kinds(text) == [
        ("Thing", "full text", ("words",)),
        ("Thing", "full text", ("name",)),
    ]


def test_case() -> None:
    assert kinds(model("email String @db.Citext", "name String")) == [("Thing", "case", ("email",))]
    unique = model("email String @unique", "slug String @unique", "username String")
    assert kinds(unique, provider="mysql") == [("Thing", "case", ("email",))]
    assert kinds(unique) == []


def test_decimals_as_text() -> None:
    text = model("price Decimal", "x Decimal", "y Decimal", "@@index([x])")
    (one,) = found(text)
    assert (one.kind, one.fields) == ("ordering", ("price", "x"))
    assert one.why == (
        'decimals are held as text, where "10" comes before "9": no sorting, ranges or sums; the index by '
        "`x` is in that order"
    )
    assert not found(text, options=Options(Settings(decimal="number")))


@pytest.mark.parametrize(
    ("index", "is_harder"),
    [
        ("[a, b]", False),
        ("[a, b(sort: Desc)]", False),
        ("[a, b, c(sort: Desc)]", False),
        ("[a(sort: Desc), b(sort: Desc)]", False),
        ("[a(sort: Desc), b]", True),
        ("[a, b(sort: Desc), c]", True),
    ],
)
def test_orders_in_two_directions(index: str, is_harder: bool) -> None:
    """What stands before the first descending field is compared for equality."""
    text = model("a Int", "b Int", "c Int", f"@@index({index})")
    assert bool(found(text)) == is_harder


@pytest.mark.parametrize(
    ("fields", "expected"),
    [
        (("startsAt DateTime", "endsAt DateTime", "@@index([startsAt])"), ("startsAt", "endsAt")),
        (("startDate DateTime", "endDate DateTime", "@@index([endDate])"), ("startDate", "endDate")),
        (("valid_from DateTime", "valid_to DateTime", "@@index([valid_from])"), ("valid_from", "valid_to")),
        (("minPrice Int", "maxPrice Int", "@@index([minPrice])"), ("minPrice", "maxPrice")),
        (("lat Float", "lng Float"), ("lat", "lng")),
        (("homeLatitude Decimal", "homeLongitude Decimal"), ("homeLatitude", "homeLongitude")),
        (("startsAt DateTime", "endsAt DateTime"), None),
        (("startsAt DateTime", "endsOn String", "@@index([startsAt])"), None),
        (("fromEmail String", "toEmail String", "@@index([fromEmail])"), None),
        (("startsAt DateTime", "updatedAt DateTime", "@@index([startsAt])"), None),
    ],
)  # fmt: skip  # a table
def test_two_ends(fields: tuple[str, ...], expected: tuple[str, str] | None) -> None:
    ranges = [one.fields for one in found(model(*fields)) if one.kind == "range"]
    assert ranges == ([expected] if expected else [])


def test_inside_of_values() -> None:
    text = model(
        "data Json",
        "tags String[]",
        "@@index([data(ops: JsonbPathOps)], type: Gin)",
        "@@index([tags], type: Gin)",
    )
    assert kinds(text) == [("Thing", "json", ("data",)), ("Thing", "json", ("tags",))]


def test_shapes() -> None:
    assert kinds(model("at String @db.Inet", "@@index([at(ops: InetOps)], type: Gist)")) == [
        ("Thing", "range", ("at",))
    ]


def test_partial_indexes() -> None:
    text = model(
        "a Int",
        "b Int",
        '@@unique([a], where: raw("b > 0"))',
        '@@index([b], where: raw("a > 0"))',
    )
    assert [(one.kind, one.fields) for one in found(text, preview="partialIndexes")] == [
        ("uniqueness", ("a",)),
        ("ordering", ("b",)),
    ]


TIME = "at DateTime @default(now())"
PARENT = "model Parent {\n  id Int @id @default(autoincrement())\n  things Thing[]\n}\n"
CHILD = ("parentId Int", "parent Parent @relation(fields: [parentId], references: [id])", TIME)


@pytest.mark.parametrize(
    ("lines", "is_harder"),
    [
        (CHILD, True),
        ((*CHILD, "editedAt DateTime?"), False),
        ((*CHILD, "editedAt DateTime?", "@@index([parentId, at])"), True),
        ((*CHILD, "@@unique([parentId, at])"), False),
    ],
)
def test_a_table_grows_by_what_it_is_not_by_its_name(
    lines: tuple[str, ...], is_harder: bool
) -> None:
    assert [one.model for one in found(PARENT + model(*lines))] == ["Thing"] * is_harder


@pytest.mark.parametrize("name", ["AuditLog", "Message", "ClickEvent"])
def test_a_name_tells_nothing(name: str) -> None:
    assert found(model("a Int", name=name)) == ()
    assert len(found(model(TIME, "@@index([at])", name=name))) == 1
    assert found(model(TIME, name=name)) == ()


def test_large_by_size() -> None:
    text = model("amount Int", "note String") + "\n" + model("a Int", name="AuditLog")
    sizes = {"Thing": Size(1_200_000), "AuditLog": Size(12, 2_000)}
    assert found(text, sizes=sizes) == (
        HarderQuery(
            model="Thing",
            fields=("amount",),
            kind="aggregate",
            why="1,200,000 rows: sums of `amount`, counts and pages by number (`skip`) read every document that is "
            "counted, and a query reads 32,000 at most",
            instead="the aggregate component (@convex-dev/aggregate) keeps counts and sums; `paginate()` goes from page "
            "to page",
        ),
    )
    assert not found(text, sizes={"Thing": Size(32_000), "AuditLog": Size(0)})
    (wide,) = found(text, sizes={"Thing": Size(900, 17 * 2**20), "AuditLog": Size(0)})
    assert wide.why.startswith(
        "17,825,792 bytes, where a query reads 16,777,216: sums of `amount`, "
    )


def test_a_large_join_table() -> None:
    text = "model A {\n id Int @id @default(autoincrement())\n bs B[]\n}\nmodel B {\n id Int @id @default(autoincrement())\n as A[]\n}"
    (one,) = found(text, sizes={"A.bs": Size(40_000)})
    assert (one.model, one.kind, one.fields) == ("A.bs", "listing", ())


def test_crm() -> None:
    compilation = compile_schema(load(str(CRM)).sources)
    assert isinstance(compilation, Compilation)
    by_kind: dict[str, list[str]] = {}
    for one in queries_of(compilation.lowered, {}):
        by_kind.setdefault(one.kind, []).append(f"{one.model} {','.join(one.fields)}".strip())
    assert by_kind == {
        "case": [
            "AdminUser email",
            "User email",
            "Contact email",
            "Invitation email",
            "AuthAttempt email",
            "AccountLockout email",
        ],
        "ordering": [
            "SubAccount monthlyFee",
            "Lead dealValue",
            "Booking price",
            "BackgroundJob state,priority,runAt",
        ],
        "json": ["Contact customFields"],
        "range": ["Booking startsAt,endsAt"],
        "listing": [
            "FormSubmission",
            "ConversationMessage",
            "AuthAttempt",
            "PasswordHistory",
            "AuditLog",
        ],
    }
