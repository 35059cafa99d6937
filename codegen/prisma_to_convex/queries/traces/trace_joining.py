"""Recorded forms and the calls of the code -> which call each may be of. A form has no line: model, operation and
what is asked must do.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence

from ...calls.call import (
    AnyOf,
    Condition,
    IncludedRelation,
    NoneOf,
    Part,
    PrismaCall,
    Related,
    RelatedSelection,
    RowOrder,
    Where,
)
from ...calls.classified import ClassifiedCall
from ...calls.trace import RecordedForm, Trace, TracedSite


def joined(
    calls: Sequence[ClassifiedCall], forms: Sequence[RecordedForm], foreign: Mapping[str, int]
) -> Trace:
    """What the code shows goes before what it does not: a form that a known call has is of no wrapper."""
    by_kind: dict[tuple[str, str], list[PrismaCall]] = defaultdict(list)
    for one in calls:
        by_kind[one.call.model, one.call.operation].append(one.call)
    own: dict[PrismaCall, list[RecordedForm]] = defaultdict(list)
    shared: dict[PrismaCall, list[RecordedForm]] = defaultdict(list)
    unmatched: list[RecordedForm] = []
    for form in forms:
        found = _places(by_kind[form.call.model, form.call.operation], form.call)
        if not found:
            unmatched.append(form)
        for call in found:
            (own if len(found) == 1 else shared)[call].append(form)
    sites_found = [
        _site(one.call, own[one.call], shared[one.call])
        for one in calls
        if own[one.call] or shared[one.call]
    ]
    times = sum(one.times for one in forms) + sum(foreign.values())
    return Trace(
        times=times,
        forms=len(forms),
        sites=tuple(sites_found),
        unmatched=tuple(unmatched),
        foreign=foreign,
    )


def _site(
    call: PrismaCall, own: Sequence[RecordedForm], shared: Sequence[RecordedForm]
) -> TracedSite:
    forms = sorted((*own, *shared), key=lambda one: -one.times)
    return TracedSite(
        call, sum(one.times for one in own), sum(one.times for one in shared), tuple(forms)
    )


def _places(calls: Iterable[PrismaCall], form: PrismaCall) -> list[PrismaCall]:
    """The calls that may have made it: those that show all of it; else those whose types allow what is missing;
    else those that a value which nobody expects, or what is not shown, may have made so.
    """
    possible = [call for call in calls if _may_be(call, form)]
    known = [call for call in possible if call.is_clear]
    exact = [call for call in known if _is_whole(call, form)]
    declared = [call for call in known if _may_ask(call.where, form.where, declared=True)]
    return exact or declared or possible


def _is_whole(call: PrismaCall, form: PrismaCall) -> bool:
    """Whether the form has every condition that the call has, and as many arguments."""
    return (
        len(call.where.parts) == len(form.where.parts)
        and bool(call.take) == bool(form.take)
        and bool(call.skip) == bool(form.skip)
        and (call.cursor is None) == (form.cursor is None)
        and len(call.selection.relations) == len(form.selection.relations)
    )


def _may_be(call: PrismaCall, form: PrismaCall) -> bool:
    """What the code does not show may be anything; a value that is computed may be undefined."""
    if call.unresolved or form.unresolved:
        return True
    return (
        _may_ask(call.where, form.where)
        and _may_order(call.order, form.order)
        and (call.take is not None or form.take is None)
        and (call.skip is not None or form.skip is None)
        and (call.cursor is not None or form.cursor is None)
        and set(form.distinct) <= set(call.distinct)
        and set(form.grouped_by) == set(call.grouped_by)
        and _may_select(call.selection, form.selection)
    )


# ---- where --------------------------------------------------------------------------------------


def _may_ask(code: Where, form: Where, *, declared: bool = False) -> bool:
    """`declared`: a condition is missing only where the code says that it may be."""
    if code.certainty == "unknown":
        return True
    left = list(form.parts)
    for part in code.parts:
        found = next((one for one in left if _is_part(part, one)), None)
        if found is not None:
            left.remove(found)
        elif not _may_be_missing(part, declared=declared):
            return False
    return not left or code.certainty != "known"


def _is_part(code: Part, form: Part) -> bool:
    match code, form:
        case Condition(), Condition():
            same = (code.field, code.operator) == (form.field, form.operator)
            chosen = code.value.kind == "expression" and form.operator in ("equals", "in")
            return same or (chosen and code.field == form.field and code.operator == "equals")
        case AnyOf(), AnyOf():
            return all(
                any(_may_ask(branch, one) for branch in code.branches) or code.is_open
                for one in form.branches
            )
        case NoneOf(), NoneOf():
            return _may_ask(code.where, form.where)
        case Related(), Related():
            same = (code.field, code.quantifier) == (form.field, form.quantifier)
            return same and _may_ask(code.where, form.where)
        case _:
            return False


def _may_be_missing(part: Part, *, declared: bool) -> bool:
    if part.is_optional or (isinstance(part, AnyOf) and part.is_open):
        return True
    if not isinstance(part, Condition):
        return False
    return part.value.may_be_undefined if declared else part.value.kind == "expression"


# ---- order, selection ---------------------------------------------------------------------------


def _may_order(code: RowOrder, form: RowOrder) -> bool:
    if code.certainty == "unknown":
        return True
    if len(code.fields) != len(form.fields):
        return False
    return all(
        one.path == other.path and one.direction in ("", other.direction)
        for one, other in zip(code.fields, form.fields, strict=True)
    )


def _may_select(code: RelatedSelection, form: RelatedSelection) -> bool:
    if code.certainty != "known":
        return True
    theirs = {one.field: one for one in form.relations}
    own = {one.field: one for one in code.relations}
    if not theirs.keys() <= own.keys():
        return False
    return all(
        _may_include(one, theirs[name]) if name in theirs else one.is_optional
        for name, one in own.items()
    )


def _may_include(code: IncludedRelation, form: IncludedRelation) -> bool:
    return _may_ask(code.where, form.where) and _may_select(code.selection, form.selection)
