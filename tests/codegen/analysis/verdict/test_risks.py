"""What may go wrong: each risk where its facts are, likelier where they weigh more, silent elsewhere."""

from __future__ import annotations

from textwrap import dedent

import pytest
from hypothesis import HealthCheck, given, settings

from prisma_schema_parser import SourceFile
from prisma_to_convex.analysis.facts import Risk, Size
from prisma_to_convex.compiler import Compilation, Invalid, compile_schema
from prisma_to_convex.options.settings import Options
from prisma_to_convex.report.build import build
from prisma_to_convex.report.model import Report
from prisma_to_convex.rules.table import RULES
from strategies import SchemaText, schemas
from support.compiling import POSTGRESQL

ID = "id Int @id @default(autoincrement())\n"


def reported(
    text: str, options: Options | None = None, sizes: dict[str, Size] | None = None
) -> Report:
    source = SourceFile("s.prisma", POSTGRESQL + dedent(text))
    found = compile_schema([source], options or Options())
    assert isinstance(found, Compilation), found
    return build(found, "s.prisma", lambda span: f"s.prisma:{span.line}", sizes)


def risk_lines(
    text: str, options: Options | None = None, sizes: dict[str, Size] | None = None
) -> list[str]:
    """`likelihood title: reason`."""
    found = reported(text, options, sizes).analysis.risks
    return [f"{one.likelihood} {one.title}: {one.reason}" for one in found]


def of(title: str, text: str, sizes: dict[str, Size] | None = None) -> list[str]:
    return [one for one in risk_lines(text, sizes=sizes) if f" {title}: " in one]


def children(count: int, action: str, parent: str = "Team") -> str:
    """A parent, and so many models that refer to it."""
    fields = "".join(f"  c{at} C{at}[]\n" for at in range(count))
    optional = "?" if action == "SetNull" else ""
    relation = f"@relation(fields: [pId], references: [id], onDelete: {action})"
    return f"model {parent} {{\n  {ID}{fields}}}\n" + "".join(
        f"model C{at} {{\n  {ID}  pId Int{optional}\n  p {parent}{optional} {relation}\n}}\n"
        for at in range(count)
    )


# ---- one by one ---------------------------------------------------------------------------------


def test_no_facts_no_risks() -> None:
    assert risk_lines(f"model A {{\n  {ID}  name String?\n}}") == []


def test_what_could_not_be_translated() -> None:
    assert risk_lines(
        'model A {\n  id Int @id @default(autoincrement())\n  a Unsupported("x")?\n}'
    ) == [
        "high Constructs without a counterpart: 1 construct of the schema could not be translated"
    ]


@pytest.mark.parametrize(
    ("count", "risk"),
    [
        (1, "medium Ids that nobody translates: 1 field holds ids"),
        (2, "medium Ids that nobody translates: 2 fields hold ids"),
        (3, "high Ids that nobody translates: 3 fields hold ids"),
    ],
)
def test_ids_that_no_relation_explains(count: int, risk: str) -> None:
    notes = "".join(
        f"model Note{at} {{\n  id String @id @default(cuid())\n  userId String\n}}\n"
        for at in range(count)
    )
    text = f"model User {{\n  id String @id @default(cuid())\n}}\n{notes}"
    assert of("Ids that nobody translates", text) == [
        f"{risk} of another model without a relation: after the import they point at nothing"
    ]


@pytest.mark.parametrize(
    ("count", "action", "risk"),
    [
        (1, "Cascade", "medium Orphans after a delete: deletes from 1 model no longer clean up after themselves; from `Team` they reach 1 table"),
        (4, "SetNull", "medium Orphans after a delete: deletes from 1 model no longer clean up after themselves; from `Team` they reach 4 tables"),
        (5, "Cascade", "high Orphans after a delete: deletes from 1 model no longer clean up after themselves; from `Team` they reach 5 tables"),
    ],
)  # fmt: skip  # a table
def test_deletes(count: int, action: str, risk: str) -> None:
    assert of("Orphans after a delete", children(count, action)) == [risk]


def test_a_refused_delete_leaves_no_orphan() -> None:
    assert of("Orphans after a delete", children(3, "Restrict")) == []


def test_the_widest_delete_is_named_and_each_table_counts_once() -> None:
    """One deletes in two tables; the other in one, and clears three, of which one is the same."""
    text = f"""
        model Narrow {{
          {ID}
          a A[]
          b B[]
        }}
        model Wide {{
          {ID}
          a  A[] @relation("a")
          a2 A[] @relation("a2")
          c  C[]
          d  D[]
        }}
        model A {{
          {ID}
          nId  Int
          n    Narrow @relation(fields: [nId], references: [id], onDelete: Cascade)
          wId  Int
          w    Wide   @relation("a", fields: [wId], references: [id], onDelete: Cascade)
          w2Id Int?
          w2   Wide?  @relation("a2", fields: [w2Id], references: [id], onDelete: SetNull)
        }}
        model B {{
          {ID}
          nId Int
          n   Narrow @relation(fields: [nId], references: [id], onDelete: Cascade)
        }}
        model C {{
          {ID}
          wId Int?
          w   Wide? @relation(fields: [wId], references: [id], onDelete: SetNull)
        }}
        model D {{
          {ID}
          wId Int?
          w   Wide? @relation(fields: [wId], references: [id], onDelete: SetNull)
        }}
        """
    assert of("Orphans after a delete", text) == [
        "medium Orphans after a delete: deletes from 2 models no longer clean up after themselves; from `Wide` they reach 3 tables"
    ]


def test_a_delete_over_the_limit_of_writes() -> None:
    sizes = {"Team": Size(1), "C0": Size(16_000)}
    assert of("Orphans after a delete", children(1, "Cascade"), sizes) == [
        "high Orphans after a delete: deletes from 1 model no longer clean up after themselves; from `Team` they reach 1 table; by the "
        "row counts, one delete of `Team` writes more than the 16,000 documents of a mutation"
    ]
    sizes["C0"] = Size(15_999)
    assert of("Orphans after a delete", children(1, "Cascade"), sizes)[0].startswith("medium")


@pytest.mark.parametrize(("count", "likelihood"), [(1, "low"), (15, "low"), (16, "medium")])
def test_duplicates(count: int, likelihood: str) -> None:
    fields = "".join(f"  u{at} String @unique\n" for at in range(count))
    keys = "1 unique key" if count == 1 else f"{count} unique keys"
    assert of("Duplicates", f"model A {{\n  {ID}{fields}}}") == [
        f"{likelihood} Duplicates: {keys} must be checked by every mutation that writes; the check has no "
        "races, since mutations are serializable, but nothing enforces it"
    ]


@pytest.mark.parametrize(
    ("fields", "risk"),
    [
        ("a Decimal", "medium Values that change representation: 1 Decimal column"),
        ("a BigInt", "low Values that change representation: 1 BigInt column"),
        ("a Bytes\n  b Bytes", "low Values that change representation: 2 Bytes columns"),
        (
            "a Bytes\n  b BigInt\n  c Decimal",
            "medium Values that change representation: 1 Decimal, 1 BigInt and 1 Bytes columns",
        ),
    ],
)
def test_values_of_another_form(fields: str, risk: str) -> None:
    found = of("Values that change representation", f"model A {{\n  {ID}  {fields}\n}}")
    assert [one.split(": code")[0] for one in found] == [risk]


@pytest.mark.parametrize(
    ("field", "consequence"),
    [
        ("price Decimal", "money"),
        ("weight Decimal", "user-visible"),
        ("price BigInt", "user-visible"),
    ],
)
def test_amounts_of_another_form_are_money(field: str, consequence: str) -> None:
    found = reported(f"model A {{\n  {ID}  {field}\n}}").analysis.risks
    assert [
        one.consequence for one in found if one.title == "Values that change representation"
    ] == [consequence]


@pytest.mark.parametrize(
    ("fields", "risk"),
    [
        (
            "blob Bytes\n  state Bytes?",
            ["2 columns of bytes may hold more than the 1 MiB of a document"],
        ),
        ("pdf Bytes", ["1 column of bytes may hold more than the 1 MiB of a document"]),
        ("pdf Bytes @db.ByteA", ["1 column of bytes may hold more than the 1 MiB of a document"]),
        ("passwordHash Bytes\n  publicKey Bytes", []),
        ("pdf Bytes /// @convex.bytes(storage)", []),
    ],
)
def test_bytes_that_do_not_fit(fields: str, risk: list[str]) -> None:
    title = "Values that do not fit into a document"
    found = of(title, f"model A {{\n  {ID}  {fields}\n}}")
    assert found == [f"medium {title}: {one}" for one in risk]


@pytest.mark.parametrize(
    ("fields", "who"),
    [
        ("passwordHash String", "1 field of `A` holds secrets"),
        ("passwordHash String\n  accessToken String", "2 fields of `A` hold secrets"),
    ],
)
def test_secrets(fields: str, who: str) -> None:
    assert of("Secrets in a client's hands", f"model A {{\n  {ID}  {fields}\n}}") == [
        f"medium Secrets in a client's hands: {who}, and a public query that returns the document returns them"
    ]


def test_tenants() -> None:
    text = f"""
        model Team {{
          {ID}
          notes Note[]
        }}
        model Note {{
          {ID}
          teamId Int%s
          team   Team%s @relation(fields: [teamId], references: [id])
        }}
        """
    whole = (
        "One tenant sees another's data: 1 table belongs to a tenant by `teamId`, and a query that forgets to "
        "filter by it returns everyone's rows, as with Prisma"
    )
    assert of("One tenant sees another's data", text % ("", "")) == [f"medium {whole}"]
    assert of("One tenant sees another's data", text % ("?", "?")) == [
        f"high {whole}; the key may be null in `Note`"
    ]


def test_the_table_of_tenants_alone_is_no_risk() -> None:
    assert risk_lines(f"model Team {{\n  {ID}}}") == []


@pytest.mark.parametrize(
    ("count", "risk"),
    [
        (
            1,
            "medium Slow or missing queries: 1 query that the database answered needs a different approach",
        ),
        (
            9,
            "medium Slow or missing queries: 9 queries that the database answered need a different approach",
        ),
        (
            10,
            "high Slow or missing queries: 10 queries that the database answered need a different approach",
        ),
    ],
)
def test_queries(count: int, risk: str) -> None:
    """Inside of a JSON value, once a model."""
    text = "".join(
        f"model A{at} {{\n  {ID}  f Json\n  @@index([f], type: Gin)\n}}\n" for at in range(count)
    )
    assert len(reported(text).analysis.queries) == count
    assert of("Slow or missing queries", text) == [risk]


def test_an_import_in_two_passes() -> None:
    text = f"""
        model A {{
          {ID}
          nextId Int?
          next   A?  @relation("n", fields: [nextId], references: [id], onDelete: Restrict, onUpdate: Restrict)
          back   A[] @relation("n")
        }}
        """
    assert risk_lines(text) == [
        "low An import that stops halfway: 1 reference can be filled in only after all tables have been imported"
    ]


def test_signing_in() -> None:
    text = f"""
        model User {{
          {ID}
          accounts Account[]
        }}
        model Account {{
          {ID}
          userId            Int
          user              User   @relation(fields: [userId], references: [id])
          type              String
          provider          String
          providerAccountId String
          access_token      String?
          @@unique([provider, providerAccountId])
        }}
        """
    found = reported(text).analysis
    names = " and ".join(one.library for one in found.auth)
    assert of("Everyone is signed out, or nobody can sign in", text) == [
        "medium Everyone is signed out, or nobody can sign in: sign-in tables "
        f"({names}): sessions and accounts depend on ids, and on whoever reads them"
    ]


# ---- all of them --------------------------------------------------------------------------------


def test_a_decided_error_is_no_risk() -> None:
    text = 'model A {\n  id Int @id @default(autoincrement())\n  /// @convex.allow(unsupported-type, reason: "x")\n  a Unsupported("x")?\n}'
    assert risk_lines(text) == []


@settings(max_examples=60, deadline=None, suppress_health_check=list(HealthCheck))
@given(schemas())
def test_laws(schema: SchemaText) -> None:
    """Likeliest first, each told once, each about findings that exist."""
    found = compile_schema([SourceFile(name, text) for name, text in schema.files])
    if isinstance(found, Invalid):
        return
    built = build(found, "s.prisma", lambda span: f"s.prisma:{span.line}")
    given_: tuple[Risk, ...] = built.analysis.risks
    assert [one.likelihood for one in given_] == sorted(
        (one.likelihood for one in given_), key=["high", "medium", "low"].index
    )
    assert len({one.title for one in given_}) == len(given_)
    codes = {rule.code for rule in RULES}
    assert all(set(one.rules) <= codes for one in given_)
