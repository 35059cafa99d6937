"""Diagrams as Mermaid's own reader takes them: the tables and references of the schema, within GitHub's limits."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from markdown_it import MarkdownIt

from prisma_schema_parser import SourceFile, load
from prisma_schema_parser.excerpt import plain
from prisma_to_convex.compiler import Compilation, Invalid, compile_schema
from prisma_to_convex.report.build import build
from prisma_to_convex.report.markdown_report import markdown
from prisma_to_convex.report.mermaid import diagrams
from prisma_to_convex.report.model import Report
from strategies import SchemaText, schemas
from support.agreement import corpus_schemas
from support.compiling import POSTGRESQL, compiled
from support.mermaid import Drawing, Refused, read
from support.places import MAPPING, REPORTS, SAMPLES

MAX_CHARACTERS, MAX_EDGES = (
    50_000,
    500,
)  # facts: Mermaid's maxTextSize and maxEdges, as GitHub has them
READER = MarkdownIt("commonmark", {"html": True}).enable("table")


def reported(compilation: Compilation) -> Report:
    return build(compilation, "schema.prisma", lambda span: f"{span.source.name}:{span.line}")


def report(text: str, head: str = POSTGRESQL) -> Report:
    return reported(compiled(text, head=head))


def texts(report: Report) -> list[str]:
    """What stands in Markdown's `mermaid` fences, as a Markdown reader finds them."""
    tokens = READER.parse(markdown(report))
    return [one.content for one in tokens if one.type == "fence" and one.info == "mermaid"]


def drawings(report: Report) -> list[Drawing]:
    written = texts(report)
    for text in written:
        assert len(text) <= MAX_CHARACTERS
    found = [one for one in read(written) if isinstance(one, Drawing)]
    assert len(found) == len(written), [one for one in read(written) if isinstance(one, Refused)]
    assert all(len(one.edges) <= MAX_EDGES for one in found)
    return found


def relations(report: Report) -> Counter[tuple[str, str, str]]:
    """(target, model, fields) of references between emitted tables."""
    analysis = report.analysis
    known = {model for cluster in analysis.clusters for model in cluster.models}
    return Counter(
        (one.target, one.model, ", ".join(one.fields))
        for one in analysis.relations.references
        if one.model in known and one.target in known
    )


def models(report: Report) -> set[str]:
    return {model for cluster in report.analysis.clusters for model in cluster.models}


def check(report: Report) -> None:
    """One diagram of all, or an overview and then parts of it, each what the analysis says."""
    found, wanted = drawings(report), relations(report)
    if not wanted:
        assert found == []
    elif len(found) == 1 and found[0].kind == "er":
        assert set(found[0].nodes) == models(report)
        assert Counter(found[0].edges) == wanted
    else:
        overview, *parts = found
        assert overview.kind.startswith("flowchart")
        clusters = report.analysis.clusters
        assert len(overview.nodes) <= len(clusters)
        assert all(
            sum(one[:2] == edge[:2] for one in overview.edges) == 1 for edge in overview.edges
        )
        for part in parts:
            inside = next(set(one.models) for one in clusters if set(part.nodes) <= set(one.models))
            expected = {edge: times for edge, times in wanted.items() if inside >= set(edge[:2])}
            assert Counter(part.edges) == expected


# ---- exact --------------------------------------------------------------------------------------


def test_each_kind_of_reference() -> None:
    found = diagrams(report("""
            model User {
              id      Int      @id @default(autoincrement())
              posts   Post[]
              profile Profile?
              reads   Post[]   @relation("reads")
              bossId  Int?
              boss    User?    @relation("boss", fields: [bossId], references: [id])
              team    User[]   @relation("boss")
            }
            model Profile {
              id     Int  @id @default(autoincrement())
              userId Int  @unique
              user   User @relation(fields: [userId], references: [id])
            }
            model Post {
              id       Int    @id @default(autoincrement())
              authorId Int?
              author   User?  @relation(fields: [authorId], references: [id])
              readers  User[] @relation("reads")
            }
            model Alone {
              id Int @id @default(autoincrement())
            }
        """).analysis)
    assert [one.title for one in found] == ["Tables and references"]
    assert found[0].lines == (
        "erDiagram",
        '  "Alone"',
        '  "User" |o--o{ "User" : "bossId"',
        '  "User" ||--o| "Profile" : "userId"',
        '  "User" |o--o{ "Post" : "authorId"',
        '  "Post" ||--o{ "Post.readers" : "postId"',
        '  "User" ||--o{ "Post.readers" : "userId"',
    )


def test_no_reference_no_diagram() -> None:
    assert diagrams(report("model A {\n  id Int @id\n}").analysis) == ()


# ---- as Mermaid reads them ----------------------------------------------------------------------


@pytest.mark.parametrize(
    "path",
    [*SAMPLES.glob("*/schema.prisma"), *REPORTS.glob("*.prisma"), *MAPPING.glob("*.prisma")],
    ids=lambda path: f"{path.parent.name}/{path.stem}",
)
def test_mermaid_reads_what_the_analysis_says(path: Path) -> None:
    found = compile_schema(load(path).sources)
    assert not isinstance(found, Invalid)
    check(reported(found))


@settings(max_examples=60, deadline=None, suppress_health_check=list(HealthCheck))
@given(schemas())
def test_of_any_schema(schema: SchemaText) -> None:
    found = compile_schema([SourceFile(name, text) for name, text in schema.files])
    if not isinstance(found, Invalid):
        check(reported(found))


WORDS = [
    "end",
    "style",
    "title",
    "direction",
    "subgraph",
    "graph",
    "click",
    "linkStyle",
    "classDef",
    "flowchart",
    "erDiagram",
    "accTitle",
    "accDescr",
    "TB",
    "LR",
    "one",
    "to",
    "only",
    "many",
    "zero",
    "or",
    "optionally",
    "as",
    "u",
    "x",
    "o",
    "constructor",
    "prototype",
    "toString",
]


def test_mermaid_s_own_words_as_names() -> None:
    """Each is the name of a model that refers to the next, by a field of its own name."""
    blocks = [f"""
        model {name} {{
          id     Int    @id @default(autoincrement())
          {name} Int?
          a_     {WORDS[at - 1]}?  @relation("r{at}", fields: [{name}], references: [id])
          b_     {WORDS[(at + 1) % len(WORDS)]}[] @relation("r{(at + 1) % len(WORDS)}")
        }}
        """ for at, name in enumerate(WORDS)]
    check(report("".join(blocks)))


HOSTILE = (
    'a\\"b',
    "a`b",
    "```\\n# x",
    "\\n\\n<script>alert(1)</script>",
    "#quot;",
    "]",
    "%%",
    "a;b",
    "**b**",
    "\\u202e",
)


@pytest.mark.parametrize("name", HOSTILE)
def test_a_namespace_of_any_text(name: str) -> None:
    """So many tables that there is an overview; the groups are named for the namespaces."""
    head = f'datasource db {{\n  provider = "postgresql"\n  schemas = ["{name}", "plain"]\n}}\n'
    spaces = [name if at % 2 else "plain" for at in range(50)]
    blocks = [f"""
        model M{at} {{
          id Int @id @default(autoincrement())
          nextId Int?
          next M{(at * 7 + 1) % 50}? @relation("r{at}", fields: [nextId], references: [id])
          back M{(at - 1) * 43 % 50}[] @relation("r{(at - 1) * 43 % 50}")
          @@schema("{space}")
        }}
        """ for at, space in enumerate(spaces)]
    found = report("".join(blocks), head)
    check(found)
    names = (plain(one.name) for one in found.analysis.clusters)
    assert drawings(found)[0].nodes == [f"{name} (25 tables)" for name in names]


# ---- limits -------------------------------------------------------------------------------------


def chained(count: int, rest: str) -> str:
    """Each model refers to the next three; `rest` makes each name longer."""
    return "".join("\n".join(_block(at, count, rest)) for at in range(count))


def _block(at: int, count: int, rest: str) -> Iterator[str]:
    yield f"model M{at}{rest} {{\n  id Int @id @default(autoincrement())"
    for step in (1, 2, 3):
        key, name = f"f{step}{rest}", f"r{at}x{step}"
        if at + step < count:
            relation = f'@relation("{name}", fields: [{key}], references: [id], map: "{name}")'
            yield f"  {key} Int\n  to{step} M{at + step}{rest} {relation}"
        if at >= step:
            yield f'  from{step} M{at - step}{rest}[] @relation("r{at - step}x{step}")'
    yield "}\n"


@pytest.mark.parametrize(
    ("count", "length"), [(10, 1), (10, 3000), (40, 1), (40, 400), (41, 1), (41, 400), (300, 400)]
)
def test_limits_hold_whatever_the_names(count: int, length: int) -> None:
    check(report(chained(count, "x" * length)))


def grouped(between: dict[tuple[int, int], int]) -> Report:
    """So many tables that there is an overview: groups of three by namespace, and so many references between them."""
    groups = sorted({group for pair in between for group in pair})
    head = POSTGRESQL.replace(
        "}", f"  schemas = {json.dumps([f'g{at:02}' for at in groups])}\n}}", 1
    )
    lines: dict[str, list[str]] = {f"M{at:02}{part}": [] for at in groups for part in "abc"}
    for at in groups:
        for one, other in ("ab", "bc", "ca"):
            _refer(lines, f"M{at:02}{one}", f"M{at:02}{other}", 0)
    for (source, target), times in between.items():
        for number in range(times):
            _refer(lines, f"M{source:02}a", f"M{target:02}a", number)
    blocks = (
        f'model {name} {{\n  id Int @id @default(autoincrement())\n{"".join(own)}  @@schema("g{name[1:3]}")\n}}\n'
        for name, own in lines.items()
    )
    return report("".join(blocks), head)


def _refer(lines: dict[str, list[str]], source: str, target: str, number: int) -> None:
    name = f"{source}{target}{number}"
    lines[source].append(
        f'  k{name} Int?\n  t{name} {target}? @relation("{name}", fields: [k{name}], references: [id])\n'
    )
    lines[target].append(f'  b{name} {source}[] @relation("{name}")\n')


def test_the_strongest_ties_between_groups_are_shown() -> None:
    """120 of them; among equals, those that come first."""
    pairs = [(one, other) for one in range(14) for other in range(14) if one != other]
    between = {pair: 2 if number >= 150 else 1 for number, pair in enumerate(pairs[:170])}
    found = grouped(between)
    assert [one.name for one in found.analysis.clusters] == [f"g{at:02}" for at in range(14)]
    name = "g{:02} (3 tables)".format
    assert drawings(found)[0].edges == [
        (name(one), name(other), str(between[one, other]))
        for one, other in [*pairs[:100], *pairs[150:170]]
    ]


@pytest.mark.corpus
def test_of_every_valid_schema(corpus: Path) -> None:
    count = 0
    for schema in corpus_schemas(corpus):
        found = compile_schema([SourceFile(name, text) for name, text in schema.files])
        if isinstance(found, Compilation):
            count += 1
            check(reported(found))
    assert count > 1700
