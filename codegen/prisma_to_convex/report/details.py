"""The ledger one by one, for programs."""

from __future__ import annotations

from collections.abc import Mapping

from prisma_schema_parser.diagnostic import Diagnostic, sort_key

from ..analysis.secrets import secrets
from ..analysis.verdict.consequences import Consequence, Consequences, rank
from ..compiler import Compilation
from ..convex.convex_schema import Table
from ..ledger.guarantee_ledger import LedgerEntry, shortened_text, times_shown
from ..ledger.subjects import Subjects
from .accesses import Group, accesses, groups
from .asked_by import asked_by
from .columns import columns
from .file_places import FilePlaces, Where
from .model import Details, EmittedTable, Fact, Note
from .sections import entry_homes


def details(compilation: Compilation, where: Where) -> Details:
    ledger, lowered = compilation.ledger, compilation.lowered
    places = FilePlaces(where)
    subjects, follows = Subjects(lowered.schema), Consequences(lowered, secrets(lowered))
    homes = {group.table: (home, group) for home, group in groups(lowered).items()}
    return Details(
        guarantees=tuple(
            _fact(entry, home, places, follows, shown_before=not times)
            for entry, home, times in zip(
                ledger.entries, entry_homes(compilation), times_shown(ledger.entries), strict=True
            )
        ),
        tables=tuple(
            _emitted(homes.get(table.name), table, lowered.by_hand.texts)
            for table in lowered.convex.tables
        ),
        diagnostics=tuple(_notes(compilation, places, follows)),
        advice=tuple(
            (
                subjects.at(diagnostic.span).owner,
                _note(diagnostic, places, follows.of_advice(diagnostic)),
            )
            for diagnostic in ledger.advice
        ),
        asked_by=asked_by(compilation, where),
    )


def _notes(compilation: Compilation, places: FilePlaces, follows: Consequences) -> list[Note]:
    """All diagnostics, the worst first; of equals, in the order of their places."""
    entries = compilation.ledger.entries
    found: list[tuple[Diagnostic, Consequence | None]] = [
        (outcome.diagnostic, follows.of(guarantee, outcome.diagnostic.rule))
        for (guarantee, outcome), times in zip(entries, times_shown(entries), strict=True)
        if times and outcome.diagnostic is not None and outcome.state != "enforced"
    ]
    found += [(one, follows.of_advice(one)) for one in compilation.ledger.advice]
    found.sort(key=lambda pair: (rank(pair[0].rule, pair[1]), sort_key(pair[0])))
    return [_note(diagnostic, places, consequence) for diagnostic, consequence in found]


def _fact(
    entry: LedgerEntry, home: str, places: FilePlaces, follows: Consequences, *, shown_before: bool
) -> Fact:
    guarantee, (state, by, diagnostic, enforced) = entry
    detail = diagnostic.message if diagnostic is not None and state == "lost" else by
    return Fact(
        kind=guarantee.kind,
        owner=guarantee.owner,
        fields=guarantee.fields,
        place=places.at(guarantee.span),
        text=shortened_text(guarantee.text),
        outcome=state,
        rule=diagnostic.rule if diagnostic is not None and enforced is None else None,
        detail=detail,
        help=diagnostic.help if diagnostic is not None else "",
        home=home,
        message=diagnostic.message if diagnostic is not None else "",
        about=entry.subject.fields,
        promise=entry.text,
        shown_before=shown_before,
        enforced=enforced,
        consequence=None if diagnostic is None else follows.of(guarantee, diagnostic.rule),
    )


def _emitted(
    of: tuple[str, Group] | None, table: Table, texts: Mapping[tuple[str, str], str]
) -> EmittedTable:
    home, group = of or ("", None)
    fields = columns(group, table, texts)
    return EmittedTable(table.name, home, fields, tuple(accesses(group, table)))


def _note(diagnostic: Diagnostic, places: FilePlaces, consequence: Consequence | None) -> Note:
    labels = tuple((label.text, places.at(label.span)) for label in diagnostic.labels)
    place = places.at(diagnostic.span)
    return Note(
        rule=diagnostic.rule,
        message=diagnostic.message,
        help=diagnostic.help,
        place=place,
        labels=labels,
        consequence=consequence,
    )
