"""What follows from a loss, by facts of the schema, so that the worst can be dealt with first.

What can't be taken back comes first: somebody who saw what they must not, money that went; then rows that
are wrong from then on, then what a person notices and can repeat, then what nobody misses.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import get_args

from prisma_schema_parser.diagnostic import Diagnostic, Rule
from prisma_schema_parser.guarantees import Guarantee
from prisma_schema_parser.records import NamedTuple
from prisma_schema_parser.schema import ForeignKey

from ...lowering.lowered import Lowered
from ..consequence_facts import (
    ConsequenceFacts,
    consequence_facts,
    is_address,
    is_identity,
    is_payment,
    is_provider_account,
)
from ..facts import ConsequenceKind, Secret

CONSEQUENCES: tuple[ConsequenceKind, ...] = get_args(ConsequenceKind)
"""The worst first."""


class Consequence(NamedTuple):
    """`because` says what happens, without a full stop. `group` and `leaning` order those of a kind: what
    lets wrong rows in before what leaves some behind, and what most tables lean on before the rest.
    """

    kind: ConsequenceKind
    because: str
    group: int = 3
    leaning: int = 0

    @property
    def order(self) -> tuple[int, int, int]:
        return CONSEQUENCES.index(self.kind), self.group, -self.leaning

    @property
    def text(self) -> str:
        """`security: two accounts with one email`"""
        return f"{self.kind}: {self.because}"


def rank(rule: Rule, consequence: Consequence | None) -> tuple[int, tuple[int, ...]]:
    """The order of findings, the worst first: by severity, and then by what follows."""
    order = (len(CONSEQUENCES),) if consequence is None else consequence.order
    return rule.severity.rank, order


_UNIQUES = frozenset({
    "unique", "one-to-one", "many-to-many", "primary-key", "partial-unique", "expression-unique",
})  # fmt: skip  # a table

_SLOW = Consequence("user-visible", "a search by these fields reads the whole table")
_SURPRISE = Consequence("user-visible", "what a query or a list shows is not what it was")
_ANYTHING = Consequence("data corrupted", "any value is stored")
_WRONG = Consequence("data corrupted", "rows that were refused are stored", 0)
_REFUSED = Consequence("user-visible", "a write is refused that was taken before")
_LENGTH = Consequence("cosmetic", "longer values than before are stored")
_FORM = Consequence("cosmetic", "the same value in another form")
_SETTING = Consequence("cosmetic", "how it is stored, which no query sees")
_CONFIGURED = Consequence("cosmetic", "a comment or setting without effect")

BY_RULE: Mapping[str, Consequence] = {
    "PC207": Consequence("data corrupted", "rows keep a key that changed", 2),
    "PC208": Consequence("user-visible", "an insert that leaves the field out is refused or stores nothing"),
    "PC209": Consequence("user-visible", "the time of the last change is stale"),
    "PC210": _LENGTH, "PC211": Consequence("cosmetic", "fractions and larger numbers are stored"),
    "PC212": _SETTING, "PC213": _SURPRISE, "PC214": _SLOW,
    "PC215": Consequence("data corrupted", "a row without the key is stored", 2),
    "PC216": _ANYTHING, "PC217": _ANYTHING, "PC218": _SETTING, "PC219": _SURPRISE,
    "PC220": _SURPRISE, "PC221": _SETTING, "PC222": _SETTING,
    "PC223": Consequence("data corrupted", "null is stored where a value must be", 2),
    "PC224": Consequence("data corrupted", "the last digits are gone"),
    "PC225": _SETTING, "PC226": Consequence("data corrupted", "keys that lead nowhere", 2),
    "PC227": _SURPRISE, "PC228": _SURPRISE,
    "PC229": Consequence("user-visible", "an insert that leaves a field out is refused"),
    "PC230": Consequence("user-visible", "an update with an undefined field is refused, or takes it away"),
    "PC235": _SURPRISE, "PC236": _WRONG, "PC240": _WRONG, "PC243": _WRONG,
    "PC244": Consequence("data corrupted", "what the trigger wrote is missing", 1),
    "PC245": Consequence("data corrupted", "the computed value goes stale", 1),
    "PC246": Consequence("security", "nothing hides rows from those who must not see them", 0),
    "PC247": _SURPRISE, "PC248": _SURPRISE,
    "PC249": Consequence("data corrupted", "two rows with one number", 1),
    "PC250": _WRONG, "PC251": _SLOW,
    "PC301": Consequence("user-visible", "text that is added up or sorted is wrong"),
    "PC302": _FORM, "PC303": _FORM, "PC304": _FORM, "PC305": _FORM,
    "PC306": Consequence("user-visible", "links that hold the old id lead nowhere"),
    "PC307": _SURPRISE, "PC308": _FORM, "PC309": _FORM,
    "PC310": Consequence("user-visible", "a number that is not divided by its scale is wrong"),
    "PC311": Consequence("user-visible", "sums of fractions are no longer exact"),
    "PC312": _FORM, "PC313": _FORM, "PC314": _FORM, "PC315": _FORM, "PC316": _FORM, "PC317": _FORM, "PC326": _FORM,
    "PC325": _FORM, "PC401": _FORM, "PC402": _SLOW, "PC403": _REFUSED, "PC404": _REFUSED, "PC405": _REFUSED,
    "PC406": _REFUSED, "PC407": _REFUSED, "PC408": _REFUSED,
    "PC501": Consequence("data corrupted", "after the move the ids point at nothing", 0),
    "PC502": _SLOW, "PC504": _SLOW, "PC503": _CONFIGURED,
    "PC505": _SURPRISE, "PC506": _SURPRISE, "PC507": _SURPRISE, "PC510": _CONFIGURED, "PC511": _CONFIGURED,
    "PC512": _CONFIGURED, "PC520": _SURPRISE, "PC521": _SURPRISE,
}  # fmt: skip  # a table
"""Where no fact of the schema says more. What follows for keys and deletes is not here: facts always do."""

_AMOUNT_RULES: Mapping[str, str] = {
    "PC210": "amounts with more digits than before are stored",
    "PC211": "fractions of an amount are stored",
    "PC224": "the last digits of an amount are gone",
    "PC301": "an amount is text: what adds it up must change",
    "PC310": "an amount that is not divided by its scale is wrong",
    "PC311": "sums of amounts are no longer exact",
    "PC240": "amounts that were refused are stored",
    "PC250": "amounts that were refused are stored",
}


class Consequences:
    """Of one schema, and of what in it is secret."""

    def __init__(self, lowered: Lowered, secrets: Sequence[Secret]) -> None:
        self._facts = consequence_facts(lowered, secrets)
        self._with_money = self._facts.with_money
        self._with_secret = self._facts.with_secret

    def of(self, guarantee: Guarantee, rule: Rule) -> Consequence:
        """Of a guarantee that ends with a finding of the rule."""
        facts, model, fields = self._facts, guarantee.owner, guarantee.fields
        if guarantee.kind in _UNIQUES and rule.code < "PC3" and rule.code not in BY_RULE:
            return _of_unique(guarantee, facts, has_money=model in self._with_money)
        relation = guarantee.subject
        if guarantee.kind == "on-delete" and rule.code not in BY_RULE:
            return self._of_delete(guarantee)
        if guarantee.kind == "foreign-key" and rule.code not in BY_RULE:
            target = relation.target if isinstance(relation, ForeignKey) else ""
            leaning = facts.leaning.get(target, 0)
            return Consequence("data corrupted", "rows that refer to nothing", 2, leaning)
        if rule.code in _AMOUNT_RULES and any((model, name) in facts.amounts for name in fields):
            return Consequence("money", _AMOUNT_RULES[rule.code], 1)
        return BY_RULE.get(rule.code, _SURPRISE)

    def of_advice(self, diagnostic: Diagnostic) -> Consequence | None:
        """Of a diagnostic that no guarantee ends with; None for what the parser says."""
        return BY_RULE.get(diagnostic.rule.code)

    def _of_delete(self, guarantee: Guarantee) -> Consequence:
        facts, model, relation = self._facts, guarantee.owner, guarantee.subject
        if not isinstance(relation, ForeignKey):
            return Consequence("data corrupted", "pairs of what is deleted stay", 1)
        leaning, target = facts.leaning.get(relation.target, 0), relation.target
        action = relation.on_delete.action
        if action in ("Restrict", "NoAction"):
            if model in self._with_money:
                what = f"a `{target}` with amounts to its name can be deleted"
                return Consequence("money", what, 1, leaning)
            return Consequence("data corrupted", f"a `{target}` in use can be deleted", 1, leaning)
        if action == "Cascade" and model in self._with_secret:
            what = f"what a deleted `{target}` could sign in with stays valid"
            return Consequence("security", what, 1, leaning)
        if action == "Cascade" and model in facts.rights:
            return Consequence("security", f"rights outlive their `{target}`", 1, leaning)
        return Consequence("data corrupted", f"rows outlive their `{target}`", 1, leaning)


def _of_unique(guarantee: Guarantee, facts: ConsequenceFacts, *, has_money: bool) -> Consequence:
    model, fields = guarantee.owner, guarantee.fields
    leaning = facts.leaning.get(model, 0)

    def worth(kind: ConsequenceKind, because: str) -> Consequence:
        return Consequence(kind, because, 0, leaning)

    plain = tuple(name for name in fields if (model, name) not in facts.keys)
    if any((model, name) in facts.secret for name in fields):
        return worth("security", "one secret opens two rows, and the first that is found answers")
    is_sign_in = model in facts.signing and (is_provider_account(fields) or is_identity(plain))
    if is_sign_in or (is_identity(fields) and len(fields) == 1):
        return worth("security", "two accounts with one identity: one may get into the other")
    if fields and not plain and model in facts.rights:
        return worth("security", "two roles of one member, and either may answer")
    if is_payment(plain):
        return worth("money", "one payment, order or subscription is there twice")
    if has_money:
        return worth("money", "one amount is counted twice")
    if is_address(plain):
        return worth(
            "user-visible", "one address leads to two rows, and one of them is never found"
        )
    if not plain:
        return worth("data corrupted", "the same pair is there twice")
    return worth("data corrupted", "two rows where each query expects one")
