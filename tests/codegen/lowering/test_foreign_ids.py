"""What stands beside a column that says it holds another system's id, and no row of ours."""

from __future__ import annotations

import pytest

from prisma_to_convex.lowering.foreign_ids import is_foreign, surroundings, words_in
from support.compiling import compiled

ID = "id String @id @default(cuid())"
# Beside it, a model that has a relation of its own.
OWN = "ownerId String\n  owner Owner @relation(fields: [ownerId], references: [id])"


def foreign(field: str, *beside: str, model: str = "Note") -> bool:
    """Whether the model's field is another system's id; `beside` are its other lines."""
    lines = "\n  ".join((ID, *beside, field))
    others = f"model Owner {{\n  {ID}\n  all {model}[]\n}}\n" if OWN in beside else ""
    schema = compiled(f"{others}model {model} {{\n  {lines}\n}}\n").lowered.schema
    found = schema.models_by_name[model]
    related = frozenset({(model, "ownerId")}) if OWN in beside else frozenset[tuple[str, str]]()
    name = next(line for line in field.split("\n") if "///" not in line).split()[0]
    column = found.scalar(name)
    assert column is not None
    words = words_in(name)
    stem = words[:-1] if words[-1] == "id" else words
    return is_foreign(column, stem, surroundings(found, related))


@pytest.mark.parametrize(
    ("field", "expected"),
    [
        ("paymentId String", False),
        ("/// The id in another system.\n  paymentId String", True),
        ("/// Stripe customer ID\n  customerId String", True),
        ("/// Our customer ID\n  customerId String", False),
        ("externalPaymentId String", True),
        ("remoteId String", True),
        ("noteId String", True),
        ("noteId String @db.Uuid", False),
        ("paymentId Int", False),
    ],
)
def test_what_the_column_says_itself(field: str, expected: bool) -> None:
    assert foreign(field) == expected


@pytest.mark.parametrize(
    ("field", "beside", "expected"),
    [
        ("lockedById String", ("attempts Int",), True),
        ("lockedById String", (), False),
        ("clientId String", ("issuer String",), True),
        ("clientId String", ("issuer String", "currency String"), False),
        ("paymentId String", ("provider String", OWN), True),
        ("paymentId String", ("provider String",), False),
        ("teamId String", ("provider String", OWN), False),
        ("paymentId String", (OWN,), False),
        ("createdBy String", ("provider String", OWN), False),
        ("paymentId String", ("provider String", "@@unique([provider, paymentId])"), True),
        ("paymentId String", ("source String", "@@unique([source, paymentId])"), True),
        ("paymentId String", ("kind String", "@@unique([kind, paymentId])"), False),
        ("boardId String", ("accessToken String", "baseUrl String", OWN), True),
        ("boardId String", ("accessToken String", "baseUrl String"), False),
        ("boardId String", ("accessToken String", "logoUrl String", OWN), False),
        ("boardId String", ("baseUrl String", OWN), False),
    ],
)
def test_what_stands_beside_it(field: str, beside: tuple[str, ...], expected: bool) -> None:
    assert foreign(field, *beside) == expected


@pytest.mark.parametrize("model", ["Lock", "JobLeases"])
def test_the_holder_of_a_lock_is_a_process(model: str) -> None:
    assert foreign("holderId String", model=model)
    assert not foreign("holderId String")


@pytest.mark.parametrize(
    ("provider", "known", "other"),
    [
        ("paymentProvider", "invoice", "board"),
        ("billingProvider", "subscription", "campaign"),
        ("emailProvider", "campaign", "invoice"),
        ("mailProvider", "list", "session"),
        ("smsProvider", "message", "list"),
        ("smsProvider", "sms", "board"),
        ("authProvider", "session", "message"),
        ("loginProvider", "session", "sms"),
    ],
)
def test_a_provider_of_one_thing_knows_that_thing(provider: str, known: str, other: str) -> None:
    beside = (f"{provider} String", OWN)
    assert foreign(f"{known}Id String", *beside)
    assert not foreign(f"{other}Id String", *beside)
    assert foreign(f"{other}Id String", *beside, "provider String")
