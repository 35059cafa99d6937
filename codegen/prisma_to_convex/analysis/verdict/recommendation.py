"""Whether to move all, a part first, not yet, or not at all, on which two facts, and what would change it.

Long, as each answer stands beside the facts that decide it and the words that tell it.
"""

from __future__ import annotations

from collections.abc import Iterator

from prisma_schema_parser.records import NamedTuple

from ...convex.convex_schema import MAX_READS, MAX_WRITES
from ...kit.words import counted, listed, upper_first
from ..facts import (
    Answer,
    AppendedTable,
    Effort,
    Feature,
    Hybrid,
    Reason,
    Risk,
    Size,
    Stance,
    Verdict,
    Workload,
)
from ..workload import DIMENSIONS, HUGE
from .measures import AnalysisParts, Measures
from .next_steps import next_steps

GROUPED_SHARE, GROUPED_LEAST = 0.25, 5
"""Of the indexes over several columns: if so many are there to group by, adding up is what the database is for."""
FEW_EVENTS = 1_000_000
"""Rows in all that are grouped by: so few can be counted as they come in, or read."""
MOSTLY_GROUPED = 0.5
"""Of the same indexes: if so many are, or so many of the tables, nothing worth a move is left without the events."""
BLOCKED_SHARE = 0.25
"""Of the tables: if so many hold what has no counterpart, there is no move to estimate."""
LONG_WEEKS = 20
"""Of one developer: longer than that nobody wants to work on one step."""
_MANY_ROWS = 10_000_000
_FOR_FIRST: tuple[Stance, ...] = ("blocks", "for", "against")
_SEPARABLE = 0.5  # of the tables, that are left when the huge ones stay

_RULE = (
    f"The answer is not this workload if the schema is mostly for grouping events (at least {GROUPED_LEAST} composite indexes, "
    f"{MOSTLY_GROUPED:.0%} of them or more, group events by time, and these are not known to be fewer than {FEW_EVENTS:,}), or if "
    f"tables of such events, or of more than {HUGE:,} rows, with whatever depends on them, are more than half of all tables. It is not yet "
    f"if at least {BLOCKED_SHARE:.0%} of the tables hold a construct without a counterpart that nobody has decided about. It is "
    f"a part first if a part was chosen, if tables of more than {HUGE:,} rows can stay behind, if events can for which "
    f"{GROUPED_SHARE:.0%} of the composite indexes are there, or if the estimate is "
    f"above {LONG_WEEKS} weeks and a group of tables cuts few references. Otherwise all of it can move."
)


class VerdictInputs(NamedTuple):
    """All that the verdict is weighed from."""

    measures: Measures
    found: AnalysisParts
    effort: Effort
    hybrid: Hybrid
    risks: tuple[Risk, ...]

    @property
    def workload(self) -> Workload:
        return self.found.workload

    @property
    def middle(self) -> float:
        """Weeks."""
        return sum(self.effort.weeks) / 2


class _Answered(NamedTuple):
    """`clause` is the answer in words, `facts` are the two that decide it, `change` is what would change it."""

    answer: Answer
    clause: str
    facts: tuple[str, str]
    change: str


def staying(measures: Measures, workload: Workload) -> tuple[str, ...]:
    """The tables that are too large to move, or are there to group by, where the rest can go without them."""
    if _is_grouped(measures, workload):
        return workload.events if len(workload.events) < measures.models else ()
    return workload.stays if len(workload.stays) <= _SEPARABLE * measures.models else ()


def recommend(at: VerdictInputs) -> Verdict:
    answered = _answered(at)
    reasons = (*_blocking(at), *_against(at), *_for(at))
    if answered.answer == "all":
        reasons = tuple(sorted(reasons, key=lambda reason: _FOR_FIRST.index(reason.stance)))
    return Verdict(
        answer=answered.answer,
        headline=f"{answered.clause}. {_figures(at, answered.answer)}",
        facts=tuple(map(upper_first, answered.facts)),
        change=answered.change,
        reasons=reasons,
        next_steps=tuple(next_steps(answered.answer, at.measures, at.found, at.hybrid)),
        rule=_RULE,
    )


def _figures(at: VerdictInputs, answer: Answer) -> str:
    """What stands in the headline whatever the answer."""
    is_whole = answer == "all" or at.hybrid.chosen is not None
    work = f"{at.effort.words} for one developer{'' if is_whole else ' to move all of it'}"
    losses = counted(at.measures.open, "open loss", "open losses")
    if at.measures.open_by_field:
        losses += f" plus {at.measures.open_by_field:,} counted field by field"
    risk = f"; first risk: {_lower(at.risks[0].title)}" if at.risks else ""
    return f"{upper_first(work)}, {losses}{risk}."


def _lower(text: str) -> str:
    return text[:1].lower() + text[1:]


# ---- the answer ---------------------------------------------------------------------------------


def _answered(at: VerdictInputs) -> _Answered:
    if _is_grouped(at.measures, at.workload) and at.hybrid.chosen is None:
        return _grouped(at)
    if at.workload.huge and at.hybrid.chosen is None:
        return _huge(at)
    if at.measures.blocked and at.measures.blocked >= BLOCKED_SHARE * at.measures.models:
        return _blocked(at)
    if at.hybrid.chosen is not None:
        return _chosen(at.hybrid.chosen)
    if at.middle > LONG_WEEKS and at.hybrid.proposed:
        return _stepwise(at, at.hybrid.proposed[0])
    return _whole(at)


def _is_grouped(measures: Measures, workload: Workload) -> bool:
    rows = [one.rows for one in _grouped_tables(workload)]
    known = [one for one in rows if one is not None]
    if len(known) == len(rows) and sum(known) <= FEW_EVENTS:
        return False
    least = max(GROUPED_LEAST, GROUPED_SHARE * workload.indexes)
    return measures.models > 0 and workload.grouping >= least


def _grouped_tables(workload: Workload) -> list[AppendedTable]:
    return [one for one in workload.appended if one.grouping >= DIMENSIONS]


def _grouped(at: VerdictInputs) -> _Answered:
    grouped = _grouped_tables(at.workload)
    others = at.measures.models - len(at.workload.events)
    known = [one for one in grouped if one.rows is not None]
    names = listed([one.model for one in known or grouped], most=3)
    few = len(known or grouped) == 1
    size = f"{names} {'gets' if few else 'get'} a row for each event"
    if known:
        rows = sum(one.rows or 0 for one in known)
        size = f"{names} {'holds' if few else 'hold'} {rows:,} rows"
    facts = (
        f"{at.workload.grouping} of {at.workload.indexes:,} composite indexes are there to group events by a "
        "column over time, which no index of Convex does",
        f"{size} and only {'grows' if few else 'grow'}, while a query can read {MAX_READS:,} documents",
    )
    few_enough = f"few enough events (at most {FEW_EVENTS:,}, by `--stats`) to keep counts up to date as they come in"
    if not _is_mostly_grouped(at):
        return _Answered(
            "part",
            f"Move a part first: the {counted(others, 'table')} without the events, which stay in a database for analytics",
            facts,
            f"{upper_first(few_enough)}: then all of it can move.",
        )
    return _Answered(
        "not this workload",
        "This is not a workload for Convex: it groups and counts events",
        facts,
        f"Events in a database for analytics, and the other {counted(others, 'table')} moved without them (Moving a part); or "
        f"{few_enough}.",
    )


def _is_mostly_grouped(at: VerdictInputs) -> bool:
    """Whether the events are what the application is for."""
    is_in_indexes = at.workload.grouping >= MOSTLY_GROUPED * at.workload.indexes
    return is_in_indexes or len(at.workload.events) > _SEPARABLE * at.measures.models


def _huge(at: VerdictInputs) -> _Answered:
    sizes = {one.model: one.size for one in at.found.order.imports if one.size is not None}
    largest = at.workload.huge[0]
    stays, all_ = at.workload.stays, at.measures.models
    fact = _huge_fact(largest, sizes[largest])
    share = f"{len(stays)} of {counted(all_, 'table')} are that large or need such rows"
    if staying(at.measures, at.workload):
        feature = at.hybrid.proposed[0]
        return _Answered(
            "part",
            f"Move a part first: all but {listed(stays, most=3)}",
            (fact, f"{share}; without them, {_cut(feature)}"),
            f"Fewer than {HUGE:,} rows in {listed(at.workload.huge, most=3)}: old ones archived, or only the latest moved.",
        )
    return _Answered(
        "not this workload",
        "This is not a workload for Convex at its size",
        (fact, share),
        f"Fewer than {HUGE:,} rows in each table, old ones archived; or these tables kept where they are.",
    )


def _huge_fact(model: str, size: Size) -> str:
    if size.rows > HUGE:
        writes = -(-size.rows // MAX_WRITES)
        return f"`{model}` has {size.rows:,} rows: {writes:,} mutations at Convex's limit to import"
    return f"`{model}` has {size.rows:,} rows and {_growth(size)}"


def _growth(size: Size) -> str:
    """What it means that a table gets rows; `per_month` is known."""
    rate = size.per_month or 0
    if size.rows > HUGE or not rate:
        return f"gets {rate:,} a month"
    months = (HUGE - size.rows) // rate + 1
    return f"gets {rate:,} a month: {HUGE:,} are passed in {counted(months, 'month')}"


def _blocked(at: VerdictInputs) -> _Answered:
    errors, blocked = at.measures.errors, at.measures.blocked
    return _Answered(
        "not yet",
        "Not yet: some constructs have no counterpart in Convex, and must be decided first",
        (
            f"{counted(errors, 'construct')} without a counterpart and without a decision",
            f"{'it is' if errors == 1 else 'they are'} in {blocked} of {counted(at.measures.models, 'table')}",
        ),
        "A type chosen for each (`/// @convex.type(...)`), or the tables left out (`--exclude`); then this page "
        "gives another answer.",
    )


def _chosen(feature: Feature) -> _Answered:
    models = counted(len(feature.models), "model")
    return _Answered(
        "part",
        f"The chosen {models} can move",
        (_cut(feature), _needs(feature)),
        "Another choice of `--only` or `--exclude`.",
    )


def _needs(feature: Feature) -> str:
    if not feature.needs:
        return "none of their rows needs one that stays"
    return f"their rows need those of {listed(feature.needs, most=4)}, which stay"


def _stepwise(at: VerdictInputs, feature: Feature) -> _Answered:
    return _Answered(
        "part",
        f"Move a part first: {feature.name}. The rest can follow",
        (
            f"moving all at once takes one developer {at.effort.words}, for {counted(at.measures.tables, 'table')}",
            _cut(feature),
        ),
        f"More people, or an estimate below {LONG_WEEKS} weeks by your own coefficients (`[effort]`): then all of it can move.",
    )


def _cut(feature: Feature) -> str:
    tables = f"the part's {counted(len(feature.models), 'table')}"
    if not feature.cut:
        return f"no reference ties {tables} to the rest"
    return (
        f"moving {tables} cuts {counted(len(feature.cut), 'reference')} to and from the rest "
        f"({feature.cut_per_table:.1f} for each table)"
    )


def _whole(at: VerdictInputs) -> _Answered:
    condition = ""
    if at.measures.errors:
        condition = f", once {counted(at.measures.errors, 'construct')} without a counterpart {'is' if at.measures.errors == 1 else 'are'} decided"
    change = f"A table of more than {HUGE:,} rows (see `--stats`), or another program that writes to the database and relies on its checks."
    if at.middle > LONG_WEEKS:
        change = (
            f"A part that cuts few references: the best group of tables cuts {_fewest(at.hybrid)}."
        )
    return _Answered(
        "all",
        f"All of it can move{condition}",
        (_given_back(at), _reading(at)),
        change,
    )


def _fewest(hybrid: Hybrid) -> str:
    return (
        "none that holds together"
        if hybrid.fewest is None
        else f"{hybrid.fewest:.1f} for each table"
    )


def _given_back(at: VerdictInputs) -> str:
    """The first fact of a move as a whole: what of the losses generated code gives back."""
    measures = at.measures
    restored = measures.restored
    keys = measures.uniques + measures.foreign_keys + measures.actions
    by_hand = keys + measures.objects + measures.bounds + measures.defaults
    if not restored and not by_hand:
        return "no constraint of the schema has to be rebuilt"
    text = f"`generate --enforce` restores {counted(restored, 'lost guarantee')}"
    if restored and measures.enforced == restored:
        text = f"Generated code enforces {counted(restored, 'guarantee')} that the database gave"
    if measures.partly:
        text += f", {measures.partly:,} of them in part"
    if by_hand:
        return f"{text}; {by_hand:,} must be written by hand"
    return f"{text}; no constraint is left to write by hand"


def _reading(at: VerdictInputs) -> str:
    """The second: what is asked of the data."""
    rows, queries = at.found.order.rows, at.measures.queries
    size = (
        f"{rows:,} rows in all" if rows is not None else f"{counted(at.measures.tables, 'table')}"
    )
    if not queries:
        return f"{size}, and an index can serve every query that is known"
    return f"{size}, and {counted(queries, 'query', 'queries')} that no index can serve"


# ---- what speaks for and against ----------------------------------------------------------------


def _blocking(at: VerdictInputs) -> Iterator[Reason]:
    if at.measures.errors:
        text = f"{counted(at.measures.errors, 'construct')} can't be translated (severity error)"
        yield Reason("blocks", text)


def _against(at: VerdictInputs) -> Iterator[Reason]:
    measures, found = at.measures, at.found
    if at.middle > LONG_WEEKS:
        text = f"{at.effort.words} for one developer is long for one step"
        yield Reason("against", text)
    large = [
        one.model
        for one in found.order.imports
        if one.size is not None and one.size.rows > _MANY_ROWS
    ]
    if large:
        has = "has" if len(large) == 1 else "have"
        yield Reason("against", f"{listed(large)} {has} more than {_MANY_ROWS:,} rows")
    for one in at.found.order.imports:
        if one.size is not None and one.size.per_month and one.size.in_a_year > _MANY_ROWS:
            yield Reason(
                "against", f"`{one.model}` has {one.size.rows:,} rows and {_growth(one.size)}"
            )
    if at.workload.grouping:
        yield Reason(
            "against",
            f"{counted(at.workload.grouping, 'index', 'indexes')} {'is' if at.workload.grouping == 1 else 'are'} there to group "
            "events: counts must be kept up to date as these come in",
        )
    over = [one.model for one in found.relations.cascades if one.exceeds_limit]
    if over:
        yield Reason("against", f"one delete of {listed(over)} exceeds what a mutation may write")
    if measures.queries:
        queries = counted(measures.queries, "query", "queries")
        yield Reason("against", f"no index can serve {queries}")
    if found.tenancy is not None and found.tenancy.without_index:
        text = listed([owned.model for owned in found.tenancy.without_index])
        yield Reason("against", f"no index starts with the tenant's key in {text}")
    if measures.soft:
        text = "holds" if measures.soft == 1 else "hold"
        yield Reason(
            "against",
            f"{counted(measures.soft, 'field')} {text} ids that no relation explains, so the import "
            "can't translate them",
        )
    if measures.objects:
        text = "exists" if measures.objects == 1 else "exist"
        yield Reason(
            "against",
            f"{counted(measures.objects, 'check, trigger, policy, view or function', 'checks, triggers, policies, views or functions')} "
            f"{text} only in the database and must be written anew",
        )


def _for(at: VerdictInputs) -> Iterator[Reason]:
    measures, found = at.measures, at.found
    tables = counted(measures.tables, "table")
    indexes = counted(measures.indexes, "index", "indexes")
    yield Reason("for", f"{tables} and {indexes} that Convex accepts as they are generated")
    if not measures.deferred:
        plain = "circular references only through plain keys"
        text = plain if found.relations.cycles else "no circular references"
        yield Reason("for", f"{text}: tables can be filled in one pass")
    elif not any(cycle.was_required for cycle in found.relations.cycles):
        yield Reason("for", "circular references only through keys that may be empty")
    tenancy = found.tenancy
    if tenancy is not None and measures.tenant_tables and not tenancy.without_index:
        yield Reason("for", f"every table with `{tenancy.key}` has an index that starts with it")
    if not measures.queries:
        yield Reason("for", "an index can serve every query that is known")
    exact = measures.restored_exactly
    if exact:
        yield Reason(
            "for",
            f"{counted(exact, 'lost guarantee')} {'is' if exact == 1 else 'are'} restored exactly by generated code "
            "(`generate --enforce`): a mutation is one serializable transaction",
        )
