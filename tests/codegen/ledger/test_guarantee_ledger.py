"""The law of conservation, on schemas that Hypothesis makes up, and by counts of our own making."""

from __future__ import annotations

from collections import Counter

from hypothesis import HealthCheck, given, settings

from prisma_schema_parser import SourceFile, read_schema
from prisma_schema_parser.guarantees import guarantees
from prisma_to_convex.compiler import Invalid, compile_schema
from prisma_to_convex.rules.table import JUDGES, RULES
from strategies import SchemaText, schemas
from support.compiling import compiled

lenient = settings(
    max_examples=150,
    deadline=None,
    derandomize=True,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large],
)


@lenient
@given(schemas())
def test_kept_and_replaced_and_lost_are_all(schema: SchemaText) -> None:
    sources = [SourceFile(name, text) for name, text in schema.files]
    found = compile_schema(sources)
    if isinstance(found, Invalid):
        return
    entries = found.ledger.entries
    promised = guarantees(found.lowered.schema)
    assert [entry.guarantee for entry in entries] == list(promised)
    for guarantee, outcome in entries:
        assert outcome.state in ("kept", "replaced", "lost")
        assert (outcome.state == "lost") <= (outcome.diagnostic is not None), guarantee
        assert outcome.by or outcome.diagnostic, guarantee
    assert sum(found.ledger.totals.values()) == len(promised)


@lenient
@given(schemas())
def test_every_span_is_in_its_source(schema: SchemaText) -> None:
    sources = [SourceFile(name, text) for name, text in schema.files]
    result = read_schema(sources)
    for guarantee in guarantees(result.schema):
        span = guarantee.span
        assert span.source in sources
        assert 0 <= span.start < span.end <= len(span.source.text)


def test_every_kind_has_a_judge_and_every_rule_its_own_code() -> None:
    assert len({rule.code for rule in RULES}) == len(RULES)
    assert len({rule.name for rule in RULES}) == len(RULES)
    assert [rule.code for rule in RULES] == sorted(rule.code for rule in RULES)
    assert set(JUDGES) == _kinds()


def _kinds() -> set[str]:
    from typing import get_args

    from prisma_schema_parser.guarantees import Kind

    return set(get_args(Kind))


def test_a_small_schema_counted_by_hand() -> None:
    found = compiled("""\
        enum Role {
          USER @map("user")
        }
        model User {
          id        Int      @id @default(autoincrement())
          email     String   @unique @db.VarChar(80) @map("mail")
          role      Role     @default(USER)
          updatedAt DateTime @updatedAt
          posts     Post[]

          @@map("users")
        }
        model Post {
          id     Int  @id @default(autoincrement())
          userId Int?
          user   User? @relation(fields: [userId], references: [id])

          @@index([userId(sort: Desc)])
        }
        """)
    count = Counter((entry.guarantee.kind, entry.outcome.state) for entry in found.ledger.entries)
    assert count == {
        ("scalar-type", "replaced"): 4,  # two ids, updatedAt, userId
        ("scalar-type", "kept"): 1,  # email
        ("enum-membership", "kept"): 1,
        ("not-null", "replaced"): 2,  # the ids
        ("not-null", "kept"): 3,  # email, role, updatedAt
        ("default", "replaced"): 2,
        ("default", "lost"): 1,
        ("native-type", "lost"): 1,
        ("updated-at", "lost"): 1,
        ("omitted-value", "lost"): 1,  # userId
        ("undefined-skipped", "replaced"): 2,  # the ids
        ("undefined-skipped", "lost"): 4,
        ("primary-key", "replaced"): 2,
        ("unique", "lost"): 1,
        ("index", "kept"): 1,
        ("index-option", "lost"): 1,
        ("mapped-name", "replaced"): 3,  # mail, users, user
        ("foreign-key", "lost"): 1,
        ("on-delete", "lost"): 1,
        ("on-update", "replaced"): 1,
    }


def test_what_is_reported_of_a_block_is_one_text_for_all_its_fields() -> None:
    """Each field of a block ends with the text that names them all: cut for each, n fields would cost n * n."""
    fields = "\n".join(f"  aFieldWithAName{number} String?" for number in range(200))
    entries = compiled(f"model A {{\n  id String @id @default(cuid())\n{fields}\n}}").ledger.entries
    diagnostics = [
        one.outcome.diagnostic for one in entries if one.guarantee.kind == "omitted-value"
    ]
    assert len(diagnostics) == 200
    assert all(diagnostic is diagnostics[0] for diagnostic in diagnostics)
    assert diagnostics[0] is not None
    assert diagnostics[0].message.endswith("...")
