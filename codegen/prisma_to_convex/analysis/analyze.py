"""All that is said of a schema as a whole. Pure."""

from __future__ import annotations

from collections.abc import Mapping

from ..compiler import Compilation
from .auth import auth
from .clusters import clusters
from .data_columns import columns
from .effort import effort
from .facts import Analysis, Size
from .harder_queries import harder_queries
from .hybrid import hybrid
from .import_order import closing, order
from .measures import AnalysisParts, measures
from .recommendation import recommend
from .references import references
from .relation_facts import relations
from .risks import risks
from .secrets import secrets
from .tenancy import tenancy


def analyze(compilation: Compilation, sizes: Mapping[str, Size], errors: int) -> Analysis:
    """`sizes` by table, as `stats.parse_stats` gives them; empty where they are not known.

    `errors` counts what could not be translated and nobody has decided about.
    """
    lowered = compilation.lowered
    edges = references(lowered)
    late = closing(lowered, edges)
    hidden = secrets(lowered)
    found = AnalysisParts(
        relations=relations(lowered, edges, late, sizes),
        order=order(lowered, edges, late, sizes),
        tenancy=tenancy(lowered, edges, hidden),
        columns=columns(lowered),
        secrets=hidden,
        auth=auth(lowered, edges, hidden),
        queries=harder_queries(lowered, sizes),
    )
    counted = measures(compilation, found, errors)
    work = effort(counted, lowered.options.effort)
    part = hybrid(lowered)
    return Analysis(
        verdict=recommend(counted, found, work, part),
        tenancy=found.tenancy,
        relations=found.relations,
        clusters=clusters(lowered, edges),
        columns=found.columns,
        secrets=found.secrets,
        auth=found.auth,
        queries=found.queries,
        order=found.order,
        effort=work,
        risks=risks(counted, found),
        hybrid=part,
    )
