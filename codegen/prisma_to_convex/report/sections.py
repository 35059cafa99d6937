"""The report by model: what is lost, what changes, which index serves what."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from typing import TypeAlias

from prisma_schema_parser.diagnostic import Diagnostic
from prisma_schema_parser.guarantees import Guarantee
from prisma_schema_parser.schema import ManyToMany

from ..analysis.verdict.consequences import Consequences, rank
from ..compiler import Compilation
from ..convex.convex_schema import Table
from ..ledger.decision import Decision, Decisions
from ..ledger.guarantee_ledger import LedgerEntry
from ..ledger.subjects import Subjects
from ..lowering.lowered import Lowered, LoweredJoin
from ..rules.field_by_field import promise_of_block
from .accesses import Group, accesses, groups, missing
from .columns import columns
from .file_places import Where
from .model import Loss, Section

# An entry of the ledger that has something to say, and what was decided of it.
_DiagnosedEntry: TypeAlias = tuple[LedgerEntry, Diagnostic, Decision]


def sections(
    compilation: Compilation,
    decisions: Decisions,
    subjects: Subjects,
    where: Where,
    follows: Consequences,
    shown: Sequence[int],
) -> Iterable[Section]:
    """`decisions` are those of the ledger's entries, and `shown` what `times_shown` says of them."""
    lowered, ledger = compilation.lowered, compilation.ledger
    entries: defaultdict[str, list[_DiagnosedEntry]] = defaultdict(list)
    entries_ = zip(
        entry_homes(compilation),
        ledger.entries,
        decisions.entries,
        shown,
        strict=True,
    )
    for home, entry, decision, times in entries_:
        found = entries[home]
        diagnostic = entry.outcome.diagnostic
        if times and diagnostic is not None and entry.outcome.state != "enforced":
            found.append((entry, diagnostic, decision))
    advice: dict[str, list[Loss]] = {}
    for diagnostic, decision in zip(ledger.advice, decisions.advice, strict=True):
        home = subjects.at(diagnostic.span).owner
        advice.setdefault(home, []).append(_advice(diagnostic, decision, follows, where))
    by_home = groups(lowered)
    tables = {table.name: table for table in lowered.convex.tables}
    for home in _homes(lowered, [*entries, *advice]):
        found = entries.get(home, [])
        yield _section(
            home,
            found,
            advice.get(home, []),
            by_home.get(home),
            tables,
            lowered.by_hand.texts,
            follows,
            where,
        )


def entry_homes(compilation: Compilation) -> list[str]:
    """The section of each entry of the ledger: a join table's are listed with the join table."""
    joins = compilation.lowered.joins
    return [_home(guarantee, joins) for guarantee, _ in compilation.ledger.entries]


def _home(guarantee: Guarantee, joins: Mapping[tuple[str, str], LoweredJoin]) -> str:
    relation = guarantee.subject
    if isinstance(relation, ManyToMany) and (relation.model_a, relation.field_a) in joins:
        return f"{relation.model_a}.{relation.field_a}"
    return guarantee.owner


def _homes(lowered: Lowered, owners: Iterable[str]) -> list[str]:
    """Models in source order with their join tables, then what else owns guarantees."""
    joins: dict[str, list[str]] = {}
    for model, field in lowered.joins:
        joins.setdefault(model, []).append(f"{model}.{field}")
    found: list[str] = []
    for declared in lowered.schema.models:
        found.extend((declared.name, *joins.get(declared.name, ())))
    known = set(found)
    return [*found, *(home for home in dict.fromkeys(owners) if home not in known)]


def _section(
    home: str,
    entries: list[_DiagnosedEntry],
    advice: list[Loss],
    group: Group | None,
    tables: dict[str, Table],
    texts: Mapping[tuple[str, str], str],
    follows: Consequences,
    where: Where,
) -> Section:
    entries.sort(key=_place)
    losses = [_loss(entry, follows, where) for entry in entries]
    losses.sort(key=lambda loss: rank(loss.rule, loss.consequence))
    table = tables[group.table] if group is not None else None
    return Section(
        title=home,
        table=table.name if table is not None else "",
        losses=tuple([loss for loss in losses if loss.is_lost]),
        changes=tuple([loss for loss in losses if not loss.is_lost]),
        advice=tuple(advice),
        columns=columns(group, table, texts) if group is not None and table is not None else (),
        indexes=tuple(accesses(group, table)) if group is not None and table is not None else (),
        missing=tuple(missing(group)) if group is not None else (),
    )


def _place(entry: _DiagnosedEntry) -> tuple[int, str]:
    (guarantee, _), diagnostic, _ = entry
    is_of_block = bool(promise_of_block(diagnostic))
    return diagnostic.span.start if is_of_block else guarantee.span.start, diagnostic.rule.code


def _loss(entry: _DiagnosedEntry, follows: Consequences, where: Where) -> Loss:
    detail, diagnostic, decision = entry
    guarantee, (state, by, _, _) = detail
    span = guarantee.span
    rule, message, help_ = diagnostic.rule, diagnostic.message, diagnostic.help
    is_lost = state == "lost"
    instead = help_ if is_lost else f"{by}: {help_}"
    return Loss(
        where=where(diagnostic.span if promise_of_block(diagnostic) else span),
        subject=", ".join(detail.subject.fields),
        was=detail.text,
        rule=rule,
        message=message,
        instead=instead,
        is_lost=is_lost,
        decision=decision,
        consequence=follows.of(guarantee, rule),
    )


def _advice(
    diagnostic: Diagnostic, decision: Decision, follows: Consequences, where: Where
) -> Loss:
    rule, message, help_ = diagnostic.rule, diagnostic.message, diagnostic.help
    return Loss(
        where=where(diagnostic.span),
        subject="",
        was="",
        rule=rule,
        message=message,
        instead=help_,
        is_lost=False,
        decision=decision,
        consequence=follows.of_advice(diagnostic),
    )
