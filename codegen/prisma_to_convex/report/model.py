"""What the report says, as frozen data: a view of the ledger that every format prints alike.

`build.build` gives what a person reads, by model; `details.details` the ledger one by one.
"""

from __future__ import annotations

from collections.abc import Mapping

from prisma_schema_parser.diagnostic import Diagnostic, Rule
from prisma_schema_parser.guarantees import Kind
from prisma_schema_parser.records import NamedTuple

from ..analysis.facts import Analysis
from ..analysis.verdict.consequences import Consequence
from ..ledger.decision import OPEN, Decision, Decisions
from ..lowering.by_hand import HandEdit
from ..rules.outcome import Enforced, State
from .asked_by import TableUse
from .code_facts import YourCode
from .file_places import Place


class Loss(NamedTuple):
    """One lost guarantee, or one that is met in another form (`is_lost` false)."""

    where: str
    subject: str
    was: str
    rule: Rule
    message: str
    instead: str
    is_lost: bool
    decision: Decision = OPEN
    consequence: Consequence | None = None

    @property
    def follows(self) -> str:
        """The kind of the consequence; empty where nothing follows."""
        return self.consequence.kind if self.consequence is not None else ""


class Access(NamedTuple):
    """One index and what it serves: constraints and keys in Prisma's words."""

    name: str
    fields: tuple[str, ...]
    serves: tuple[str, ...]
    kind: str

    @property
    def special_kind(self) -> str:
        """Empty for a plain index."""
        return "" if self.kind == "index" else self.kind


class Column(NamedTuple):
    """A field of a table; `prisma` is None for the columns of a join table."""

    name: str
    prisma: str | None
    validator: str
    is_optional: bool

    @property
    def shown(self) -> str:
        """As schema.ts has it."""
        return f"v.optional({self.validator})" if self.is_optional else self.validator


class Section(NamedTuple):
    """A model and its table; a join table and composite types have sections of their own.

    `table` is empty for what is not emitted.
    """

    title: str
    table: str
    losses: tuple[Loss, ...]
    changes: tuple[Loss, ...]
    advice: tuple[Loss, ...]
    columns: tuple[Column, ...]
    indexes: tuple[Access, ...]
    missing: tuple[tuple[str, str], ...]


class Name(NamedTuple):
    """A row of the name table; `database` is empty where it is the Prisma name, and `auth.users` where
    a schema of the database is named.
    """

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
    enforced: int
    lost: int


class RuleTotal(NamedTuple):
    rule: Rule
    times: int


class Report(NamedTuple):
    """`decisions` are those of the ledger's entries, and count what is lost by what was decided of it."""

    source: str
    all: int
    kept: int
    replaced: int
    enforced: int
    lost: int
    severities: Mapping[str, int]
    tables: int
    index_count: int
    kinds: tuple[KindTotal, ...]
    rules: tuple[RuleTotal, ...]
    sections: tuple[Section, ...]
    names: tuple[Name, ...]
    decisions: Decisions
    analysis: Analysis
    open_errors: tuple[Diagnostic, ...]
    """Findings of severity error that nothing allows and nothing else enforces."""

    open_losses: int
    """Lost guarantees that nobody has decided about, without those that each field has: these are reported by table."""

    by_hand: tuple[HandEdit, ...]
    """What schema.ts has otherwise than was generated."""

    code: YourCode | None
    """What the application's code asks, where some was given."""

    is_subset: bool
    """Whether some models stay in the old database, which keeps their guarantees."""

    @property
    def reconciliation(self) -> str:
        """The law of conservation, in figures."""
        enforced = f"+ {self.enforced:,} enforced " if self.enforced else ""
        return (
            f"{self.all:,} guarantees = {self.kept:,} kept + {self.replaced:,} replaced "
            f"{enforced}+ {self.lost:,} lost"
        )


class Fact(NamedTuple):
    """One guarantee and its end. `detail` is the loss, or what keeps or replaces it.

    `home` is the title of its section, `message` what is said of it, empty where nothing is. `about` and
    `promise` are the fields and the words that a finding shows; it stands with another guarantee of the
    block where this one was `shown_before`.
    """

    kind: Kind
    owner: str
    fields: tuple[str, ...]
    place: Place
    text: str
    outcome: State
    rule: Rule | None
    detail: str
    help: str
    home: str
    message: str
    about: tuple[str, ...]
    promise: str
    shown_before: bool
    enforced: Enforced | None = None
    consequence: Consequence | None = None


class EmittedTable(NamedTuple):
    """A table; `model` is `Model.field` for the join table of a many-to-many relation, and empty for a table
    that was added to schema.ts by hand."""

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
    consequence: Consequence | None = None


class Details(NamedTuple):
    """Guarantees in the ledger's order, tables in that of schema.ts, diagnostics the worst first.

    `advice` is in the ledger's order, each with the title of its section, empty where it has none.
    """

    guarantees: tuple[Fact, ...]
    tables: tuple[EmittedTable, ...]
    diagnostics: tuple[Note, ...]
    advice: tuple[tuple[str, Note], ...]
    asked_by: Mapping[str, TableUse] | None = None
    """Which calls of the application's code enter which index, where some was given."""
