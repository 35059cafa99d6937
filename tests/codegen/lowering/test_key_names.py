"""What the names of keys say, the noun last or first."""

from __future__ import annotations

import pytest

from prisma_schema_parser.schema import ScalarField
from prisma_to_convex.lowering.key_names import key_starts, key_words, noun_first
from support.compiling import compiled

FIRST = frozenset(["id"])
SCHEMA = """
model Project {
  id_project String @id
  tasks      Task[]
}
model Task {
  id_task    String  @id
  fk_project String
  project    Project @relation(fields: [fk_project], references: [id_project])
  FIELD
}
"""


def field(text: str) -> ScalarField:
    """The last field of a model that has it."""
    schema = compiled(SCHEMA.replace("FIELD", text)).lowered.schema
    return schema.models_by_name["Task"].scalar_fields[-1]


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("referredByPartnerId String?", ("referred", "by", "partner", "id")),
        ("couponIds String[]", ("coupon", "ids")),
        ("createdBy String?", ("created", "by")),
        ("id_partner String?", ("partner", "id")),
        ("idPartner Int?", ("partner", "id")),
        ("id_partner_id String?", ("id", "partner", "id")),
        ("partner String?", ()),
        ("id_partner DateTime?", ()),
        ("ident String?", ()),
        ("partnerId String? @default(uuid())", ()),
        ("partnerId String? @ignore", ()),
    ],
)
def test_words_of_a_key(text: str, words: tuple[str, ...]) -> None:
    assert key_words(field(text), FIRST) == words


def test_the_noun_comes_first_only_where_the_schema_writes_its_keys_so() -> None:
    assert key_words(field("id_partner String?"), frozenset()) == ()
    assert noun_first(("id", "partner"), frozenset()) == ("id", "partner")
    assert noun_first(("id",), FIRST) == ("id",)


@pytest.mark.parametrize(
    ("names", "starts"),
    [
        (["id_project", "fk_user"], {"id", "fk"}),
        (["idProject", "userId"], {"id"}),
        (["id", "fk", "projectId", "pk_project"], set()),
    ],
)
def test_how_a_schema_writes_its_keys(names: list[str], starts: set[str]) -> None:
    assert key_starts(names) == starts
