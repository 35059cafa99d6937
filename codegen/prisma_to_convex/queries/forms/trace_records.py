"""What was recorded at run time, for programs: the `trace` of `schemas/queries.schema.json`."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, TypeAlias

from ...calls.trace import RecordedForm, Trace, TracedSite
from .where_records import grouped, place, rows_record

JsonObject: TypeAlias = dict[str, Any]


def trace_record(traces: Sequence[Trace]) -> JsonObject:
    """Of all schemas together."""
    return {
        "times": sum(one.times for one in traces),
        "forms": sum(one.forms for one in traces),
        "sites": [_site(site) for one in traces for site in one.sites],
        "unmatched": [_form(form) for one in traces for form in one.unmatched],
        "foreign": {name: times for one in traces for name, times in one.foreign.items()},
    }


def _site(site: TracedSite) -> JsonObject:
    call = site.call
    return {
        **place(call.span),
        "model": call.model,
        "operation": call.operation,
        "through": None if call.through is None else place(call.through),
        "times": site.times,
        "shared": site.shared,
        "forms": [_form(one) for one in site.forms],
    }


def _form(form: RecordedForm) -> JsonObject:
    call = form.call
    return {
        "model": call.model,
        "operation": call.operation,
        "class": form.classified.kind,
        "times": form.times,
        **grouped(call.where),
        **rows_record(call),
        "includes": [one.field for one in call.selection.relations],
    }
