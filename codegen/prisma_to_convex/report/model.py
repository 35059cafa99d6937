"""What the report says, as frozen data: a view of the ledger that every format prints alike.

`build` gives what a person reads, by model; `details` the ledger one by one, for programs.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable
from typing import NamedTuple, TypeAlias

from prisma_schema_parser.diagnostic import Diagnostic, Rule, Severity
from prisma_schema_parser.guarantees import Kind
from prisma_schema_parser.schema import CompositeType, Enum, ForeignKey, Index, Model
from prisma_schema_parser.source import Span

from .. import layout
from ..compiler import Compilation
from ..convex import Field, Table
from ..ledger import Entry
from ..lowering.lowered import Lowered, LoweredJoin, LoweredModel, Path
from ..rules import RULES
from ..verdict import State

Group: TypeAlias = LoweredModel | LoweredJoin

# `file:line`, from the folder or file's folder that was given: no absolute path reaches the output.
Where: TypeAlias = Callable[[Span], str]


class Loss(NamedTuple):
    """One lost guarantee, or one that is met in another form (`is_lost` false)."""

    where: str
    subject: str
    was: str
    rule: Rule
    message: str
    instead: str
    is_lost: bool


class Access(NamedTuple):
    """One index and what it serves: constraints and keys in Prisma's words."""

    name: str
    fields: tuple[str, ...]
    serves: tuple[str, ...]
    kind: str


class Section(NamedTuple):
    """A model and its table; a join table and composite types have sections of their own.

    `table` is empty for what is not emitted.
    """

    title: str
    table: str
    losses: tuple[Loss, ...]
    changes: tuple[Loss, ...]
    advice: tuple[Loss, ...]
    indexes: tuple[Access, ...]
    missing: tuple[tuple[str, str], ...]


class Name(NamedTuple):
    """A row of the name table; `database` is empty where it is the Prisma name."""

    what: str
    prisma: str
    database: str
    convex: str
    reason: str


class KindTotal(NamedTuple):
    kind: str
    all: int
    kept: int
    replaced: int
    lost: int


class RuleTotal(NamedTuple):
    rule: Rule
    times: int


class Report(NamedTuple):
    source: str
    all: int
    kept: int
    replaced: int
    lost: int
    severities: dict[str, int]
    tables: int
    index_count: int
    kinds: tuple[KindTotal, ...]
    rules: tuple[RuleTotal, ...]
    sections: tuple[Section, ...]
    names: tuple[Name, ...]
    is_subset: bool = False
    """Whether some models stay in the old database, which keeps their guarantees."""

    @property
    def reconciliation(self) -> str:
        """The law of conservation, in figures."""
        return (
            f"{self.all} guarantees = {self.kept} kept + {self.replaced} replaced "
            f"+ {self.lost} lost"
        )


class Place(NamedTuple):
    file: str
    line: int
    column: int


class Fact(NamedTuple):
    """One guarantee and its end. `detail` is the loss, or what keeps or replaces it."""

    kind: Kind
    owner: str
    fields: tuple[str, ...]
    place: Place
    text: str
    outcome: State
    rule: Rule | None
    detail: str
    help: str


class Column(NamedTuple):
    """A field of a table; `prisma` is None for the columns of a join table."""

    name: str
    prisma: str | None
    validator: str
    is_optional: bool


class Emitted(NamedTuple):
    """A table; `model` is `Model.field` for the join table of a many-to-many relation."""

    name: str
    model: str
    fields: tuple[Column, ...]
    indexes: tuple[Access, ...]


class Note(NamedTuple):
    """A diagnostic; the labels are texts with their places."""

    rule: Rule
    message: str
    help: str
    place: Place
    labels: tuple[tuple[str, Place], ...]


class Details(NamedTuple):
    """Guarantees in the ledger's order, tables in that of schema.ts, diagnostics by place."""

    guarantees: tuple[Fact, ...]
    tables: tuple[Emitted, ...]
    diagnostics: tuple[Note, ...]


def build(compilation: Compilation, source: str, where: Where) -> Report:
    ledger, lowered = compilation.ledger, compilation.lowered
    totals = ledger.totals
    severities = Counter(found.severity.value for found in ledger.diagnostics)
    tables = lowered.convex.tables
    return Report(
        source,
        len(ledger.entries),
        totals["kept"],
        totals["replaced"],
        totals["lost"],
        {severity.value: severities[severity.value] for severity in Severity},
        len(tables),
        sum(len(t.indexes) + len(t.search_indexes) + len(t.vector_indexes) for t in tables),
        _kinds(ledger.entries),
        _rules(ledger.diagnostics),
        tuple(_sections(compilation, where)),
        tuple(_names(lowered)),
        bool(lowered.behind),
    )


def _kinds(entries: Iterable[Entry]) -> tuple[KindTotal, ...]:
    found: dict[str, Counter[str]] = {}
    for entry in entries:
        found.setdefault(entry.guarantee.kind, Counter())[entry.outcome.state] += 1
    return tuple(
        KindTotal(kind, count.total(), count["kept"], count["replaced"], count["lost"])
        for kind, count in sorted(found.items())
    )


def _rules(diagnostics: Iterable[Diagnostic]) -> tuple[RuleTotal, ...]:
    count = Counter(found.rule.code for found in diagnostics)
    return tuple(RuleTotal(rule, count[rule.code]) for rule in RULES if count[rule.code])


# ---- sections -----------------------------------------------------------------------------------


def _sections(compilation: Compilation, where: Where) -> Iterable[Section]:
    lowered = compilation.lowered
    entries: dict[str, list[Entry]] = {}
    # A join table's guarantees are told with the join table.
    joins = {
        id(join.relation): f"{model}.{field}" for (model, field), join in lowered.joins.items()
    }
    for entry in compilation.ledger.entries:
        home = joins.get(id(entry.guarantee.subject), entry.guarantee.owner)
        entries.setdefault(home, []).append(entry)
    advice: dict[str, list[Diagnostic]] = {}
    for diagnostic in compilation.ledger.advice:
        advice.setdefault(_block_at(diagnostic.span, lowered), []).append(diagnostic)
    groups = _groups(lowered)
    tables = {table.name: table for table in lowered.convex.tables}
    for home in _homes(lowered, entries):
        told = entries.get(home, []), advice.get(home, [])
        yield _section(home, *told, groups.get(home), tables, where)


def _groups(lowered: Lowered) -> dict[str, Group]:
    """By model; a join table by the field that gives it, as in `Post.tags`."""
    groups: dict[str, Group] = dict(lowered.models)
    groups.update({f"{model}.{field}": join for (model, field), join in lowered.joins.items()})
    return groups


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


def _block_at(span: Span, lowered: Lowered) -> str:
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
        tuple(_accesses(group, tables[group.table])) if group is not None else (),
        tuple(_missing(group)) if group is not None else (),
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


# ---- indexes ------------------------------------------------------------------------------------


def _accesses(group: Group, table: Table) -> Iterable[Access]:
    serves: dict[str, list[str]] = {}
    for path in group.paths:
        for name in path.index_name.split(", ") if path.index_name else ():
            serves.setdefault(name, []).append(_served(path))
    for index in table.indexes:
        yield Access(index.name, index.fields, tuple(serves.get(index.name, ())), "index")
    for search in table.search_indexes:
        told = tuple(serves.get(search.name, ()))
        yield Access(search.name, (search.search_field,), told, "search index")
    for vector in table.vector_indexes:
        told = (f"{vector.dimensions} dimensions",)
        yield Access(vector.name, (vector.vector_field,), told, "vector index")


def _served(path: Path) -> str:
    text = path.label
    if isinstance(path.origin, ForeignKey):
        text = f"foreign key {path.label}"
    elif isinstance(path.origin, Index) and path.origin.is_on_field:
        text = f"{path.label} {', '.join(path.origin.field_names)}"
    return f"{text} (its start)" if path.status == "prefix" else text


def _missing(group: Group) -> Iterable[tuple[str, str]]:
    """Access paths without an index of their own, and why."""
    for path in group.paths:
        is_key = isinstance(path.origin, Index) and path.origin.kind == "id"
        if path.status == "dropped" or (path.status == "id" and not is_key):
            yield path.label, path.reason


# ---- names --------------------------------------------------------------------------------------


def _names(lowered: Lowered) -> Iterable[Name]:
    """Every model, enum and composite type; fields where a name differs or a database name was given."""
    reasons = {
        (rename.owner, rename.what, rename.prisma): rename.reason for rename in lowered.renames
    }
    for model in lowered.models.values():
        name, database = model.model.name, model.model.mapped_name or ""
        yield Name("table", name, database, model.table, reasons.get((name, "table", name), ""))
        if model.replaced_id is not None:
            field = model.model.scalar(model.replaced_id)
            mapped = (field.mapped_name if field else None) or ""
            yield Name("field", f"{name}.{model.replaced_id}", mapped, "_id", "replaced")
            if model.legacy is not None:
                told = f"{name}.{model.replaced_id}", mapped, model.legacy.name, "the old value"
                yield Name("field", *told)
        yield from _field_names(name, model, reasons)
    for join in lowered.joins.values():
        relation = join.relation
        database = f"_{relation.name}"
        ends = f"{relation.model_a}.{relation.field_a}"
        yield Name("join table", ends, database, join.table, "implicit many-to-many")
    for composite in lowered.composites.values():
        name = composite.composite.name
        if composite.export:
            reason = reasons.get((name, "validator", name), "")
            yield Name("type", name, "", composite.export, reason)
    for enum in lowered.schema.enums:
        reason = reasons.get((enum.name, "validator", enum.name), "")
        if enum.name in lowered.enums:
            yield Name("enum", enum.name, enum.mapped_name or "", lowered.enums[enum.name], reason)


def _field_names(
    owner: str, model: LoweredModel, reasons: dict[tuple[str, str, str], str]
) -> Iterable[Name]:
    for name, field in model.fields.items():
        mapped = field.field.mapped_name
        if field.name != name or mapped is not None:
            reason = reasons.get((owner, "field", name), "")
            yield Name("field", f"{owner}.{name}", mapped or "", field.name, reason)


# ---- details ------------------------------------------------------------------------------------


def details(compilation: Compilation, where: Where) -> Details:
    ledger, lowered = compilation.ledger, compilation.lowered
    homes = {group.table: (home, group) for home, group in _groups(lowered).items()}
    return Details(
        tuple(_fact(entry, where) for entry in ledger.entries),
        tuple(_emitted(*homes[table.name], table) for table in lowered.convex.tables),
        tuple(_note(diagnostic, where) for diagnostic in ledger.diagnostics),
    )


def _fact(entry: Entry, where: Where) -> Fact:
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
    )


def _emitted(home: str, group: Group, table: Table) -> Emitted:
    prisma = (
        {field.name: name for name, field in group.fields.items()}
        if isinstance(group, LoweredModel)
        else {}
    )
    columns = tuple(_column(field, prisma.get(field.name)) for field in table.fields)
    return Emitted(table.name, home, columns, tuple(_accesses(group, table)))


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
