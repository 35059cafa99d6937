"""What is said of a schema as a whole, as frozen facts; each module beside this one finds one part.

Models and fields have Prisma's names, tables and indexes Convex's. The table of an implicit
many-to-many relation is called `Model.field`, like its section of the report. Sizes are rows and bytes.

Long, as the JSON of a report's analysis has one form: all of it stands here, and its schema follows from it.
"""

from __future__ import annotations

from collections.abc import Iterable
from math import hypot
from typing import Literal, TypeAlias

from prisma_schema_parser.records import NamedTuple
from prisma_schema_parser.schema import Action

from ..kit.words import duration

# ---- what follows from a loss -------------------------------------------------------------------

ConsequenceKind: TypeAlias = Literal[
    "security", "money", "data corrupted", "user-visible", "cosmetic"
]
"""The worst first."""


# ---- size ---------------------------------------------------------------------------------------


class Size(NamedTuple):
    """What `--stats` says of a table; `bytes` and `per_month`, the rows that it gets in a month, are None where it says
    nothing of them.
    """

    rows: int
    bytes: int | None = None
    per_month: int | None = None

    @property
    def in_a_year(self) -> int:
        """Rows, if it grows as it does."""
        return self.rows + 12 * (self.per_month or 0)


# ---- relations ----------------------------------------------------------------------------------


class Reference(NamedTuple):
    """Documents of `model` hold ids, or plain keys, of `target`.

    `relation` is the relation field, empty where there is none: a setting made the reference, or a key. `is_required`: a
    document can't be inserted before the one it refers to. `is_key`: a plain key is held, since the
    target keeps its old key or stays behind. `on_delete` is the effective action, None for a
    reference without a foreign key.
    """

    model: str
    relation: str
    fields: tuple[str, ...]
    target: str
    is_required: bool
    is_unique: bool
    is_list: bool
    is_key: bool
    on_delete: Action | None


class Cycle(NamedTuple):
    """Models that refer to one another in a ring, or one to itself.

    `broken_at` are the references that are null or absent in the first pass of an import; none, where
    plain keys make the ring, as those are known beforehand. `was_required`
    tells whether one of them was required in Prisma and had to be made nullable.
    """

    models: tuple[str, ...]
    broken_at: tuple[Reference, ...]
    was_required: bool


class Reach(NamedTuple):
    """A table that a delete touches; `path` leads there from the deleted model, both ends included. Of a way
    over more than 20 models the middle is one `…`.

    `rows` is how many documents the delete of *one* document touches on average, where sizes are known.
    """

    model: str
    action: Literal["Cascade", "SetNull", "SetDefault", "Restrict", "NoAction"]
    path: tuple[str, ...]
    rows: float | None


class ReachCounts(NamedTuple):
    """How many tables a delete touches, in each way; a table may be touched in two."""

    deletes: int
    clears: int
    refused_by: int


class Cascade(NamedTuple):
    """What the delete of one document of `model` leads to: the nearest fifty tables of each kind, and how many
    there are. `tables` is how many different ones it deletes in or clears keys in.

    `writes` estimates the documents written, itself included, where all sizes are known. `exceeds_limit`:
    those of known size alone are more than Convex lets one mutation write.
    """

    model: str
    deletes: tuple[Reach, ...]
    clears: tuple[Reach, ...]
    refused_by: tuple[Reach, ...]
    counts: ReachCounts
    tables: int
    writes: int | None
    exceeds_limit: bool


class Hub(NamedTuple):
    model: str
    referred_from: tuple[str, ...]


class Relations(NamedTuple):
    """`chains`: the longest ways from a table through what it refers to, longest first."""

    references: tuple[Reference, ...]
    cycles: tuple[Cycle, ...]
    cascades: tuple[Cascade, ...]
    joins: tuple[str, ...]
    chains: tuple[tuple[str, ...], ...]
    hubs: tuple[Hub, ...]


class Cluster(NamedTuple):
    """Tables that belong together, for a diagram: named for the model that most of them refer to."""

    name: str
    models: tuple[str, ...]


# ---- tenancy ------------------------------------------------------------------------------------

OwnerKind: TypeAlias = Literal["tenant", "user", "public", "unknown"]


class Level(NamedTuple):
    """A model of tenants in its order: `tables` need its key, which is usually called `key`."""

    model: str
    key: str
    tables: int


class OwnerCandidate(NamedTuple):
    """A key that could say whose rows are: `required` tables need it, `optional` may have it, and `reached`
    can't be without a row that has it. `model` is empty where no model of the schema has such ids.
    """

    key: str
    model: str
    required: int
    optional: int
    reached: int


class RowOwners(NamedTuple):
    """Whose the rows are. "public": what authors publish; "unknown": nothing is clear.

    `levels` lead from the top to the model whose key queries filter by, for "tenant" alone. `candidates` are
    other keys that many of the `tables` hold that could be owned.
    """

    kind: OwnerKind
    levels: tuple[Level, ...]
    candidates: tuple[OwnerCandidate, ...]
    tables: int


Ownership: TypeAlias = Literal["tenant", "direct", "optional", "parents", "above", "shared"]


class Owned(NamedTuple):
    """How a table belongs to a tenant.

    "tenant": it is the table of tenants; "direct": a required key; "optional": a key that may be
    null; "parents": through `path`, from the model to one with a key; "above": it is, or it belongs by its
    key to, a level above the tenants; "shared": not at all.
    `index_name` is the Convex index that starts with the key, empty where there is none.
    """

    model: str
    ownership: Ownership
    key: str
    path: tuple[str, ...]
    index_name: str


class GlobalUnique(NamedTuple):
    """A unique constraint of a tenant-owned table that does not name the tenant."""

    model: str
    label: str
    fields: tuple[str, ...]


class Leak(NamedTuple):
    """What one query without the tenant's filter would show: fields worth hiding, by their reason."""

    model: str
    fields: tuple[tuple[str, str], ...]


class Tenancy(NamedTuple):
    """`root` is the model of tenants, empty where the key refers to none.

    `is_user`: rows seem to belong to single users, as no key of a team or company was found.
    """

    key: str
    root: str
    is_configured: bool
    is_user: bool
    owned: tuple[Owned, ...]
    without_index: tuple[Owned, ...]
    global_uniques: tuple[GlobalUnique, ...]
    leaks: tuple[Leak, ...]

    def of(self, ownership: Ownership) -> tuple[Owned, ...]:
        return tuple(owned for owned in self.owned if owned.ownership == ownership)


# ---- ids ----------------------------------------------------------------------------------------


class IdFact(NamedTuple):
    """What became of a model's id, and why. `fields` are those of the id.

    "replace": `_id` took its place; "keep": references hold `_id`, the old value stays in a field with an
    index; "key": references hold its value.
    """

    model: str
    fields: tuple[str, ...]
    ids: Literal["replace", "keep", "key"]
    why: str


# ---- data ---------------------------------------------------------------------------------------

ColumnKind: TypeAlias = Literal["Json", "Bytes", "Decimal", "BigInt", "DateTime"]


class DataColumn(NamedTuple):
    """`was` is the type as Prisma has it, `now` the validator, `change` one sentence."""

    model: str
    field: str
    kind: ColumnKind
    was: str
    now: str
    change: str


SecretKind: TypeAlias = Literal[
    "password", "token", "api key", "secret", "encrypted", "hash", "salt", "personal"
]


class Secret(NamedTuple):
    """ "personal" data is worth hiding from other tenants, the rest from every client."""

    model: str
    field: str
    kind: SecretKind


class AuthTables(NamedTuple):
    """Tables that a library of authentication wrote; `evidence` are fields that gave it away."""

    library: str
    models: tuple[str, ...]
    evidence: tuple[str, ...]
    advice: str


JobKind: TypeAlias = Literal["queue", "schedule", "outbox", "run", "lock"]


class JobTable(NamedTuple):
    """A table in which work waits, is planned, runs or is locked; `evidence` are the fields that say so."""

    model: str
    kind: JobKind
    evidence: tuple[str, ...]
    instead: str


QueryKind: TypeAlias = Literal[
    "full text", "aggregate", "ordering", "range", "case", "json", "uniqueness", "listing"
]


class HarderQuery(NamedTuple):
    """A query that the database answered and an index of Convex does not; fields may be empty."""

    model: str
    fields: tuple[str, ...]
    kind: QueryKind
    why: str
    instead: str


# ---- the workload -------------------------------------------------------------------------------


class AppendedTable(NamedTuple):
    """Rows that are written once and never changed: `time` is when. `grouping` counts the columns, or groups of
    them, that an index has after the time; `rows` where they are known.
    """

    model: str
    time: str
    grouping: int
    rows: int | None


class Workload(NamedTuple):
    """`huge`: the tables of more rows than can be moved, or that have so many within a year, the largest first; `stays` has them and those whose
    rows need theirs, `events` the tables that are grouped by and those whose rows need theirs. `grouping` counts the indexes that are there to group by, of all `indexes` over several
    columns.
    """

    appended: tuple[AppendedTable, ...]
    huge: tuple[str, ...]
    stays: tuple[str, ...]
    events: tuple[str, ...]
    grouping: int
    indexes: int


# ---- the move -----------------------------------------------------------------------------------


class Wave(NamedTuple):
    """Tables that can be filled once all waves before are; `number` counts from 1."""

    number: int
    models: tuple[str, ...]


class Import(NamedTuple):
    """How a table is filled. `batches`: mutations at Convex's limits, None where sizes are not known."""

    model: str
    size: Size | None
    batches: int | None


class Order(NamedTuple):
    """`deferred` references are patched after the last wave."""

    waves: tuple[Wave, ...]
    deferred: tuple[Reference, ...]
    imports: tuple[Import, ...]
    rows: int | None


class EffortLine(NamedTuple):
    """`times` things at `low` to `high` hours each; `key` is that of the coefficient in the config."""

    key: str
    what: str
    times: int
    low: float
    high: float

    @property
    def hours(self) -> tuple[float, float]:
        return self.times * self.low, self.times * self.high


class EffortPart(NamedTuple):
    name: str
    lines: tuple[EffortLine, ...]

    @property
    def hours(self) -> tuple[float, float]:
        return together(line.hours for line in self.lines)


class Effort(NamedTuple):
    """A range with its assumptions; weeks are those of one developer, by `hours_per_week` of work on it.

    Lines are independent of one another: that one takes as long as it may says nothing of the next. So the
    middles add up, and the half widths as the root of the sum of their squares.
    """

    parts: tuple[EffortPart, ...]
    hours_per_week: float
    assumptions: tuple[str, ...]

    @property
    def hours(self) -> tuple[float, float]:
        return together(line.hours for part in self.parts for line in part.lines)

    @property
    def weeks(self) -> tuple[float, float]:
        low, high = self.hours
        return low / self.hours_per_week, high / self.hours_per_week

    @property
    def words(self) -> str:
        """`6 to 10 hours`, `9.5 to 14 weeks`."""
        return duration(self.hours, self.hours_per_week)


def together(ranges: Iterable[tuple[float, float]]) -> tuple[float, float]:
    """The range of a sum of independent ranges, half widths in quadrature.

    >>> together([(2, 8), (2, 10)])
    (6.0, 16.0)
    """
    found = tuple(ranges)
    middle = sum(low + high for low, high in found) / 2
    half = hypot(*((high - low) / 2 for low, high in found))
    return middle - half, middle + half


Likelihood: TypeAlias = Literal["high", "medium", "low"]


class Risk(NamedTuple):
    """`rules` are codes whose findings the risk sums up; `consequence` is what follows where it comes true."""

    title: str
    likelihood: Likelihood
    consequence: ConsequenceKind
    reason: str
    instead: str
    rules: tuple[str, ...]


class Synchronised(NamedTuple):
    """A reference between what moves and what stays: `model` holds the key of `target`.

    `moves`: the model that holds the key goes to Convex and its target stays; else the other way.
    """

    model: str
    fields: tuple[str, ...]
    target: str
    moves: bool


class Feature(NamedTuple):
    """A set of tables that can move by itself.

    `models` are all that go. `cut` are the references between what goes and what stays: nothing but code
    keeps them right. `needs` must go too if no required reference is to be cut: the smallest closed set is
    `models` and `needs`. `stays`: what is left out, where that is what was chosen.
    """

    name: str
    models: tuple[str, ...]
    cut: tuple[Synchronised, ...]
    needs: tuple[str, ...]
    stays: tuple[str, ...] = ()

    @property
    def cut_per_table(self) -> float:
        return len(self.cut) / len(self.models) if self.models else 0.0

    @property
    def command(self) -> str:
        """The arguments that convert just this set."""
        if self.stays:
            return " ".join(f"--exclude {model}" for model in self.stays)
        return " ".join(f"--only {model}" for model in self.models)


class Hybrid(NamedTuple):
    """`chosen` is the subset that the run was asked for, else None; `proposed` are others, the best first.

    `fewest`: the references that the best group of tables would cut for each table that moves; None where
    no group holds together.
    """

    chosen: Feature | None
    proposed: tuple[Feature, ...]
    fewest: float | None = None


Stance: TypeAlias = Literal["for", "against", "blocks"]
Answer: TypeAlias = Literal["all", "part", "not yet", "not this workload"]


class Reason(NamedTuple):
    stance: Stance
    text: str


class Verdict(NamedTuple):
    """`answer`: move all, a part first, not yet, or not at all what Convex is for.

    `headline` gives the answer with the weeks, the open losses and the first risk. `facts` are the two that
    decide it, `change` says what would change it. `rule` says how the answer is found.
    """

    answer: Answer
    headline: str
    facts: tuple[str, ...]
    change: str
    reasons: tuple[Reason, ...]
    next_steps: tuple[str, ...]
    rule: str


# ---- what enforcement gives ----------------------------------------------------------------------

Grade: TypeAlias = Literal["exact", "partly", "cannot"]


class EnforcedKind(NamedTuple):
    """Of the lost guarantees of a kind: how many generated code gives back exactly, in part, or not."""

    kind: str
    exact: int
    partly: int
    cannot: int


class EnforcedInPart(NamedTuple):
    """`reason`: what is missing, the same `times`; `where` are some of them, as `Model.field`."""

    kind: str
    reason: str
    times: int
    where: tuple[str, ...]


class EnforcementOutlook(NamedTuple):
    """What `generate --enforce` gives back, or has given, of what is lost without it.

    `by_hand`: what it can't, `reason` being the name of the rule.
    """

    kinds: tuple[EnforcedKind, ...]
    in_part: tuple[EnforcedInPart, ...]
    by_hand: tuple[EnforcedInPart, ...]

    def count(self, grade: Grade) -> int:
        return sum(getattr(one, grade) for one in self.kinds)


class Analysis(NamedTuple):
    verdict: Verdict
    owners: RowOwners
    tenancy: Tenancy | None
    relations: Relations
    clusters: tuple[Cluster, ...]
    ids: tuple[IdFact, ...]
    columns: tuple[DataColumn, ...]
    secrets: tuple[Secret, ...]
    auth: tuple[AuthTables, ...]
    jobs: tuple[JobTable, ...]
    queries: tuple[HarderQuery, ...]
    order: Order
    effort: Effort
    risks: tuple[Risk, ...]
    hybrid: Hybrid
    workload: Workload
    enforcement: EnforcementOutlook
