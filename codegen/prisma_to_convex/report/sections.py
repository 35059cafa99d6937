"""The report by model: what is lost, what changes, which index serves what."""

from __future__ import annotations

from collections.abc import Iterable

from prisma_schema_parser.diagnostic import Diagnostic
from prisma_schema_parser.schema import CompositeType, Enum, Model
from prisma_schema_parser.source import Span

from ..compiler import Compilation
from ..convex import Table
from ..ledger import Entry
from ..lowering.lowered import Lowered
from .accesses import Group, accesses, groups, missing
from .model import Loss, Section, Where


def sections(compilation: Compilation, where: Where) -> Iterable[Section]:
    lowered = compilation.lowered
    entries: dict[str, list[Entry]] = {}
    for home, entry in zip(entry_homes(compilation), compilation.ledger.entries, strict=True):
        entries.setdefault(home, []).append(entry)
    advice: dict[str, list[Diagnostic]] = {}
    for diagnostic in compilation.ledger.advice:
        advice.setdefault(block_at(diagnostic.span, lowered), []).append(diagnostic)
    by_home = groups(lowered)
    tables = {table.name: table for table in lowered.convex.tables}
    for home in _homes(lowered, entries):
        told = entries.get(home, []), advice.get(home, [])
        yield _section(home, *told, by_home.get(home), tables, where)


def entry_homes(compilation: Compilation) -> list[str]:
    """The section of each entry of the ledger: a join table's are told with the join table."""
    joins = {
        id(join.relation): f"{model}.{field}"
        for (model, field), join in compilation.lowered.joins.items()
    }
    return [
        joins.get(id(entry.guarantee.subject), entry.guarantee.owner)
        for entry in compilation.ledger.entries
    ]


def _homes(lowered: Lowered, entries: dict[str, list[Entry]]) -> list[str]:
    """Models in source order with their join tables, then what else owns guarantees."""
    joins: dict[str, list[str]] = {}
    for model, field in lowered.joins:
        joins.setdefault(model, []).append(f"{model}.{field}")
    found: list[str] = []
    for declared in lowered.schema.models:
        found.extend((declared.name, *joins.get(declared.name, ())))
    known = set(found)
    return [*found, *(home for home in entries if home not in known)]


def block_at(span: Span, lowered: Lowered) -> str:
    """The block that a span is in: the last one that starts before it in its file."""
    schema = lowered.schema
    declared: list[Model | Enum | CompositeType] = [
        *schema.models,
        *schema.enums,
        *schema.composite_types,
    ]
    blocks = [
        (block.span.start, block.name)
        for block in declared
        if block.span.source is span.source and block.span.start <= span.start
    ]
    return max(blocks)[1] if blocks else ""


def _section(
    home: str,
    entries: list[Entry],
    advice: list[Diagnostic],
    group: Group | None,
    tables: dict[str, Table],
    where: Where,
) -> Section:
    told = sorted(
        (entry for entry in entries if entry.outcome.diagnostic is not None),
        key=lambda entry: (entry.guarantee.span.start, entry.outcome.diagnostic.rule.code),  # type: ignore[union-attr]  # filtered above
    )
    losses = [_loss(entry, where) for entry in told]
    return Section(
        home,
        group.table if group is not None else "",
        tuple(loss for loss in losses if loss.is_lost),
        tuple(loss for loss in losses if not loss.is_lost),
        tuple(_advice(diagnostic, where) for diagnostic in advice),
        tuple(accesses(group, tables[group.table])) if group is not None else (),
        tuple(missing(group)) if group is not None else (),
    )


def _loss(entry: Entry, where: Where) -> Loss:
    guarantee, diagnostic = entry.guarantee, entry.outcome.diagnostic
    assert diagnostic is not None
    subject = ", ".join(guarantee.fields)
    is_lost = entry.outcome.state == "lost"
    return Loss(
        where(guarantee.span),
        subject,
        guarantee.text,
        diagnostic.rule,
        diagnostic.message,
        diagnostic.help if is_lost else f"{entry.outcome.by}: {diagnostic.help}",
        is_lost,
    )


def _advice(diagnostic: Diagnostic, where: Where) -> Loss:
    place = where(diagnostic.span)
    return Loss(place, "", "", diagnostic.rule, diagnostic.message, diagnostic.help, False)
