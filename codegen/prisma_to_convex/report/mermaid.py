"""Diagrams for GitHub's Markdown, within its limits (50,000 characters, 500 edges)."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence

from prisma_schema_parser.excerpt import plain
from prisma_schema_parser.records import NamedTuple

from ..analysis.facts import Analysis, Cluster, Reference
from ..kit.words import counted

_MOST_TABLES, _MOST_EDGES, _MOST_CHARACTERS = 40, 120, 50_000
_MOST_CLUSTERS, _LONGEST_NAME = 60, 60
_SPECIAL = re.compile(r"[^\w .,()-]", re.ASCII)


class MermaidDiagram(NamedTuple):
    title: str
    lines: tuple[str, ...]


def diagrams(analysis: Analysis) -> tuple[MermaidDiagram, ...]:
    """One of all tables where it stays readable; else one of the groups, then one a group."""
    models = [model for cluster in analysis.clusters for model in cluster.models]
    inside = _inside(models, analysis.relations.references)
    if not inside:
        return ()
    whole = _drawn("Tables and references", models, inside)
    if whole is not None:
        return (whole,)
    found = [
        MermaidDiagram("Groups of tables, with the references between them", _overview(analysis))
    ]
    for cluster, edges in zip(analysis.clusters, _by_cluster(analysis), strict=True):
        title = f"{_name(cluster)}: {counted(len(cluster.models), 'table')}"
        part = _drawn(title, _connected(edges), edges) if edges else None
        if part is not None:
            found.append(part)
    return tuple(found)


def _drawn(title: str, models: Sequence[str], edges: Sequence[Reference]) -> MermaidDiagram | None:
    """None where it would not be readable, or not be drawn at all."""
    if len(models) > _MOST_TABLES or len(edges) > _MOST_EDGES:
        return None
    lines = tuple(_entities(models, edges))
    fits = sum(len(line) + 1 for line in lines) <= _MOST_CHARACTERS
    return MermaidDiagram(title, lines) if fits else None


def _inside(models: Iterable[str], references: Sequence[Reference]) -> list[Reference]:
    known = set(models)
    return [one for one in references if one.model in known and one.target in known]


def _by_cluster(analysis: Analysis) -> list[list[Reference]]:
    """The references inside of each."""
    homes = {model: at for at, one in enumerate(analysis.clusters) for model in one.models}
    found: list[list[Reference]] = [[] for _ in analysis.clusters]
    for one in analysis.relations.references:
        home = homes.get(one.model)
        if home is not None and home == homes.get(one.target):
            found[home].append(one)
    return found


def _connected(edges: Sequence[Reference]) -> list[str]:
    return list(dict.fromkeys(name for edge in edges for name in (edge.target, edge.model)))


def _entities(models: Iterable[str], edges: Sequence[Reference]) -> Iterator[str]:
    yield "erDiagram"
    drawn = {name for edge in edges for name in (edge.model, edge.target)}
    for name in models:
        if name not in drawn:
            yield f'  "{name}"'
    for edge in edges:
        one = "||" if edge.is_required else "|o"
        many = "o|" if edge.is_unique else "o{"
        target = "}o" if edge.is_list else one
        yield f'  "{edge.target}" {target}--{many} "{edge.model}" : "{", ".join(edge.fields)}"'


def _overview(analysis: Analysis) -> tuple[str, ...]:
    clusters = analysis.clusters[:_MOST_CLUSTERS]
    number = {name: at for at, cluster in enumerate(clusters) for name in cluster.models}
    between = Counter(
        (number[one.model], number[one.target])
        for one in analysis.relations.references
        if one.model in number and one.target in number and number[one.model] != number[one.target]
    )
    nodes = [f'  c{at}["{_label(cluster)}"]' for at, cluster in enumerate(clusters)]
    strongest = sorted(between.items(), key=lambda item: -item[1])[:_MOST_EDGES]
    edges = [f"  c{source} -->|{times}| c{target}" for (source, target), times in sorted(strongest)]
    return ("flowchart LR", *nodes, *edges)


def _label(cluster: Cluster) -> str:
    """Namespaces have names of any text; Mermaid has its own escapes."""
    title = f"{_name(cluster)} ({counted(len(cluster.models), 'table')})"
    return _SPECIAL.sub(lambda found: f"#{ord(found[0])};", title)


def _name(cluster: Cluster) -> str:
    flat = plain(cluster.name)
    return flat if len(flat) <= _LONGEST_NAME else f"{flat[:_LONGEST_NAME]}..."
