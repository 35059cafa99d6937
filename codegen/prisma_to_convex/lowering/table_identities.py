"""Which model each generated table is: what a merge follows it by when it is called otherwise."""

from __future__ import annotations

from ..merge.table_names import Identities, TableIdentity
from .lowered import Lowered


def table_identities(lowered: Lowered) -> Identities:
    found = {
        model.table: TableIdentity(name, model.model.database_name)
        for name, model in lowered.models.items()
    }
    for join in lowered.joins.values():
        relation = join.relation
        name = f"{relation.model_a}-{relation.model_b}-{relation.name}"
        found[join.table] = TableIdentity(name, name)
    return found
