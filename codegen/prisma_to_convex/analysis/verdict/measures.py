"""The counts that effort, risks and the verdict rest on, each taken from the ledger or another part."""

from __future__ import annotations

from collections import Counter

from prisma_schema_parser.diagnostic import Diagnostic
from prisma_schema_parser.guarantees import FIELD_BY_FIELD, Kind
from prisma_schema_parser.records import NamedTuple

from ...calls.examined import ExaminedCode
from ...compiler import Compilation
from ...lowering.lowered import Lowered
from ..call_sites import call_sites
from ..consequence_facts import is_amount
from ..facts import (
    AuthTables,
    DataColumn,
    Grade,
    HarderQuery,
    Order,
    Relations,
    RowOwners,
    Secret,
    Tenancy,
    Workload,
)
from ..name_words import words_of

_CHANGED = frozenset({"Decimal", "BigInt", "Bytes"})
_UNIQUES: tuple[Kind, ...] = (
    "unique", "one-to-one", "many-to-many", "primary-key", "partial-unique", "expression-unique",
)  # fmt: skip  # a table
_ACTIONS: tuple[Kind, ...] = ("foreign-key", "on-delete", "on-update")
_OBJECTS: tuple[Kind, ...] = (
    "check", "exclusion", "trigger", "generated-column", "row-policy", "view", "view-definition", "function",
    "domain",
)  # fmt: skip  # a table
# What bytes are that are never many.
_SHORT = frozenset({
    "address", "challenge", "checksum", "code", "digest", "fingerprint", "hash", "id", "iv", "key", "mac", "nonce", "password",
    "salt", "secret", "signature", "tag", "token", "uuid",
})  # fmt: skip  # a table


class GradedLoss(NamedTuple):
    """What enforcement gives back of a lost guarantee; `missing` says what it does not, where that is a part."""

    grade: Grade
    missing: str = ""


class Judgements(NamedTuple):
    """What others found out of the compilation: `errors` that are open, in the tables `blocked`, how many lost
    guarantees are `open` (and `open_by_field`, what each field has), and of each entry of the ledger, if it is lost or enforced, what enforcement gives.
    """

    errors: tuple[Diagnostic, ...]
    blocked: frozenset[str]
    open: int
    grades: tuple[GradedLoss | None, ...]
    open_by_field: int = 0


NOBODY = RowOwners("unknown", (), (), 0)


class AnalysisParts(NamedTuple):
    """What the other parts found."""

    relations: Relations
    order: Order
    tenancy: Tenancy | None
    columns: tuple[DataColumn, ...]
    secrets: tuple[Secret, ...]
    auth: tuple[AuthTables, ...]
    queries: tuple[HarderQuery, ...]
    workload: Workload
    owners: RowOwners = NOBODY
    jobs: int = 0


class Measures(NamedTuple):
    """Each is named for what it counts.

    `errors` could not be translated and are open, in `blocked` tables; `open` are the lost guarantees that
    nobody has decided about. What is lost counts as `generated` or `partly` where constraints.ts gives it back,
    and else under its kind, as work by hand; `restored` are both, and those that hold for each field of a model as
    well (`restored_exactly`: without those in part), and `enforced` are those of them whose files stand. Of `all_uniques` and `all_actions` (keys, what a delete
    or an update does) those of `lost_uniques` and `lost_actions` are enforced by nothing that stands. Calls are those of the code, where it was given (`has_code`). `decimal_amounts` are Decimal columns of money, `large_values` columns of bytes
    that may be more than a document holds.
    """

    models: int
    tables: int
    indexes: int
    references: int
    json: int
    changed_columns: int
    soft: int
    deferred: int
    queries: int
    auth: int
    all_uniques: int
    generated: int
    partly: int
    restored: int
    restored_exactly: int
    enforced: int
    lost_uniques: int
    all_actions: int
    lost_actions: int
    uniques: int
    foreign_keys: int
    cascades: int
    actions: int
    defaults: int
    bounds: int
    objects: int
    tenant_tables: int
    secrets: int
    errors: int
    blocked: int
    open: int
    open_by_field: int = 0
    jobs: int = 0
    decimal_amounts: int = 0
    large_values: int = 0
    code_files: int = 0
    served_calls: int = 0
    merged_calls: int = 0
    costly_calls: int = 0
    unknown_calls: int = 0
    unnamed_accesses: int = 0
    raw_queries: int = 0

    @property
    def has_code(self) -> bool:
        """Whether code was given that calls Prisma Client."""
        return self.code_files > 0

    @property
    def calls(self) -> int:
        return self.served_calls + self.merged_calls + self.costly_calls + self.unknown_calls

    @property
    def uniques_and_cascades(self) -> int:
        return self.all_uniques + self.cascades


def measures(compilation: Compilation, found: AnalysisParts, judgements: Judgements) -> Measures:
    lowered, ledger = compilation.lowered, compilation.ledger
    graded = Counter(
        (guarantee.kind, grade.grade)
        for (guarantee, _), grade in zip(ledger.entries, judgements.grades, strict=True)
        if grade is not None and guarantee.kind not in FIELD_BY_FIELD
    )
    states = Counter((guarantee.kind, outcome.state) for guarantee, outcome in ledger.entries)
    by_hand = Counter({kind: times for (kind, grade), times in graded.items() if grade == "cannot"})
    tables = lowered.convex.tables
    counted = Measures(
        models=len(lowered.models),
        tables=len(tables),
        indexes=sum(len(t.indexes) + len(t.search_indexes) + len(t.vector_indexes) for t in tables),
        references=sum(not one.is_list for one in found.relations.references),
        json=sum(column.kind == "Json" for column in found.columns),
        changed_columns=sum(column.kind in _CHANGED for column in found.columns),
        soft=sum(advice.rule.name == "soft-reference" for advice in ledger.advice),
        deferred=len(found.order.deferred),
        queries=len(found.queries),
        auth=len(found.auth),
        all_uniques=sum(times for (kind, _), times in graded.items() if kind in _UNIQUES),
        generated=_times(graded, "exact"),
        partly=_times(graded, "partly"),
        restored=sum(one is not None and one.grade != "cannot" for one in judgements.grades),
        restored_exactly=sum(one is not None and one.grade == "exact" for one in judgements.grades),
        enforced=sum(times for (_, state), times in states.items() if state == "enforced"),
        lost_uniques=sum(states[kind, "lost"] for kind in _UNIQUES),
        all_actions=sum(times for (kind, _), times in graded.items() if kind in _ACTIONS),
        lost_actions=sum(states[kind, "lost"] for kind in _ACTIONS),
        uniques=sum(by_hand[kind] for kind in _UNIQUES),
        foreign_keys=by_hand["foreign-key"],
        cascades=sum(one.tables > 0 for one in found.relations.cascades),
        actions=by_hand["on-delete"] + by_hand["on-update"],
        defaults=by_hand["default"] + by_hand["updated-at"],
        bounds=by_hand["native-type"],
        objects=sum(by_hand[kind] for kind in _OBJECTS),
        tenant_tables=_tenant_tables(found.tenancy),
        secrets=sum(secret.kind != "personal" for secret in found.secrets),
        errors=len(judgements.errors),
        blocked=len(judgements.blocked),
        open=judgements.open,
        open_by_field=judgements.open_by_field,
        jobs=found.jobs,
        decimal_amounts=sum(
            column.kind == "Decimal" and _is_amount(column, lowered) for column in found.columns
        ),
        large_values=sum(_may_be_large(column) for column in found.columns),
    )
    return counted if compilation.code is None else _with_calls(counted, compilation.code)


def _with_calls(measures: Measures, code: ExaminedCode) -> Measures:
    sites = call_sites(code)
    kinds = Counter(one.kind for one in sites)
    return measures._replace(
        code_files=len({one.call.span.source.name for one in sites}),
        served_calls=kinds["A"] + kinds["B"] + kinds["C"],
        merged_calls=kinds["D"] + kinds["E"],
        costly_calls=kinds["F"] + kinds["G"] + kinds["H"],
        unknown_calls=kinds["U"] + len(code.application.unresolved),
        unnamed_accesses=len(code.application.unresolved),
        raw_queries=len(code.application.raw),
    )


def _times(graded: Counter[tuple[Kind, Grade]], wanted: Grade) -> int:
    return sum(times for (_, grade), times in graded.items() if grade == wanted)


def _is_amount(column: DataColumn, lowered: Lowered) -> bool:
    stored = lowered.models[column.model].fields.get(column.field)
    return stored is not None and is_amount(stored.field)


def _may_be_large(column: DataColumn) -> bool:
    """Bytes that are in the document, and no key, hash or code, which are short."""
    is_short = _SHORT.intersection(words_of(column.field)) or "(" in column.was
    return column.kind == "Bytes" and "_storage" not in column.now and not is_short


def _tenant_tables(tenancy: Tenancy | None) -> int:
    if tenancy is None:
        return 0
    return sum(owned.ownership in ("direct", "optional", "parents") for owned in tenancy.owned)
