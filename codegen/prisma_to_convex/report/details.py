"""The ledger one by one, for programs."""

from __future__ import annotations

from prisma_schema_parser.diagnostic import Diagnostic
from prisma_schema_parser.source import Span

from ..compiler import Compilation
from ..convex import Table
from ..ledger import Entry
from ..subjects import Subjects
from .accesses import Group, accesses, groups
from .columns import columns
from .model import Details, Emitted, Fact, Note, Place, Where
from .sections import entry_homes


def details(compilation: Compilation, where: Where) -> Details:
    ledger, lowered = compilation.ledger, compilation.lowered
    subjects = Subjects(lowered.schema)
    homes = {group.table: (home, group) for home, group in groups(lowered).items()}
    return Details(
        tuple(
            _fact(entry, home, where)
            for entry, home in zip(ledger.entries, entry_homes(compilation), strict=True)
        ),
        tuple(_emitted(*homes[table.name], table) for table in lowered.convex.tables),
        tuple(_note(diagnostic, where) for diagnostic in ledger.diagnostics),
        tuple(
            (subjects.at(diagnostic.span).owner, _note(diagnostic, where))
            for diagnostic in ledger.advice
        ),
    )


def _fact(entry: Entry, home: str, where: Where) -> Fact:
    guarantee, (state, by, diagnostic) = entry
    detail = diagnostic.message if diagnostic is not None and state == "lost" else by
    return Fact(
        guarantee.kind,
        guarantee.owner,
        guarantee.fields,
        _place(guarantee.span, where),
        guarantee.text,
        state,
        diagnostic.rule if diagnostic is not None else None,
        detail,
        diagnostic.help if diagnostic is not None else "",
        home,
        diagnostic.message if diagnostic is not None else "",
    )


def _emitted(home: str, group: Group, table: Table) -> Emitted:
    return Emitted(table.name, home, columns(group, table), tuple(accesses(group, table)))


def _note(diagnostic: Diagnostic, where: Where) -> Note:
    labels = tuple((label.text, _place(label.span, where)) for label in diagnostic.labels)
    place = _place(diagnostic.span, where)
    return Note(diagnostic.rule, diagnostic.message, diagnostic.help, place, labels)


def _place(span: Span, where: Where) -> Place:
    return Place(where(span).rpartition(":")[0], *span.position)
