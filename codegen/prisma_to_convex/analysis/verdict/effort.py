"""What the move takes: a range in hours, from counts and coefficients that anyone can change."""

from __future__ import annotations

from collections.abc import Mapping

from ...kit.words import counted
from ...options.coefficients import COEFFICIENTS, HOURS, HOURS_PER_WEEK, PARTS
from ..facts import Effort, EffortLine, EffortPart
from .measures import Measures

_ASSUMPTIONS = (
    "one developer who knows the application, {hours} hours of work on it a week",
    "constraints are generated (`generate --enforce`), and so is the move of the rows (`data export`, `data verify`): "
    "their hours are those of the review",
    "front ends, infrastructure and hosting are not in it, nor are queues and caches outside the database, nor time "
    "that others need to decide",
    "rows were not looked at: orphans, duplicates and odd values in the data come on top (`data probe`)",
    "lines are independent: middles add up, half widths as the root of the sum of their squares",
)


def effort(measures: Measures, overrides: Mapping[str, tuple[float, float]]) -> Effort:
    """`overrides` has coefficients that take the place of the defaults, by key."""
    hours = overrides.get(HOURS_PER_WEEK, (HOURS, HOURS))[0]
    first, *others = _ASSUMPTIONS
    texts = (first.format(hours=f"{hours:g}"), _code(measures), *others)
    return Effort(
        tuple(EffortPart(part, tuple(_lines(part, measures, overrides))) for part in PARTS),
        hours,
        texts,
    )


def _code(measures: Measures) -> str:
    if not measures.has_code:
        return (
            "the code is in TypeScript already and calls Prisma in about one place a model and task"
        )
    calls = f"{counted(measures.calls - measures.unnamed_accesses, 'call')} of Prisma Client"
    if measures.unnamed_accesses:
        more = counted(measures.unnamed_accesses, "access", "accesses")
        calls = f"{calls} and {more} to a model that it does not name"
    return f"the code that was read is all of it: {calls}, each a function or a part of one"


def _lines(
    part: str, measures: Measures, overrides: Mapping[str, tuple[float, float]]
) -> list[EffortLine]:
    found, known = [], "code" if measures.has_code else "schema"
    for one in COEFFICIENTS:
        if one.part == part and one.known_by in ("", known):
            low, high = overrides.get(one.key, (one.low, one.high))
            found.append(
                EffortLine(
                    key=one.key,
                    what=one.what,
                    times=getattr(measures, one.measure),
                    low=low,
                    high=high,
                )
            )
    return found
