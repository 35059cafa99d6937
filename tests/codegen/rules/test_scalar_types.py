"""The ends of a field's type where an id takes its place."""

from __future__ import annotations

from support.compiling import compiled

ENUM_AS_ID = """
enum Role {
  A
  B
}
model Grant {
  role     Role   @id @default(dbgenerated("next_role()"))
  holders  Holder[]
}
model Holder {
  id   Int   @id
  kind Role
  role Role?
  grant Grant? @relation(fields: [role], references: [role])
}
"""


def ends(text: str, kind: str) -> dict[str, tuple[str, str]]:
    """By `Model.field`, how guarantees of the kind end and by what."""
    return {
        f"{guarantee.owner}.{guarantee.fields[0]}": (outcome.state, outcome.by)
        for guarantee, outcome in compiled(text).ledger.entries
        if guarantee.kind == kind
    }


def test_an_enum_that_is_an_id_or_refers_to_one_is_replaced() -> None:
    assert ends(ENUM_AS_ID, "enum-membership") == {
        "Grant.role": ("replaced", "an `_id`"),
        "Holder.kind": ("kept", "`role`"),
        "Holder.role": ("replaced", '`v.id("grants")`'),
    }
