"""What the columns around a lost guarantee tell: who signs in by a table, what counts money, what links name."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence

from prisma_schema_parser.records import NamedTuple
from prisma_schema_parser.schema import ForeignKey, Scalar, ScalarField

from ..lowering.lowered import Lowered
from .facts import Secret
from .name_words import words_of

_SIGN_IN = frozenset({"password", "hash", "token", "api key", "secret"})
_IDENTITIES = frozenset({"email", "username", "login", "phone", "mobile", "handle", "nickname"})
_ADDRESSES = frozenset({
    "slug", "subdomain", "domain", "hostname", "host", "path", "url", "permalink", "alias", "shortcode",
    "route",
})  # fmt: skip  # a table
_AMOUNTS = frozenset({
    "amount", "balance", "commission", "cost", "credit", "debit", "deposit", "discount", "earning", "fee", "income", "paid",
    "payment", "payout", "price", "profit", "refund", "rent", "revenue", "salary", "spend", "subtotal", "tax", "turnover",
    "wage",
})  # fmt: skip  # a table
_PAYMENTS = frozenset({
    "billing", "charge", "checkout", "idempotency", "invoice", "order", "payment", "payout", "paypal",
    "receipt", "refund", "stripe", "subscription", "transaction",
})  # fmt: skip  # a table
_RIGHTS = frozenset({"role", "permission", "scope", "privilege", "right"})
_NUMBERS = frozenset({"Int", "BigInt", "Float", "Decimal"})


class ConsequenceFacts(NamedTuple):
    """Of one schema. Models by name; `secret` and `amounts` are pairs of a model and a field.

    `signing`: models that hold what proves who somebody is, or that such rows belong to. `rights`: models
    whose rows give somebody a role. `leaning`: how many models refer to one.
    """

    secret: frozenset[tuple[str, str]]
    signing: frozenset[str]
    rights: frozenset[str]
    amounts: frozenset[tuple[str, str]]
    keys: frozenset[tuple[str, str]]
    leaning: Mapping[str, int]

    @property
    def with_money(self) -> frozenset[str]:
        return frozenset(model for model, _ in self.amounts)

    @property
    def with_secret(self) -> frozenset[str]:
        return frozenset(model for model, _ in self.secret)


def consequence_facts(lowered: Lowered, secrets: Sequence[Secret]) -> ConsequenceFacts:
    hidden = frozenset((one.model, one.field) for one in secrets if one.kind in _SIGN_IN)
    holders = frozenset(model for model, _ in hidden)
    keys = [one for one in lowered.schema.relations if isinstance(one, ForeignKey)]
    referring: dict[str, set[str]] = {}
    for key in keys:
        if key.model != key.target:
            referring.setdefault(key.target, set()).add(key.model)
    return ConsequenceFacts(
        secret=hidden,
        signing=holders | {key.target for key in keys if key.model in holders},
        rights=_giving_rights(lowered, keys),
        amounts=frozenset(
            (name, field)
            for name, model in lowered.models.items()
            for field, stored in model.fields.items()
            if is_amount(stored.field)
        ),
        keys=frozenset((key.model, field) for key in keys for field in key.fields),
        leaning={target: len(models) for target, models in referring.items()},
    )


def is_identity(fields: Iterable[str]) -> bool:
    """Whether somebody is known by it: an email, a name to sign in with."""
    return any(_IDENTITIES.intersection(words_of(name)) for name in fields)


def is_address(fields: Iterable[str]) -> bool:
    """Whether links are made of it."""
    return any(_ADDRESSES.intersection(words_of(name)[-1:]) for name in fields)


def is_payment(fields: Iterable[str]) -> bool:
    return any(_PAYMENTS.intersection(words_of(name)) for name in fields)


def is_provider_account(fields: Iterable[str]) -> bool:
    """A sign-in of another system: its name and the account there."""
    names = [words_of(name) for name in fields]
    return any("provider" in words for words in names) and len(names) > 1


def is_amount(field: ScalarField) -> bool:
    if not isinstance(field.type, Scalar) or field.type.name not in _NUMBERS:
        return False
    words = words_of(field.name)
    return field.arity != "list" and bool(_AMOUNTS.intersection(words[-1:] + words[:-1][-1:]))


def _giving_rights(lowered: Lowered, keys: Iterable[ForeignKey]) -> frozenset[str]:
    """Whose rows tie somebody to something, and say what they may do there."""
    ties = Counter(key.model for key in keys)
    return frozenset(
        name
        for name, model in lowered.models.items()
        if ties[name] > 1 and any(_RIGHTS.intersection(words_of(one)[-1:]) for one in model.fields)
    )
