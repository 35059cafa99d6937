"""All that is said of a schema as a whole. Pure."""

from __future__ import annotations

from collections.abc import Mapping

from ..compiler import Compilation
from .background.jobs import jobs
from .clusters import clusters
from .data_columns import columns
from .facts import Analysis, Size
from .harder_queries import harder_queries
from .hybrid import hybrid
from .id_facts import id_facts
from .import_order import closing, order
from .large_tables import growing
from .owners.owner_graph import owner_graph
from .owners.row_owners import owners
from .owners.tenancy import tenancy
from .references import references
from .relation_facts import relations
from .secrets import secrets
from .sign_in.auth import auth
from .verdict.effort import effort
from .verdict.enforcement_outlook import enforcement_outlook
from .verdict.measures import AnalysisParts, Judgements, measures
from .verdict.recommendation import VerdictInputs, recommend, staying
from .verdict.risks import risks
from .workload import workload


def analyze(
    compilation: Compilation, sizes: Mapping[str, Size], judgements: Judgements
) -> Analysis:
    """`sizes` by table, as `stats.parse_stats` gives them; empty where they are not known."""
    lowered = compilation.lowered
    edges = references(lowered)
    late = closing(lowered, edges)
    hidden = secrets(lowered)
    sign_in = auth(lowered, edges, hidden)
    known = owner_graph(lowered, edges, sign_in)
    owner = owners(lowered, known)
    loads, work_tables = workload(lowered, sizes, hidden), jobs(lowered, sign_in)
    found = AnalysisParts(
        relations=relations(lowered, edges, late, sizes),
        order=order(lowered, edges, late, sizes),
        owners=owner.found,
        tenancy=tenancy(lowered, known, owner, hidden),
        columns=columns(lowered),
        secrets=hidden,
        auth=sign_in,
        queries=harder_queries(lowered, sizes, growing(loads, edges, sign_in, lowered)),
        workload=loads,
        jobs=len(work_tables),
    )
    counted = measures(compilation, found, judgements)
    work = effort(counted, lowered.options.effort)
    signing_in = frozenset(model for one in found.auth for model in one.models)
    part = hybrid(lowered, staying(counted, found.workload), signing_in)
    dangers = risks(counted, found)
    return Analysis(
        verdict=recommend(
            VerdictInputs(measures=counted, found=found, effort=work, hybrid=part, risks=dangers)
        ),
        owners=owner.found,
        tenancy=found.tenancy,
        relations=found.relations,
        clusters=clusters(lowered, edges),
        ids=id_facts(lowered),
        columns=found.columns,
        secrets=found.secrets,
        auth=found.auth,
        jobs=work_tables,
        queries=found.queries,
        order=found.order,
        effort=work,
        risks=dangers,
        hybrid=part,
        workload=found.workload,
        enforcement=enforcement_outlook(compilation.ledger, judgements.grades),
    )
