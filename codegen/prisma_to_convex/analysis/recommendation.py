"""Whether to move all, a part first, or nothing yet, and what speaks for and against it."""

from __future__ import annotations

from collections.abc import Iterator

from ..kit.words import counted, listed, weeks
from .facts import Effort, Feature, Hybrid, Reason, Verdict
from .measures import AnalysisParts, Measures

# How much of a thing speaks against moving all at once.
_MANY_ROWS, _MANY_WEEKS, _MANY_QUERIES = 10_000_000, 16, 0.4
AGAINST = 3
_MOST_NAMED = 6

_RULE = (
    "Nothing yet, if a construct can't be translated. A part, if one was chosen, or if at least "
    f"{AGAINST} reasons speak against moving all at once and a part stands by itself. Else all."
)


def recommend(measures: Measures, found: AnalysisParts, effort: Effort, hybrid: Hybrid) -> Verdict:
    reasons = (*_blocking(measures), *_against(measures, found, effort), *_for(measures, found))
    against = sum(reason.stance == "against" for reason in reasons)
    if measures.errors:
        answer, headline = "not yet", "Decide what becomes of what can't be translated, then move."
    elif hybrid.chosen is not None:
        answer = "part"
        headline = _chosen_headline(hybrid.chosen)
    elif against >= AGAINST and hybrid.proposed:
        answer = "part"
        headline = f"Move a part first: {hybrid.proposed[0].name}. The rest can follow."
    else:
        answer = "all"
        headline = (
            f"All of it can move, in {weeks(effort.weeks)} of one developer: every table has its place "
            "in Convex, and functions can do what is lost."
        )
    if answer == "all":
        reasons = tuple(sorted(reasons, key=lambda reason: reason.stance != "for"))
    return Verdict(answer=answer, headline=headline, reasons=reasons, next_steps=tuple(_next_steps(measures, found, hybrid)), rule=_RULE)  # type: ignore[arg-type]  # one of three


def _chosen_headline(feature: Feature) -> str:
    models, cut = len(feature.models), len(feature.cut)
    ties = f"nothing ties {'it' if models == 1 else 'them'} to the rest"
    if cut:
        ties = f"{counted(cut, 'reference')} to and from the rest must be kept right"
    return f"The chosen {counted(models, 'model')} can move; {ties}."


def _blocking(measures: Measures) -> Iterator[Reason]:
    if measures.errors:
        text = f"{counted(measures.errors, 'construct')} can't be translated (severity error)"
        yield Reason("blocks", text)


def _against(measures: Measures, found: AnalysisParts, effort: Effort) -> Iterator[Reason]:
    if effort.weeks[1] > _MANY_WEEKS:
        text = f"{weeks(effort.weeks)} of one developer are long for one step"
        yield Reason("against", text)
    large = [
        one.model
        for one in found.order.imports
        if one.size is not None and one.size.rows > _MANY_ROWS
    ]
    if large:
        text = (
            f"{listed(large)} {'has' if len(large) == 1 else 'have'} more than {_MANY_ROWS:,} rows"
        )
        yield Reason("against", text)
    over = [one.model for one in found.relations.cascades if one.exceeds_limit]
    if over:
        yield Reason("against", f"one delete of {listed(over)} exceeds what a mutation may write")
    if measures.queries > _MANY_QUERIES * measures.models:
        text = "query needs" if measures.queries == 1 else "queries need"
        yield Reason("against", f"{measures.queries} {text} another way than an index")
    if found.tenancy is not None and found.tenancy.without_index:
        text = listed([owned.model for owned in found.tenancy.without_index])
        yield Reason("against", f"no index starts with the tenant's key in {text}")
    if measures.soft:
        text = "holds" if measures.soft == 1 else "hold"
        yield Reason(
            "against",
            f"{counted(measures.soft, 'field')} {text} ids that no relation explains: the import "
            "can't translate them as it is",
        )


def _for(measures: Measures, found: AnalysisParts) -> Iterator[Reason]:
    tables, indexes = counted(measures.tables, "table"), counted(
        measures.indexes, "index", "indexes"
    )
    yield Reason("for", f"{tables} and {indexes} that Convex accepts as they are generated")
    if not measures.deferred:
        rings = "rings of references only through plain keys"
        text = rings if found.relations.cycles else "no ring of references"
        yield Reason("for", f"{text}: tables can be filled in one pass")
    elif not any(cycle.was_required for cycle in found.relations.cycles):
        yield Reason("for", "rings of references only through keys that may be empty")
    tenancy = found.tenancy
    if tenancy is not None and measures.tenant_tables and not tenancy.without_index:
        yield Reason("for", f"every table with `{tenancy.key}` has an index that starts with it")
    if not measures.queries:
        yield Reason("for", "no query is known that an index of Convex would not serve")
    if measures.uniques or measures.cascades:
        yield Reason(
            "for",
            "unique keys and deletes can be written as safe code: a mutation is one serializable "
            "transaction",
        )


def _next_steps(measures: Measures, found: AnalysisParts, hybrid: Hybrid) -> Iterator[str]:
    if measures.errors:
        yield "Decide each error: `prisma-to-convex check --fail-on error` shows them."
    if measures.soft:
        yield (
            f"Name the targets of {counted(measures.soft, 'field')} that hold ids: a relation in Prisma, "
            "or `/// @convex.references(Model)`."
        )
    if found.tenancy is not None and measures.tenant_tables:
        yield (
            f"Write the guard that takes `{found.tenancy.key}` from the session before any other function."
        )
    if measures.json:
        yield (
            f"Give {counted(measures.json, 'Json field')} a validator where code relies on the shape: "
            "`/// @convex.type(...)`."
        )
    feature = hybrid.proposed[0] if hybrid.proposed else None
    if feature is not None and len(feature.models) <= _MOST_NAMED:
        yield f"Try a part: `prisma-to-convex generate {feature.command}`."
    elif feature is not None:
        yield (
            f"Try a part, {feature.name}: {counted(len(feature.models), 'model')}, named under Moving a part."
        )
    yield (
        "Write one function a table that inserts, and one that deletes, with the checks under Tables; "
        "mark each loss `@convex.enforced` or `@convex.allow` as it is dealt with."
    )
    yield "Put `prisma-to-convex check --against main` into CI, so that nobody adds a loss unseen."
