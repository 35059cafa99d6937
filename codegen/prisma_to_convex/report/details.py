"""The ledger one by one, for programs."""

from __future__ import annotations

from prisma_schema_parser.diagnostic import Diagnostic
from prisma_schema_parser.source import Span

from .. import layout
from ..compiler import Compilation
from ..convex import Field, Table
from ..ledger import Entry
from ..lowering.lowered import LoweredModel
from .accesses import Group, accesses, groups
from .model import Column, Details, Emitted, Fact, Note, Place, Where
from .sections import block_at, entry_homes


def details(compilation: Compilation, where: Where) -> Details:
    ledger, lowered = compilation.ledger, compilation.lowered
    homes = {group.table: (home, group) for home, group in groups(lowered).items()}
    return Details(
        tuple(
            _fact(entry, home, where)
            for entry, home in zip(ledger.entries, entry_homes(compilation), strict=True)
        ),
        tuple(_emitted(*homes[table.name], table) for table in lowered.convex.tables),
        tuple(_note(diagnostic, where) for diagnostic in ledger.diagnostics),
        tuple(
            (block_at(diagnostic.span, lowered), _note(diagnostic, where))
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
    prisma = (
        {field.name: name for name, field in group.fields.items()}
        if isinstance(group, LoweredModel)
        else {}
    )
    columns = tuple(_column(field, prisma.get(field.name)) for field in table.fields)
    return Emitted(table.name, home, columns, tuple(accesses(group, table)))


def _column(field: Field, prisma: str | None) -> Column:
    """The validator on one line, unless an object in it needs several."""
    text = layout.flat(field.validator) or layout.expression(field.validator, 0, 0)
    return Column(field.name, prisma, text, field.is_optional)


def _note(diagnostic: Diagnostic, where: Where) -> Note:
    labels = tuple((label.text, _place(label.span, where)) for label in diagnostic.labels)
    place = _place(diagnostic.span, where)
    return Note(diagnostic.rule, diagnostic.message, diagnostic.help, place, labels)


def _place(span: Span, where: Where) -> Place:
    return Place(where(span).rpartition(":")[0], *span.position)
