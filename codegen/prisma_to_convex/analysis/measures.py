"""The counts that effort, risks and the verdict rest on, each taken from the ledger or another part."""

from __future__ import annotations

from collections import Counter

from prisma_schema_parser.guarantees import Kind
from prisma_schema_parser.records import NamedTuple

from ..compiler import Compilation
from .facts import (
    AuthTables,
    DataColumn,
    HarderQuery,
    Order,
    Relations,
    Secret,
    Tenancy,
)

_CHANGED = frozenset({"Decimal", "BigInt", "Bytes"})


class AnalysisParts(NamedTuple):
    """What the other parts found."""

    relations: Relations
    order: Order
    tenancy: Tenancy | None
    columns: tuple[DataColumn, ...]
    secrets: tuple[Secret, ...]
    auth: tuple[AuthTables, ...]
    queries: tuple[HarderQuery, ...]


class Measures(NamedTuple):
    """`errors` could not be translated and are open. The rest is named for what it counts; lost ones where it can be."""

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
    uniques: int
    foreign_keys: int
    cascades: int
    defaults: int
    bounds: int
    tenant_tables: int
    secrets: int
    errors: int

    @property
    def once(self) -> int:
        """Work that is done once, whatever the schema."""
        return 1

    @property
    def uniques_and_cascades(self) -> int:
        return self.uniques + self.cascades


def measures(compilation: Compilation, found: AnalysisParts, errors: int) -> Measures:
    lowered, ledger = compilation.lowered, compilation.ledger
    lost: Counter[Kind] = Counter(
        [guarantee.kind for guarantee, outcome in ledger.entries if outcome.state == "lost"]
    )
    tables = lowered.convex.tables
    return Measures(
        models=len(lowered.models),
        tables=len(tables),
        indexes=sum(len(t.indexes) + len(t.search_indexes) + len(t.vector_indexes) for t in tables),
        references=sum(not one.is_key for one in found.relations.references),
        json=sum(column.kind == "Json" for column in found.columns),
        changed_columns=sum(column.kind in _CHANGED for column in found.columns),
        soft=sum(advice.rule.name == "soft-reference" for advice in ledger.advice),
        deferred=len(found.order.deferred),
        queries=len(found.queries),
        auth=len(found.auth),
        uniques=lost["unique"] + lost["one-to-one"] + lost["many-to-many"] + lost["primary-key"],
        foreign_keys=lost["foreign-key"],
        cascades=sum(bool(one.deletes or one.clears) for one in found.relations.cascades),
        defaults=lost["default"] + lost["updated-at"],
        bounds=lost["native-type"],
        tenant_tables=_tenant_tables(found.tenancy),
        secrets=sum(secret.kind != "personal" for secret in found.secrets),
        errors=errors,
    )


def _tenant_tables(tenancy: Tenancy | None) -> int:
    if tenancy is None:
        return 0
    return sum(owned.ownership in ("direct", "optional", "parents") for owned in tenancy.owned)
