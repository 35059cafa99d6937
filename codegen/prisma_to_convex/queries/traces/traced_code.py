"""Examined code and what was recorded of it -> the same, where a call that the code does not tell is what it ran as."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from ...calls.classified import ClassifiedCall
from ...calls.examined import ExaminedCode
from ...calls.trace import TracedSite
from ...lowering.lowered import Lowered
from ..judging.index_planning import plan_for
from ..reading.application_reading import delegates
from .trace_forms import recorded_forms
from .trace_joining import joined
from .trace_lines import RecordedLine


def with_trace(
    examined: ExaminedCode,
    lowered: Lowered,
    counts: Mapping[RecordedLine, int],
    foreign: Mapping[str, int],
) -> ExaminedCode:
    """`foreign`: how often models were asked that no schema has."""
    forms = recorded_forms(counts, delegates(lowered.schema), lowered.schema)
    trace = joined(examined.calls, forms, foreign)
    ran = {one.call: one for one in trace.sites}
    calls = tuple(found for one in examined.calls for found in _as_it_ran(one, ran.get(one.call)))
    return examined._replace(calls=calls, indexes=plan_for(calls, lowered), trace=trace)


def _as_it_ran(one: ClassifiedCall, site: TracedSite | None) -> Iterator[ClassifiedCall]:
    """A call that is not resolved, or whose order is not, once for each form that it ran in."""
    is_unclear = one.kind == "U" or one.call.order.certainty != "known"
    if site is None or not is_unclear:
        yield one
        return
    call = one.call
    for form in site.forms:
        if form.classified.kind == "U":
            yield one
            return
    for form in site.forms:
        recorded_call = form.call._replace(
            span=call.span,
            client=call.client,
            function=call.function,
            is_in_transaction=call.is_in_transaction,
            through=call.through,
            created=call.created,
            updated=call.updated,
        )
        yield form.classified._replace(call=recorded_call)
